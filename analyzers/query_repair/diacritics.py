"""Diacritic restoration: the most likely readings of a text typed without diacritics, given a collection's statistics.

The candidates for a syllable are all forms with the same folded form. The probability of a reading is that of its
bigrams, backed off to single syllables; beam search from left to right finds the best readings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise
from math import exp, log
from typing import NamedTuple, Protocol

from ..cache import Cache
from ..normalization.characters import require_text
from ..tokenization.syllable import unfold_syllable
from ..tokenization.tokens import Token, tokenize

Reading = tuple[str, float]
"""A text and its probability."""

MAX_SYLLABLES = 1000
"""The number of syllables that are restored; the rest is left as typed, so that time is bounded."""

_BEAM = 24
_MAX_FORMS = 16
# The absolute discount of bigrams, and the weight of the back-off to single syllables. Tuned on 500 news titles.
_DISCOUNT = 0.75
_BACKOFF_WEIGHT, _BACKOFF_EXPONENT = 2.0, 0.6
_SYLLABLES_PER_DOCUMENT = 200
"""Distinct syllables per document, in news: makes document frequencies comparable with occurrences."""


class Statistics(Protocol):
    """Syllable and bigram counts of a collection: either all of documents or all of occurrences."""

    def form_counts(self, folded: str) -> Mapping[str, int]:
        """Return the normal forms with this folded form and the count of each; may be empty."""
        ...

    def bigram_count(self, first: str, second: str) -> int:
        """Return how often the second normal form follows the first."""
        ...

    def total(self) -> int:
        """Return the sum of the counts of all syllables, exactly or approximately."""
        ...


@dataclass(frozen=True)
class CollectionStatistics:
    """Occurrence counts of texts, held in memory: for tests and small collections."""

    forms: Mapping[str, Mapping[str, int]]
    bigrams: Mapping[tuple[str, str], int]
    occurrences: int

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> CollectionStatistics:
        """Count the syllables and bigrams of texts written with diacritics."""
        forms: dict[str, Counter[str]] = {}
        bigrams: Counter[tuple[str, str]] = Counter()
        for text in texts:
            tokens = tokenize(text)
            for token in tokens:
                forms.setdefault(token.folded, Counter())[token.normal] += 1
            bigrams.update(pairwise(token.normal for token in tokens))
        return cls(forms, bigrams, sum(map(Counter.total, forms.values())))

    def form_counts(self, folded: str) -> Mapping[str, int]:
        """Return the normal forms with this folded form and the count of each."""
        return self.forms.get(folded, {})

    def bigram_count(self, first: str, second: str) -> int:
        """Return how often the second normal form follows the first."""
        return self.bigrams.get((first, second), 0)

    def total(self) -> int:
        """Return the number of occurrences of all syllables."""
        return self.occurrences


@dataclass(frozen=True)
class FrequencyStatistics:
    """Document frequencies of an index: every form that the orthography allows is looked up once and cached.

    Args:
        form_frequency: returns the document frequency of a normal form (a term of the index field `body`).
        bigram_frequency: returns the document frequency of two normal forms joined by `_` (a term of the index field
            `pairs`).
        documents: the number of documents in the index.
    """

    form_frequency: Callable[[str], int]
    bigram_frequency: Callable[[str], int]
    documents: int
    _forms: Cache[Mapping[str, int]] = field(init=False, repr=False, compare=False)
    _bigrams: Cache[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_forms", Cache(self._look_up_forms))
        object.__setattr__(self, "_bigrams", Cache(self.bigram_frequency))

    def _look_up_forms(self, folded: str) -> Mapping[str, int]:
        counts = {form: self.form_frequency(form) for form in {*unfold_syllable(folded), folded}}
        return {form: count for form, count in counts.items() if count > 0}

    def form_counts(self, folded: str) -> Mapping[str, int]:
        """Return the normal forms with this folded form and the count of each."""
        return self._forms[folded]

    def bigram_count(self, first: str, second: str) -> int:
        """Return in how many documents the second normal form follows the first."""
        return self._bigrams[f"{first}_{second}"]

    def total(self) -> int:
        """Return the approximate sum of the numbers of distinct syllables of all documents."""
        return self.documents * _SYLLABLES_PER_DOCUMENT


class _Path(NamedTuple):
    """A partial reading, as a linked list from its last form to the first."""

    previous: _Path | None
    form: str
    frequency: int


def restore_diacritics(text: str, statistics: Statistics, limit: int = 5) -> list[Reading]:
    """Return the most likely readings of a text typed without some or all of its diacritics, the best first.

    Syllables typed with diacritics, numbers, syllables unknown to the collection, punctuation and letter case are kept.
    Probabilities are relative to the readings considered and sum to at most 1. If nothing can be restored, the only
    reading is the text itself with probability 1. Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("restore_diacritics", text)
    tokens = tokenize(text)[:MAX_SYLLABLES]
    total = max(1, statistics.total())
    paths: list[tuple[float, _Path | None]] = [(0.0, None)]
    for token in tokens:
        choices = _choices(token, statistics)
        longer = [
            (score + log(_probability(path, form, count / total, statistics)), _Path(path, form, count))
            for score, path in paths
            for form, count in choices
        ]
        paths = [*nlargest(_BEAM, longer, key=lambda scored: scored[0])]
    best = paths[0][0]
    weights = [exp(score - best) for score, _path in paths]
    return [
        (_reading_text(text, tokens, path), weight / sum(weights))
        for (_score, path), weight in zip(paths[:limit], weights, strict=False)
    ]


def _choices(token: Token, statistics: Statistics) -> list[tuple[str, int]]:
    """Return the forms that the token can be, with counts above 0; only its own if it has diacritics or is unknown."""
    if token.kind == "number" or token.normal != token.folded:
        return [(token.normal, 1)]
    counts = statistics.form_counts(token.folded)
    return nlargest(_MAX_FORMS, counts.items(), key=lambda item: item[1]) or [(token.normal, 1)]


def _probability(path: _Path | None, form: str, share: float, statistics: Statistics) -> float:
    """Return the probability of the form after the path: its bigram, smoothed by its share of all syllables."""
    if path is None:
        return share
    backoff: float = _BACKOFF_WEIGHT * (path.frequency + 1) ** _BACKOFF_EXPONENT
    return (max(statistics.bigram_count(path.form, form) - _DISCOUNT, 0.0) + backoff * share) / (
        path.frequency + backoff
    )


def _reading_text(text: str, tokens: list[Token], path: _Path | None) -> str:
    forms: list[str] = []
    while path is not None:
        forms.append(path.form)
        path = path.previous
    return "".join(_replaced_tokens(text, tokens, reversed(forms)))


def _replaced_tokens(text: str, tokens: list[Token], forms: Iterable[str]) -> Iterator[str]:
    position = 0
    for token, form in zip(tokens, forms, strict=True):
        yield text[position : token.start]
        yield token.text if form == token.normal else _with_case_of(token.text, form)
        position = token.end
    yield text[position:]


def _with_case_of(written: str, form: str) -> str:
    if written.isupper() and len(written) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if written[:1].isupper() else form
