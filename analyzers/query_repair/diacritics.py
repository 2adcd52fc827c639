"""Diacritics for what was typed without: the likeliest marked readings of a text, given how a collection writes.

Each syllable's marked forms are the candidates; a reading's probability is that of its syllables and of their
neighbourhoods (bigrams, backed off to single syllables), found by beam search from left to right.
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

MOST_SYLLABLES = 1000
"""Syllables that are restored; what follows is left as typed, so that time is bounded."""

_BEAM = 24
_MOST_FORMS = 16
# Absolute discounting of neighbourhoods, and how much weight goes to the syllable alone. Tuned on 500 news titles.
_DISCOUNT = 0.75
_ALONE, _ALONE_POWER = 2.0, 0.6
_SYLLABLES_A_DOCUMENT = 200
"""Different ones, in news: what makes document frequencies comparable with occurrences."""


class Statistics(Protocol):
    """How often a collection writes what. Counts may be of documents or of occurrences, but all of one kind."""

    def forms(self, folded: str) -> Mapping[str, int]:
        """The marked forms (normal form) of a folded syllable and how often each occurs; may be empty."""
        ...

    def pair(self, first: str, second: str) -> int:
        """How often the second form follows the first."""
        ...

    def total(self) -> int:
        """What a syllable's count is a share of: the sum of the counts of all syllables, or about that."""
        ...


@dataclass(frozen=True)
class CollectionStatistics:
    """Counts of texts held in memory: for tests, and for collections that are small."""

    syllables: Mapping[str, Mapping[str, int]]
    pairs: Mapping[tuple[str, str], int]
    occurrences: int

    @classmethod
    def of(cls, texts: Iterable[str]) -> CollectionStatistics:
        """Count texts written with diacritics, one at a time."""
        forms: dict[str, Counter[str]] = {}
        pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            tokens = tokenize(text)
            for token in tokens:
                forms.setdefault(token.folded, Counter())[token.normal] += 1
            pairs.update(pairwise(token.normal for token in tokens))
        return cls(forms, pairs, sum(map(Counter.total, forms.values())))

    def forms(self, folded: str) -> Mapping[str, int]:
        """The marked forms of a folded syllable with their counts."""
        return self.syllables.get(folded, {})

    def pair(self, first: str, second: str) -> int:
        """How often the second form follows the first."""
        return self.pairs.get((first, second), 0)

    def total(self) -> int:
        """All occurrences."""
        return self.occurrences


@dataclass(frozen=True)
class FrequencyStatistics:
    """Counts of an index: every form the orthography allows for a folded syllable is asked for, and kept.

    Args:
        syllable: how many documents hold this form (a term of the channel `body`).
        neighbours: how many hold these two as neighbours, joined by `_` (a term of the channel `pairs`).
        documents: how many there are.
    """

    syllable: Callable[[str], int]
    neighbours: Callable[[str], int]
    documents: int
    _forms: Cache[Mapping[str, int]] = field(init=False, repr=False, compare=False)
    _pairs: Cache[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_forms", Cache(self._counted))
        object.__setattr__(self, "_pairs", Cache(self.neighbours))

    def _counted(self, folded: str) -> Mapping[str, int]:
        counts = {form: self.syllable(form) for form in {*unfold_syllable(folded), folded}}
        return {form: count for form, count in counts.items() if count > 0}

    def forms(self, folded: str) -> Mapping[str, int]:
        """The marked forms of a folded syllable with their counts."""
        return self._forms[folded]

    def pair(self, first: str, second: str) -> int:
        """How often the second form follows the first."""
        return self._pairs[f"{first}_{second}"]

    def total(self) -> int:
        """About how many different syllables all documents hold, each counted by itself."""
        return self.documents * _SYLLABLES_A_DOCUMENT


class _Path(NamedTuple):
    before: _Path | None
    form: str
    seen: int


def restore_diacritics(text: str, statistics: Statistics, limit: int = 5) -> list[Reading]:
    """The likeliest readings of a text typed without (some of its) diacritics, the best first.

    Syllables typed with marks stay as they are, and so do numbers, syllables the collection doesn't have, punctuation
    and letter case. Probabilities are those among the readings looked at and add up to at most 1. Where nothing can be
    restored, the text itself with probability 1.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
    """
    require_text("restore_diacritics", text)
    tokens = tokenize(text)[:MOST_SYLLABLES]
    total = max(1, statistics.total())
    paths: list[tuple[float, _Path | None]] = [(0.0, None)]
    for token in tokens:
        choices = _choices(token, statistics)
        longer = [
            (score + log(_weight(path, form, count / total, statistics)), _Path(path, form, count))
            for score, path in paths
            for form, count in choices
        ]
        paths = [*nlargest(_BEAM, longer, key=lambda scored: scored[0])]
    best = paths[0][0]
    weights = [exp(score - best) for score, _path in paths]
    return [
        (_written(text, tokens, path), weight / sum(weights))
        for (_score, path), weight in zip(paths[:limit], weights, strict=False)
    ]


def _choices(token: Token, statistics: Statistics) -> list[tuple[str, int]]:
    """What the token may stand for, with counts above 0; itself alone where it is marked or unknown."""
    if token.kind == "number" or token.normal != token.folded:
        return [(token.normal, 1)]
    forms = statistics.forms(token.folded)
    return nlargest(_MOST_FORMS, forms.items(), key=lambda item: item[1]) or [(token.normal, 1)]


def _weight(path: _Path | None, form: str, share: float, statistics: Statistics) -> float:
    """How likely the form comes after the path: as often as seen there, smoothed by how often it occurs at all."""
    if path is None:
        return share
    alone: float = _ALONE * (path.seen + 1) ** _ALONE_POWER
    return (max(statistics.pair(path.form, form) - _DISCOUNT, 0.0) + alone * share) / (path.seen + alone)


def _written(text: str, tokens: list[Token], path: _Path | None) -> str:
    forms: list[str] = []
    while path is not None:
        forms.append(path.form)
        path = path.before
    return "".join(_filled(text, tokens, reversed(forms)))


def _filled(text: str, tokens: list[Token], forms: Iterable[str]) -> Iterator[str]:
    position = 0
    for token, form in zip(tokens, forms, strict=True):
        yield text[position : token.start]
        yield token.text if form == token.normal else _like(form, token.text)
        position = token.end
    yield text[position:]


def _like(form: str, written: str) -> str:
    """The form in the letter case of what was written."""
    if written.isupper() and len(written) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if written[:1].isupper() else form
