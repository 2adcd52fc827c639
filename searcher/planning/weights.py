"""Every figure that ranking and matching depend on. What each was measured to give: docs/ranking.md."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log

WHOLE = 1.0
"""What a syllable in title, summary or body scores; a rare one more, a common one less (RARITY)."""

RARITY = 0.2
"""How much rarity counts beyond BM25: its inverse frequency (5: one article in 150) to this power."""

_USUAL = 5.0

TITLE = 0.5
"""What it scores besides where it stands in the title."""

TITLE_SYLLABLES = 6
"""Up to so many syllables; a longer query is a sentence and asks for what a text says, not for what it is called: then
the title weighs less by the square of the query's length."""

PAIRS = 0.5
"""What two neighbouring syllables of the query score where they are neighbours in an article."""

BEGINNING = 1.0
"""What a word that begins as `vận*` says scores, whatever word it is."""

CITATION = 10.0
"""What an article scores that cites the very document asked for."""

ANNOUNCED = 2.0
"""What it scores besides, in BM25's measure, where the number stands in the title: it announces the document."""

EQUIVALENT = 0.5
"""What another way to write a word scores beside the one that was typed: `UBND` for `ủy ban nhân dân`."""

TOGETHER_AGAIN = 0.2
"""What the telling words score once more where all of them are: an article that has half of a query many times over
(*tai nạn giao thông*, without the *Đồng Nai* that was asked for) shall not stand before one that has it all."""

FEEDBACK = 0.4
"""What the telling pairs of the first result weigh together beside all that was typed."""

FEEDBACK_WORDS = 6
"""Up to so many words; a longer query has said more itself, and they weigh less by the square of its length, and beyond
twice as many nothing."""

FEEDBACK_PAIRS = 20
"""How many pairs of the first result are told by."""

SHARES = (1.0, 0.7, 0.5, 0.45, 0.4)
"""What share of their weight must match of one, two, three, four, five and more telling words."""

HEAVIEST = 5
"""The weight of a word that hardly any article has."""

JOINT = 4
"""From this weight on, two neighbours that stand side by side help although the segmentation has no word of them."""

TOGETHER = 3
"""So many words or fewer must all match where each is common."""

FEW = 10
"""Articles that are added to every count: whether three or thirteen articles have a word tells next to nothing."""


def weight(frequency: int, articles: int) -> int:
    """What a word counts for among the words that must match: 0 (nowhere in the collection) or 1 (in most articles) to
    HEAVIEST, by the logarithm of its rarity."""
    if not frequency:
        return 0
    return max(1, min(HEAVIEST, round(log((articles + FEW) / (frequency + FEW)))))


def share(words: int) -> float:
    """The share of a query's weight that an article must hold (a word: all its syllables, in title or body)."""
    return SHARES[min(words, len(SHARES)) - 1] if words else 1.0


def least(words: Sequence[int]) -> int:
    """Of the sum of the words' weights, what an article must hold: a share of what the telling words weigh, those
    beyond 1; the others (*là*, *của*) may help to reach it. Where no word is telling, a few tell only together: of up
    to TOGETHER all must be there."""
    telling = [word for word in words if word > 1]
    if telling:
        return ceil(share(len(telling)) * sum(telling))
    known = [word for word in words if word]
    return sum(known) if len(known) <= TOGETHER else ceil(share(len(known)) * sum(known))


def inverse_frequency(common: int, articles: int) -> float:
    """BM25's, of what so many articles have; 0 for what is nowhere."""
    return log(1 + max(0.5, articles - common + 0.5) / (common + 0.5)) if common else 0.0


def whole(rarity: float) -> float:
    """What a syllable of this inverse frequency weighs."""
    return WHOLE * (rarity / _USUAL) ** RARITY if rarity else WHOLE


def title(syllables: int) -> float:
    """What a syllable in the title scores where the query has so many."""
    return TITLE * min(1.0, TITLE_SYLLABLES / max(syllables, 1)) ** 2


def feedback(words: int) -> float:
    """What the first result's pairs weigh beside a query of so many words; 0 where it is not worth a second run."""
    if words > 2 * FEEDBACK_WORDS:
        return 0.0
    return FEEDBACK * min(1.0, FEEDBACK_WORDS / max(words, 1)) ** 2
