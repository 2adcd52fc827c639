"""What the letters of legacy Vietnamese encodings stand for, as they look when read as windows-1252.

Sources: TCVN 5712:1993 (VN3, "ABC") and VNI-Windows as listed at vietunicode.sourceforge.net/charset; VIQR by RFC 1456.
"""

from __future__ import annotations

import re
import unicodedata

# Each row: a vowel and the characters of its acute, grave, hook, tilde and dot below, in the order of TONES.
TONES = "\u0301\u0300\u0309\u0303\u0323"
TCVN3_ROWS = {
    "a": "¸µ¶·¹", "ă": "¾»¼½Æ", "â": "ÊÇÈÉË", "e": "ÐÌÎÏÑ", "ê": "ÕÒÓÔÖ", "i": "Ý×ØÜÞ", "o": "ãßáâä", "ô": "èåæçé",
    "ơ": "íêëìî", "u": "óïñòô", "ư": "øõö÷ù", "y": "ýúûüþ",
}  # fmt: skip
TCVN3_LETTERS = {
    "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ",
    "¨": "ă", "©": "â", "ª": "ê", "«": "ô", "¬": "ơ", "\xad": "ư", "®": "đ",
}  # fmt: skip
"""TCVN3 has capitals without tone alone; `.VnTimeH` draws toned small letters as capitals."""

VNI_TONES = "ùøûõï"
VNI_QUALITY = {"â": ("\u0302", "áàåãä"), "ê": ("\u0306", "éèúüë")}
"""A mark of its own (`aâ`), and together with each tone (`aá`)."""
VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

VIQR_TONES = "'`?~."
VIQR_QUALITY = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}


def _composed(letter: str, *marks: str) -> str:
    return unicodedata.normalize("NFC", letter + "".join(marks))


def _tcvn3() -> dict[int, str]:
    table = {ord(sign): letter for sign, letter in TCVN3_LETTERS.items()}
    for vowel, signs in TCVN3_ROWS.items():
        table.update((ord(sign), _composed(vowel, tone)) for sign, tone in zip(signs, TONES, strict=True))
    table[0x3BC] = table[0xB5]  # compatibility normalisation makes a Greek mu of the micro sign
    return table


def _vni() -> dict[str, str]:
    table = dict(VNI_LETTERS)
    for base in "aeouyôö":
        letter = VNI_LETTERS.get(base, base)
        for sign, tone in zip(VNI_TONES, TONES, strict=True):
            table[base + sign] = _composed(letter, tone)
    for base, qualities in (("a", "âê"), ("e", "â"), ("o", "â")):
        for quality in qualities:
            mark, signs = VNI_QUALITY[quality]
            table[base + quality] = _composed(base, mark)
            for sign, tone in zip(signs, TONES, strict=True):
                table[base + sign] = _composed(base, mark, tone)
    table.update({sign.upper(): letter.upper() for sign, letter in table.items()})
    # The mark after a capital is a capital too, but was not always typed so.
    table.update({sign[0].upper() + sign[1]: letter.upper() for sign, letter in [*table.items()] if len(sign) == 2})
    return table


TCVN3 = _tcvn3()
"""Code point to letter, for `str.translate`."""

VNI = _vni()
"""One or two characters to a letter."""


_VNI_SIGN = re.compile(
    "a[ùøûõïâáàåãäêéèúüë]|[eo][ùøûõïâáàåãä]|[uyôö][ùøûõï]|[ôöñíìæóòî]", re.IGNORECASE
)  # fmt: skip

_WORD = re.compile(f"[A-Za-z{re.escape(''.join(map(chr, TCVN3)))}]+")
_CAPITAL = re.compile("[A-Z¡-§]")
_SMALL = re.compile("[a-z]")


def from_tcvn3(text: str) -> str:
    """TCVN3 to Unicode, letter by letter.

    Toned capitals are lost in it: they are small letters in another font. A word whose other letters are capitals, at
    least two, is taken to be in capitals (`CéNG` is `CỘNG`), and so is a shorter one among such (`Bé TR¦ëNG`).
    """
    return "\n".join(_tcvn3_line(line) for line in text.split("\n"))


