"""Did you mean: another spelling of a query that would find more, or None. docs/query-repair.md says when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from whoosh.query.compound import And
from whoosh.query.qcore import Query

from ...analyzers import fold
from ...model import Suggestion
from ..planning.plan import plan
from ..planning.planned import Planned
from ..query.nodes import TEXT, Quoted, Words, leaves
from ..query.terms import Piece, adjacent
from ..statistics.collection import Collection
from . import costs
from .candidates import Spot, is_unknown, options, raw, spot
from .half_marked import REASON, half_marked, without_marks
from .readings import Kind, Language, Option, Reading, readings

REASONS: dict[Kind, str] = {
    "raw": "Truy vấn như gõ kiểu Telex hoặc VNI khi chưa bật bộ gõ tiếng Việt.",
    "letters": "Có từ như gõ nhầm phím.",
    "breaks": "Có khoảng trắng như đặt sai chỗ.",
    "marks": "Có từ như thiếu dấu hoặc sai dấu.",
}
"""Why a spelling is offered, the most telling reason first."""

_FIELDS = (TEXT, "title", "body")
_OPERATORS = ("AND", "OR", "NOT")

Parse = Callable[[str], Query]
Count = Callable[[Query], int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that was run: what it found, and how to ask further. `count` counts what matches under its filters."""

    text: str
    tree: Query
    planned: Planned
    total: int
    collection: Collection
    parse: Parse
    count: Count


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that stand side by side under one field name."""

    field: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class _Change:
    """One stretch of the query that is read otherwise."""

    field: str
    start: int
    end: int
    option: Option
    unknown: bool
    """Whether no article has what was typed there."""


def suggestion(asked: Asked) -> Suggestion | None:
    """Another spelling of the query that finds more; None where there is none, or the query does well."""
    runs = list(_runs(asked.tree))
    if runs:
        for language in _languages(asked, runs):
            for changes in _changes(runs, language, does_well=asked.total >= costs.WELL):
                text = _respelt(asked.text, changes)
                if _finds_more(asked, text, changes, language):
                    return Suggestion(query=text, reason=_reason(changes))
    return _without_marks(asked)


def _runs(tree: Query) -> Iterator[_Run]:
    """What is asked for in words; what is left out (`-giá`) finds no more when it is spelt otherwise."""
    left = costs.MOST_WORDS
    for leaf, wanted in leaves(tree):
        if not wanted or not isinstance(leaf, Words | Quoted) or leaf.fieldname not in _FIELDS:
            continue
        for words in leaf.runs() if isinstance(leaf, Words) else [leaf.words]:
            if left > 0:
                yield _Run(leaf.fieldname, tuple(spot(word) for word in words[:left]))
            left -= len(words)


def _languages(asked: Asked, runs: Sequence[_Run]) -> Iterator[Language]:
    """With marks, where the query has some or is typed raw; else without."""
    toned = Language(asked.collection, folded=False)
    if asked.planned.marked:
        yield toned
        return
    folded = Language(asked.collection, folded=True)
    forms = [each.form for run in runs for each in run.spots if each.form is not None]
    unknown = [form for form in forms if not folded.count(fold(form))]
    if any(option.kind == "raw" for form in unknown for option in raw(form, toned)):
        yield toned
    yield folded


def _changes(runs: Sequence[_Run], language: Language, *, does_well: bool) -> Iterator[list[_Change]]:
    """What may be read otherwise, the likeliest first. Where the query does well, only with words that are nowhere."""
    if does_well and not any(
        each.form is not None and is_unknown(language.form(each.form), language) for run in runs for each in run.spots
    ):
        return
    read = [(run, readings(options(run.spots, language), language)) for run in runs]
    for rank in range(costs.TRIED):
        changes: list[_Change] = []
        for run, found in read:
            typed = found[-1]
            reading = found[min(rank, len(found) - 1)]
            if reading.cost + costs.MARGIN < typed.cost:
                changes += _changed(run, reading, language)
        if changes:
            yield changes


def _changed(run: _Run, reading: Reading, language: Language) -> Iterator[_Change]:
    at = 0
    for option in reading.options:
        spots = run.spots[at : at + option.words]
        at += option.words
        if option.kind is not None:
            forms = [each.form for each in spots if each.form is not None]
            unknown = any(is_unknown(language.form(form), language) for form in forms)
            yield _Change(run.field, spots[0].start, spots[-1].end, option, unknown)


def _finds_more(asked: Asked, text: str, changes: Sequence[_Change], language: Language) -> bool:
    """Whether it finds more articles; or, where words that no article has are read otherwise, articles that have them
    as they are read now: those that the query found lack them all."""
    planned = plan(asked.parse(text), asked.collection)
    if not any(change.unknown for change in changes):
        return asked.count(planned.match) > asked.total
    folded = not planned.marked
    spelt = [adjacent(change.field, [Piece(form, folded) for form in change.option.forms]) for change in changes]
    return asked.count(And([planned.match, *spelt])) > 0


def _respelt(text: str, changes: Sequence[_Change]) -> str:
    """The query with these stretches spelt otherwise and everything else, operators too, left as typed."""
    ordered = sorted(changes, key=lambda change: change.start)
    bounds = [0, *(end for change in ordered for end in (change.start, change.end)), len(text)]
    kept = [text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    new = [_like(" ".join(change.option.forms), text[change.start : change.end]) for change in ordered]
    return "".join(part for pair in zip(kept, [*new, ""], strict=True) for part in pair)


def _like(spelt: str, typed: str) -> str:
    """The words in the letter case of what was typed; never an operator."""
    if typed.isupper() and len(typed) > 1:
        return spelt.upper() if spelt.upper() not in _OPERATORS else spelt
    return spelt[:1].upper() + spelt[1:] if typed[:1].isupper() else spelt


def _reason(changes: Sequence[_Change]) -> str:
    kinds = {change.option.kind for change in changes}
    return next(reason for kind, reason in REASONS.items() if kind in kinds)


def _without_marks(asked: Asked) -> Suggestion | None:
    """The query without any marks, where some of its words seem to have lost theirs."""
    if not asked.planned.marked:
        return None
    share = half_marked(asked.tree, asked.collection)
    if not share or (asked.total >= costs.WELL and share < costs.HALF):
        return None
    bare = plan(asked.tree, asked.collection, ignore_marks=True)
    if asked.count(bare.match) <= asked.total:
        return None
    return Suggestion(query=without_marks(asked.text), reason=REASON)
