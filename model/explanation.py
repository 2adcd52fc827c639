"""The explanation of a search, `index.search(…, explain=True)`: why it returned these hits in this order."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A scoring clause that matched a hit. The scores of a hit's parts add up to its score (to five digits).

    `text` is the term that was looked up and `field` the text field: `title`, `body`, `whole` (both together), `pairs`
    (bigrams of both) or `citation`. `marked` is true if diacritics had to match. `why` is the reason of the clause:
    `word` (a word of the query), `together` (all decisive words occur), `beginning` (a prefix such as `vận*`),
    `citation` (a document number), `equivalent` (an equivalent spelling of a word) or `feedback` (pseudo-relevance
    feedback). `weight` is the factor that the ranking applies to the BM25 score, `score` the resulting score.
    """

    text: str
    field: str
    marked: bool
    why: str
    weight: float
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedHit:
    """The parts of the score of one hit, the greatest first."""

    id: str
    score: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWord:
    """A word of the query with its weight for minimum should match.

    The weight is 0 if no article contains the word, 1 if most articles do, and at most 5 for rare words.
    """

    text: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedWords:
    """A run of plain words. The weights of those that an article contains must add up to at least `least`."""

    words: tuple[AskedWord, ...]
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How a query was interpreted, and how the score of each hit on the page is composed.

    `marked` is true if the query is diacritic-sensitive. `unmarked` lists the words of such a query that were looked up
    folded, because the collection does not contain them as typed. `first` is the id of the article that the `feedback`
    parts come from.
    """

    marked: bool
    unmarked: tuple[str, ...]
    asked: tuple[AskedWords, ...]
    first: str | None
    hits: tuple[ExplainedHit, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of the explanation."""
        return asdict(self)