def _tcvn3_line(line: str) -> str:
    words = list(_WORD.finditer(line))
    cases = [_case(match[0]) for match in words]
    if "capital" not in cases:
        return line.translate(TCVN3)
    before = _nearest(cases)
    after = _nearest(cases[::-1])[::-1]
    parts: list[str] = []
    position = 0
    for match, case, neighbours in zip(words, cases, zip(before, after, strict=True), strict=True):
        raised = case == "capital" or (case == "either" and set(neighbours) <= {"capital", "either"})
        word = match[0].translate(TCVN3)
        parts += (line[position : match.start()], word.upper() if raised else word)
        position = match.end()
    return "".join([*parts, line[position:]])


def _case(word: str) -> str:
    if _SMALL.search(word):
        return "small"
    return "capital" if len(_CAPITAL.findall(word)) > 1 else "either"


def _nearest(cases: list[str]) -> list[str]:
    """For each word the case of the nearest one before it that tells; `either` where there is none."""
    found, last = [], "either"
    for case in cases:
        found.append(last)
        last = last if case == "either" else case
    return found


def from_vni(text: str) -> str:
    """VNI-Windows to Unicode: a vowel and its mark are two characters (`aù` is á, `öô` is ươ)."""
    return _VNI_SIGN.sub(_vni_letter, text)


def _vni_letter(match: re.Match[str]) -> str:
    return VNI.get(match[0], match[0])


VIQR_HARD = re.compile(r"[AEOaeo]\^|[Aa]\(|[OUou]\+|(?<![A-Za-z])[Dd][Dd]|[AEIOUYaeiouy]['`?~.](?=[A-Za-z])")
"""Marks of VIQR that are hardly punctuation."""

# Tags and addresses match, and stay.
_VIQR_SIGN = re.compile(
    r"<[^<>]*>|(?:(?<!\S)[^\s<>@]{1,64}@|\b(?:https?|ftp)://|\bwww\.)[^\s<>]+"
    r"|\\(?P<escaped>[\\'`?~.^(+Dd])|(?<![A-Za-z])(?P<bar>[Dd])[Dd]|(?P<inner>D)D"
    r"|(?P<vowel>[AEOaeo]\^|[Aa]\(|[OUou]\+|[AEIOUYaeiouy])(?P<tone>['`~]|[?.](?![?.]))?"
)
_ENDS = re.compile(r"[ \t\"')]*(?:\Z|\r?\n(?!\s*[a-z]))")


def from_viqr(text: str) -> str:
    r"""VIQR to Unicode: `Vie^.t Nam` is `Việt Nam`.

    A full stop or question mark behind a vowel is a tone unless escaped (`\.`). Who escapes none of them means
    punctuation at the end of a line that isn't continued.
    """
    escaped = r"\." in text or r"\?" in text

    def letter(match: re.Match[str]) -> str:
        if match["escaped"]:
            return match["escaped"]
        bar = match["bar"] or match["inner"]
        if bar:
            return "Đ" if bar == "D" else "đ"
        vowel, tone = match["vowel"], match["tone"] or ""
        if not vowel:
            return match[0]
        composed = _composed(vowel[0], *(VIQR_QUALITY[sign] for sign in vowel[1:]))
        if not tone or (tone in ".?" and not escaped and _ENDS.match(text, match.end())):
            return composed + tone
        return _composed(composed, TONES[VIQR_TONES.index(tone)])

    return _VIQR_SIGN.sub(letter, text)


_WINDOWS_1252 = {
    chr(byte): byte for byte in range(0x80, 0x100)
} | {
    letter: byte for byte in range(0x80, 0xA0) if (letter := bytes([byte]).decode("cp1252", "ignore"))
}  # fmt: skip
_TAIL = f"[{re.escape(''.join(letter for letter, byte in _WINDOWS_1252.items() if byte < 0xC0))}]"
_UTF8 = re.compile(f"[\xc2-\xdf]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}")


def from_windows_1252(text: str) -> str:
    """UTF-8 that was read as windows-1252 made whole: `Tiáº¿ng Viá»‡t` is `Tiếng Việt`."""
    return _UTF8.sub(_utf8_letter, text)


def _utf8_letter(match: re.Match[str]) -> str:
    read: str = match[0]
    return bytes(_WINDOWS_1252[letter] for letter in read).decode("utf-8", "ignore") or read
