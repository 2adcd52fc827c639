"""Why the hits of a page score what they do, and which of the words asked for they lack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from whoosh.query.compound import And, CompoundQuery
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Prefix, Term

from ...engines.document import Match
from ...engines.fields import EXACT_FIELDS, FOLDED, exact_field
from ...engines.protocol import Reader
from ...model.explanation import AskedWord, AskedWords, ExplainedHit, Explanation, Part
from ..planning.planned import Evidence, Planned

_EXACT = len(exact_field(""))
_COMMON = 1
"""Words of this weight are in so many articles that nobody asks whether one lacks them."""


def explain(
    planned: Planned, evidence: Sequence[Evidence], first: str | None, matches: Sequence[Match], reader: Reader
) -> Explanation:
    """How a query was understood, and the parts of each match's score.

    `evidence` is all that scored, `first` the article that told what was no word of the query. Every part is run by
    itself over the matches alone, so that the answer is the engine's own.
    """
    ids = [match.id for match in matches]
    scores = [(each, reader.among(ids, each.query)) for each in evidence] if ids else []
    asked = tuple(
        AskedWords(
            words=tuple(AskedWord(text=word.text, weight=word.weight) for word in needs.words), least=needs.least
        )
        for needs in planned.needs
    )
    return Explanation(
        marked=planned.marked,
        unmarked=_unmarked(planned),
        asked=asked,
        first=first,
        hits=tuple(ExplainedHit(id=match.id, score=match.score, parts=_parts(match.id, scores)) for match in matches),
    )


def missing(planned: Planned, ids: Sequence[str], reader: Reader) -> dict[str, tuple[str, ...]]:
    """The words that each of these matches lacks, as typed; only those that lack any. Words that most articles have
    (*là*, *của*) are not told."""
    lacking: dict[str, list[str]] = {id: [] for id in ids}
    for needs in planned.needs:
        telling = [word for word in needs.words if word.weight != _COMMON] if needs.partly and ids else []
        for word in telling:
            there = reader.among(ids, word.match) if word.weight else {}
            for id in ids:
                if id not in there:
                    lacking[id].append(word.text)
    return {id: tuple(dict.fromkeys(words)) for id, words in lacking.items() if words}


def _unmarked(planned: Planned) -> tuple[str, ...]:
    if not planned.marked:
        return ()
    words = (" ".join(piece.form for piece in each.pieces) for each in planned.sought if each.pieces[0].folded)
    return tuple(dict.fromkeys(words))


def _parts(id: str, scores: Sequence[tuple[Evidence, Mapping[str, float]]]) -> tuple[Part, ...]:
    parts = [_part(evidence, found[id]) for evidence, found in scores if found.get(id)]
    return tuple(sorted(parts, key=lambda part: -part.score))


def _part(evidence: Evidence, score: float) -> Part:
    field, text = _looked_up(evidence.query)
    return Part(
        text=text,
        field=field.removesuffix(FOLDED),
        marked=not field.endswith(FOLDED),
        why=evidence.why,
        weight=round(float(getattr(evidence.query, "boost", 1.0)), 4),
        score=round(score, 4),
    )


def _looked_up(query: Query) -> tuple[str, str]:
    if isinstance(query, Phrase):
        return query.fieldname, " ".join(query.words)
    if isinstance(query, Prefix):
        return query.fieldname, query.text.replace("_", " ") + "*"
    if isinstance(query, Term) and query.fieldname in EXACT_FIELDS:
        return query.fieldname[_EXACT:], query.text
    if isinstance(query, Term):
        return query.fieldname, query.text.replace("_", " ")
    if isinstance(query, CompoundQuery) and query.subqueries:
        return _together(query)
    raise TypeError(f"no evidence is made of {query!r}")


def _together(query: CompoundQuery) -> tuple[str, str]:
    """Words that count once more where all of them are: of each what finds it first, wherever in the article."""
    fields, texts = zip(*map(_looked_up, query.subqueries), strict=True)
    if isinstance(query, And):
        return "whole" + (FOLDED if all(field.endswith(FOLDED) for field in fields) else ""), " + ".join(texts)
    return fields[0], texts[0]
