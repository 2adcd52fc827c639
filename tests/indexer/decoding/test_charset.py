"""Charset detection: windows-1258, damaged UTF-8, binary data."""

from __future__ import annotations

import unicodedata

import pytest

from timtin.indexer.decoding.charset import decode

TEXTS = [
    "Ủy ban nhân dân xã Bình Phú tổ chức hội nghị, đồng chí Nguyễn Văn Đức phát biểu",
    "Huyện ủy tổng kết công tác dân vận; khen thưởng các tập thể, cá nhân tiêu biểu",
]


@pytest.mark.parametrize("text", TEXTS)
def test_windows_1258_with_its_combining_tones(text: str) -> None:
    assert decode(_windows_1258(text)) == text
    page = b'<meta charset="windows-1258"><p>' + _windows_1258(text)
    assert (decode(page) or "").endswith(text)


def test_broken_bytes_are_replaced_where_most_of_the_text_is_valid() -> None:
    text = TEXTS[0].encode()
    assert (decode(text[:-1] + b"\xff" + text[-1:]) or "").startswith(TEXTS[0][:-1])
    assert (decode(text[:-1] + b"\xe1\xbb") or "").startswith(TEXTS[0][:-1])
    assert decode(bytes(range(1, 32)) * 20) is None


def _windows_1258(text: str) -> bytes:
    """Base letters with their own diacritic, then the tone as a combining character, as Windows wrote them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = bytearray()
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        out += (base + "".join(c for c in parts if c in tones)).encode("cp1258")
    return bytes(out)
