"""The table of abbreviations, what is the same by it, and what a text defines itself."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timtin.analyzers import normalize, tokenize
from timtin.knowledge.abbreviations.table import abbreviations_of, entries, expansions, learn_definitions
from timtin.knowledge.abbreviations.written_forms import compound_forms, longest_from, other_forms
from timtin.knowledge.tables import rows

EXPANSIONS = [
    ("UBND", ("ủy ban nhân dân",)),
    ("hđnd", ("hội đồng nhân dân",)),
    ("hdnd", ("hội đồng nhân dân",)),  # marks that were not typed
    ("HĐ", ()),  # a written đ counts: it is no HD
    ("BTV", ("ban thường vụ", "biên tập viên")),  # the likeliest first
    ("TP", ("thành phố", "trưởng phòng")),
    ("KT-XH", ("kinh tế - xã hội",)),
    ("Đ/c", ("đồng chí",)),
    ("ANCT-TTATXH", ("an ninh chính trị - trật tự an toàn xã hội",)),  # taken apart by rule
    ("UBND-UBMTTQ", ("ủy ban nhân dân - ủy ban mặt trận tổ quốc",)),
    ("PCCC/XYZW", ()),  # one piece is unknown
    ("UBND HĐND", ()),  # two words are no compound
    ("ngân", ()),
    ("", ()),
    ("-" * 5000, ()),
]


@pytest.mark.parametrize(("word", "phrases"), EXPANSIONS)
def test_expansions(word: str, phrases: tuple[str, ...]) -> None:
    assert expansions(word) == phrases
    assert expansions(unicodedata.normalize("NFD", word)) == phrases


def test_abbreviations_of_a_phrase() -> None:
    assert abbreviations_of("Uỷ  ban nhân dân") == ("UBND",)
    assert abbreviations_of("trung ương") == ("TW", "TƯ", "T.Ư")
    assert abbreviations_of("cái bàn") == ()


def test_the_table_is_sound() -> None:
    table = rows("abbreviations.tsv", 3)
    assert len({normalize(abbreviation) for abbreviation, _, _ in table}) >= 200
    meanings = [(normalize(entry.abbreviation), entry.phrase) for entry in entries()]
    assert len(set(meanings)) == len(meanings)  # nothing is said twice
    for entry in entries():
        assert entry.context, entry
        assert len(entry.phrase.split()) > 1, entry
        assert entry.phrase == normalize(entry.phrase)


def test_long_forms_begin_as_their_abbreviations_say() -> None:
    """Letter by letter, words like `và` aside: what catches a slip in the table."""
    for entry in entries():
        letters = [char for char in entry.abbreviation if char.isalpha()]
        words = re.findall(r"\w+", entry.phrase)
        rest = iter(words)
        assert all(any(_begins(word, letter.lower()) for word in rest) for letter in letters if letter not in "gr"), (
            entry
        )


def _begins(word: str, letter: str) -> bool:
    bare = unicodedata.normalize("NFD", word)[0]
    return letter == word[0] or bare == unicodedata.normalize("NFD", letter)[0] or (letter == "w" and bare == "u")


SAME = [
    ("UBND", "ủy ban nhân dân"),
    ("DVK", "dân vận khéo"),
    ("UBMTTQ", "ủy ban MTTQ"),  # partly abbreviated
    ("UBMTTQ", "UB MTTQ"),
    ("MTTQVN", "MTTQ Việt Nam"),
    ("TPHCM", "TP.HCM"),
    ("TPHCM", "TP Hồ Chí Minh"),
    ("KT-XH", "KTXH"),  # with or without the hyphen
    ("KT-XH", "kinh tế và xã hội"),  # with or without the joint
    ("KT-XH", "kinh tế - xã hội"),
    ("CB-CC", "cán bộ, công chức"),
    ("T.Ư", "TW"),
    ("Đ/c", "đồng chí"),
    ("BTV", "biên tập viên"),
]


def cut(text: str) -> tuple[str, ...]:
    return tuple(token.normal for token in tokenize(text))


def others(text: str, loose: bool) -> tuple[tuple[str, ...], ...]:
    return other_forms(cut(text), loose=[loose] * len(cut(text)))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_both_ways(one: str, other: str) -> None:
    assert cut(other) in others(one, False)
    assert cut(one) in others(other, False)
    assert longest_from(cut(one)[0]) >= len(cut(one))


NOT_THE_SAME = [
    ("ban thường vụ", "biên tập viên"),  # two meanings of one abbreviation are not each other
    ("trưởng phòng", "TP"),  # two letters stand for their likeliest meaning
    ("công an", "CA"),  # what could be a plain syllable is left alone
    ("trung ương", "TƯ"),
    ("TU", "tỉnh ủy"),
]


@pytest.mark.parametrize(("one", "other"), NOT_THE_SAME)
def test_not_the_same(one: str, other: str) -> None:
    assert cut(other) not in others(one, False)
    assert cut(other) not in others(one, True)


def test_marks_count_unless_loose() -> None:
    assert others("uy ban nhan dan", False) == ()
    assert ("ubnd",) in others("uy ban nhan dan", True)
    assert ("ubnd",) in other_forms(("ủy", "ban", "nhan", "dân"), loose=(False, False, True, False))
    assert other_forms(("ủy", "ban", "nhan", "dân"), loose=(True, True, False, True)) == ()
    assert ("hội", "đồng", "nhân", "dân") in others("hdnd", False)  # an abbreviation may lack them


def test_compounds() -> None:
    found = compound_forms(("anct", "ttatxh"), loose=False)
    assert cut("an ninh chính trị, trật tự an toàn xã hội") in found
    assert cut("an ninh chính trị và TTATXH") in found
    assert compound_forms(("anct", "xyz"), loose=True) == ()
    assert compound_forms(("tu", "hu"), loose=True) == ()  # could be plain syllables
    assert compound_forms(("ubnd",), loose=True) == ()
    assert compound_forms(("ubnd",) * 40, loose=True) == ()


DEFINED = [
    ("Xã bàn về dân vận khéo (DVK) hôm qua", [("DVK", "dân vận khéo")]),
    ("phong trào “Dân vận khéo” (DVK)", [("DVK", "Dân vận khéo")]),
    ("DVK (dân vận khéo) là gì", [("DVK", "dân vận khéo")]),
    ("Hội đồng nhân dân (sau đây gọi tắt là HĐND)", [("HĐND", "Hội đồng nhân dân")]),
    ("Hội đồng nhân dân, viết tắt là HĐND, họp", [("HĐND", "Hội đồng nhân dân")]),
    ("HĐND là viết tắt của cụm từ “hội đồng nhân dân”", [("HĐND", "hội đồng nhân dân")]),
    ("sở Khoa học và Công nghệ (KHCN)", [("KHCN", "Khoa học và Công nghệ")]),  # `và` has no letter
    ("phát triển kinh tế - xã hội (KT-XH), an ninh", [("KT-XH", "kinh tế - xã hội")]),
    ("Trung ương (TW)", [("TW", "Trung ương")]),
    ("chi cục ( CCTK ) và hợp tác xã ( HTX )", [("HTX", "hợp tác xã")]),  # spaced by a machine
    ("Tổ chức Y tế Thế giới (WHO)", []),  # initials disagree
    ("cán bộ (CBCC)", []),  # one letter too many
    ("dân. Vận khéo (DVK)", []),  # not across a full stop
    ("đội vận khéo (DVK)", []),  # đ is no d
    ("Hội đồng nhân dân họp HĐND", []),  # nothing says that it defines
    ("dân vận khéo (DVK xã)", []),  # more in the parentheses
    ("a b c (ABC)", []),  # single letters are no words
    ("", []),
]


@pytest.mark.parametrize(("text", "found"), DEFINED)
def test_learn_definitions(text: str, found: list[tuple[str, str]]) -> None:
    assert [(each.short, each.long) for each in learn_definitions(text)] == found
    decomposed = unicodedata.normalize("NFD", text)
    assert [(each.short, each.long) for each in learn_definitions(decomposed)] == found


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["dân vận khéo", "(DVK)", "DVK", "(", ")", "gọi tắt là", "và", "𝔸", "U\u0301", "\ud800"]))
)
@example(["dân vận khéo", "(DVK)"] * 3)
def test_definitions_stand_where_they_say(parts: list[str]) -> None:
    text = " ".join(parts)
    for each in learn_definitions(text):
        stretch = unicodedata.normalize("NFC", text[each.start : each.end])
        assert each.short in stretch
        assert each.long in stretch


def test_definitions_of_real_news(shared: object) -> None:
    """Nothing but agreeing initials: measured by reading, docs/abbreviations.md; here only that some are found."""
    import gzip
    import json
    from itertools import islice
    from pathlib import Path

    with gzip.open(Path(str(shared)) / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        bodies = [json.loads(line)["body"] for line in islice(lines, 800)]
    found = [each for body in bodies for each in learn_definitions(body)]
    assert len(found) > 20
    known = [each for each in found if expansions(each.short)]
    agreeing = [each for each in known if normalize(each.long) in expansions(each.short)]
    assert len(agreeing) >= 0.8 * len(known) > 0
