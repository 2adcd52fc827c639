"""The table of abbreviations: look-ups in both directions, and its consistency."""

from __future__ import annotations

import re
import unicodedata

import pytest

from timtin.analyzers import normalize
from timtin.knowledge.abbreviations.table import abbreviations_of, all_meanings, expand_abbreviation
from timtin.knowledge.tables import read_table

EXPANSIONS = [
    ("UBND", ("ủy ban nhân dân",)),
    ("hđnd", ("hội đồng nhân dân",)),
    ("hdnd", ("hội đồng nhân dân",)),  # missing diacritics
    ("HĐ", ()),  # a written đ counts: it is not HD
    ("BTV", ("ban thường vụ", "biên tập viên")),  # the likeliest first
    ("TP", ("thành phố", "trưởng phòng")),
    ("KT-XH", ("kinh tế - xã hội",)),
    ("Đ/c", ("đồng chí",)),
    ("ANCT-TTATXH", ("an ninh chính trị - trật tự an toàn xã hội",)),  # split by rule
    ("UBND-UBMTTQ", ("ủy ban nhân dân - ủy ban mặt trận tổ quốc",)),
    ("PCCC/XYZW", ()),  # one piece is unknown
    ("UBND HĐND", ()),  # two words are no compound
    ("ngân", ()),
    ("", ()),
    ("-" * 5000, ()),
]


@pytest.mark.parametrize(("word", "phrases"), EXPANSIONS)
def test_expansions(word: str, phrases: tuple[str, ...]) -> None:
    assert expand_abbreviation(word) == phrases
    assert expand_abbreviation(unicodedata.normalize("NFD", word)) == phrases


def test_abbreviations_of_a_phrase() -> None:
    assert abbreviations_of("Uỷ  ban nhân dân") == ("UBND",)
    assert abbreviations_of("trung ương") == ("TW", "TƯ", "T.Ư")
    assert abbreviations_of("cái bàn") == ()


def test_the_table_is_consistent() -> None:
    table = read_table("abbreviations.tsv", 3)
    assert len({normalize(abbreviation) for abbreviation, _, _ in table}) >= 200
    meanings = [(normalize(entry.abbreviation), entry.phrase) for entry in all_meanings()]
    assert len(set(meanings)) == len(meanings)  # no meaning occurs twice
    for entry in all_meanings():
        assert entry.context, entry
        assert len(entry.phrase.split()) > 1, entry
        assert entry.phrase == normalize(entry.phrase)


def test_initials_of_phrases_agree_with_their_abbreviations() -> None:
    """Letter by letter, except for words like `và`: this finds mistakes in the table."""
    for entry in all_meanings():
        letters = [char for char in entry.abbreviation if char.isalpha()]
        words = re.findall(r"\w+", entry.phrase)
        rest = iter(words)
        assert all(any(_begins(word, letter.lower()) for word in rest) for letter in letters if letter not in "gr"), (
            entry
        )


def _begins(word: str, letter: str) -> bool:
    bare = unicodedata.normalize("NFD", word)[0]
    return letter == word[0] or bare == unicodedata.normalize("NFD", letter)[0] or (letter == "w" and bare == "u")
