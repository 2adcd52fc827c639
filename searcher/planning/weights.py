"""All weights and thresholds of ranking and matching. docs/ranking.md tells how each was measured."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log

# ---- Scoring: factors of BM25's score --------------------------------------------------------------------------------

TERM = 1.0
"""A syllable of the query in title, summary or body; see IDF_EXPONENT."""

IDF_EXPONENT = 0.2
"""A term's weight is multiplied by (its inverse document frequency / TYPICAL_IDF) to this power: rare terms count more
than in plain BM25."""

TYPICAL_IDF = 5.0
"""The inverse document frequency of a term in one article of 150."""

TITLE_TERM = 0.5
"""A syllable of the query in the title, in addition to TERM."""

TITLE_SYLLABLES = 6
"""The most syllables of a query at which TITLE_TERM counts in full. A longer query is a sentence and resembles what a
text says rather than its title, so the weight decreases with the square of the query's length."""

BIGRAM = 0.5
"""Two neighbouring syllables of the query that are neighbours in the article."""

PREFIX = 1.0
"""A word with the beginning that was typed (`vận*`), whichever word it is."""

CITATION = 10.0
"""An article that cites the document whose number was typed."""

NUMBER_IN_TITLE = 2.0
"""A document number in the title, in addition to CITATION: the article announces the document."""

EQUIVALENT = 0.5
"""An equivalent spelling, relative to the words that were typed: `UBND` for `ủy ban nhân dân`."""

ALL_TERMS_BONUS = 0.2
"""All significant words together score again by this share, so that an article that holds half of a query many times
over (*tai nạn giao thông* without the *Đồng Nai* that was typed) does not rank above one that holds all of it."""

FEEDBACK = 0.4
"""The significant bigrams of the top hit, all together, relative to everything that was typed."""

FEEDBACK_WORDS = 6
"""The most words of a query at which FEEDBACK counts in full. A longer query says more itself: the weight decreases
with the square of its length, and is 0 beyond twice as many words."""

FEEDBACK_BIGRAMS = 20
"""The number of bigrams that are taken from the top hit."""

# ---- Minimum should match --------------------------------------------------------------------------------------------

MINIMUM_SHARES = (1.0, 0.7, 0.5, 0.45, 0.4)
"""The share of their weight that must match, for one, two, three, four, and five or more significant words."""

MAX_WORD_WEIGHT = 5
"""The weight of a word that hardly any article holds."""

MIN_BIGRAM_WEIGHT = 4
"""A bigram across two words helps to reach the minimum if it has at least this weight."""

SHORT_QUERY_WORDS = 3
"""A query of so many words or fewer, none of which is significant, must match in all of them."""

FREQUENCY_SMOOTHING = 10
"""Articles added to every count: whether three or thirteen articles hold a word says next to nothing."""


def word_weight(document_frequency: int, articles: int) -> int:
    """Return the weight of a word for minimum should match: its inverse document frequency as a whole number.

    It is 0 for a word that no article holds, else from 1 (most articles hold it) to MAX_WORD_WEIGHT.
    """
    if not document_frequency:
        return 0
    ratio = (articles + FREQUENCY_SMOOTHING) / (document_frequency + FREQUENCY_SMOOTHING)
    return max(1, min(MAX_WORD_WEIGHT, round(log(ratio))))


def minimum_share(words: int) -> float:
    """Return the share of the weight of so many words that an article must hold."""
    return MINIMUM_SHARES[min(words, len(MINIMUM_SHARES)) - 1] if words else 1.0


def minimum_weight(words: Sequence[int]) -> int:
    """Return how much of the sum of these word weights an article must hold.

    It is a share of the weight of the significant words, those of weight 2 or more; common words (*là*, *của*) may help
    to reach it. Where no word is significant, all of up to SHORT_QUERY_WORDS words must match, of more a share.
    """
    significant = [word for word in words if word > 1]
    if significant:
        return ceil(minimum_share(len(significant)) * sum(significant))
    known = [word for word in words if word]
    return sum(known) if len(known) <= SHORT_QUERY_WORDS else ceil(minimum_share(len(known)) * sum(known))


def term_weight(inverse_document_frequency: float) -> float:
    """Return the weight of a term in title, summary and body together; TERM for one that no article holds."""
    return TERM * (inverse_document_frequency / TYPICAL_IDF) ** IDF_EXPONENT if inverse_document_frequency else TERM


def title_weight(syllables: int) -> float:
    """Return the weight of a term in the title for a query of so many syllables."""
    return TITLE_TERM * min(1.0, TITLE_SYLLABLES / max(syllables, 1)) ** 2


def feedback_weight(words: int) -> float:
    """Return the weight of the top hit's bigrams for a query of so many words; 0 where a second run is not worth it."""
    if words > 2 * FEEDBACK_WORDS:
        return 0.0
    return FEEDBACK * min(1.0, FEEDBACK_WORDS / max(words, 1)) ** 2
