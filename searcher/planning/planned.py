"""A planned query: what must match, what scores and why, and what a snippet marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from whoosh.query.compound import Or
from whoosh.query.qcore import Query

from ..query.terms import Sought

Why = Literal["word", "together", "beginning", "citation", "equivalent", "feedback"]
"""Why something scores: it was typed (a word; all telling words together; the beginning of one; a document's number),
it is another way to write what was typed, or the first result says it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that scores, and why."""

    query: Query
    why: Why


@dataclass(frozen=True, slots=True)
class Need:
    """One word that was asked for: as typed, what finds it, and what it weighs among the others (0: the collection
    doesn't have it)."""

    text: str
    match: Query
    weight: int


@dataclass(frozen=True, slots=True)
class Needs:
    """Plain words; an article must hold `least` of their weight. `joints` are where two rare neighbours of the query
    stand side by side: they may help to reach it, for the segmentation may have drawn its lines elsewhere."""

    words: tuple[Need, ...]
    least: int
    joints: tuple[Need, ...] = ()
    vain: bool = False
    """Whether nothing can be found: of a few words one is nowhere in the collection, and no other tells anything."""

    @property
    def weight(self) -> int:
        """The weight of all words."""
        return sum(word.weight for word in self.words)

    @property
    def partly(self) -> bool:
        """Whether an article may lack some of the words."""
        return self.least < self.weight or bool(self.joints) or any(not word.weight for word in self.words)


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned query: match and score as in `engines.document.Plan`."""

    match: Query
    evidence: tuple[Evidence, ...]
    sought: tuple[Sought, ...]
    needs: tuple[Needs, ...]
    marked: bool
    """Whether words were looked up as typed."""

    @property
    def score(self) -> Query | None:
        """What orders the hits; None where nothing scores."""
        return scored(self.evidence)


def scored(evidence: tuple[Evidence, ...]) -> Query | None:
    """The evidence as one query; None where there is none."""
    return Or([each.query for each in evidence]) if evidence else None
