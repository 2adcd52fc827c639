"""One search from end to end: from a query's text to a page of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from whoosh.query.qcore import Query

from ..engines.document import Match, Matches, Plan
from ..knowledge import gazetteer
from ..model import Copy, Hit, ResultPage, Sort, Suggestion, settings
from .highlight.matches import Highlighter
from .planning.feedback import feedback
from .planning.filters import ResolvedFilters
from .planning.plan import plan
from .planning.scoring import ScoringClause, score_query
from .query.parser import parse
from .results.explain import explain, missing_words
from .results.facets import DEFAULT_OPTIONS, Facet, FacetOptions, build_facet
from .results.hits import collapse, search_with_best_bets, to_hit, with_best_bets
from .snapshot import Snapshot
from .spelling.suggestion import ExecutedQuery, suggest_spelling
from .statistics.collection import Collection


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """What a caller asks for besides query and filters."""

    sort: Sort
    page: int
    limit: int
    facets: tuple[str, ...]
    facet_options: FacetOptions = DEFAULT_OPTIONS
    explain: bool = False


class Search:
    """One search on one snapshot."""

    def __init__(self, snapshot: Snapshot, text: str, filters: ResolvedFilters) -> None:
        self.collection = collection = snapshot.collection
        self.reader = collection.reader
        self.near_duplicates = snapshot.near_duplicates
        self.text = text
        self.filters = filters
        self.tree = parse_query(text, collection)
        self.plan = plan(self.tree, collection)
        self.best_bets = collection.curation.best_bets(self.tree)

    def run(self, request: PageRequest, started: float) -> ResultPage:
        """Return the requested page; `started` is the `perf_counter` time from which `took_ms` is measured."""
        clauses, feedback_id = self._scoring_clauses(request.sort)
        matches = self._matches(request, clauses)
        collapsed = list(collapse(matches.matches, self.near_duplicates, self.reader))
        hits = self._hits(collapsed, request.sort)
        facets = {name: self._facet(name, matches.facets[name], request.facet_options) for name in request.facets}
        suggestion = self._suggestion(matches.total)
        return ResultPage(
            query=self.text,
            total=matches.total,
            page=request.page,
            limit=request.limit,
            took_ms=round((perf_counter() - started) * 1000, 3),
            hits=hits,
            facets={name: facet.values for name, facet in facets.items()},
            facets_more={name: facet.more for name, facet in facets.items() if facet.more},
            suggestion=suggestion,
            explanation=explain(self.plan, clauses, feedback_id, [match for match, _ in collapsed], self.reader)
            if request.explain
            else None,
        )

    def ranking(self, limit: int) -> list[tuple[str, float]]:
        """Return ids and scores of the first matches by relevance, near duplicates and best bets left as they rank."""
        clauses, _ = self._scoring_clauses("relevance")
        found = self.reader.search(Plan(match=self.plan.match, score=score_query(clauses), limit=limit))
        return [(match.id, match.score) for match in found.matches]

    def _scoring_clauses(self, sort: Sort) -> tuple[tuple[ScoringClause, ...], str | None]:
        """Return all scoring clauses, and the article from which those of pseudo-relevance feedback come."""
        if sort != "relevance":
            return (), None
        feedback_id, from_feedback = feedback(self.plan, self.collection)
        return (*self.plan.scoring_clauses, *from_feedback), feedback_id

    def _matches(self, request: PageRequest, clauses: Sequence[ScoringClause]) -> Matches:
        """Return the matches of the page, the total and the facet counts. A page beyond the end has no matches."""
        offset = (request.page - 1) * request.limit
        beyond = offset >= self.reader.count()
        requested = Plan(
            match=self.plan.match,
            score=score_query(clauses),
            filters=self.filters.queries,
            facets=request.facets,
            sort=request.sort,
            offset=0 if beyond else offset,
            limit=0 if beyond else request.limit,
        )
        return search_with_best_bets(self.reader, with_best_bets(requested, self.best_bets), self.best_bets)

    def _hits(self, collapsed: Sequence[tuple[Match, tuple[Copy, ...]]], sort: Sort) -> tuple[Hit, ...]:
        terms = self.plan.highlight_terms
        highlighter = Highlighter(terms) if terms and collapsed else None
        snippet_length = settings.number("snippet_chars")
        missing = missing_words(self.plan, [match.id for match, _ in collapsed], self.reader)
        pinned = frozenset(self.best_bets if sort == "relevance" else ())
        return tuple(
            to_hit(match, highlighter, snippet_length, copies, missing.get(match.id, ()), pinned=match.id in pinned)
            for match, copies in collapsed
        )

    def _facet(self, name: str, counts: Mapping[str, int], options: FacetOptions) -> Facet:
        """Return a facet. Selected values that are not facet values (a bare place name) are counted one by one."""
        selections = self.filters.selections.get(name, ())
        unlisted = {
            value: self._total(self.plan.match, {**self.filters.queries, name: selection.query}, self.best_bets)
            for selection in selections
            if not selection.listed
            for value in selection.values
        }
        selected = {value for selection in selections for value in selection.values}
        return build_facet(name, {**counts, **unlisted}, selected, options)

    def _suggestion(self, total: int) -> Suggestion | None:
        """Return a spelling suggestion, except for a query with best bets: its spelling is known to an editor."""
        if self.best_bets and total:
            return None
        return suggest_spelling(
            ExecutedQuery(
                text=self.text,
                tree=self.tree,
                plan=self.plan,
                total=total,
                collection=self.collection,
                parse=lambda text: parse_query(text, self.collection),
                count=lambda match: self._total(match, self.filters.queries),
            )
        )

    def _total(self, match: Query, filters: Mapping[str, Query], best_bets: Sequence[str] = ()) -> int:
        return self.reader.search(with_best_bets(Plan(match=match, filters=filters, limit=0), best_bets)).total


def parse_query(text: str, collection: Collection) -> Query:
    """Return the syntax tree of a query, in which field values may be known values of several words."""
    return parse(text, partial(known_value_length, collection))


def known_value_length(collection: Collection, field: str, words: Sequence[str]) -> int:
    """Return how many of the words, from the first, are one known value of the field: `place:Bình Phú` has two."""
    return gazetteer().count_name_words(words) if field == "place" else collection.longest_value(field, words)
