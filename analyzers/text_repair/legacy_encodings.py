"""Detection and conversion of legacy Vietnamese encodings: TCVN3 (ABC), VNI-Windows and VIQR.

For twenty years state offices wrote with fonts that draw Vietnamese letters at the code points of Latin ones. Decoded
as windows-1252 such a text reads `ñy ban nh©n d©n` (TCVN3) or `uûy ban nhaân daân` (VNI); saved again, it is that text
in UTF-8. Nothing in it names the encoding. Each conversion is therefore tried, and one is accepted only if the words
that it changes are Vietnamese syllables after it and were not before. Lines, and pieces of text between tags, that
already contain Vietnamese letters are left unchanged.
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

_MIN_WORDS = 3
"""The minimum number of different words that become Vietnamese."""

_MIN_SHARE_AFTER, _MAX_SHARE_BEFORE = 0.85, 0.5
"""Shares of the different encoded words: the minimum that is Vietnamese after conversion, and the maximum before."""

_MIN_CHANGED_SHARE = 0.1
"""The minimum share of all different words that become Vietnamese. Prose has over .5, a page with scripts less."""

_MAX_WORDS = 20000
"""The number of words examined: enough for a decision, and it bounds the time."""

_SHORT = 1 << 16
_LARGE = 1 << 20
"""Characters; the words of a text longer than `_LARGE` are not all collected at once."""

# Vietnamese letters beyond Latin-1: a line that contains one is already Unicode.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300-\u036f]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile("[aeiouyàáâãèéêìíòóôõùúýăĩũơưạ-ỹ]", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:[A-Za-z]{3,8}|#[0-9]{2,4}|#[xX][0-9A-Fa-f]{2,4});")
_TAG = r"<[^<>]*>"
_TAGS = re.compile(_TAG)
_PIECE_END = re.compile(rf"(\n|{_TAG})")
_MAYBE_MISREAD = re.compile("[\xc2-\xef][^\x00-\x7f]")
_IS_SYLLABLE: Cache[bool] = Cache(is_syllable)


class _Encoding(NamedTuple):
    name: str
    word: re.Pattern[str]
    """Matches a word in this encoding: letters, signs that stand for letters, and letters that it does not have."""
    encoded: re.Pattern[str]
    """Matches a part of a word that is not plain ASCII text."""
    convert: Callable[[str], str]


_SIGNS = "".join(chr(code) for code in TCVN3 if code < 0xC0)
_TCVN3 = _Encoding("TCVN3", re.compile(f"[A-Za-z\xc0-\xff\u03bc{_SIGNS}]+"), _BEYOND_ASCII, from_tcvn3)
_VNI = _Encoding("VNI-Windows", re.compile("[A-Za-z\xc0-\xff]+"), _BEYOND_ASCII, from_vni)
_VIQR = _Encoding("VIQR", re.compile(r"[A-Za-z'`?~.^(+\\]+"), VIQR_HARD, from_viqr)
_MISREAD = _Encoding("UTF-8 as windows-1252", re.compile(r"[^ \t\r\n<>]+"), _BEYOND_ASCII, from_windows_1252)


def convert_legacy_text(text: str) -> tuple[str, str] | None:
    """Return the Unicode text and the name of the legacy encoding it was in; None if no conversion is needed.

    The text is expected as it reads when its bytes are decoded as windows-1252 or Latin-1 (`ñy ban nh©n d©n`), possibly
    with HTML character references, or saved as UTF-8 and misread again. The names are `TCVN3`, `VNI-Windows`, `VIQR`
    and `UTF-8 as windows-1252` (only misread UTF-8). TCVN3 does not distinguish toned capitals from small letters;
    capitals are restored where the other letters of a word are capitals. Any str is accepted; time is linear in its
    length.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("convert_legacy_text", text)
    return _convert_cached(text) if len(text) <= _SHORT else _convert(text)


def _convert(text: str) -> tuple[str, str] | None:
    plain = _resolve_references(text)
    if plain.isascii():
        return _convert_from_best(plain, [_VIQR])
    converted = _convert_from_best(plain, [_MISREAD, _TCVN3, _VNI, _VIQR])
    if converted is None and _MAYBE_MISREAD.search(plain) and (reread := from_windows_1252(plain)) != plain:
        return _convert_from_best(reread, [_TCVN3, _VNI])
    return converted


_convert_cached = lru_cache(maxsize=1)(_convert)
"""Caches the last result: a file is read twice, first its beginning for detection, which is mostly the whole file."""


