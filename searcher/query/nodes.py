"""What a query is parsed into, where Whoosh has no node for it.

The syntax tree is made of Whoosh's `And`, `Or`, `Not`, `Every`, `NullQuery`, `Term` (exact values) and `NumericRange`
(days), over *logical* fields, and of the three leaves below, which still know what was typed. `plan` turns the leaves
into nodes over the engine's channels.
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

from ...analyzers import fold, has_diacritics, tokenize
from ...knowledge.documents.citations import normal_citation

TEXT = "text"
"""The logical field of words without a field name: title or body."""

_NUMBERED = re.compile(r"\d.*[-/]|[-/].*\d", re.DOTALL)


@dataclass(frozen=True)
class Word:
    """One word as somebody wrote it, between spaces: `vận`, `Covid-19`, `217-QĐ/TW`; and where in the query it starts
    (-1: it does not stand there so)."""

    text: str
    start: int = field(default=-1, compare=False, repr=False)

    @cached_property
    def syllables(self) -> tuple[str, ...]:
        """Normal forms of its pieces; none where nothing in it is a letter or a digit."""
        return tuple(token.normal for token in tokenize(self.text))

    @cached_property
    def citation(self) -> str | None:
        """The document number it is, in normal form; letter case makes no difference."""
        return normal_citation(self.text.upper()) if _NUMBERED.search(self.text) else None

    @cached_property
    def marked(self) -> bool:
        """Whether it says that diacritics count. A word with a digit says nothing: the Đ of `217-QĐ/TW` is a code."""
        return has_diacritics(self.text) and not any(map(str.isdigit, self.text))


class Written(Query):
    """A leaf that keeps the words as typed, restricted to a logical field."""

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
        """All words as typed."""
        return " ".join(word.text for word in self.words)

    @property
    def syllables(self) -> tuple[str, ...]:
        """All pieces of all words, in order."""
        return tuple(form for word in self.words for form in word.syllables)


class Words(Written):
    """Plain words in any order; how many of them must match is the plan's rule.

    `breaks` are the positions in `words` before which something else stood (a phrase, a field): words on both sides
    are no neighbours.
    """

    def __init__(self, fieldname: str, words: tuple[Word, ...], breaks: frozenset[int] = frozenset()) -> None:
        super().__init__(fieldname, words)
        self.breaks = breaks

    def runs(self) -> Iterator[tuple[Word, ...]]:
        """The words in runs of neighbours."""
        bounds = [0, *sorted(self.breaks), len(self.words)]
        for start, end in pairwise(bounds):
            if start < end:
                yield self.words[start:end]


class Quoted(Written):
    """An exact phrase: the pieces of all words, next to each other and in order."""


class Beginning(Written):
    """A word of which only the beginning was typed: `vận*`. The pieces before the last one are whole."""


def leaves(tree: Query) -> Iterator[tuple[Query, bool]]:
    """Every leaf of a syntax tree, from left to right, and whether it is asked for (False: it stands under a Not)."""
    stack = [(tree, True)]
    while stack:
        node, wanted = stack.pop()
        if isinstance(node, CompoundQuery):
            stack += [(child, wanted) for child in reversed(node.subqueries)]
        elif isinstance(node, Not):
            stack.append((node.query, not wanted))
        else:
            yield node, wanted


def folded(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The forms without diacritics."""
    return tuple(fold(form) for form in forms)
