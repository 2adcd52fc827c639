"""Repair of torn text: letter-spaced headings, syllables cut by PDF converters, and hyphens at line ends.

Applied before a text is stored, because token offsets refer to the stored text. Pieces are joined only if together they
are a syllable of the lexicon and at least one of them alone is not, so that intact text is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from math import log

from ..cache import Cache
from ..normalization.characters import COMBINING_MARKS, require_text
from ..normalization.folding import fold
from ..normalization.normal_form import normalize
from ..segmentation.pyvi_model import lexicon
from ..segmentation.unigram import press_word_counts
from ..tokenization.syllable import LONGEST_SYLLABLE, is_syllable

_LETTER = rf"[^\W\d_][{COMBINING_MARKS}]*+"
_SPACED = re.compile(rf"(?<![^\s]){_LETTER}(?:[ \u00a0]{{1,4}}(?:{_LETTER}|[0-9])(?!\S)){{4,300}}")
_WIDE_GAP = re.compile("[ \u00a0]{2,}")
_ROW = re.compile(rf"(?<!\S)(?:{_LETTER}){{1,7}}(?: (?:{_LETTER}){{1,7}}(?![\w&]))+")
_BROKEN_LINE = re.compile(
    rf"(?<![\w{COMBINING_MARKS}-])((?:{_LETTER}){{1,6}})[-\u00ad\u2010]\r?\n((?:{_LETTER}){{1,6}})(?![\w-])"
)
_VOWEL = re.compile("[aeiouy]")
_FINALS = frozenset({"ng", "nh", "ch"})
_LONE_ENDS = frozenset("yuioYUIO")
_LINE = re.compile(r"[^\n]+")
_MAX_PIECES, _MIN_TEARS = 3, 2
"""The maximum number of pieces of a torn syllable, and the minimum number of tears in a line.

A single tear may be a name or an abbreviation.
"""


@lru_cache(maxsize=1)
def _known_syllables() -> frozenset[str]:
    """Return the normal forms of the Vietnamese syllables in the words of the lexicon."""
    parts = {syllable for entry in lexicon() if entry.islower() for syllable in normalize(entry).split(" ")}
    return frozenset(filter(is_syllable, parts))


def repair_torn_text(text: str) -> str:
    """Return the text with spaced letters, torn syllables and hyphenated line ends joined.

    Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
        TimtinError: pyvi, whose lexicon is used, is missing or contains a different lexicon than the supported one.
    """
    require_text("repair_torn_text", text)
    for pattern, join in ((_SPACED, _join_letters), (_LINE, _join_syllables), (_BROKEN_LINE, _join_lines)):
        text = pattern.sub(join, text)
    return text


def _join_letters(stretch: re.Match[str]) -> str:
    """Join `H Ộ I  N G H Ị` to `HỘI NGHỊ`, if half of the groups or more are syllables, one of them with diacritics."""
    groups = ["".join(group.split()) for group in _WIDE_GAP.split(stretch[0])]
    if len(groups) == 1:
        groups = _divide(groups[0])
    known = [group for group in groups if _KNOWN[group]]
    if 2 * len(known) < len(groups) or all(group.isascii() for group in known):
        return stretch[0]
    # The other groups may be numbers and, in capitals, abbreviations: `U B N D  X Ã`.
    return (
        " ".join(groups) if all(_KNOWN[group] or group.isdigit() or group.isupper() for group in groups) else stretch[0]
    )


def _divide(letters: str) -> list[str]:
    """Divide letters without gaps into the most likely syllables of two or more letters; empty if impossible."""
    letters = unicodedata.normalize("NFC", letters)
    costs: list[float | None] = [0.0]
    lengths = [0]
    for end in range(1, len(letters) + 1):
        cheapest, length = None, 0
        for size in range(2, min(LONGEST_SYLLABLE, end) + 1):
            before, syllable = costs[end - size], letters[end - size : end]
            if before is None or not _KNOWN[syllable]:
                continue
            cost = before - log((press_word_counts().count(fold(syllable)) + 0.5) / press_word_counts().total)
            if cheapest is None or cost < cheapest:
                cheapest, length = cost, size
        costs.append(cheapest)
        lengths.append(length)
    parts, end = [], len(letters)
    while end and lengths[end]:
        parts.append(letters[end - lengths[end] : end])
        end -= lengths[end]
    return [] if end else parts[::-1]


def _join_syllables(line: re.Match[str]) -> str:
    """Join `ĐIỀ U KHO ẢN` to `ĐIỀU KHOẢN`, in a line in which several syllables are torn."""
    text = line[0]
    rows = list(_ROW.finditer(text))
    if sum(len(row[0].split(" ")) - len(_join_pieces(row[0].split(" "), _is_torn)) for row in rows) < _MIN_TEARS:
        return text
    return _ROW.sub(lambda row: " ".join(_join_pieces(row[0].split(" "), _may_be_torn)), text)


def _join_pieces(pieces: list[str], torn: Callable[[list[str]], bool]) -> list[str]:
    if all(map(_KNOWN.__getitem__, pieces)) and _LONE_ENDS.isdisjoint(pieces):
        return pieces
    joined, position = [], 0
    while position < len(pieces):
        # In `thị t rường` the next piece belongs to the syllable after this one.
        most = 1 if _KNOWN[pieces[position]] and torn(pieces[position + 1 : position + 3]) else _MAX_PIECES
        for count in range(min(most, len(pieces) - position), 0, -1):
            if count == 1 or torn(pieces[position : position + count]):
                joined.append("".join(pieces[position : position + count]))
                position += count
                break
    return joined


def _is_torn(pieces: list[str]) -> bool:
    """Return whether the pieces form one syllable, and one of them is certainly no syllable.

    Such a piece is a final (`ng`), or an unknown piece that has a vowel or is in small letters.
    """
    if not _may_be_torn(pieces) or "".join(pieces).isascii():
        return False
    return normalize(pieces[-1]) in _FINALS or any(
        not _KNOWN[piece] and (piece.islower() or _VOWEL.search(fold(piece))) for piece in pieces
    )


def _may_be_torn(pieces: list[str]) -> bool:
    """Return whether the pieces form one syllable, and not each of them is a syllable already.

    A single letter such as `Y` or `U` at the end does not count as a syllable.
    """
    whole = "".join(pieces)
    if len(pieces) < 2 or not (whole.isupper() or whole[1:].islower()) or not _KNOWN[whole]:
        return False
    return pieces[-1] in _LONE_ENDS or not all(map(_KNOWN.__getitem__, pieces))


def _join_lines(line_end: re.Match[str]) -> str:
    """Join `nghi-` and `ệp` on two lines to `nghiệp` and a line end."""
    pieces = [line_end[1], line_end[2]]
    return f"{''.join(pieces)}\n" if _is_torn(pieces) else line_end[0]


def _is_known(piece: str) -> bool:
    return normalize(piece) in _known_syllables()


_KNOWN: Cache[bool] = Cache(_is_known)
"""Whether a piece of text is a syllable of the lexicon."""
