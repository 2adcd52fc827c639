"""Spelling candidates: what each word of a query may have been meant to be, and what each such slip costs.

Considered are Telex and VNI typed with the input method off, other diacritics, other letters and other spaces. Only
words that look suspicious in the collection get candidates. The costs are natural logarithms of how unlikely each slip
is, in the unit in which `readings` measures how unlikely words are to follow one another. What each figure was measured
to give: docs/query-repair.md.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from ...analyzers import fold, is_syllable, tokenize
from ...analyzers.query_repair import corrections, telex_candidates, vni_candidates
from ...analyzers.tokenization.syllable import TONES, unfold_syllable
from ...knowledge.abbreviations.table import expand_abbreviation
from ..query.nodes import Word
from ..statistics.collection import LONGEST_VOCABULARY_WORD
from .readings import Candidate, LanguageModel

RAW_KEYS = 1.0
"""A word that is hardly anything but Telex or VNI keystrokes."""

MAYBE_RAW_KEYS = 8.0
"""A word that can be read as Telex but also means something as typed (`test`)."""

EDITS = (3.0, 4.0, 5.0, 9.0, 10.0)
"""The classes of `analyzers.query_repair.corrections`: other diacritics; an adjacent key, two letters swapped or one
doubled; a letter too few or too many; any other letter; a letter and diacritics."""

DIACRITICS_OMITTED = 1.0
"""A word without diacritics among words with some."""

DIACRITICS_HALF_TYPED = 2.0
"""The tone or the other diacritics are left out: `quôc`, `quóc` for `quốc`."""

DIACRITICS_ALL_WRONG = 6.0
"""Both the tone and the other diacritics are wrong: `dải` for `đại`."""

WRONG_SPACE_COUNT = 3.5
"""A space too many, or one too few."""

SPACE_MOVED = 5.0
"""A space at the wrong place: `dâ nvận`."""

KNOWN_WORD = 3.0
"""What a slip costs in addition where it makes another word that the collection has."""

MAX_CORRECTIONS = 8
"""How many corrections of one word are considered."""

LONGEST_SYLLABLE = 7
"""Letters of the longest syllable, `nghiêng`."""

_VOWELS = frozenset("aeiouy")
_ONSETS = frozenset("bcdđghklmnpqrstvx") | {"ch", "gh", "kh", "ng", "ngh", "nh", "ph", "th", "tr"}
"""Onsets of syllables. One typed alone was cut off by a space (`v ận`) and is not corrected by letters; `chnh` and
`tjnh` are not onsets, so they are."""
_PLAIN_WORD_SCORE = 0.1
"""The highest score that Telex decoding gives a word that means something as typed (`test`)."""
_MAX_PARTS = 4
"""How many words without spaces between them are taken apart."""


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word of the query and its offsets in the query's text."""

    start: int
    end: int
    form: str | None
    """The normal form, or None for a word that is never corrected: a number, an abbreviation, several tokens."""
    forms: tuple[str, ...]
    """The normal forms of all its tokens."""


def query_word(word: Word) -> QueryWord:
    """Return a word of the syntax tree with its offsets, and decide whether it may be corrected."""
    tokens = tokenize(word.text)
    start, end = word.start + tokens[0].start, word.start + tokens[-1].end
    forms = word.syllables
    single = len(forms) == 1 and word.start >= 0 and not word.citation
    if not single or forms[0].isdigit() or len(forms[0]) > LONGEST_VOCABULARY_WORD or expand_abbreviation(word.text):
        return QueryWord(start, end, None, forms)
    return QueryWord(start, end, forms[0], forms)


def find_candidates(words: Sequence[QueryWord], model: LanguageModel) -> list[list[Candidate]]:
    """Return for each word its candidates, alone or together with the next word; the word as typed comes first."""
    typed = [tuple(map(model.form, word.forms)) for word in words]
    suspicious = [_is_suspicious(at, words, typed, model) for at in range(len(words))]
    found = []
    for at, word in enumerate(words):
        here = [Candidate(1, typed[at], 0.0, None)]
        if word.form is not None and suspicious[at]:
            here += _single_word_candidates(word.form, model)
        if at + 1 < len(words) and suspicious[at] and suspicious[at + 1]:
            here += _two_word_candidates(word, words[at + 1], model)
        found.append(here)
    return found


def is_unknown(form: str, model: LanguageModel) -> bool:
    """Return whether no article has the form, or it cannot be a word by itself (`v` of `v ận`)."""
    return not model.finds(form) or _is_fragment(form)


def _is_fragment(form: str) -> bool:
    """Return whether these are letters without a vowel."""
    return form.isalpha() and _VOWELS.isdisjoint(fold(form))


