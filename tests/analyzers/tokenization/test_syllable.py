from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timtin.analyzers import fold, normalize
from timtin.analyzers.segmentation.pyvi_model import lexicon
from timtin.analyzers.tokenization.syllable import is_syllable, parse_syllable, spell_syllable, unfold_syllable

SYLLABLES = [
    # syllable, onset, rime, tone
    ("nguyễn", "ng", "uyên", 3),
    ("UỶ", "", "uy", 2),  # either tone placement, any case
    ("ủy", "", "uy", 2),
    ("hoà", "h", "oa", 1),
    ("quý", "qu", "y", 4),  # u belongs to q
    ("gì", "g", "i", 1),
    ("giếng", "g", "iêng", 4),  # gi + iêng is written with one i
    ("già", "gi", "a", 1),
    ("nghiêng", "ngh", "iêng", 0),
    ("khuỷu", "kh", "uyu", 2),
    ("ngoèo", "ng", "oeo", 1),
    ("xoong", "x", "oong", 0),
    ("học", "h", "oc", 5),
    ("Đắk", "đ", "ăk", 4),  # names of the Central Highlands
    ("Kạn", "k", "an", 5),
    ("a", "", "a", 0),
]

NOT_SYLLABLES = [
    "",
    " ",
    "hoc",  # a final stop requires a tone
    "hòc",  # … but does not admit this one
    "cê",  # only k precedes front vowels
    "ngê",
    "kua",
    "qa",
    "nguời",  # an incomplete diacritic
    "covid",
    "test",
    "HĐND",
    "dân vận",
    "đ",
    "á́",  # two tones
    "h1",
    "nguyeenx",
    "\ud800",
    "a" * 100_000,
]


@pytest.mark.parametrize(("text", "onset", "rime", "tone"), SYLLABLES)
def test_a_syllable_is_parsed(text: str, onset: str, rime: str, tone: int) -> None:
    for form in ("NFC", "NFD"):
        assert is_syllable(unicodedata.normalize(form, text))
        assert parse_syllable(unicodedata.normalize(form, text)) == (onset, rime, tone)


@pytest.mark.parametrize("text", NOT_SYLLABLES)
def test_other_text_is_not_a_syllable(text: str) -> None:
    assert not is_syllable(text)


def test_nearly_all_syllables_of_the_lexicon_with_diacritics_are_accepted() -> None:
    syllables = {syllable.lower() for word in lexicon() for syllable in word.split() if not syllable.isascii()}
    assert len(syllables) > 4000
    unknown = {syllable for syllable in syllables if not is_syllable(syllable)}
    # Abbreviations, and loanwords written as one word: ôxy, găngxtơ, hđnd.
    assert len(unknown) < 60


def test_a_parsed_syllable_is_spelled_in_its_normal_form() -> None:
    for word in lexicon():
        for syllable in word.split():
            parsed = parse_syllable(syllable)
            assert parsed is None or spell_syllable(parsed) == normalize(syllable)


@pytest.mark.parametrize("folded", ["dan", "uy", "duong", "giang", "quy", "hoc", "a"])
def test_unfolding_gives_the_syllables_with_the_folded_form(folded: str) -> None:
    forms = unfold_syllable(folded)
    assert len(set(forms)) == len(forms) > 3
    assert all(fold(form) == folded and is_syllable(form) and normalize(form) == form for form in forms)


def test_unfolding_gives_all_of_them() -> None:
    assert unfold_syllable("covid") == ()
    assert {"đường", "dương", "dưỡng", "đuông"} <= set(unfold_syllable("duong"))
    assert "học" in unfold_syllable("hoc")
    assert "hoc" not in unfold_syllable("hoc")


@given(st.text(max_size=12))
def test_any_text_is_safe(text: str) -> None:
    parsed = parse_syllable(text)
    assert is_syllable(text) == (parsed is not None)
    assert parsed is None or spell_syllable(parsed) == normalize(text)


@pytest.mark.parametrize("text", [None, b"tin"])
def test_other_types_raise_a_type_error(text: object) -> None:
    with pytest.raises(TypeError, match=r"is_syllable\(\) takes a str"):
        is_syllable(text)  # type: ignore[arg-type]
