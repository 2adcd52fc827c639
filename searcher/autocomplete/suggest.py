"""Completions for a search box: what begins so in the collection, at any word, the most used and most recent first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from ...analyzers import normal_and_folded
from ...model import Completion
from ...store.completions.segment import Segment
from ...store.query_log import use_log
from ..highlight.snippets import to_html
from ..planning.plan import plan
from ..query.lexer import FIELDS
from ..query.nodes import Words
from ..query.parser import Known, parse
from ..statistics.collection import Collection
from .typed_text import TypedWord, matched, one_edit_apart, typed_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint32]
    Flags = NDArray[np.bool_]

LONGEST = 300
"""Characters; nobody completes more, and no completion is longer."""

BEGINS, RUNS = 3.0, 1.5
"""What it is worth that a completion begins with what was typed, and that it holds it in a row: in the units of
`engines.completion_ledger.score`, 1 being twice the articles."""

KIND = {"topic": 1.5, "organization": 1.0, "place": 1.0, "citation": 0.5, "phrase": 0.5, "title": 0.0}
"""What is known by a name is likelier meant than a phrase, and that than one title."""

USED, USED_MOST = 0.25, 1.5
"""What each doubling of searches for just this text is worth, and all of them at most; docs/use-log.md."""

FEW = 3
"""Only where fewer completions have what was typed, slips of the finger are looked for."""

SHORTEST_SLIP, SHORTEST_AMONG = 4, 3
"""Letters of a word that may hold a slip, alone and among others, which say what was meant (`dna van kheo`): every
shorter one is one letter from too many others."""

_POOL = 60
"""Entries of a file that are weighed."""
_MANY_TERMS = 1_000
_MOST_SLIPS = 40
_FIT, _LOOSE, _SLIP = 2, 1, 0
_OPERATOR = re.compile(rf"(?:^|[\s(])[-–−]\S|\*|\bNOT\b|(?i:\b(?:{'|'.join(FIELDS)}):)")
"""What may make a query that finds less than its words. Quotes and parentheses do not: their words stand in a row."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry that is offered: `grade` by how it answers to the marks typed, or only to other letters."""

    grade: int
    value: float
    kind: str
    text: str
    toned: tuple[str, ...]
    count: int
    owner: str

    @property
    def order(self) -> tuple[int, float, str]:
        return -self.grade, -self.value, self.text


def suggest(
    segments: Sequence[Segment], collection: Collection, known: Known, text: str, limit: int
) -> tuple[Completion, ...]:
    """The best completions of a text, at most `limit`.

    Every word typed is one of the completion's, in any order, and the last one begins one; diacritics may be left out,
    and where they are typed, completions that have them come first. Nothing is offered that a search would not find.
    """
    text = unicodedata.normalize("NFC", text)
    words = typed_words(text) if len(text) <= LONGEST else ()
    if not words:
        return ()
    pool = _POOL + 2 * limit
    found: list[_Found] = []
    for segment, hidden in _visible(segments):
        found += _look_up(segment, hidden, words, pool)
    best = _tidied(found)
    if len(best) < FEW:
        for segment, hidden in _visible(segments):
            found += _look_up_slips(segment, hidden, words, pool)
        best = _tidied(found)
    return tuple(_checked(best, collection, known, words, limit))


def _visible(segments: Sequence[Segment]) -> Iterable[tuple[Segment, Flags | None]]:
    """Every file with which of its entries a later one replaces."""
    later = segments[1] if len(segments) > 1 else None
    for segment in segments:
        yield segment, None if later is None or segment is later else segment.hidden_by(later)


def _look_up(segment: Segment, hidden: Flags | None, words: tuple[TypedWord, ...], pool: int) -> list[_Found]:
    typed = " ".join(word.folded for word in words)
    found: dict[int, _Found] = {}
    strict = any(word.marked for word in words)
    for as_marked in (True, False) if strict else (False,):
        if len(found) >= pool:
            break
        terms = [_terms(segment, word, as_marked) for word in words]
        for number in _candidates(segment, hidden, terms, typed, pool):
            if number not in found:
                found[number] = _weighed(segment, number, words, typed)
    return list(found.values())


def _terms(segment: Segment, word: TypedWord, as_marked: bool) -> list[range]:
    terms = segment.terms_of(word.folded, whole=word.whole)
    if not as_marked or not word.marked or len(terms) > _MANY_TERMS:
        return [terms]
    return [range(number, number + 1) for number in terms if word.fits(segment.term(number)[1])]


