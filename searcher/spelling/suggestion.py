"""Spelling suggestions ("did you mean"): another spelling of a query that finds more.

When one is offered, and what the thresholds below were measured to give: docs/query-repair.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from whoosh.query.compound import And
from whoosh.query.qcore import Query

from ...analyzers import bigrams, fold, has_diacritics, tokenize
from ...engines.fields import FOLDED_SUFFIX
from ...model import Suggestion
from ..planning.plan import QueryPlan, plan
from ..query.combinators import adjacent
from ..query.nodes import TEXT, Quoted, Word, Words, leaves
from ..query.terms import BIGRAMS, QueryTerm
from ..statistics.collection import Collection
from .candidates import QueryWord, find_candidates, input_method_candidates, is_unknown, query_word
from .readings import Candidate, LanguageModel, Reading, Slip, best_readings

ENOUGH_RESULTS = 20
"""A query that finds so many articles and has only words that the collection knows gets no suggestion."""

MARGIN = 1.5
"""By how much a reading must cost less than what was typed."""

MAX_READINGS_TRIED = 2
"""How many readings of the whole query are run to see what they find."""

MAX_WORDS = 40
"""How many words of a query are corrected; those that follow are left as typed."""

LOST_SHARE = 1 / 3
"""The share of syllables that must seem to have lost their diacritics before a query with enough results is offered
without any diacritics."""

REASONS: dict[Slip, str] = {
    "input method": "Truy vấn như gõ kiểu Telex hoặc VNI khi chưa bật bộ gõ tiếng Việt.",
    "letters": "Có từ như gõ nhầm phím.",
    "spaces": "Có khoảng trắng như đặt sai chỗ.",
    "diacritics": "Có từ như thiếu dấu hoặc sai dấu.",
}
"""The reason that is shown with a suggestion. Where several slips were corrected, the first of them in this order."""

REASON_WITHOUT_DIACRITICS = "Truy vấn chỉ có dấu ở một số từ; bỏ hết dấu sẽ tìm được nhiều kết quả hơn."

_CORRECTED_FIELDS = (TEXT, "title", "body")
_BIGRAM_FIELDS = (TEXT, "body")
_OPERATORS = ("AND", "OR", "NOT")


@dataclass(frozen=True, slots=True)
class ExecutedQuery:
    """A query that was run, what it found, and the means to run other spellings of it."""

    text: str
    tree: Query
    plan: QueryPlan
    total: int
    collection: Collection
    parse: Callable[[str], Query]
    count: Callable[[Query], int]
    """Counts the articles that match under the filters of the search."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring words of the query under one field name."""

    field: str
    words: tuple[QueryWord, ...]


@dataclass(frozen=True, slots=True)
class _Correction:
    """A span of the query that is replaced by a candidate."""

    field: str
    start: int
    end: int
    candidate: Candidate
    unknown: bool
    """Whether no article has what was typed there."""


def suggest_spelling(query: ExecutedQuery) -> Suggestion | None:
    """Return another spelling of the query that finds more, or None if there is none or the query needs none."""
    runs = list(_runs(query.tree))
    if runs:
        for model in _language_models(query, runs):
            for corrections in _corrections(runs, model, enough_results=query.total >= ENOUGH_RESULTS):
                text = _corrected(query.text, corrections)
                if _finds_more(query, text, corrections, model):
                    return Suggestion(query=text, reason=_reason(corrections))
    return _suggest_without_diacritics(query)


# ---- Correct words ---------------------------------------------------------------------------------------------------


