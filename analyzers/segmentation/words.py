"""Syllables to words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..cache import Cache
from ..normalization.characters import drop_joiners, require_text
from ..normalization.normal_form import compose_run
from ..normalization.tone_placement import newer_placement
from ..tokenization.syllable import is_syllable
from ..tokenization.tokens import Token, tokenize
from .crf import segmenter
from .truecasing import name_flags
from .unigram import folded_words
from .word_counts import Counts

Word = tuple[Token, ...]

# White space within a line: what may stand between the syllables of one word.
_BLANK = re.compile(r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_END = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

_UNMARKED_SHARE = 0.15
"""Of syllables with marks: below it a line was typed without. Prose has about .7, a bare heading seldom under .3."""

_SHORT_LINE = 4
"""Syllables; a shorter line without marks (`Gia Lai`) is typed without only where the whole text is."""

_CAPITAL_SYLLABLES = 2
"""Vietnamese syllables in a run of capitals from which on it is text in capitals, not abbreviations (`UBND TP`)."""


def _spell(run: str) -> str:
    """A syllable as pyvi's model has learnt it: composed, newer tone placement, letter case kept."""
    return newer_placement(compose_run(run))


_SPELLED: Cache[str] = Cache(_spell)


def segment_words(text: str, counts: Counts | None = None) -> list[Word]:
    """The syllables of a text, grouped into words; concatenated they are `syllables(text)`.

    Lines written with marks go through pyvi's model (runs of capitals as if lower-case, tone placement as the model
    knows it); lines without (nearly) any through its lexicon and counts, so `dan van kheo` is `dan van`, `kheo`. A
    word never spans punctuation, a number or a line end.

    Args:
        text: any text.
        counts: of a collection's words (`count_words` makes them), for lines without marks; without them those that
            come with the package are used. Kept for the next call, so it must be hashable.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
        TimtinError: pyvi is missing, or carries another model than the one known here.
    """
    require_text("segment_words", text)
    tokens = tokenize(text)
    if len(tokens) < 2:
        return [(token,) for token in tokens]
    gaps = [text[first.end : second.start] for first, second in pairwise(tokens)]
    near = [gap == " " or _is_blank(gap) for gap in gaps]
    lines = _lines(gaps)
    unmarked = _unmarked(tokens, lines)
    joins = [False] * len(near)
    if len(unmarked) < len(lines):
        joins = _joins_by_model(text, tokens, _capitals(tokens, lines, near))
    for start, end in unmarked:
        joins[start : end - 1] = _joins_by_lexicon(tokens[start:end], near[start : end - 1], counts)
    grouped: list[list[Token]] = [[tokens[0]]]
    for token, joined, close in zip(tokens[1:], joins, near, strict=True):
        if joined and close:
            grouped[-1].append(token)
        else:
            grouped.append([token])
    return [tuple(word) for word in grouped]


def _is_blank(gap: str) -> bool:
    return _BLANK.fullmatch(drop_joiners(gap)) is not None


def _lines(gaps: Sequence[str]) -> list[tuple[int, int]]:
    """Where the tokens of each line begin and end."""
    ends = [number for number, gap in enumerate(gaps, 1) if gap != " " and _LINE_END.search(gap)]
    return list(pairwise([0, *ends, len(gaps) + 1]))


def _unmarked(tokens: Sequence[Token], lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines that were typed without marks."""
    marked = [token.normal != token.folded for token in tokens]
    shortest = 0 if sum(marked) <= _UNMARKED_SHARE * len(tokens) else _SHORT_LINE
    return [
        (start, end)
        for start, end in lines
        if end - start >= shortest and sum(marked[start:end]) <= _UNMARKED_SHARE * (end - start)
    ]


def _capitals(tokens: Sequence[Token], lines: list[tuple[int, int]], near: list[bool]) -> dict[int, str]:
    """By number the tokens that are text in capitals, in lower case, or with one capital where likely a name."""
    lowered: dict[int, str] = {}
    for start, end in _runs_of_capitals(tokens, lines):
        known = sum(
            len(tokens[number].normal) > 1 and is_syllable(tokens[number].normal) for number in range(start, end)
        )
        if known < _CAPITAL_SYLLABLES:
            continue
        breaks = [number for number in range(start + 1, end) if not near[number - 1]]
        for first, last in pairwise([start, *breaks, end]):
            flags = name_flags([token.normal for token in tokens[first:last]])
            for number, is_name in zip(range(first, last), flags, strict=True):
                lower = compose_run(tokens[number].text).lower()
                lowered[number] = lower[0].upper() + lower[1:] if is_name else lower
    return lowered


def _runs_of_capitals(tokens: Sequence[Token], lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where within a line only capitals, and numbers between them, are written: of two tokens at least."""
    upper = [token.text.isupper() for token in tokens]
    if not any(upper):
        return
    for start, end in lines:
        begin = start
        for number in range(start, end + 1):
            if number < end and (upper[number] or tokens[number].kind == "number"):
                continue
            if number - begin > 1 and any(upper[begin:number]):
                yield begin, number
            begin = number + 1


def _joins_by_model(text: str, tokens: Sequence[Token], lowered: dict[int, str]) -> list[bool]:
    """For each token but the first whether pyvi's model joins it to the one before."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = length = 0
    for number, token in enumerate(tokens):
        gap = text[position : token.start]
        gap = gap if gap.isascii() else drop_joiners(gap)
        spelled = _SPELLED[lowered.get(number, token.text) if lowered else token.text]
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
    tokens, joins = segmenter().segment(spelled)
    continued, end = {}, 0
    for token, joined in zip(tokens, joins, strict=True):
        start = spelled.index(token, end)
        if joined:
            continued[start] = end
        end = start + len(token)
    return continued


def _joins_by_lexicon(tokens: Sequence[Token], near: Sequence[bool], counts: Counts | None) -> list[bool]:
    """For each token but the first whether the folded lexicon joins it to the one before."""
    joins = [False] * (len(tokens) - 1)
    breaks = [
        index
        for index, (first, second) in enumerate(pairwise(tokens), 1)
        if not near[index - 1] or "number" in (first.kind, second.kind) or _begins_capitalised(first, second)
    ]
    lexicon = folded_words(counts)
    for start, end in pairwise([0, *breaks, len(tokens)]):
        position = start
        for count in lexicon.group([token.folded for token in tokens[start:end]]):
            joins[position : position + count - 1] = [True] * (count - 1)
            position += count
    return joins


def _begins_capitalised(first: Token, second: Token) -> bool:
    """Whether a capital follows a small letter: where a name or sentence begins, and no word goes on."""
    return second.text[0].isupper() and not first.text[0].isupper()
