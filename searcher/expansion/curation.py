"""What an editor decided about searches, as plain files in one folder: docs/curation.md.

Here is what the decisions do to a query; `curation_lines` reads the files, `curated` follows their changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from whoosh.query.compound import And
from whoosh.query.qcore import Query

from ...analyzers import fold
from ..query.nodes import TEXT, Quoted, Word, Words, Written
from ..query.terms import Piece
from .equivalents import Equivalent

Form = tuple[str, ...]

MOST_PINNED = 50
"""Articles pinned to one query; what is beyond is told and left out."""

_CERTAIN = 3
"""An expression of so many syllables is one thing whatever the segmentation says; a shorter one must not cut words:
`xe` does not speak of the `xe máy`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A line that cannot be used; `line` is 0 where it is the whole file."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """Everything that the files say. Keys are folded syllables; what was written stands beside them."""

    synonyms: Mapping[Form, tuple[tuple[Form, tuple[Form, ...]], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    pinned: Mapping[Form, tuple[tuple[Form, tuple[str, ...]], ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    stops: Mapping[Form, tuple[Form, ...]] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()
    lengths: tuple[int, int] = (0, 0)
    """Syllables of the longest expression with synonyms and of the longest stop phrase."""

    def equivalents(self, run: Sequence[Word], spelled: Sequence[Sequence[Piece]]) -> Iterator[Equivalent]:
        """Synonyms of stretches of neighbouring words, which are looked up as `spelled`."""
        if not self.synonyms:
            return
        cut = [word.syllables for word in run]
        for start in range(len(run)):
            for end, typed in _stretches(cut, start, self.lengths[0]):
                loose = [piece.folded for pieces in spelled[start:end] for piece in pieces]
                forms = dict.fromkeys(self._synonyms(typed, loose))
                if forms:
                    certain = len(typed) >= _CERTAIN or end - start in (1, len(run))
                    yield Equivalent(start, end, tuple(forms), certain=certain)

    def _synonyms(self, typed: Form, loose: Sequence[bool]) -> Iterator[Form]:
        for form, others in self.synonyms.get(folded_form(typed), ()):
            if all(any_marks or one == two for one, two, any_marks in zip(typed, form, loose, strict=True)):
                yield from others

    def best_bets(self, tree: Query) -> tuple[str, ...]:
        """The ids pinned to a query: the whole of it, as plain words or one phrase; without its stop phrases where
        nothing is pinned to it as it is. Diacritics may be left out on either side."""
        for each in (tree, self.without_stop_phrases(tree)) if self.pinned else ():
            if isinstance(each, Words | Quoted) and each.fieldname == TEXT:
                found = self.pinned.get(folded_form(each.syllables), ())
                ids = [id for form, ids in found if _alike(each.syllables, form) for id in ids]
                if ids:
                    return tuple(dict.fromkeys(ids))[:MOST_PINNED]
        return ()

    def without_stop_phrases(self, tree: Query) -> Query:
        """The query without the phrases that ask for nothing (`cho tôi hỏi`). What is in quotes, excluded, or asked of
        one field stays, and so does a query of nothing else."""
        if not self.stops:
            return tree
        if isinstance(tree, Words):
            return self._shortened(tree) or tree
        if not isinstance(tree, And):
            return tree
        parts = [self._shortened(part) if isinstance(part, Words) else part for part in tree.subqueries]
        kept = [part for part in parts if part is not None]
        if not any(isinstance(part, Written) for part in kept):
            return tree
        return kept[0] if len(kept) == 1 else And(kept)

    def _shortened(self, words: Words) -> Words | None:
        """The words without stop phrases; None where nothing is left."""
        if words.fieldname != TEXT:
            return words
        kept: list[Word] = []
        breaks: set[int] = set()
        for run in words.runs():
            for word, follows in self._outside(run):
                if not follows:
                    breaks.add(len(kept))
                kept.append(word)
        if len(kept) == len(words.words):
            return words
        return Words(words.fieldname, tuple(kept), frozenset(breaks - {0, len(kept)})) if kept else None

    def _outside(self, run: Sequence[Word]) -> Iterator[tuple[Word, bool]]:
        """The words of a run that are in no stop phrase, the longest taken first, and whether each follows the one
        before."""
        cut = [word.syllables for word in run]
        skip, follows = 0, False
        for at, word in enumerate(run):
            if at < skip:
                continue
            ends = [
                end
                for end, typed in _stretches(cut, at, self.lengths[1])
                if any(_alike(typed, form) for form in self.stops.get(folded_form(typed), ()))
            ]
            if ends:
                skip, follows = max(ends), False
            else:
                yield word, follows
                follows = True


def folded_form(form: Sequence[str]) -> Form:
    """The syllables without diacritics."""
    return tuple(map(fold, form))


def _alike(typed: Sequence[str], form: Form) -> bool:
    """Whether what was typed is the form, marks left out on either side."""
    return len(typed) == len(form) and all(
        one == two or two == fold(one) or one == fold(two) for one, two in zip(typed, form, strict=True)
    )


def _stretches(cut: Sequence[Form], start: int, longest: int) -> Iterator[tuple[int, Form]]:
    """Stretches of whole words from `start` of at most so many syllables: where they end, and their syllables."""
    typed: Form = ()
    for end in range(start, len(cut)):
        typed += cut[end]
        if len(typed) > longest:
            break
        if typed:
            yield end + 1, typed
