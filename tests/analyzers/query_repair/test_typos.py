from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import normalize
from timtin.analyzers.query_repair import Vocabulary, corrections

WORDS = {
    "dân": 900, "dẫn": 300, "đàn": 200, "dan": 1, "vận": 500, "văn": 700, "vẫn": 400, "khéo": 80, "kéo": 90,
    "nguyễn": 60, "nghẽn": 5, "trường": 800, "trưởng": 600, "bàn": 100, "ban": 900, "uỷ ban": 0, "ủy": 700, "ưu": 50,
    "dân vận": 120, "hội": 900, "hơn": 800, "hồi": 100, "covid": 70,
}  # fmt: skip
VOCABULARY = Vocabulary(WORDS)

CORRECTED = [
    # as typed, the words that come first
    ("dan", ["dân", "dẫn", "đàn"]),  # no diacritics: by frequency
    ("vạn", ["vận"]),  # a missing diacritic before wrong ones
    ("truong", ["trường", "trưởng"]),
    ("trừong", ["trường"]),  # a tone typed early: only diacritics differ
    ("dna", ["dân"]),  # swapped
    ("nguễn", ["nguyễn"]),  # a missing letter with equal diacritics precedes a letter and diacritics
    ("khéoo", ["khéo"]),  # doubled
    ("keo", ["kéo"]),  # diacritics before letters
    ("cpvid", ["covid"]),  # an adjacent key
    ("cobvid", ["covid"]),  # one letter too many
    ("covad", ["covid"]),  # any other letter
    ("dânvận", ["dân vận"]),  # a missing space
    ("DÂM", ["dân"]),
    ("hoj", ["hội", "hơn", "hồi"]),  # i and n are both adjacent to j
    ("xyzzy", []),
    ("", []),
    ("a" * 10_000, []),
]


@pytest.mark.parametrize(("typed", "first"), CORRECTED)
def test_corrections(typed: str, first: list[str]) -> None:
    found = [word for word, _score in corrections(typed, VOCABULARY)]
    assert found[: len(first)] == first
    assert first or not found


def test_classes_never_overtake_one_another() -> None:
    vocabulary = {"kéo": 1, "kep": 10**6, "kelo": 10**6, "kzo": 10**6}
    assert [word for word, _ in corrections("keo", vocabulary)] == ["kéo", "kep", "kelo", "kzo"]


def test_a_mapping_is_accepted_and_the_limit_applies() -> None:
    assert corrections("dan", WORDS, 2) == corrections("dan", VOCABULARY)[:2]
    assert corrections("dan", {}) == []


@given(st.text(max_size=20) | st.text(alphabet="dânvậkhéo \ud800u\u0301", max_size=12))
@settings(max_examples=200)
def test_any_text_is_safe(text: str) -> None:
    found = corrections(text, VOCABULARY, 10)
    scores = [score for _word, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert normalize(text).strip() not in dict(found)


def test_other_types_raise_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"corrections\(\) takes a str"):
        corrections(None, WORDS)  # type: ignore[arg-type]
