"""Why a search found what it found, in this order: `index.search(…, explain=True)`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that scored. The parts of a hit add up to its score (which has five digits).

    `text` is what was looked up and `field` where (`title`, `body`, `whole` for both, `pairs` of neighbours in either,
    `citation`); `marked` is whether diacritics counted. `why`: `word` (it was typed), `together` (all telling words are
    there), `beginning` (`vận*`), `citation` (a document's number), `equivalent` (another way to write what was typed),
    `feedback` (the first result says it). `weight` is what the ranking multiplies BM25's score with, `score` what came
    of it.
    """

    text: str
    field: str
    marked: bool
    why: str
    weight: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedHit:
    """The parts of one hit's score, the greatest first."""

    id: str
    score: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWord:
    """A word of the query and what it weighs among those that must match: 0 where the collection doesn't have it, 1
    where most articles do, up to 5."""

    text: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWords:
    """Plain words side by side: an article must hold `least` of the sum of their weights."""

    words: tuple[AskedWord, ...]
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a query was understood, and why each hit of the page stands where it does.

    `marked` is whether diacritics counted; `unmarked` are the words that were then looked up without them all the same,
    since the collection doesn't have them as typed. `first` is the article that `feedback` parts were taken from.
    """

    marked: bool
    unmarked: tuple[str, ...]
    asked: tuple[AskedWords, ...]
    first: str | None
    hits: tuple[ExplainedHit, ...]

    def to_dict(self) -> dict[str, Any]:
        """The explanation for JSON."""
        return asdict(self)
