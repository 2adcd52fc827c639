"""What each word of a query may have been meant to be: Telex and VNI typed raw, other marks, other letters, other
spaces. Only words that look odd in the collection get options."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from ...analyzers import fold, is_syllable, tokenize
from ...analyzers.query_repair import corrections, telex_candidates, vni_candidates
from ...analyzers.tokenization.syllable import TONES, unfold_syllable
from ...knowledge.abbreviations.table import expansions
from ..query.nodes import Word
from . import costs
from .readings import Language, Option

_VOWELS = frozenset("aeiouy")
_ONSETS = frozenset("bcdđghklmnpqrstvx") | {"ch", "gh", "kh", "ng", "ngh", "nh", "ph", "th", "tr"}
"""What a syllable begins with, cut off it (`v ận`), and no slip of the finger; `chnh` and `tjnh` are slips."""
_MEANS_SOMETHING = 0.1
"""The score of a word that means something as it is (`test`), or less."""
_MOST_PARTS = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A word of the query and where it stands in it. `form` is None where it is what it is: a number, an abbreviation,
    a word of several pieces."""

    start: int
    end: int
    form: str | None
    forms: tuple[str, ...]


def spot(word: Word) -> Spot:
    """A word as typed."""
    tokens = tokenize(word.text)
    start, end = word.start + tokens[0].start, word.start + tokens[-1].end
    forms = word.syllables
    lone = len(forms) == 1 and word.start >= 0 and not word.citation
    if not lone or forms[0].isdigit() or len(forms[0]) > costs.LONGEST or expansions(word.text):
        return Spot(start, end, None, forms)
    return Spot(start, end, forms[0], forms)


def options(spots: Sequence[Spot], language: Language) -> list[list[Option]]:
    """For each word what it, alone or with the next, may be; as typed first."""
    written = [tuple(map(language.form, each.forms)) for each in spots]
    odd = [_is_odd(at, spots, written, language) for at in range(len(spots))]
    out = []
    for at, each in enumerate(spots):
        here = [Option(1, written[at], 0.0, None)]
        if each.form is not None and odd[at]:
            here += _alone(each.form, language)
        if at + 1 < len(spots) and odd[at] and odd[at + 1]:
            here += _with_next(each, spots[at + 1], language)
        out.append(here)
    return out


def is_unknown(form: str, language: Language) -> bool:
    """Whether no article has it, or it can be no word by itself (`v` of `v ận`)."""
    return not language.knows(form) or is_fragment(form)


def is_fragment(form: str) -> bool:
    """Letters without any vowel."""
    return form.isalpha() and _VOWELS.isdisjoint(fold(form))


def _is_odd(at: int, spots: Sequence[Spot], written: Sequence[tuple[str, ...]], language: Language) -> bool:
    """Whether the collection does not have the word, or has it beside none of its neighbours."""
    form = spots[at].form
    if form is None:
        return False
    here = language.form(form)
    if is_unknown(here, language):
        return True
    beside = [(written[at - 1][-1], here)] if at and written[at - 1] else []
    beside += [(here, written[at + 1][0])] if at + 1 < len(spots) and written[at + 1] else []
    return not all(language.together(*pair) for pair in beside)


def _alone(form: str, language: Language) -> Iterator[Option]:
    typed = language.form(form)
    unknown = not language.knows(typed)
    found: dict[tuple[str, ...], Option] = {}
    parts = _parts(typed, language) if unknown else ()
    for option in (*raw(form, language), *_slips(typed, language, unknown), *parts):
        best = found.get(option.forms)
        if best is None or option.cost < best.cost:
            found[option.forms] = option
    yield from found.values()


def raw(form: str, language: Language) -> Iterator[Option]:
    """Telex or VNI typed with the input method off."""
    if not form.isascii():
        return
    for reading, score in (*telex_candidates(form, 3), *vni_candidates(form, 3)):
        meant = language.form(reading)
        if meant != form and language.count(meant):
            yield Option(1, (meant,), costs.TYPED_RAW if score > _MEANS_SOMETHING else costs.MAYBE_RAW, "raw")


def _slips(typed: str, language: Language, unknown: bool) -> Iterator[Option]:
    """Other marks and other letters."""
    if not typed.isalpha() or typed in _ONSETS or (not unknown and is_fragment(typed)):
        return
    extra = 0.0 if unknown else costs.REAL_WORD
    for meant, score in corrections(typed, language.vocabulary, costs.CANDIDATES):
        if " " in meant or not language.count(meant):
            continue
        kind = min(int(-log2(score)), len(costs.SLIPS) - 1)
        if kind == 0:
            yield Option(1, (meant,), _marks_cost(typed, meant, extra), "marks")
        else:
            yield Option(1, (meant,), costs.SLIPS[kind] + extra, "letters")


def _marks_cost(typed: str, meant: str, extra: float) -> float:
    if fold(typed) == typed:
        return costs.MARKS_LEFT_OUT
    (tone, quality), (meant_tone, meant_quality) = _marks(typed), _marks(meant)
    if tone in ("", meant_tone) and quality in ("", meant_quality):
        return costs.MARKS_HALF_TYPED
    other = costs.SLIPS[0] if tone == meant_tone or quality == meant_quality else costs.MARKS_ALL_OTHER
    return other + extra


def _marks(form: str) -> tuple[str, str]:
    """The tone of a syllable, and its other marks."""
    marks = [char for char in unicodedata.normalize("NFD", form) if char == "đ" or unicodedata.combining(char)]
    return "".join(mark for mark in marks if mark in TONES), "".join(mark for mark in marks if mark not in TONES)


def _parts(typed: str, language: Language) -> Iterator[Option]:
    """Words typed without the spaces between them."""
    for forms in _divided(typed, language, _MOST_PARTS):
        if len(forms) > 1:
            yield Option(1, forms, costs.SPACE * (len(forms) - 1), "breaks")


def _divided(typed: str, language: Language, most: int) -> Iterator[tuple[str, ...]]:
    if _can_be_word(typed, language):
        yield (typed,)
    if most == 1:
        return
    for end in range(1, len(typed)):
        if _can_be_word(typed[:end], language):
            for rest in _divided(typed[end:], language, most - 1):
                yield (typed[:end], *rest)


def _can_be_word(form: str, language: Language) -> bool:
    if len(form) > costs.LONGEST_SYLLABLE or not language.count(form):
        return False
    return bool(unfold_syllable(form)) if language.folded else is_syllable(form)


def _with_next(first: Spot, second: Spot, language: Language) -> Iterator[Option]:
    """A space too many (`d ân`), or at the wrong place (`dâ nvận`)."""
    if first.form is None or second.form is None:
        return
    a, b = language.form(first.form), language.form(second.form)
    if not (is_unknown(a, language) or is_unknown(b, language)):
        return
    whole = a + b
    if _can_be_word(whole, language):
        yield Option(2, (whole,), costs.SPACE, "breaks")
    for end in range(1, len(whole)):
        if end != len(a) and _can_be_word(whole[:end], language) and _can_be_word(whole[end:], language):
            yield Option(2, (whole[:end], whole[end:]), costs.SPACE_MOVED, "breaks")
