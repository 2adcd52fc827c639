"""The nodes of a query's syntax tree that Whoosh does not have.

A syntax tree is made of Whoosh's `And`, `Or`, `Not`, `Every`, `NullQuery`, `Term` (exact values) and `NumericRange`
(days), over *logical* fields, and of the leaves `Words`, `Quoted` and `PrefixWord`, which keep the words as typed. The
query plan turns these leaves into nodes over the engine's text fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from whoosh.query.compound import CompoundQuery
from whoosh.query.qcore import Query
from whoosh.query.wrappers import Not

from ...analyzers import has_diacritics, tokenize
from ...knowledge.documents.citations import normal_citation

TEXT = "text"
"""The logical field of words without a field name: title or body."""

_NUMBERED = re.compile(r"\d.*[-/]|[-/].*\d", re.DOTALL)


@dataclass(frozen=True)
class Word:
    """One word as typed, between spaces: `vận`, `Covid-19`, `217-QĐ/TW`.

    `start` is its offset in the query, or -1 where the word was not taken from the query's text.
    """

    text: str
    start: int = field(default=-1, compare=False, repr=False)

    @cached_property
    def syllables(self) -> tuple[str, ...]:
        """The normal forms of its syllables; empty for a word without a letter or digit."""
        return tuple(token.normal for token in tokenize(self.text))

    @cached_property
    def citation(self) -> str | None:
        """The document number that the word is, in normal form, in whatever letter case it was typed; else None."""
        return normal_citation(self.text.upper()) if _NUMBERED.search(self.text) else None

    @cached_property
    def carries_diacritics(self) -> bool:
        """Whether the word makes the query diacritic-sensitive.

        A word with a digit never does: the `Đ` of `217-QĐ/TW` is part of a code.
        """
        return has_diacritics(self.text) and not any(map(str.isdigit, self.text))


class TextLeaf(Query):
    """A leaf of the syntax tree that keeps its words as typed, restricted to a logical field."""

    def __init__(self, fieldname: str, words: tuple[Word, ...]) -> None:
        self.fieldname = fieldname
        self.words = words
        self.boost = 1.0

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.fieldname!r}, {self.text!r})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.fieldname, self.words))

    @property
    def text(self) -> str:
        """All words as typed, with a space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def syllables(self) -> tuple[str, ...]:
        """The normal forms of all syllables of all words, in order."""
        return tuple(form for word in self.words for form in word.syllables)


class Words(TextLeaf):
    """Plain words in any order; how many of them must match is decided by the query plan.

    `breaks` are the positions in `words` in front of which something else was typed (a phrase, a field): the words on
    both sides of a break are not neighbours.
    """

    def __init__(self, fieldname: str, words: tuple[Word, ...], breaks: frozenset[int] = frozenset()) -> None:
        super().__init__(fieldname, words)
        self.breaks = breaks

    def runs(self) -> Iterator[tuple[Word, ...]]:
        """Yield the runs of neighbouring words."""
        bounds = [0, *sorted(self.breaks), len(self.words)]
        for start, end in pairwise(bounds):
            if start < end:
                yield self.words[start:end]


class Quoted(TextLeaf):
    """An exact phrase: the syllables of all words, next to each other and in order."""


class PrefixWord(TextLeaf):
    """A word of which only the beginning was typed: `vận*`. The syllables in front of the last one are complete."""


def leaves(tree: Query) -> Iterator[tuple[Query, bool]]:
    """Yield every leaf of a syntax tree from left to right, and whether it must match (False: it is negated)."""
    stack = [(tree, True)]
    while stack:
        node, positive = stack.pop()
        if isinstance(node, CompoundQuery):
            stack += [(child, positive) for child in reversed(node.subqueries)]
        elif isinstance(node, Not):
            stack.append((node.query, not positive))
        else:
            yield node, positive
