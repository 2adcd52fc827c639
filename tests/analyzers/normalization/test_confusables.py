from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import fold, normal_and_folded, normalize, tokenize
from timtin.analyzers.normalization.confusables import replace_confusables

CONFUSABLES = [
    # as written, with confusables replaced
    ("ＱＵＹẾＴ", "QUYẾT"),  # full width
    ("２０２４", "2024"),
    ("ﬁlm", "film"),  # a ligature
    ("m²", "m2"),
    ("Ⅻ", "XII"),
    ("𝐃ân", "Dân"),  # a mathematical letter
    ("½", "½"),  # its NFKC contains a sign
    ("Ðảng", "Đảng"),  # Icelandic eth
    ("ngƣời", "người"),  # gha, as written by PDF converters
    ("Ƣu", "Ưu"),
    ("ТP", "TP"),  # Cyrillic T in a Latin word
    ("Вinh", "Binh"),
    ("кино", "кино"),  # a Cyrillic word
    ("α", "α"),
    ("nghiệp", "nghiệp"),
]


@pytest.mark.parametrize(("written", "plain"), CONFUSABLES)
def test_alone(written: str, plain: str) -> None:
    assert replace_confusables(written) == plain


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("written", "plain"), CONFUSABLES)
def test_in_running_text(written: str, plain: str, form: str) -> None:
    text = unicodedata.normalize(form, f"Hội {written}, nghị")
    assert normal_and_folded(text) == normal_and_folded(f"Hội {plain}, nghị")
    assert normalize(text) == normalize(f"Hội {plain}, nghị")
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
        assert fold(token.text) == token.folded


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
@settings(deadline=None, max_examples=400)
def test_forms_are_idempotent_in_any_unicode_form(text: str) -> None:
    form = normalize(text)
    assert normalize(form) == form
    assert fold(form) == fold(text)
    assert (
        normal_and_folded(unicodedata.normalize("NFD", text))
        == normal_and_folded(unicodedata.normalize("NFC", text))
        == normal_and_folded(text)
    )
