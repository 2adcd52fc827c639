"""Completions for a search box: texts of the collection that contain what was typed, the likeliest first.

What was typed may be the beginning of any word of a completion. docs/suggest.md describes what is offered and how it is
ranked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING

from ...analyzers import normal_and_folded
from ...model import Completion
from ...store.completions.segment import CompletionSegment
from ...store.query_log import use_log
from ..highlight.snippets import to_html
from ..planning.plan import plan
from ..query.lexer import FIELD_NAMES
from ..query.nodes import Words
from ..query.parser import KnownValueLength, parse
from ..statistics.collection import Collection
from .typed_text import TypedWord, one_edit_apart, typed_highlights, typed_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint32]
    Flags = NDArray[np.bool_]

MAX_LENGTH = 300
"""Characters of the longest text that is completed; no completion is longer."""

BEGINS_SCORE, CONTAINS_SCORE = 3.0, 1.5
"""What a completion gains that begins with what was typed, or contains it as consecutive words. In the unit of
`store.completions.ledger.score`, in which 1 is twice the number of articles."""

KIND_SCORE = {"topic": 1.5, "organization": 1.0, "place": 1.0, "citation": 0.5, "phrase": 0.5, "title": 0.0}
"""Names are more likely meant than phrases, and phrases more likely than single titles."""

USE_SCORE, MAX_USE_SCORE = 0.25, 1.5
"""What each doubling of the number of searches for just this text adds, and the most that they add together;
docs/use-log.md."""

ENOUGH_COMPLETIONS = 3
"""Typing slips are only considered where fewer completions contain what was typed."""

MIN_SLIP_LETTERS, MIN_SLIP_LETTERS_AMONG_OTHERS = 4, 3
"""Letters of the shortest word that may contain a slip, typed alone and among other words, which narrow down what was
meant (`dna van kheo`). Shorter words are one edit from too many others."""

_POOL = 60
"""How many entries of a segment are scored, in addition to two for each requested completion."""
_MANY_TERMS = 1_000
_MAX_SIMILAR_WORDS = 40
_EXACT, _OTHER_DIACRITICS, _SLIP = 2, 1, 0
_OPERATOR = re.compile(rf"(?:^|[\s(])[-–−]\S|\*|\bNOT\b|(?i:\b(?:{'|'.join(FIELD_NAMES)}):)")
"""Whatever may make a query find less than its words do. Quotes and parentheses do not, because the words of a
completion are adjacent."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A completion that matches what was typed."""

    grade: int
    """How well it matches: _EXACT, _OTHER_DIACRITICS or _SLIP. A better grade always comes first."""
    score: float
    kind: str
    text: str
    toned: tuple[str, ...]
    """Its words in normal form."""
    count: int
    """How many articles have it."""
    owner: str
    """The id of the article whose title it is, else empty."""

    @property
    def order(self) -> tuple[int, float, str]:
        return -self.grade, -self.score, self.text


def suggest(
    segments: Sequence[CompletionSegment], collection: Collection, known: KnownValueLength, text: str, limit: int
) -> tuple[Completion, ...]:
    """Return the best completions of a text, at most `limit`.

    A completion contains every typed word, in any order, and a word that begins with the last one. Diacritics may be
    left out; where they are typed, completions that have them come first. Only completions are returned that a search
    would find.
    """
    text = unicodedata.normalize("NFC", text)
    words = typed_words(text) if len(text) <= MAX_LENGTH else ()
    if not words:
        return ()
    pool = _POOL + 2 * limit
    entries: list[_Entry] = []
    for segment, hidden in _with_hidden_entries(segments):
        entries += _look_up(segment, hidden, words, pool)
    best = _ranked(entries)
    if len(best) < ENOUGH_COMPLETIONS:
        for segment, hidden in _with_hidden_entries(segments):
            entries += _look_up_slips(segment, hidden, words, pool)
        best = _ranked(entries)
    return tuple(_findable(best, collection, known, words, limit))


# ---- Look up entries -------------------------------------------------------------------------------------------------


def _with_hidden_entries(segments: Sequence[CompletionSegment]) -> Iterator[tuple[CompletionSegment, Flags | None]]:
    """Yield every segment with the flags of those of its entries that a later segment replaces."""
    later = segments[1] if len(segments) > 1 else None
    for segment in segments:
        yield segment, None if later is None or segment is later else segment.superseded_by(later)


def _look_up(segment: CompletionSegment, hidden: Flags | None, words: tuple[TypedWord, ...], pool: int) -> list[_Entry]:
    """Return entries that contain every typed word, at first only with the typed diacritics."""
    typed = " ".join(word.folded for word in words)
    entries: dict[int, _Entry] = {}
    diacritics_typed = any(word.has_diacritics for word in words)
    for as_typed in (True, False) if diacritics_typed else (False,):
        if len(entries) >= pool:
            break
        terms = [_terms(segment, word, as_typed) for word in words]
        for number in _best_numbers(segment, hidden, terms, typed, pool):
            if number not in entries:
                entries[number] = _scored(segment, number, words, typed)
    return list(entries.values())


def _terms(segment: CompletionSegment, word: TypedWord, as_typed: bool) -> list[range]:
    """Return the numbers of the terms that the typed word may become, with its diacritics or (not `as_typed`) any."""
    terms = segment.term_range(word.folded, whole=word.complete)
    if not as_typed or not word.has_diacritics or len(terms) > _MANY_TERMS:
        return [terms]
    return [range(number, number + 1) for number in terms if word.matches_diacritics(segment.term(number)[1])]


