"""Vietnamese in fonts that were encodings: TCVN3 (ABC), VNI-Windows and VIQR, told and converted to Unicode.

State offices wrote for twenty years with fonts that draw Vietnamese letters where Latin ones belong. Read as
windows-1252 such a text is `ñy ban nh©n d©n` (TCVN3) or `uûy ban nhaân daân` (VNI); saved again it is that in UTF-8.
Nothing in it names the encoding, so each conversion is tried, and one is taken only where the words it changes are
Vietnamese after it (`syllable.py`) and weren't before. Lines, and pieces of text between
tags, that hold Vietnamese letters already stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from html import unescape
from itertools import islice
from typing import NamedTuple

from ..cache import Cache
from ..normalization.characters import require_text
from ..tokenization.syllable import is_syllable
from .legacy_tables import TCVN3, VIQR_HARD, from_tcvn3, from_viqr, from_vni, from_windows_1252

_LEAST_WORDS = 3
"""Different words that must have become Vietnamese."""

_LEAST_SHARE, _MOST_BEFORE = 0.85, 0.5
"""Of the different words with marks: how many must be Vietnamese after the conversion, and may be before it."""

_LEAST_MARKED = 0.1
"""Of all different words: how many must have become Vietnamese. Prose has over .5, a page with scripts fewer."""

_MOST_WORDS = 20000
"""Words looked at: enough to tell, and it bounds the time."""

_SHORT = 1 << 16
_LARGE = 1 << 20
"""Characters; of a longer text not all words are made at once."""

# Letters of Vietnamese beyond Latin-1: a line that holds one is in Unicode already.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u036f]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile("[aeiouyàáâãèéêìíòóôõùúýăĩũơưạ-ỹ]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z]{3,8}|#[0-9]{2,4}|#[xX][0-9A-Fa-f]{2,4});")
_TAG = r"<[^<>]*>"
_TAGS = re.compile(_TAG)
_PIECE_END = re.compile(rf"(\n|{_TAG})")
_MAYBE_MISREAD = re.compile("[\xc2-\xef][^\x00-\x7f]")
_IS_SYLLABLE: Cache[bool] = Cache(is_syllable)


class _Encoding(NamedTuple):
    name: str
    word: re.Pattern[str]
    """What a word looks like in it: letters, signs that stand for letters, and letters it doesn't have."""
    marked: re.Pattern[str]
    """What in a word says that it is no plain ASCII."""
    convert: Callable[[str], str]


_SIGNS = "".join(chr(code) for code in TCVN3 if code < 0xC0)
_TCVN3 = _Encoding("TCVN3", re.compile(f"[A-Za-z\xc0-\xff\u03bc{_SIGNS}]+"), _BEYOND_ASCII, from_tcvn3)
_VNI = _Encoding("VNI-Windows", re.compile("[A-Za-z\xc0-\xff]+"), _BEYOND_ASCII, from_vni)
_VIQR = _Encoding("VIQR", re.compile(r"[A-Za-z'`?~.^(+\\]+"), VIQR_HARD, from_viqr)
_MISREAD = _Encoding("UTF-8 as windows-1252", re.compile(r"[^ \t\r\n<>]+"), _BEYOND_ASCII, from_windows_1252)


def convert_legacy_text(text: str) -> tuple[str, str] | None:
    """A text in a legacy encoding as Unicode, and that encoding's name; None where the text is fine as it is.

    The text is what bytes in such an encoding look like when decoded as windows-1252 or Latin-1 (`ñy ban nh©n d©n`),
    as HTML entities too, or as UTF-8 that was itself misread so. Names: `TCVN3`, `VNI-Windows`, `VIQR`,
    `UTF-8 as windows-1252` (UTF-8 misread, nothing else). TCVN3 doesn't tell toned capitals from small letters; they
    are restored where a word's other letters are capitals.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
    """
    require_text("convert_legacy_text", text)
    return _convert_again(text) if len(text) <= _SHORT else _convert(text)


def _convert(text: str) -> tuple[str, str] | None:
    plain = _without_entities(text)
    if plain.isascii():
        return _converted(plain, [_VIQR])
    found = _converted(plain, [_MISREAD, _TCVN3, _VNI, _VIQR])
    if found is None and _MAYBE_MISREAD.search(plain) and (mended := from_windows_1252(plain)) != plain:
        return _converted(mended, [_TCVN3, _VNI])
    return found


