"""Bytes to text, whatever a portal's editor saved them as.

The order: byte-order marks, UTF-16 without one, UTF-8, fonts that were encodings (TCVN3, VNI-Windows), the charset a
page declares, windows-1258 (told by how Vietnamese the result looks), a guess of charset-normalizer over the first
64 KiB. Text that says TCVN3, VNI or VIQR in any of these is converted at the end.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from ...analyzers.text_repair.legacy_encodings import convert_legacy_text

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ĂăÂâĐđÊêÔôƠơƯưÀÁÃÈÉÌÍÒÓÕÙÚÝàáãèéìíòóõùúýĨĩŨũ]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x84\x86-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Places where a line may be broken, which editors leave within words."""

_SAMPLE = 65536
_WINDOWS_1252 = {code: letter for code in range(0x80, 0xA0) if (letter := bytes([code]).decode("cp1252", "ignore"))}


def wide_encoding(head: bytes) -> str | None:
    """The name of the UTF-16 or UTF-32 form `head` is written in, with or without a byte-order mark, else None."""
    for mark, name in _BOMS[1:]:
        if head.startswith(mark):
            return name
    sample = head[: 4096 - len(head) % 2] if len(head) < 4096 else head[:4096]
    if len(sample) < 4 or len(sample) % 2:
        sample = sample[:-1]
    if not sample:
        return None
    # A letter of UTF-16 has its high byte 00, or 01 and 1E for the Vietnamese ones: the NULs stand on one side only.
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.3 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.02:
        return "utf-16-be"
    return None


def decode(data: bytes, charset: str | None = None) -> str | None:
    """The text of `data` in NFC, broken bytes as U+FFFD where most of it is sound; None where it is no text.

    `charset` is what is said of it from outside (an HTTP header): it counts as what the text itself declares.
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
    wide = wide_encoding(data[:4096])
    if wide is not None:
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    mended = data.decode("utf-8-sig", "replace")
    if _mostly_sound(mended):
        return mended
    return _font_encoded(data) or _legacy(data, charset) or mended


def _mostly_sound(text: str) -> bool:
    """Few of the characters beyond ASCII are broken: UTF-8 cut or damaged, rather than another encoding."""
    broken = text.count("\ufffd")
    beyond = sum(1 for c in text[: _SAMPLE * 4] if c > "\x7f")
    return broken * 4 <= beyond or broken <= 2 < beyond


def _font_encoded(data: bytes) -> str | None:
    """The text where the bytes are Vietnamese in a font that was an encoding (TCVN3, VNI-Windows)."""
    converted = convert_legacy_text(data.decode("latin-1").translate(_WINDOWS_1252))
    return converted[0] if converted else None


def _legacy(data: bytes, charset: str | None) -> str | None:
    declared = _DECLARED.search(data[:4096])
    name = _codec(declared.group(1).decode("ascii")) if declared else None
    name = name or (_codec(charset) if charset else None)
    vietnamese = _windows_1258(data)
    if vietnamese is not None and name in {None, "cp1258", "cp1252", "iso8859-1", "utf-8", "ascii"}:
        return vietnamese
    if name not in {None, "utf-8", "ascii"}:
        return data.decode(name or "", "replace")
    from charset_normalizer import from_bytes  # noqa: PLC0415 - hardly ever needed

    best = from_bytes(data[:_SAMPLE]).best()
    return data.decode(best.encoding, "replace") if best is not None else None


def _codec(name: str) -> str | None:
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):  # a name with NUL is a ValueError
        return None
    # `hex`, `zlib` and the like are codecs of Python too, but not of text.
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _windows_1258(data: bytes) -> str | None:
    """The text in windows-1258, composed, where nearly every letter beyond ASCII is then a Vietnamese one."""
    sample = unicodedata.normalize("NFC", data[:_SAMPLE].decode("cp1258", "replace"))
    beyond = [c for c in sample if c > "\x7f" and (c.isalpha() or c == "\ufffd" or unicodedata.combining(c))]
    if not beyond or len(_VIETNAMESE.findall("".join(beyond))) < len(beyond) * 0.85:
        return None
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


def normal_text(text: str, *, nfc: bool = True) -> str:
    """Text without lone surrogates and control characters, with `\\n` line ends; composed unless `nfc` is false."""
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
        text = _INVISIBLE.sub("", text)
        text = unicodedata.normalize("NFC", text) if nfc else text
    return _UNWANTED.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