def _look_up_slips(
    segment: CompletionSegment, hidden: Flags | None, words: tuple[TypedWord, ...], pool: int
) -> list[_Entry]:
    """Return entries that contain what was typed except for one edit of one word."""
    entries: dict[int, _Entry] = {}
    exact = [[segment.term_range(word.folded, whole=word.complete)] for word in words]
    shortest = MIN_SLIP_LETTERS_AMONG_OTHERS if len(words) > 1 else MIN_SLIP_LETTERS
    for at, word in enumerate(words):
        if len(word.folded) < shortest or not word.folded.isalpha():
            continue
        similar = [
            other
            for other in segment.common.within_one_edit(word.folded)
            if not word.matches(other) and (not word.complete or one_edit_apart(word.folded, other))
        ]
        terms = [segment.term_range(other, whole=True) for other in similar[:_MAX_SIMILAR_WORDS]]
        for number in _best_numbers(segment, hidden, [*exact[:at], terms, *exact[at + 1 :]], "", pool):
            score = float(segment.scores[number]) + KIND_SCORE[segment.kind(number)]
            toned = normal_and_folded(segment.text(number))[0]
            entries.setdefault(number, _entry(segment, number, _SLIP, score, toned))
    return list(entries.values())


def _best_numbers(
    segment: CompletionSegment, hidden: Flags | None, terms: Sequence[Sequence[range]], typed: str, pool: int
) -> list[int]:
    """Return the numbers of the best entries that contain a term of every word.

    The best of those that begin with what was typed are added, in case they are not among them.
    """
    import numpy as np  # noqa: PLC0415 - lazy: a search without completions must not load it

    lists = sorted((_concatenated([segment.entries_with_terms(one) for one in each]) for each in terms), key=len)
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
        beginning = segment.entries_with_prefix(typed)
        best += _smallest(beginning[flags[beginning]], pool // 2)
    return best


def _concatenated(lists: Sequence[Numbers]) -> Numbers:
    import numpy as np  # noqa: PLC0415 - lazy: see _best_numbers

    if len(lists) == 1:
        return lists[0]
    return np.concatenate(lists) if lists else np.empty(0, dtype=np.uint32)


def _smallest(numbers: Numbers, count: int) -> list[int]:
    """Return the smallest numbers, which are the best entries. They may be fewer than `count` where some repeat."""
    import numpy as np  # noqa: PLC0415 - lazy: see _best_numbers

    if len(numbers) > 2 * count:
        numbers = np.partition(numbers, 2 * count)[: 2 * count]
    return [int(number) for number in np.unique(numbers)[:count]]


# ---- Score and rank --------------------------------------------------------------------------------------------------


def _scored(segment: CompletionSegment, number: int, words: tuple[TypedWord, ...], typed: str) -> _Entry:
    toned, folded = normal_and_folded(segment.text(number))
    line = " ".join(folded)
    score = float(segment.scores[number]) + KIND_SCORE[segment.kind(number)] + _use_score(line)
    if line.startswith(typed):
        score += BEGINS_SCORE
    elif f" {typed}" in line:
        score += CONTAINS_SCORE
    exact = all(any(word.matches_diacritics(form) for form in toned) for word in words if word.has_diacritics)
    return _entry(segment, number, _EXACT if exact else _OTHER_DIACRITICS, score, toned)


def _use_score(line: str) -> float:
    """Return what the searches for just this folded text add, according to the query log."""
    log = use_log()
    searches = log.popularity().get(line, 0) if log is not None else 0
    return min(MAX_USE_SCORE, USE_SCORE * log2(1 + searches))


def _entry(segment: CompletionSegment, number: int, grade: int, score: float, toned: Sequence[str]) -> _Entry:
    count, owner = int(segment.counts[number]), segment.owner(number)
    return _Entry(grade, score, segment.kind(number), segment.text(number), tuple(toned), count, owner)


def _ranked(entries: Iterable[_Entry]) -> list[_Entry]:
    """Return the entries in order, each text once.

    A phrase is dropped if a longer text (but not a title) contains it and is in as many articles.
    """
    best: dict[tuple[str, ...], _Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.order):
        best.setdefault(entry.toned, entry)
    lines = [(entry, f" {' '.join(entry.toned)} ") for entry in best.values()]
    longer = [(entry, line) for entry, line in lines if entry.kind != "title"]
    return [
        entry
        for entry, line in lines
        if entry.kind != "phrase"
        or not any(
            other.count >= entry.count and line in text and other.grade == entry.grade and len(text) > len(line)
            for other, text in longer
        )
    ]


# ---- Keep what a search finds ----------------------------------------------------------------------------------------


def _findable(
    best: Sequence[_Entry], collection: Collection, known: KnownValueLength, words: tuple[TypedWord, ...], limit: int
) -> Iterator[Completion]:
    """Yield the first `limit` entries that a search would find, as completions.

    A title whose article is missing is left out: completions are committed before the engine, and a run may end in
    between.
    """
    given = 0
    for start in range(0, len(best), limit):
        batch = best[start : start + limit]
        owners = [entry.owner for entry in batch if entry.owner]
        stored = collection.reader.stored(owners) if owners else {}
        for entry in batch:
            missing = entry.kind == "title" and entry.owner not in stored
            if given == limit or (missing and entry.count < 2) or not _is_found(entry.text, collection, known):
                continue
            given += 1
            html = to_html(entry.text, 0, len(entry.text), typed_highlights(words, entry.text))
            id = entry.owner if entry.owner in stored else None
            yield Completion(text=entry.text, html=html, kind=entry.kind, count=entry.count, id=id)
        if given == limit:
            return


def _is_found(text: str, collection: Collection, known: KnownValueLength) -> bool:
    """Return whether a search for the text finds anything: always, unless something in it is read as an operator."""
    if not _OPERATOR.search(text):
        return True
    tree = parse(text, known)
    return isinstance(tree, Words) or collection.cached_count(plan(tree, collection).match) > 0