def _look_up_slips(segment: Segment, hidden: Flags | None, words: tuple[TypedWord, ...], pool: int) -> list[_Found]:
    """Entries that have what was typed but for one edit of one word."""
    found: dict[int, _Found] = {}
    exact = [[segment.terms_of(word.folded, whole=word.whole)] for word in words]
    shortest = SHORTEST_AMONG if len(words) > 1 else SHORTEST_SLIP
    for at, word in enumerate(words):
        if len(word.folded) < shortest or not word.folded.isalpha():
            continue
        near = [
            other
            for other in segment.common.near(word.folded)
            if not word.begins(other) and (not word.whole or one_edit_apart(word.folded, other))
        ]
        terms = [segment.terms_of(other, whole=True) for other in near[:_MOST_SLIPS]]
        for number in _candidates(segment, hidden, [*exact[:at], terms, *exact[at + 1 :]], "", pool):
            value = float(segment.scores[number]) + KIND[segment.kind(number)]
            found.setdefault(number, _entry(segment, number, _SLIP, value, normal_and_folded(segment.text(number))[0]))
    return list(found.values())


def _candidates(
    segment: Segment, hidden: Flags | None, terms: Sequence[Sequence[range]], typed: str, pool: int
) -> list[int]:
    """The best entries that have a term of every word, and the best of those that begin with what was typed."""
    import numpy as np  # noqa: PLC0415 - searching without suggestions must not load it

    lists = sorted((_joined([segment.having(each) for each in some]) for some in terms), key=len)
    entries = lists[0]
    if not len(entries):
        return []
    for other in lists[1:]:
        flags = np.zeros(len(segment), dtype=bool)
        flags[other] = True
        entries = entries[flags[entries]]
    if hidden is not None:
        entries = entries[~hidden[entries]]
    best = _smallest(entries, pool)
    if typed and len(entries) > pool:
        flags = np.zeros(len(segment), dtype=bool)
        flags[entries] = True
        beginning = segment.beginning(typed)
        best += _smallest(beginning[flags[beginning]], pool // 2)
    return best


def _joined(lists: Sequence[Numbers]) -> Numbers:
    import numpy as np  # noqa: PLC0415 - see _candidates

    if len(lists) == 1:
        return lists[0]
    return np.concatenate(lists) if lists else np.empty(0, dtype=np.uint32)


def _smallest(numbers: Numbers, count: int) -> list[int]:
    """The smallest numbers: the best entries. A few less where some come twice."""
    import numpy as np  # noqa: PLC0415 - see _candidates

    if len(numbers) > 2 * count:
        numbers = np.partition(numbers, 2 * count)[: 2 * count]
    return [int(number) for number in np.unique(numbers)[:count]]


def _weighed(segment: Segment, number: int, words: tuple[TypedWord, ...], typed: str) -> _Found:
    toned, folded = normal_and_folded(segment.text(number))
    line = " ".join(folded)
    value = float(segment.scores[number]) + KIND[segment.kind(number)] + _used(line)
    if line.startswith(typed):
        value += BEGINS
    elif f" {typed}" in line:
        value += RUNS
    fit = all(any(word.fits(form) for form in toned) for word in words if word.marked)
    return _entry(segment, number, _FIT if fit else _LOOSE, value, toned)


def _used(line: str) -> float:
    """What it is worth that people search for just this."""
    log = use_log()
    searches = log.popularity().get(line, 0) if log is not None else 0
    return min(USED_MOST, USED * log2(1 + searches))


def _entry(segment: Segment, number: int, grade: int, value: float, toned: Sequence[str]) -> _Found:
    count, owner = int(segment.counts[number]), segment.owner(number)
    return _Found(grade, value, segment.kind(number), segment.text(number), tuple(toned), count, owner)


def _tidied(found: Iterable[_Found]) -> list[_Found]:
    """In order, each text once, and no phrase beside a longer text (no title) that as many articles have."""
    best: dict[tuple[str, ...], _Found] = {}
    for each in sorted(found, key=lambda one: one.order):
        best.setdefault(each.toned, each)
    kept = list(best.values())
    lines = [(each, f" {' '.join(each.toned)} ") for each in kept]
    return [
        each
        for each, line in lines
        if each.kind != "phrase"
        or not any(
            other.count >= each.count and line in longer and other.grade == each.grade and len(longer) > len(line)
            for other, longer in lines
            if other.kind != "title"
        )
    ]


def _checked(
    best: Sequence[_Found], collection: Collection, known: Known, words: tuple[TypedWord, ...], limit: int
) -> Iterable[Completion]:
    """The first of them that a search finds. A title whose article is gone (the index was not committed when its
    completions were) is left out."""
    given = 0
    for start in range(0, len(best), limit):
        some = best[start : start + limit]
        owners = [each.owner for each in some if each.owner]
        there = collection.reader.stored(owners) if owners else {}
        for each in some:
            gone = each.kind == "title" and each.owner not in there
            if given == limit or (gone and each.count < 2) or not _finds(each.text, collection, known):
                continue
            given += 1
            html = to_html(each.text, 0, len(each.text), matched(words, each.text))
            id = each.owner if each.owner in there else None
            yield Completion(text=each.text, html=html, kind=each.kind, count=each.count, id=id)
        if given == limit:
            return


def _finds(text: str, collection: Collection, known: Known) -> bool:
    """Whether a search for it finds anything: certain, unless something in it is read as an operator."""
    if not _OPERATOR.search(text):
        return True
    tree = parse(text, known)
    return isinstance(tree, Words) or collection.matching(plan(tree, collection).match) > 0
