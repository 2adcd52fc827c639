"""Why the hits of a page score as they do, and which words of the query they lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whoosh.query.compound import And, CompoundQuery
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Prefix, Term

from ...engines.document import Match
from ...engines.fields import EXACT_FIELDS, FOLDED_SUFFIX, exact_field
from ...engines.protocol import Reader
from ...model.explanation import AskedWord, AskedWords, ExplainedHit, Explanation, Part
from ..planning.plan import QueryPlan
from ..planning.scoring import ScoringClause
from ..query.terms import FULL_TEXT

_EXACT_PREFIX = len(exact_field(""))
_COMMON_WEIGHT = 1
"""The weight of words that are in most articles (*là*, *của*). They are never listed as missing."""


def explain(
    plan: QueryPlan,
    clauses: Sequence[ScoringClause],
    feedback_id: str | None,
    matches: Sequence[Match],
    reader: Reader,
) -> Explanation:
    """Return how a query was understood, and the parts of each match's score.

    Each clause is run by itself over the matches, so that every part is the engine's own score.

    Args:
        plan: The query plan.
        clauses: All scoring clauses, those of pseudo-relevance feedback included.
        feedback_id: The article from which the feedback clauses come.
        matches: The matches of the page.
        reader: The reader that found them.
    """
    ids = [match.id for match in matches]
    scores = [(clause, reader.score_among(ids, clause.query)) for clause in clauses] if ids else []
    asked = tuple(
        AskedWords(
            words=tuple(AskedWord(text=clause.text, weight=clause.weight) for clause in group.clauses),
            least=group.minimum,
        )
        for group in plan.should_match
    )
    return Explanation(
        marked=plan.diacritic_sensitive,
        unmarked=_words_looked_up_folded(plan),
        asked=asked,
        first=feedback_id,
        hits=tuple(ExplainedHit(id=match.id, score=match.score, parts=_parts(match.id, scores)) for match in matches),
    )


def missing_words(plan: QueryPlan, ids: Sequence[str], reader: Reader) -> dict[str, tuple[str, ...]]:
    """Return the query words, as typed, that articles lack, for those of the articles that lack any."""
    missing: dict[str, list[str]] = {id: [] for id in ids}
    for group in plan.should_match:
        may_be_missing = group.allows_missing and ids
        clauses = [clause for clause in group.clauses if clause.weight != _COMMON_WEIGHT] if may_be_missing else []
        for clause in clauses:
            matching = reader.score_among(ids, clause.match) if clause.weight else {}
            for id in ids:
                if id not in matching:
                    missing[id].append(clause.text)
    return {id: tuple(dict.fromkeys(words)) for id, words in missing.items() if words}


def _words_looked_up_folded(plan: QueryPlan) -> tuple[str, ...]:
    """Return the words of a diacritic-sensitive query that were looked up folded: no article has them as typed."""
    if not plan.diacritic_sensitive:
        return ()
    words = (
        " ".join(syllable.form for syllable in term.terms) for term in plan.highlight_terms if term.terms[0].folded
    )
    return tuple(dict.fromkeys(words))


def _parts(id: str, scores: Sequence[tuple[ScoringClause, Mapping[str, float]]]) -> tuple[Part, ...]:
    parts = [_part(clause, by_id[id]) for clause, by_id in scores if by_id.get(id)]
    return tuple(sorted(parts, key=lambda part: -part.score))


def _part(clause: ScoringClause, score: float) -> Part:
    field, text = _field_and_text(clause.query)
    return Part(
        text=text,
        field=field.removesuffix(FOLDED_SUFFIX),
        marked=not field.endswith(FOLDED_SUFFIX),
        why=clause.reason,
        weight=round(float(getattr(clause.query, "boost", 1.0)), 4),
        score=round(score, 4),
    )


def _field_and_text(query: Query) -> tuple[str, str]:
    """Return the field in which a scoring query looks, and the text it looks up, as it is shown."""
    if isinstance(query, Phrase):
        return query.fieldname, " ".join(query.words)
    if isinstance(query, Prefix):
        return query.fieldname, query.text.replace("_", " ") + "*"
    if isinstance(query, Term) and query.fieldname in EXACT_FIELDS:
        return query.fieldname[_EXACT_PREFIX:], query.text
    if isinstance(query, Term):
        return query.fieldname, query.text.replace("_", " ")
    if isinstance(query, CompoundQuery) and query.subqueries:
        return _compound_field_and_text(query)
    raise TypeError(f"{query!r} is not a scoring query.")


def _compound_field_and_text(query: CompoundQuery) -> tuple[str, str]:
    """Return field and text of words that score once more where all are found (And), else of the first alternative."""
    fields, texts = zip(*map(_field_and_text, query.subqueries), strict=True)
    if isinstance(query, And):
        folded = all(field.endswith(FOLDED_SUFFIX) for field in fields)
        return FULL_TEXT + (FOLDED_SUFFIX if folded else ""), " + ".join(texts)
    return fields[0], texts[0]
