from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import bigrams, fold, has_diacritics, normal_and_folded, normalize, tokenize

PIECES = [
    "dân", "vận", "Uỷ", "ban", "HOÀ", "đường", "217-QĐ/TW", "R'lấp", "Covid-19", "07/03/2024", " ", "  ", "\n", ", ",
    ".", "\u200b", "\u00ad", "\u0301", "\u0323", "_", "🙂", "👨\u200d👩\u200d👧", "1\ufe0f\u20e3", "𝐃ân", "\ud83d",
    "\udc00", "한국", "が", "ß", "Σ", "x" * 30, "²", "½", "a\u200b", "\u2029",
]  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(PIECES), st.characters(max_codepoint=0xFFFF)), max_size=25).map("".join)
MIXED = st.tuples(TEXT, TEXT).map(
    lambda two: unicodedata.normalize("NFC", two[0]) + unicodedata.normalize("NFD", two[1])
)

SYLLABLES = [
    # text, the normal forms of its syllables
    ("Dân vận khéo", ["dân", "vận", "khéo"]),
    ("217-QĐ/TW", ["217", "qđ", "tw"]),
    ("Đắk R'lấp", ["đắk", "r", "lấp"]),
    ("Covid-19, 07/03/2024.", ["covid", "19", "07", "03", "2024"]),
    (
        "uỷ\u00adban d\u200bân \u200b vận\u200b.",
        ["uỷban", "dân", "vận"],
    ),  # zero-width characters do not split a word
    ("snake_case", ["snake", "case"]),
    ("1️⃣ điểm 🙂 mới", ["1", "điểm", "mới"]),  # a keycap's enclosing mark is a symbol
    ("", []),
    ("\u0301 \ud800 …", []),  # a mark without a letter, a lone surrogate, punctuation
]


@pytest.mark.parametrize(("text", "expected"), SYLLABLES)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [token.normal for token in tokenize(text)] == expected


def test_kinds_and_offsets() -> None:
    token, number = tokenize("  Uỷ 217")
    assert (token.text, token.normal, token.folded, token.start, token.end, token.kind) == (
        "Uỷ", "ủy", "uy", 2, 4, "syllable",
    )  # fmt: skip
    assert (number.text, number.kind) == ("217", "number")


@given(MIXED)
@settings(deadline=None, max_examples=400)
def test_every_token_is_its_place_in_the_source(text: str) -> None:
    tokens, end = tokenize(text), 0
    for token in tokens:
        assert end <= token.start < token.end
        assert text[token.start : token.end] == token.text
        assert normalize(token.text) == token.normal
        assert fold(token.text) == token.folded
        assert token.folded.isascii()
        assert token.folded.isalnum()
        end = token.end
    assert normal_and_folded(text) == ([token.normal for token in tokens], [token.folded for token in tokens])


@given(TEXT)
@settings(deadline=None, max_examples=300)
def test_unicode_form_does_not_change_tokens(text: str) -> None:
    nfc, nfd = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert normal_and_folded(nfc) == normal_and_folded(nfd) == normal_and_folded(text)
    assert has_diacritics(nfc) == has_diacritics(nfd) == has_diacritics(text)


@pytest.mark.parametrize(
    ("run", "lengths"),
    [
        ("x" * 200, [200]),
        ("x" * 450, [200, 200, 50]),
        ("ậ" * 450, [200, 200, 50]),
        ("a" + "\u0301" * 500, [1]),  # more than sixteen marks on a letter are dropped
    ],
)
def test_long_runs_are_cut(run: str, lengths: list[int]) -> None:
    for text in (run, f"trước {run} sau", unicodedata.normalize("NFD", run)):
        cut = [token for token in tokenize(text) if token.normal not in {"trước", "sau"}]
        assert [len(token.folded) for token in cut] == lengths
        assert all(fold(token.text) == token.folded and normalize(token.text) == token.normal for token in cut)
        assert normal_and_folded(text)[1] == [token.folded for token in tokenize(text)]


def test_a_megabyte_of_anything_finishes() -> None:
    for unit in ("x", "-", "a\u0301", "a\u200b", "\u0301", "ậ ", "\ud800", "a\u200b\u0301"):
        text = unit * (1_000_000 // len(unit))
        assert len(normal_and_folded(text)[0]) <= 500_000
        normalize(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dan van kheo", False), ("dân", True), ("Đ", True), ("d", False), ("217-QĐ/TW", True), ("", False),
        ("100 km² 🙂 “quote” …", False), ("da\u0302n", True), ("d\u00adan", False), ("ﬁ", False), ("北", True),
    ],
)  # fmt: skip
def test_has_diacritics(text: str, expected: bool) -> None:
    assert has_diacritics(text) is expected


def test_bigrams() -> None:
    assert bigrams(["dân", "vận", "khéo"]) == ["dân_vận", "vận_khéo"]
    assert bigrams(["dân"]) == bigrams([]) == []
