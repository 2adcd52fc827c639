"""Other ways to write what a query says: abbreviations, dates, numbers, documents. docs/query-language.md.

An equivalent belongs to a stretch of words. Each word of the stretch is found where it stands as typed or where the
equivalent of the whole stretch does, so that how many words must match stays the same question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from ...analyzers import tokenize
from ...knowledge.abbreviations.written_forms import compound_forms, longest_from, other_forms
from ...knowledge.documents.queries import Named, named_documents, text_forms
from ...knowledge.spelling_variants import other_spellings
from ..query.nodes import Word
from ..query.terms import Piece

Form = tuple[str, ...]

_CERTAIN = 4
"""A known phrase of so many syllables is one whatever the segmentation says; a shorter one must not cut its words:
`cán bộ chính trị` does not speak of the `bộ chính trị`."""

_MOST = 60
"""Equivalents of one run of words: more than any sentence has; a query of nothing but abbreviations has no end."""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Other ways to write `run[start:end]`: syllables in normal form, and the document that it names.

    A `certain` one is one thing whatever the segmentation says. A `whole` one is one word of the query: `ngày 7 tháng
    3` asks for no other day of that month. It is so even where a collection has none of it (`missing`), unless it is
    a document: `quyết định 100 suất quà` may name none.
    """

    start: int
    end: int
    forms: tuple[Form, ...] = ()
    document: str | None = None
    certain: bool = True
    whole: bool = False

    @property
    def missing(self) -> bool:
        """Whether it counts even if a collection has nothing for it."""
        return self.whole and self.document is None


def equivalents(run: Sequence[Word], spelled: Sequence[Sequence[Piece]]) -> list[Equivalent]:
    """Every equivalent of stretches of neighbouring words, which are looked up as `spelled`; they may lie in one
    another."""
    written = [word.text for word in run]
    found = [Equivalent(start, end, forms, whole=True) for start, end, forms in other_spellings(written)]
    found += [each for named in named_documents(written) for each in _document(named)]
    # The codes in a written document number (`QĐ/TW`) are no words.
    codes = {at for each in found if each.document for at in range(each.start, each.end) if len(run[at].syllables) > 1}
    found += [each for each in _abbreviated(run, spelled) if codes.isdisjoint(range(each.start, each.end))]
    return found[:_MOST]


class Unit(NamedTuple):
    """One word of the query: `run[start:end]`; as a `whole` its pieces must stand together."""

    start: int
    end: int
    whole: bool


def fit(found: Iterable[Equivalent], lengths: Sequence[int]) -> tuple[list[Equivalent], list[Unit]]:
    """The equivalents that cut no word, and the words: of these lengths, but cut where a certain equivalent begins or
    ends, and one where it is whole."""
    listed = list(found)
    edges = {0, *accumulate(lengths)}
    edges |= {edge for each in listed if each.certain for edge in (each.start, each.end)}
    edges -= {edge for each in listed if each.whole for edge in range(each.start + 1, each.end)}
    kept = [each for each in listed if each.start in edges and each.end in edges]
    wholes = {(each.start, each.end) for each in kept if each.whole}
    return kept, [Unit(start, end, (start, end) in wholes) for start, end in pairwise(sorted(edges))]


def widest(found: Iterable[Equivalent]) -> list[Equivalent]:
    """Those that lie in no longer one."""
    out: list[Equivalent] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        inside = bool(out) and each.end <= out[-1].end
        if not inside or (each.start, each.end) == (out[-1].start, out[-1].end):
            out.append(each)
    return out


def _document(named: Named) -> Iterator[Equivalent]:
    """Type and number as one word; what follows them (an issuer, a subject) is found where the document is cited."""
    digits = tuple(token.normal for token in tokenize(named.core))
    forms = (*text_forms(named.core), digits)
    yield Equivalent(named.start, named.core_end, forms, document=named.number, whole=True)
    if named.core_end < named.end:
        yield Equivalent(named.start, named.end, document=named.number)


def _abbreviated(run: Sequence[Word], spelled: Sequence[Sequence[Piece]]) -> Iterator[Equivalent]:
    """Abbreviations, and phrases that have one, as long as they are whole written words."""
    cut = [word.syllables for word in run]
    for start, first in enumerate(cut):
        longest = longest_from(first[0])
        typed: Form = ()
        loose: list[bool] = []
        for end in range(start, len(cut) if longest else 0):
            typed += cut[end]
            loose += [piece.folded for piece in spelled[end]]
            if len(typed) > longest:
                break
            forms = other_forms(typed, loose=loose)
            if forms:
                yield Equivalent(start, end + 1, forms, certain=len(typed) >= _CERTAIN or end == start)
        if len(first) > 1:
            forms = compound_forms(first, loose=all(piece.folded for piece in spelled[start]))
            if forms and not other_forms(first, loose=[piece.folded for piece in spelled[start]]):
                yield Equivalent(start, start + 1, forms)
