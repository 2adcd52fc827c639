"""Charset detection: bytes to text, in whatever encoding a portal's editor saved them.

Tried in this order: byte-order marks, UTF-16 without one, UTF-8, font-specific encodings (TCVN3, VNI-Windows), the
charset a page declares, windows-1258 (if the result looks Vietnamese), and the guess of charset-normalizer from the
first 64 KiB. Text that turns out to be TCVN3, VNI or VIQR inside any of these is converted at the end.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from ...analyzers.text_repair.legacy_encodings import convert_legacy_text

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose byte-order mark begins its own
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ĂăÂâĐđÊêÔôƠơƯưÀÁÃÈÉÌÍÒÓÕÙÚÝàáãèéìíòóõùúýĨĩŨũ]")
# Counted to recognise binary data; white space and escape sequences (1B) may occur in texts.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Replaced by a space: every control character but tab, line feed and next line (85). U+FFFD is kept as text.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x84\x86-\x9f]")
# Removed without a space, since they stand within words.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Characters where a line may be broken (soft hyphen, zero-width space, …), which editors leave within words."""

_SAMPLE = 65536
_CP1252_UPPER_CONTROLS = {
    code: letter for code in range(0x80, 0xA0) if (letter := bytes([code]).decode("cp1252", "ignore"))
}


def utf16_or_utf32(head: bytes) -> str | None:
    """Return the codec name if `head` is UTF-16 or UTF-32, with or without a byte-order mark; else None."""
    for mark, name in _BOMS[1:]:
        if head.startswith(mark):
            return name
    sample = head[: 4096 - len(head) % 2] if len(head) < 4096 else head[:4096]
    if len(sample) < 4 or len(sample) % 2:
        sample = sample[:-1]
    if not sample:
        return None
    # A UTF-16 letter has the high byte 00 (01 or 1E if it is Vietnamese), so NULs are at even or odd offsets only.
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.3 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.02:
        return "utf-16-be"
    return None


def decode(data: bytes, charset: str | None = None) -> str | None:
    """Return the text of `data` in NFC, or None if it is not text.

    If most of it is valid, invalid bytes become U+FFFD. `charset` is what an HTTP header or an archive declares; it
    counts like a charset the text declares itself.
    """
    text = _decode(data, charset)
    if text is None:
        return None
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(2, len(sample) // 20):
        return None
    converted = convert_legacy_text(text)
    return unicodedata.normalize("NFC", (converted[0] if converted else text).removeprefix("\ufeff"))


def _decode(data: bytes, charset: str | None) -> str | None:
    wide = utf16_or_utf32(data[:4096])
    if wide is not None:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    repaired = data.decode("utf-8-sig", "replace")
    if _is_mostly_valid(repaired):
        return repaired
    return _decode_font_encoding(data) or _decode_single_byte(data, charset) or repaired


def _is_mostly_valid(text: str) -> bool:
    """Return whether only a small share of the non-ASCII characters are U+FFFD.

    The bytes are then damaged UTF-8, not another encoding.
    """
    broken = text.count("\ufffd")
    non_ascii = sum(1 for c in text[: _SAMPLE * 4] if c > "\x7f")
    return broken * 4 <= non_ascii or broken <= 2 < non_ascii


def _decode_font_encoding(data: bytes) -> str | None:
    """Return the text if the bytes are Vietnamese in a font-specific encoding (TCVN3, VNI-Windows)."""
    converted = convert_legacy_text(data.decode("latin-1").translate(_CP1252_UPPER_CONTROLS))
    return converted[0] if converted else None


def _decode_single_byte(data: bytes, charset: str | None) -> str | None:
    """Return the text in windows-1258, the declared charset or a guessed one."""
    declared = _DECLARED.search(data[:4096])
    name = _codec(declared.group(1).decode("ascii")) if declared else None
    name = name or (_codec(charset) if charset else None)
    vietnamese = _decode_windows_1258(data)
    if vietnamese is not None and name in {None, "cp1258", "cp1252", "iso8859-1", "utf-8", "ascii"}:
        return vietnamese
    if name not in {None, "utf-8", "ascii"}:
        return data.decode(name or "", "replace")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - lazy: slow to load and rarely needed

    best = from_bytes(data[:_SAMPLE]).best()
    return data.decode(best.encoding, "replace") if best is not None else None


def _codec(name: str) -> str | None:
    """Return Python's name of a charset, or None if it has no such text codec."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):  # ValueError: the name contains a NUL
        return None
    # Python also has codecs that do not yield text, such as `hex` and `zlib`.
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _decode_windows_1258(data: bytes) -> str | None:
    """Return the text in windows-1258, composed, if at least 85 % of its non-ASCII letters are then Vietnamese."""
    sample = unicodedata.normalize("NFC", data[:_SAMPLE].decode("cp1258", "replace"))
    letters = [c for c in sample if c > "\x7f" and (c.isalpha() or c == "\ufffd" or unicodedata.combining(c))]
    if not letters or len(_VIETNAMESE.findall("".join(letters))) < len(letters) * 0.85:
        return None
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


def clean_text(text: str, *, nfc: bool = True) -> str:
    """Return text without lone surrogates and control characters, with `\\n` line ends; in NFC if `nfc` is true."""
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
        text = _INVISIBLE.sub("", text)
        text = unicodedata.normalize("NFC", text) if nfc else text
    return _UNWANTED.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
