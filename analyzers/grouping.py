"""Syllables to words."""

from __future__ import annotations

import re
from itertools import pairwise

from .cache import Cache
from .characters import drop_joiners, require_text
from .lexicon import folded_lexicon
from .normalizing import composed
from .placement import newer
from .pyvi_tokens import split
from .segment import segmenter
from .tokens import Token, syllables

Word = tuple[Token, ...]

_LINE = re.compile(r"[^\n]+")
# White space within a line: what may stand between the syllables of one word.
_BLANK = re.compile(r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


_UNMARKED_SHARE = 0.15
"""Of syllables with marks: below it a text was typed without. Prose has about .7, a bare heading seldom under .3."""


def _spell(run: str) -> str:
    """A syllable as pyvi's model has learnt it: composed, newer tone placement, letter case kept."""
    return newer(composed(run))


_SPELLED: Cache[str] = Cache(_spell)


def words(text: str) -> list[Word]:
    """The syllables of a text, grouped into words; concatenated they are `syllables(text)`.

    Text written with marks goes through pyvi's model (lines in capitals as if lower-case, tone placement as the model
    knows it); text without (nearly) any through its lexicon, so `dan van kheo` is `dan van`, `kheo`. A word never
    spans punctuation, a number or a line end.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
        TimtinError: pyvi is missing, or carries another model than the one known here.
    """
    require_text("words", text)
    tokens = syllables(text)
    if len(tokens) < 2:
        return [(token,) for token in tokens]
    near = [
        first.end < second.start and _is_blank(text[first.end : second.start]) for first, second in pairwise(tokens)
    ]
    joins = _joins_by_lexicon(tokens, near) if _is_unmarked(tokens) else _joins_by_model(text, tokens)
    grouped: list[list[Token]] = [[tokens[0]]]
    for token, joined, close in zip(tokens[1:], joins, near, strict=True):
        if joined and close:
            grouped[-1].append(token)
        else:
            grouped.append([token])
    return [tuple(word) for word in grouped]


def _is_unmarked(tokens: list[Token]) -> bool:
    marked = sum(token.normal != token.folded for token in tokens)
    return marked <= _UNMARKED_SHARE * len(tokens)


def _is_blank(gap: str) -> bool:
    return gap == " " or _BLANK.fullmatch(drop_joiners(gap)) is not None


def _quiet(text: str) -> str:
    """The text with its lines of capitals in lower case; every character stays where it is."""

    def lower(match: re.Match[str]) -> str:
        line: str = match[0]
        lowered = line.lower() if line.isupper() else line
        return lowered if len(lowered) == len(line) else line

    return _LINE.sub(lower, text)


def _joins_by_model(text: str, tokens: list[Token]) -> list[bool]:
    """For each token but the first whether pyvi's model joins it to the one before."""
    text = _quiet(text)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = length = 0
    for token in tokens:
        gap = text[position : token.start]
        gap = gap if gap.isascii() else drop_joiners(gap)
        spelled = _SPELLED[text[token.start : token.end]]
        parts += (gap, spelled)
        starts.append(length + len(gap))
        length = starts[-1] + len(spelled)
        ends.append(length)
        position = token.end
    parts.append(text[position:])
    continued = _continued("".join(parts))
    return [continued.get(start) == end for end, start in zip(ends, starts[1:], strict=False)]


def _continued(spelled: str) -> dict[int, int]:
    """Where the model's tokens that continue a word begin, and where the token before each of them ends."""
    tokens = split(spelled)
    continued, end = {}, 0
    for token, joined in zip(tokens, segmenter().joins(tokens), strict=True):
        start = spelled.index(token, end)
        if joined:
            continued[start] = end
        end = start + len(token)
    return continued


def _joins_by_lexicon(tokens: list[Token], near: list[bool]) -> list[bool]:
    """For each token but the first whether the folded lexicon joins it to the one before."""
    joins = [False] * (len(tokens) - 1)
    breaks = [
        index
        for index, (first, second) in enumerate(pairwise(tokens), 1)
        if not near[index - 1] or "number" in (first.kind, second.kind)
    ]
    lexicon = folded_lexicon()
    for start, end in pairwise([0, *breaks, len(tokens)]):
        position = start
        for count in lexicon.group([token.folded for token in tokens[start:end]]):
            joins[position : position + count - 1] = [True] * (count - 1)
            position += count
    return joins
