"""One search, from a query's text to a page of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from time import perf_counter

from whoosh.query.qcore import Query

from ..engines.document import Plan
from ..knowledge import gazetteer
from ..model import ResultPage, Sort, Suggestion, settings
from .highlight.matches import Marker
from .planning.feedback import feedback
from .planning.filters import ResolvedFilters
from .planning.plan import plan
from .planning.scoring import ScoringClause, score_query
from .query.parser import parse
from .results.best_bets import window, with_pinned
from .results.explain import explain, missing
from .results.facets import AS_SET, Facet, Listing, build_facet
from .results.hits import folded
from .results.present import present
from .snapshot import Serving
from .spelling.suggestion import Asked, suggestion
from .statistics.collection import Collection


class Search:
    """One search, step by step, on one state of the collection."""

    def __init__(self, serving: Serving, text: str, chosen: ResolvedFilters, facets: tuple[str, ...]) -> None:
        self.collection = collection = serving.collection
        self.copies = serving.copies
        self.text = text
        self.chosen = chosen
        self.facets = facets
        self.tree = self._parse(text)
        self.plan = plan(self.tree, collection)
        self.pinned = collection.curation.best_bets(self.tree)

    def run(
        self,
        sort: Sort,
        page: int,
        limit: int,
        started: float,
        *,
        explained: bool = False,
        listing: Listing = AS_SET,
    ) -> ResultPage:
        """Search, count, mark, and put it on a page."""
        reader = self.collection.reader
        evidence, first = self._evidence(sort)
        offset = (page - 1) * limit
        beyond = offset >= reader.count()
        asked = Plan(
            match=self.plan.match,
            score=score_query(evidence),
            filters=self.chosen.queries,
            facets=self.facets,
            sort=sort,
            offset=0 if beyond else offset,
            limit=0 if beyond else limit,
        )
        found = window(reader, with_pinned(asked, self.pinned), self.pinned)
        pinned = frozenset(self.pinned if sort == "relevance" else ())
        marker = Marker(self.plan.highlight_terms) if self.plan.highlight_terms and found.matches else None
        length = settings.number("snippet_chars")
        shown = list(folded(found.matches, self.copies, reader))
        lacking = missing(self.plan, [match.id for match, _ in shown], reader)
        hits = tuple(
            present(match, marker, length, copies, lacking.get(match.id, ()), pinned=match.id in pinned)
            for match, copies in shown
        )
        counted = {name: self._facet(name, found.facets[name], listing) for name in self.facets}
        offered = self._suggestion(found.total)
        return ResultPage(
            query=self.text,
            total=found.total,
            page=page,
            limit=limit,
            took_ms=round((perf_counter() - started) * 1000, 3),
            hits=hits,
            facets={name: facet.values for name, facet in counted.items()},
            facets_more={name: facet.more for name, facet in counted.items() if facet.more},
            suggestion=offered,
            explanation=explain(self.plan, evidence, first, [match for match, _ in shown], reader)
            if explained
            else None,
        )

    def ranking(self, limit: int) -> list[tuple[str, float]]:
        """Ids and scores of the first hits."""
        evidence, _ = self._evidence("relevance")
        found = self.collection.reader.search(Plan(match=self.plan.match, score=score_query(evidence), limit=limit))
        return [(match.id, match.score) for match in found.matches]

    def _evidence(self, sort: Sort) -> tuple[tuple[ScoringClause, ...], str | None]:
        """All that scores, and the article that told what was not typed."""
        if sort != "relevance":
            return (), None
        first, told = feedback(self.plan, self.collection)
        return (*self.plan.scoring_clauses, *told), first

    def _facet(self, name: str, counts: Mapping[str, int], listing: Listing) -> Facet:
        selections = self.chosen.selections.get(name, ())
        unlisted = {
            value: self._total(self.plan.match, {**self.chosen.queries, name: selection.query}, self.pinned)
            for selection in selections
            if not selection.listed
            for value in selection.values
        }
        selected = {value for selection in selections for value in selection.values}
        return build_facet(name, {**counts, **unlisted}, selected, listing)

    def _total(self, match: Query, filters: Mapping[str, Query], pinned: Sequence[str] = ()) -> int:
        return self.collection.reader.search(with_pinned(Plan(match=match, filters=filters, limit=0), pinned)).total

    def _suggestion(self, total: int) -> Suggestion | None:
        if self.pinned and total:  # an editor knew this spelling
            return None
        return suggestion(
            Asked(
                text=self.text,
                tree=self.tree,
                planned=self.plan,
                total=total,
                collection=self.collection,
                parse=self._parse,
                count=lambda match: self._total(match, self.chosen.queries),
            )
        )

    def _parse(self, text: str) -> Query:
        return parse(text, partial(known, self.collection))


def known(collection: Collection, field: str, words: Sequence[str]) -> int:
    """How many of the words, from the first, are one value of the field that the query names."""
    return gazetteer().longest_place(words) if field == "place" else collection.longest_value(field, words)
