"""Character tables of the legacy Vietnamese encodings, as they read when decoded as windows-1252, and their decoders.

Sources: TCVN 5712:1993 (VN3, "ABC") and VNI-Windows as listed at vietunicode.sourceforge.net/charset; VIQR by RFC 1456.
"""

from __future__ import annotations

import re
import unicodedata

# Each row: a vowel and its characters with acute, grave, hook, tilde and dot below, in the order of TONES.
TONES = "\u0301\u0300\u0309\u0303\u0323"
TCVN3_ROWS = {
    "a": "¸µ¶·¹", "ă": "¾»¼½Æ", "â": "ÊÇÈÉË", "e": "ÐÌÎÏÑ", "ê": "ÕÒÓÔÖ", "i": "Ý×ØÜÞ", "o": "ãßáâä", "ô": "èåæçé",
    "ơ": "íêëìî", "u": "óïñòô", "ư": "øõö÷ù", "y": "ýúûüþ",
}  # fmt: skip
TCVN3_LETTERS = {
    "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ",
    "¨": "ă", "©": "â", "ª": "ê", "«": "ô", "¬": "ơ", "\xad": "ư", "®": "đ",
}  # fmt: skip
"""TCVN3 has capitals only without a tone; the font `.VnTimeH` draws toned small letters as capitals."""

VNI_TONES = "ùøûõï"
VNI_QUALITY = {"â": ("\u0302", "áàåãä"), "ê": ("\u0306", "éèúüë")}
"""By sign: the diacritic that it adds to a vowel (`aâ`), and the signs for it together with each tone (`aá`)."""
VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

VIQR_TONES = "'`?~."
VIQR_QUALITY = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}


def _composed(letter: str, *diacritics: str) -> str:
    return unicodedata.normalize("NFC", letter + "".join(diacritics))


def _tcvn3() -> dict[int, str]:
    table = {ord(sign): letter for sign, letter in TCVN3_LETTERS.items()}
    for vowel, signs in TCVN3_ROWS.items():
        table.update((ord(sign), _composed(vowel, tone)) for sign, tone in zip(signs, TONES, strict=True))
    table[0x3BC] = table[0xB5]  # compatibility normalization turns the micro sign into a Greek mu
    return table


def _vni() -> dict[str, str]:
    table = dict(VNI_LETTERS)
    for base in "aeouyôö":
        letter = VNI_LETTERS.get(base, base)
        for sign, tone in zip(VNI_TONES, TONES, strict=True):
            table[base + sign] = _composed(letter, tone)
    for base, qualities in (("a", "âê"), ("e", "â"), ("o", "â")):
        for quality in qualities:
            diacritic, signs = VNI_QUALITY[quality]
            table[base + quality] = _composed(base, diacritic)
            for sign, tone in zip(signs, TONES, strict=True):
                table[base + sign] = _composed(base, diacritic, tone)
    table.update({sign.upper(): letter.upper() for sign, letter in table.items()})
    # The sign after a capital should be a capital too, but was not always typed as one.
    table.update({sign[0].upper() + sign[1]: letter.upper() for sign, letter in [*table.items()] if len(sign) == 2})
    return table


TCVN3 = _tcvn3()
"""Letter by code point, for `str.translate`."""

VNI = _vni()
"""Letter by the one or two characters that encode it."""


_VNI_SIGN = re.compile(
    "a[ùøûõïâáàåãäêéèúüë]|[eo][ùøûõïâáàåãä]|[uyôö][ùøûõï]|[ôöñíìæóòî]", re.IGNORECASE
)  # fmt: skip

_WORD = re.compile(f"[A-Za-z{re.escape(''.join(map(chr, TCVN3)))}]+")
_CAPITAL = re.compile("[A-Z¡-§]")
_SMALL = re.compile("[a-z]")


def from_tcvn3(text: str) -> str:
    """Decode TCVN3, letter by letter.

    TCVN3 writes toned capitals as small letters in another font. A word whose other letters are all capitals, at least
    two, is taken to be in capitals (`CéNG` is `CỘNG`), and so is a shorter word among such words (`Bé TR¦ëNG`).
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
    """Return, for each word, the nearest conclusive case before it; `either` if there is none."""
    nearest, last = [], "either"
    for case in cases:
        nearest.append(last)
        last = last if case == "either" else case
    return nearest


def from_vni(text: str) -> str:
    """Decode VNI-Windows, in which a vowel and its diacritic are two characters (`aù` is á, `öô` is ươ)."""
    return _VNI_SIGN.sub(_vni_letter, text)


def _vni_letter(match: re.Match[str]) -> str:
    return VNI.get(match[0], match[0])


VIQR_HARD = re.compile(r"[AEOaeo]\^|[Aa]\(|[OUou]\+|(?<![A-Za-z])[Dd][Dd]|[AEIOUYaeiouy]['`?~.](?=[A-Za-z])")
"""Diacritics of VIQR that are unlikely to be punctuation."""

# Tags and addresses match as a whole and are left unchanged.
_VIQR_SIGN = re.compile(
    r"<[^<>]*>|(?:(?<!\S)[^\s<>@]{1,64}@|\b(?:https?|ftp)://|\bwww\.)[^\s<>]+"
    r"|\\(?P<escaped>[\\'`?~.^(+Dd])|(?<![A-Za-z])(?P<bar>[Dd])[Dd]|(?P<inner>D)D"
    r"|(?P<vowel>[AEOaeo]\^|[Aa]\(|[OUou]\+|[AEIOUYaeiouy])(?P<tone>['`~]|[?.](?![?.]))?"
)
_ENDS = re.compile(r"[ \t\"')]*(?:\Z|\r?\n(?!\s*[a-z]))")


def from_viqr(text: str) -> str:
    r"""Decode VIQR: `Vie^.t Nam` is `Việt Nam`.

    A full stop or question mark after a vowel is a tone unless it is escaped (`\.`). In a text without any escape, one
    at the end of a line that the next line does not continue is punctuation.
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
    """Decode UTF-8 that was misread as windows-1252: `Tiáº¿ng Viá»‡t` is `Tiếng Việt`."""
    return _UTF8.sub(_utf8_letter, text)


def _utf8_letter(match: re.Match[str]) -> str:
    read: str = match[0]
    return bytes(_WINDOWS_1252[letter] for letter in read).decode("utf-8", "ignore") or read