def _resolve_references(text: str) -> str:
    """Resolve the HTML character references of the text, except those of ASCII characters such as `<`."""
    return _REFERENCE.sub(lambda match: _REFERENCES[match[0]], text) if "&" in text else text


def _resolve_reference(written: str) -> str:
    letter = unescape(written)
    return written if letter.isascii() else letter


_REFERENCES: Cache[str] = Cache(_resolve_reference)


def _convert_from_best(text: str, encodings: list[_Encoding]) -> tuple[str, str] | None:
    """Convert the text from the encoding that makes most of its words Vietnamese; None if none makes enough."""
    lines = _legacy_lines(text)
    beyond = [line for line in lines if not line.isascii()]
    # An encoding that changes too few words beyond ASCII need not be scored on all words.
    possible = [one for one in encodings if one is _VIQR or _changed_words(_words(beyond, one), one) >= _MIN_WORDS]
    shares = [(_vietnamese_share(_words(lines, encoding), encoding), encoding) for encoding in possible]
    share, best = max(shares, key=lambda scored: scored[0], default=(0.0, _VIQR))
    if share < _MIN_SHARE_AFTER:
        return None
    mixed = _UNICODE.search(text) is not None
    if best is _VIQR and not mixed:  # only the whole text shows whether its author escapes full stops
        return from_viqr(text), best.name
    pieces = _PIECE_END.split(text)
    for index, piece in enumerate(pieces):
        if piece != "\n" and not _UNICODE.search(piece) and (not mixed or _improves(piece, best)):
            pieces[index] = best.convert(piece)
    return "".join(pieces), best.name


def _legacy_lines(text: str) -> list[str]:
    """Return the lines, and pieces between tags, without a letter that proves them to be Unicode already."""
    pieces = _TAGS.sub("\n", text).split("\n")
    return [
        piece
        for piece in pieces
        if piece and (piece.isascii() or not _UNICODE.search(piece)) and not piece.startswith("<")
    ]


def _words(lines: list[str], encoding: _Encoding) -> set[str]:
    """Return the different words among the first `_MAX_WORDS` of the lines."""
    text = "\n".join(lines)
    if len(text) > _LARGE:
        return {match[0] for match in islice(encoding.word.finditer(text), _MAX_WORDS)}
    return set(encoding.word.findall(text)[:_MAX_WORDS])


def _changed_words(words: Iterable[str], encoding: _Encoding) -> int:
    return sum(word.after and word.changed for word in _judged(words, encoding))


def _vietnamese_share(different: set[str], encoding: _Encoding) -> float:
    """Return the share of different encoded words that are Vietnamese after conversion; 0 if it changes too few."""
    words = _judged(different, encoding)
    changed = sum(word.after and word.changed for word in words)
    before = sum(word.before for word in words)
    if changed < max(_MIN_WORDS, len(different) * _MIN_CHANGED_SHARE) or before > len(words) * _MAX_SHARE_BEFORE:
        return 0.0
    return sum(word.after for word in words) / len(words)


class _Judged(NamedTuple):
    """Whether an encoded word is Vietnamese before and after the conversion, and whether the conversion changes it."""

    before: bool
    after: bool
    changed: bool


def _judged(words: Iterable[str], encoding: _Encoding) -> list[_Judged]:
    """Judge the encoded words; those without a vowel (HĐND, QĐ) or of one letter are left out as inconclusive."""
    return [judged for judged in map(_JUDGED[encoding.name].__getitem__, words) if judged is not None]


def _judge(word: str, encoding: _Encoding) -> _Judged | None:
    converted = encoding.convert(word) if encoding.encoded.search(word) else ""
    if len(converted) < 2 or not _VOWEL.search(converted):
        return None
    return _Judged(_IS_SYLLABLE[word], _is_vietnamese(converted), word != converted)


_JUDGED: dict[str, Cache[_Judged | None]] = {
    encoding.name: Cache(partial(_judge, encoding=encoding)) for encoding in (_MISREAD, _TCVN3, _VNI, _VIQR)
}


def _is_vietnamese(word: str) -> bool:
    """Return whether the word has runs of letters and all of them are syllables."""
    runs = _LETTERS.findall(word)
    return bool(runs) and all(_IS_SYLLABLE[run] for run in runs)


def _improves(line: str, encoding: _Encoding) -> bool:
    """Return whether the conversion increases the number of Vietnamese words in the line."""
    words = _judged(encoding.word.findall(line), encoding)
    return sum(word.after for word in words) > sum(word.before for word in words)