_convert_again = lru_cache(maxsize=1)(_convert)
"""A file is read twice: its beginning for what it is, then all of it, which mostly is the same."""


def _without_entities(text: str) -> str:
    """The text with its character entities as letters, but for those of HTML's own signs."""
    return _ENTITY.sub(lambda match: _ENTITIES[match[0]], text) if "&" in text else text


def _entity(written: str) -> str:
    found = unescape(written)
    return written if found.isascii() else found


_ENTITIES: Cache[str] = Cache(_entity)


def _converted(text: str, encodings: list[_Encoding]) -> tuple[str, str] | None:
    lines = _legacy_lines(text)
    beyond = [line for line in lines if not line.isascii()]
    # Where too few words beyond ASCII gain, the others needn't be counted.
    told = [one for one in encodings if one is _VIQR or _gained(_words(beyond, one), one) >= _LEAST_WORDS]
    shares = [(_evidence(_words(lines, encoding), encoding), encoding) for encoding in told]
    share, best = max(shares, key=lambda scored: scored[0], default=(0.0, _VIQR))
    if share < _LEAST_SHARE:
        return None
    mixed = _UNICODE.search(text) is not None
    if best is _VIQR and not mixed:  # whether its author escapes full stops shows in the whole text alone
        return from_viqr(text), best.name
    pieces = _PIECE_END.split(text)
    for index, piece in enumerate(pieces):
        if piece != "\n" and not _UNICODE.search(piece) and (not mixed or _gains(piece, best)):
            pieces[index] = best.convert(piece)
    return "".join(pieces), best.name


def _legacy_lines(text: str) -> list[str]:
    """The lines and pieces between tags that no letter says to be in Unicode."""
    pieces = _TAGS.sub("\n", text).split("\n")
    return [
        piece
        for piece in pieces
        if piece and (piece.isascii() or not _UNICODE.search(piece)) and not piece.startswith("<")
    ]


def _words(lines: list[str], encoding: _Encoding) -> set[str]:
    """The different words of the lines, as far as they are looked at."""
    text = "\n".join(lines)
    if len(text) > _LARGE:
        return {match[0] for match in islice(encoding.word.finditer(text), _MOST_WORDS)}
    return set(encoding.word.findall(text)[:_MOST_WORDS])


def _gained(words: Iterable[str], encoding: _Encoding) -> int:
    return sum(word.after and word.changed for word in _judged(words, encoding))


def _evidence(different: set[str], encoding: _Encoding) -> float:
    """The share of different marked words that the conversion leaves Vietnamese; 0 where it is not needed for that."""
    words = _judged(different, encoding)
    changed = sum(word.after and word.changed for word in words)
    before = sum(word.before for word in words)
    if changed < max(_LEAST_WORDS, len(different) * _LEAST_MARKED) or before > len(words) * _MOST_BEFORE:
        return 0.0
    return sum(word.after for word in words) / len(words)


class _Judged(NamedTuple):
    """Whether a word with marks is Vietnamese before and after the conversion, and whether that changes it."""

    before: bool
    after: bool
    changed: bool


def _judged(words: Iterable[str], encoding: _Encoding) -> list[_Judged]:
    """Those of the words that have marks; without a vowel (HĐND, QĐ), or of one letter, they tell nothing."""
    return [judged for judged in map(_JUDGED[encoding.name].__getitem__, words) if judged is not None]


def _judge(word: str, encoding: _Encoding) -> _Judged | None:
    converted = encoding.convert(word) if encoding.marked.search(word) else ""
    if len(converted) < 2 or not _VOWEL.search(converted):
        return None
    return _Judged(_IS_SYLLABLE[word], _is_vietnamese(converted), word != converted)


_JUDGED: dict[str, Cache[_Judged | None]] = {
    encoding.name: Cache(partial(_judge, encoding=encoding)) for encoding in (_MISREAD, _TCVN3, _VNI, _VIQR)
}


def _is_vietnamese(word: str) -> bool:
    """Whether the runs of letters are syllables, and at least one of them."""
    runs = _LETTERS.findall(word)
    return bool(runs) and all(_IS_SYLLABLE[run] for run in runs)


def _gains(line: str, encoding: _Encoding) -> bool:
    words = _judged(encoding.word.findall(line), encoding)
    return sum(word.after for word in words) > sum(word.before for word in words)
