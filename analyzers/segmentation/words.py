"""Word segmentation: groups the tokens of a text into words.

Lines written with diacritics are segmented by pyvi's CRF, lines typed without by the unigram model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..cache import Cache
from ..normalization.characters import drop_joiners, require_text
from ..normalization.normal_form import compose_run
from ..normalization.orthography import newer_placement
from ..tokenization.syllable import is_syllable
from ..tokenization.tokens import Token, tokenize
from .crf import segmenter
from .truecasing import name_flags
from .unigram import Counts, WordCounts, unigram_model

Word = tuple[Token, ...]

# White space within a line, the only text allowed between the syllables of one word.
_BLANK = re.compile(r"[^\S\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_LINE_END = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

_PLAIN_SHARE = 0.15
"""Share of syllables with diacritics up to which a line counts as typed without.

Prose has about .7, a single heading seldom less than .3.
"""

_SHORT_LINE = 4
"""Syllables; a shorter line without diacritics (`Gia Lai`) counts as typed without only if the whole text does."""

_CAPITAL_SYLLABLES = 2
"""Vietnamese syllables from which on a run of capitals is text in capitals and not abbreviations (`UBND TP`)."""


def segment_words(text: str, counts: Counts | None = None) -> list[Word]:
    """Return the tokens of a text grouped into words; concatenated they are `tokenize(text)`.

    Lines written with diacritics are segmented by pyvi's model, after truecasing of runs of capitals and conversion to
    the model's tone placement. Lines with (nearly) no diacritics are segmented by its lexicon and word counts, so that
    `dan van kheo` gives `dan van`, `kheo`. A word never spans punctuation, a number or a line end. Any str is accepted;
    time is linear in its length.

    Args:
        text: any text.
        counts: the word counts of a collection, as made by `count_words`, for lines without diacritics; by default
            those shipped with the package. The model made from them is cached, so they must be hashable.

    Raises:
        TypeError: `text` is not a str.
        TimtinError: pyvi is missing, or contains a different model than the supported one.
    """
    require_text("segment_words", text)
    tokens = tokenize(text)
    if len(tokens) < 2:
        return [(token,) for token in tokens]
    gaps = [text[first.end : second.start] for first, second in pairwise(tokens)]
    adjacent = [gap == " " or _is_blank(gap) for gap in gaps]
    lines = _lines(gaps)
    plain_lines = _lines_without_diacritics(tokens, lines)
    joins = [False] * len(adjacent)
    if len(plain_lines) < len(lines):
        joins = _joins_by_crf(text, tokens, _truecased(tokens, lines, adjacent))
    for start, end in plain_lines:
        joins[start : end - 1] = _joins_by_unigrams(tokens[start:end], adjacent[start : end - 1], counts)
    grouped: list[list[Token]] = [[tokens[0]]]
    for token, joined, near in zip(tokens[1:], joins, adjacent, strict=True):
        if joined and near:
            grouped[-1].append(token)
        else:
            grouped.append([token])
    return [tuple(word) for word in grouped]


def count_words(texts: Iterable[str]) -> WordCounts:
    """Return the word counts of texts written with diacritics, at about 300,000 syllables per second.

    Raises:
        TypeError: a text is not a str.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(" ".join([token.folded for token in word]) for word in segment_words(text))
    return WordCounts(counts, counts.total())


def _is_blank(gap: str) -> bool:
    return _BLANK.fullmatch(drop_joiners(gap)) is not None


def _lines(gaps: Sequence[str]) -> list[tuple[int, int]]:
    """Return the token range of each line."""
    ends = [number for number, gap in enumerate(gaps, 1) if gap != " " and _LINE_END.search(gap)]
    return list(pairwise([0, *ends, len(gaps) + 1]))


def _lines_without_diacritics(tokens: Sequence[Token], lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    with_diacritics = [token.normal != token.folded for token in tokens]
    shortest = 0 if sum(with_diacritics) <= _PLAIN_SHARE * len(tokens) else _SHORT_LINE
    return [
        (start, end)
        for start, end in lines
        if end - start >= shortest and sum(with_diacritics[start:end]) <= _PLAIN_SHARE * (end - start)
    ]


def _truecased(tokens: Sequence[Token], lines: list[tuple[int, int]], adjacent: list[bool]) -> dict[int, str]:
    """Return the tokens of text in capitals by index, in lower case, with a first capital where likely a name."""
    truecased: dict[int, str] = {}
    for start, end in _runs_of_capitals(tokens, lines):
        known = sum(
            len(tokens[number].normal) > 1 and is_syllable(tokens[number].normal) for number in range(start, end)
        )
        if known < _CAPITAL_SYLLABLES:
            continue
        breaks = [number for number in range(start + 1, end) if not adjacent[number - 1]]
        for first, last in pairwise([start, *breaks, end]):
            flags = name_flags([token.normal for token in tokens[first:last]])
            for number, is_name in zip(range(first, last), flags, strict=True):
                lower = compose_run(tokens[number].text).lower()
                truecased[number] = lower[0].upper() + lower[1:] if is_name else lower
    return truecased


def _runs_of_capitals(tokens: Sequence[Token], lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of two or more tokens within a line that are in capitals, with numbers between them."""
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


def _respell(run: str) -> str:
    """Return a token in the spelling of pyvi's training text: composed, newer tone placement, letter case kept."""
    return newer_placement(compose_run(run))


_RESPELLED: Cache[str] = Cache(_respell)


def _joins_by_crf(text: str, tokens: Sequence[Token], truecased: dict[int, str]) -> list[bool]:
    """Return, for each token but the first, whether pyvi's model joins it to the one before."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = length = 0
    for number, token in enumerate(tokens):
        gap = text[position : token.start]
        gap = gap if gap.isascii() else drop_joiners(gap)
        respelled = _RESPELLED[truecased.get(number, token.text) if truecased else token.text]
        parts += (gap, respelled)
        starts.append(length + len(gap))
        length = starts[-1] + len(respelled)
        ends.append(length)
        position = token.end
    parts.append(text[position:])
    continuations = _continuations("".join(parts))
    return [continuations.get(start) == end for end, start in zip(ends, starts[1:], strict=False)]


def _continuations(respelled: str) -> dict[int, int]:
    """Map the start of each of pyvi's tokens that continues a word to the end of the token before it."""
    tokens, joins = segmenter().segment(respelled)
    continuations, end = {}, 0
    for token, joined in zip(tokens, joins, strict=True):
        start = respelled.index(token, end)
        if joined:
            continuations[start] = end
        end = start + len(token)
    return continuations


def _joins_by_unigrams(tokens: Sequence[Token], adjacent: Sequence[bool], counts: Counts | None) -> list[bool]:
    """Return, for each token but the first, whether the unigram model joins it to the one before."""
    joins = [False] * (len(tokens) - 1)
    breaks = [
        index
        for index, (first, second) in enumerate(pairwise(tokens), 1)
        if not adjacent[index - 1] or "number" in (first.kind, second.kind) or _begins_capitalised(first, second)
    ]
    model = unigram_model(counts)
    for start, end in pairwise([0, *breaks, len(tokens)]):
        position = start
        for length in model.word_lengths([token.folded for token in tokens[start:end]]):
            joins[position : position + length - 1] = [True] * (length - 1)
            position += length
    return joins


def _begins_capitalised(first: Token, second: Token) -> bool:
    """Return whether a capital follows a small letter: a name or sentence begins there, and no word continues."""
    return second.text[0].isupper() and not first.text[0].isupper()
