from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import fold, normalize
from timtin.analyzers.normalization.orthography import newer_placement

VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵbcdđghklmnpqrstvx"
ODD = "\u200b\u00ad\ufeff\u0301\u0323\u031b\u0302_-/.,…“”–\n\t ÐðİßΣςﬁ²½٣北カが한🙂👨\u200d👩\u20e3\ud800\udfff\ufffd"
ANY_TEXT = st.text(
    st.one_of(
        st.sampled_from(VIETNAMESE + VIETNAMESE.upper()), st.sampled_from(ODD), st.characters(max_codepoint=0xFFFF)
    ),
    max_size=60,
)

NORMAL = [
    # written, normal form, folded form
    ("hoà", "hòa", "hoa"),  # newer placement to the older one
    ("HOÀ BÌNH", "hòa bình", "hoa binh"),
    ("uỷ ban", "ủy ban", "uy ban"),
    ("Thuý", "thúy", "thuy"),
    ("khoẻ", "khỏe", "khoe"),
    ("loè xoè", "lòe xòe", "loe xoe"),
    ("tuỳ", "tùy", "tuy"),
    ("hòa ủy thúy", "hòa ủy thúy", "hoa uy thuy"),  # already in the older placement
    ("quý quỹ quỳ quỵ", "quý quỹ quỳ quỵ", "quy quy quy quy"),  # u belongs to q
    ("qúy qùy", "quý quỳ", "quy quy"),  # only one correct place after q
    ("giữ gìn già gì", "giữ gìn già gì", "giu gin gia gi"),
    (
        "hoàn huỳnh khoảng toán",
        "hoàn huỳnh khoảng toán",
        "hoan huynh khoang toan",
    ),  # a final: one correct place
    ("tòan hùynh ngòai", "toàn huỳnh ngoài", "toan huynh ngoai"),  # typed one letter too early
    ("khuỷu khuya", "khuỷu khuya", "khuyu khuya"),
    ("Nguyễn Thị Ðào", "nguyễn thị đào", "nguyen thi dao"),  # Icelandic eth for đ
    ("ĐẢNG ỦY", "đảng ủy", "dang uy"),
    ("dân\u00advận d\u200bân \ufeffvận", "dânvận dân vận", "danvan dan van"),  # soft hyphen, zero-width space, BOM
    ("e\u0301\u0302", "ế", "e"),  # tone typed before the circumflex
    ("a\ud800b", "a\ufffdb", "ab"),
    ("“Dân vận” – khéo…", "“dân vận” – khéo…", '"dan van" - kheo...'),
    ("", "", ""),
    ("北京", "北京", "beijing"),
    ("𐤀", "𐤀", "u10900"),  # a letter that unidecode lacks is represented by its code point
]


@pytest.mark.parametrize(("text", "expected", "folded"), NORMAL)
def test_forms(text: str, expected: str, folded: str) -> None:
    assert normalize(text) == expected
    assert fold(text) == folded


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize(("text", "expected", "folded"), NORMAL[:13])
def test_unicode_form_does_not_matter(text: str, expected: str, folded: str, form: str) -> None:
    assert normalize(unicodedata.normalize(form, text)) == expected
    assert fold(unicodedata.normalize(form, text)) == folded


@pytest.mark.parametrize(
    ("older", "expected"),
    [
        ("hòa", "hoà"), ("Hòa", "Hoà"), ("ÒA", "OÀ"), ("ỦY", "UỶ"), ("Ủy", "Uỷ"),
        ("khỏe", "khoẻ"), ("quý", "quý"), ("hoà", "hoà"), ("của", "của"), ("y", "y"),
    ],
)  # fmt: skip
def test_newer_placement_keeps_case(older: str, expected: str) -> None:
    assert newer_placement(older) == expected


@given(ANY_TEXT)
@settings(deadline=None, max_examples=300)
def test_normal_and_fold_are_idempotent_and_agree(text: str) -> None:
    form = normalize(text)
    assert normalize(form) == form
    assert fold(form) == fold(text)
    assert fold(text).isascii()
    assert fold(fold(text)) == fold(text)
    form.encode("utf-8")  # no surrogate remains


@given(st.text(VIETNAMESE + " ", max_size=40))
@settings(deadline=None, max_examples=200)
def test_case_and_unicode_form_never_matter(text: str) -> None:
    assert (
        normalize(text.upper())
        == normalize(text.title())
        == normalize(unicodedata.normalize("NFD", text))
        == normalize(text)
    )