def _is_suspicious(at: int, words: Sequence[QueryWord], typed: Sequence[tuple[str, ...]], model: LanguageModel) -> bool:
    """Return whether the collection lacks the word, or lacks it next to one of its neighbours."""
    form = words[at].form
    if form is None:
        return False
    here = model.form(form)
    if is_unknown(here, model):
        return True
    bigrams = [(typed[at - 1][-1], here)] if at and typed[at - 1] else []
    bigrams += [(here, typed[at + 1][0])] if at + 1 < len(words) and typed[at + 1] else []
    return not all(model.bigram_frequency(first, second) for first, second in bigrams)


def _single_word_candidates(form: str, model: LanguageModel) -> Iterator[Candidate]:
    """Yield the candidates of one word; where several slips lead to the same forms, the cheapest."""
    typed = model.form(form)
    unknown = not model.finds(typed)
    cheapest: dict[tuple[str, ...], Candidate] = {}
    parts = _missing_spaces(typed, model) if unknown else ()
    for candidate in (*input_method_candidates(form, model), *_edited(typed, model, unknown), *parts):
        best = cheapest.get(candidate.forms)
        if best is None or candidate.cost < best.cost:
            cheapest[candidate.forms] = candidate
    yield from cheapest.values()


def input_method_candidates(form: str, model: LanguageModel) -> Iterator[Candidate]:
    """Yield what a word means as Telex or VNI typed with the input method off."""
    if not form.isascii():
        return
    for decoded, score in (*telex_candidates(form, 3), *vni_candidates(form, 3)):
        meant = model.form(decoded)
        if meant != form and model.frequency(meant):
            cost = RAW_KEYS if score > _PLAIN_WORD_SCORE else MAYBE_RAW_KEYS
            yield Candidate(1, (meant,), cost, "input method")


def _edited(typed: str, model: LanguageModel, unknown: bool) -> Iterator[Candidate]:
    """Yield known words with other diacritics or other letters."""
    if not typed.isalpha() or typed in _ONSETS or (not unknown and _is_fragment(typed)):
        return
    extra = 0.0 if unknown else KNOWN_WORD
    for meant, score in corrections(typed, model.vocabulary, MAX_CORRECTIONS):
        if " " in meant or not model.frequency(meant):
            continue
        edit = min(int(-log2(score)), len(EDITS) - 1)
        if edit == 0:
            yield Candidate(1, (meant,), _diacritics_cost(typed, meant, extra), "diacritics")
        else:
            yield Candidate(1, (meant,), EDITS[edit] + extra, "letters")


def _diacritics_cost(typed: str, meant: str, extra: float) -> float:
    if fold(typed) == typed:
        return DIACRITICS_OMITTED
    (tone, quality), (meant_tone, meant_quality) = _diacritics(typed), _diacritics(meant)
    if tone in ("", meant_tone) and quality in ("", meant_quality):
        return DIACRITICS_HALF_TYPED
    wrong = EDITS[0] if tone == meant_tone or quality == meant_quality else DIACRITICS_ALL_WRONG
    return wrong + extra


def _diacritics(form: str) -> tuple[str, str]:
    """Return the tone mark of a syllable and its other diacritics (`đ` counts as one)."""
    found = [char for char in unicodedata.normalize("NFD", form) if char == "đ" or unicodedata.combining(char)]
    return "".join(char for char in found if char in TONES), "".join(char for char in found if char not in TONES)


def _missing_spaces(typed: str, model: LanguageModel) -> Iterator[Candidate]:
    """Yield words that were typed without the spaces between them."""
    for forms in _divisions(typed, model, _MAX_PARTS):
        if len(forms) > 1:
            yield Candidate(1, forms, WRONG_SPACE_COUNT * (len(forms) - 1), "spaces")


def _divisions(typed: str, model: LanguageModel, most: int) -> Iterator[tuple[str, ...]]:
    """Yield every division of the letters into at most so many known syllables."""
    if _is_known_syllable(typed, model):
        yield (typed,)
    if most == 1:
        return
    for end in range(1, len(typed)):
        if _is_known_syllable(typed[:end], model):
            for rest in _divisions(typed[end:], model, most - 1):
                yield (typed[:end], *rest)


def _is_known_syllable(form: str, model: LanguageModel) -> bool:
    if len(form) > LONGEST_SYLLABLE or not model.frequency(form):
        return False
    return bool(unfold_syllable(form)) if model.folded else is_syllable(form)


def _two_word_candidates(first: QueryWord, second: QueryWord, model: LanguageModel) -> Iterator[Candidate]:
    """Yield candidates for a space too many (`d ân`) or at the wrong place (`dâ nvận`)."""
    if first.form is None or second.form is None:
        return
    left, right = model.form(first.form), model.form(second.form)
    if not (is_unknown(left, model) or is_unknown(right, model)):
        return
    joined = left + right
    if _is_known_syllable(joined, model):
        yield Candidate(2, (joined,), WRONG_SPACE_COUNT, "spaces")
    for end in range(1, len(joined)):
        if end != len(left) and _is_known_syllable(joined[:end], model) and _is_known_syllable(joined[end:], model):
            yield Candidate(2, (joined[:end], joined[end:]), SPACE_MOVED, "spaces")