def _word_runs(tree: Query, fields: Sequence[str]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Yield field name and words of every run of neighbouring words in these fields.

    Excluded words (`-giá`) are passed over: another spelling of them finds no more.
    """
    for leaf, positive in leaves(tree):
        if positive and isinstance(leaf, Words | Quoted) and leaf.fieldname in fields:
            for words in leaf.runs() if isinstance(leaf, Words) else [leaf.words]:
                yield leaf.fieldname, words


def _runs(tree: Query) -> Iterator[_Run]:
    left = MAX_WORDS
    for field, words in _word_runs(tree, _CORRECTED_FIELDS):
        if left > 0:
            yield _Run(field, tuple(query_word(word) for word in words[:left]))
        left -= len(words)


def _language_models(query: ExecutedQuery, runs: Sequence[_Run]) -> Iterator[LanguageModel]:
    """Yield the model with diacritics where the query has some or looks like raw keystrokes, else the folded one."""
    with_diacritics = LanguageModel(query.collection, folded=False)
    if query.plan.diacritic_sensitive:
        yield with_diacritics
        return
    folded = LanguageModel(query.collection, folded=True)
    forms = [word.form for run in runs for word in run.words if word.form is not None]
    unknown = [form for form in forms if not folded.frequency(fold(form))]
    if any(True for form in unknown for _ in input_method_candidates(form, with_diacritics)):
        yield with_diacritics
    yield folded


def _corrections(runs: Sequence[_Run], model: LanguageModel, *, enough_results: bool) -> Iterator[list[_Correction]]:
    """Yield sets of corrections, the likeliest first.

    A query with enough results is corrected only if it contains words that no article has.
    """
    if enough_results and not any(
        word.form is not None and is_unknown(model.form(word.form), model) for run in runs for word in run.words
    ):
        return
    readings = [(run, best_readings(find_candidates(run.words, model), model)) for run in runs]
    for rank in range(MAX_READINGS_TRIED):
        corrections: list[_Correction] = []
        for run, ranked in readings:
            typed = ranked[-1]
            reading = ranked[min(rank, len(ranked) - 1)]
            if reading.cost + MARGIN < typed.cost:
                corrections += _corrections_of(run, reading, model)
        if corrections:
            yield corrections


def _corrections_of(run: _Run, reading: Reading, model: LanguageModel) -> Iterator[_Correction]:
    at = 0
    for candidate in reading.candidates:
        words = run.words[at : at + candidate.words]
        at += candidate.words
        if candidate.slip is not None:
            forms = [word.form for word in words if word.form is not None]
            unknown = any(is_unknown(model.form(form), model) for form in forms)
            yield _Correction(run.field, words[0].start, words[-1].end, candidate, unknown)


def _finds_more(query: ExecutedQuery, text: str, corrections: Sequence[_Correction], model: LanguageModel) -> bool:
    """Return whether the corrected query finds more articles.

    Where a word that no article has was corrected, it is enough that articles contain the corrected words: none of
    those that the query found does, because the unknown word was ignored in its search.
    """
    planned = plan(query.parse(text), query.collection)
    if not any(correction.unknown for correction in corrections):
        return query.count(planned.match) > query.total
    folded = not planned.diacritic_sensitive
    corrected = [
        adjacent(correction.field, [QueryTerm(form, folded) for form in correction.candidate.forms])
        for correction in corrections
    ]
    return query.count(And([planned.match, *corrected])) > 0


def _corrected(text: str, corrections: Sequence[_Correction]) -> str:
    """Return the query with the corrections applied and everything else, operators included, as typed."""
    pieces, end = [], 0
    for correction in sorted(corrections, key=lambda correction: correction.start):
        typed = text[correction.start : correction.end]
        pieces += [text[end : correction.start], _in_case_of(typed, " ".join(correction.candidate.forms))]
        end = correction.end
    return "".join([*pieces, text[end:]])


def _in_case_of(typed: str, corrected: str) -> str:
    """Return the corrected words in the letter case of what was typed, but never as an operator (`AND`)."""
    if typed.isupper() and len(typed) > 1:
        return corrected.upper() if corrected.upper() not in _OPERATORS else corrected
    return corrected[:1].upper() + corrected[1:] if typed[:1].isupper() else corrected


def _reason(corrections: Sequence[_Correction]) -> str:
    slips = {correction.candidate.slip for correction in corrections}
    return next(reason for slip, reason in REASONS.items() if slip in slips)


# ---- Drop half-typed diacritics --------------------------------------------------------------------------------------


def _suggest_without_diacritics(query: ExecutedQuery) -> Suggestion | None:
    """Return a suggestion to drop all diacritics from the query, or None.

    It is made if some words seem to have lost theirs and the folded query finds more.
    """
    if not query.plan.diacritic_sensitive:
        return None
    share = _share_without_diacritics(query.tree, query.collection)
    if not share or (query.total >= ENOUGH_RESULTS and share < LOST_SHARE):
        return None
    folded = plan(query.tree, query.collection, ignore_diacritics=True)
    if query.count(folded.match) <= query.total:
        return None
    return Suggestion(query=remove_diacritics(query.text), reason=REASON_WITHOUT_DIACRITICS)


def _share_without_diacritics(tree: Query, collection: Collection) -> float:
    """Return the share of syllables that seem to have lost their diacritics.

    Such a syllable has no diacritics, the collection has it next to none of its neighbours in the query, and has it
    next to one of them if diacritics are ignored: `dân van` where the collection only knows `dân vận`.
    """
    lost = syllables = 0
    for _, words in _word_runs(tree, _BIGRAM_FIELDS):
        forms = [form for word in words for form in word.syllables]
        syllables += len(forms)
        lost += sum(_has_lost_diacritics(forms, at, collection) for at in range(len(forms)))
    return lost / max(syllables, 1)


def _has_lost_diacritics(forms: Sequence[str], at: int, collection: Collection) -> bool:
    if has_diacritics(forms[at]) or not forms[at].isalpha():
        return False
    around = forms[max(0, at - 1) : at + 2]
    if any(collection.has_term(BIGRAMS, bigram) for bigram in bigrams(around)):
        return False
    return any(
        collection.has_term(BIGRAMS + FOLDED_SUFFIX, bigram) for bigram in bigrams([fold(form) for form in around])
    )


def remove_diacritics(text: str) -> str:
    """Return the query with every word that has diacritics folded and everything else, operators included, as typed."""
    pieces, end = [], 0
    for token in tokenize(text):
        pieces += [text[end : token.start], token.folded if has_diacritics(token.text) else token.text]
        end = token.end
    return "".join(pieces) + text[end:]
