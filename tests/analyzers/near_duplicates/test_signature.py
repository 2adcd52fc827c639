"""Signatures: the changes that they ignore, their limits, and the stability of their format."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timtin.analyzers.near_duplicates.signature import (
    MAX_FACTS,
    MAX_SHINGLES,
    MIN_SHINGLES,
    SHINGLE,
    read_signature,
    signature,
)
from timtin.analyzers.tokenization.tokens import token_texts

TEXT = (
    "Sáng 05/3/2024, Ủy ban nhân dân xã Hòa Bình khánh thành cây cầu dài 42 m. Bà Lê Thị Thúy cho biết 118 hộ dân "
    "góp 67 triệu đồng và hơn 300 ngày công, nhờ vậy cầu xong sớm hai tháng so với dự tính."
)


def sign(*parts: str) -> bytes:
    return signature(map(token_texts, parts))


def test_the_format_is_stable() -> None:
    # Signatures are stored in indexes: a change here is a change of the index format.
    assert len(sign(TEXT)) == 256
    found = read_signature(sign(TEXT))
    assert list(found.shingles[:3]) == [134271224, 174424698, 184430035]
    assert list(found.facts[:2]) == [3005231799902998837, 5701314187801893699]


SAME = [
    ("NFD", unicodedata.normalize("NFD", TEXT)),
    ("older and newer tone placement", TEXT.replace("Hòa", "Hoà").replace("Ủy", "Uỷ").replace("Thúy", "Thuý")),
    ("other white space and punctuation", TEXT.replace(" ", "\n ").replace(",", " –")),
    ("zeros before a figure", TEXT.replace("05/3", "5/03")),
]


@pytest.mark.parametrize("text", [text for _, text in SAME], ids=[name for name, _ in SAME])
def test_changes_that_are_ignored(text: str) -> None:
    assert sign(text) == sign(TEXT)


@pytest.mark.parametrize("text", [TEXT.upper(), TEXT.lower()], ids=["capitals", "small letters"])
def test_letter_case_changes_only_names(text: str) -> None:
    assert read_signature(sign(text)).shingles == read_signature(sign(TEXT)).shingles


def test_no_signature_of_a_phrase() -> None:
    assert sign() == sign("") == sign("", "") == b""
    assert sign("một hai ba", "bốn năm sáu bảy") == b""
    few = " ".join(f"chữ{number}" for number in range(MIN_SHINGLES + SHINGLE))
    assert len(read_signature(sign(few)).shingles) >= MIN_SHINGLES
    assert sign("đi chợ " * 500) == b""  # the same three shingles, repeated


def test_no_fact_spans_two_parts() -> None:
    title, body = TEXT.split(". ", 1)
    assert set(read_signature(sign(title, body)).facts) != set(read_signature(sign(title + " " + body)).facts)


def test_a_long_text_is_a_sample() -> None:
    long = " ".join(f"ngày {number} Nguyễn Văn K{number}" for number in range(5000))
    found = read_signature(sign(long))
    assert (len(found.shingles), len(found.facts)) == (MAX_SHINGLES, MAX_FACTS)
    assert list(found.shingles) == sorted(set(found.shingles))
    assert list(found.facts) == sorted(set(found.facts))


@given(st.lists(st.text(), max_size=3))
def test_any_text_is_accepted(parts: list[str]) -> None:
    data = sign(*parts)
    assert data == sign(*parts)
    if data:
        assert MIN_SHINGLES <= len(read_signature(data).shingles) <= MAX_SHINGLES


@pytest.mark.parametrize("data", [b"", b"\0\0\0\0", b"\1\0\0\0ab"], ids=["nothing", "no shingles", "cut"])
def test_invalid_signatures_raise_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError):
        read_signature(data)
