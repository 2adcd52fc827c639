"""The index as it is searched: opened read-only, shared between threads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from threading import RLock
from time import perf_counter
from typing import Any, Self, cast

from whoosh.query.qcore import Every

from ..analyzers import fingerprint
from ..engines.document import Plan
from ..engines.fields import FACETS
from ..model import (
    FACET_SORTS,
    SORTS,
    Article,
    Completion,
    Copy,
    FacetSort,
    Hit,
    NotFound,
    ResultPage,
    Sort,
    UsageError,
    settings,
)
from ..model.stored import from_stored
from ..store.index_folder import open_store
from .autocomplete.suggest import suggest
from .highlight.matches import Marker, mark
from .highlight.snippets import to_html
from .planning.filters import resolve_filters
from .planning.plan import plan
from .query.lexer import MAX_DEPTH
from .query.parser import parse
from .results.facets import Listing
from .results.hits import copies_of, folded
from .results.listing import Listed, listed
from .results.present import present
from .search import Search, known
from .similar import similar
from .snapshot import Serving

_MANY_SIGNS = re.compile(rf"([\W_]{{1,3}}?)\1{{{MAX_DEPTH},}}")
_RERUNS = 3
"""Of so many candidates a similar article is chosen, as others are reruns of better ones."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def open_index(folder: str | Path = "index") -> Index:
    """Open an index for searching.

    Raises:
        IndexMissing: there is none in this folder.
        IndexVersion: another format version or another analyzer made it; both are named.
        IndexDamaged: it cannot be read.
    """
    return Index(folder)


class Index:
    """An open index. Safe to share between threads; sees what was committed after `refresh`."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._lock = RLock()
        self._serving = Serving(open_store(self.folder, fingerprint=fingerprint()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def search(
        self,
        query: str = "",
        *,
        filters: Mapping[str, Sequence[str]] | None = None,
        facets: Sequence[str] | None = None,
        sort: str = "relevance",
        page: int = 1,
        limit: int | None = None,
        explain: bool = False,
        facet_limit: int | None = None,
        facet_sort: str = "count",
    ) -> ResultPage:
        """One page of results.

        Args:
            query: anything; docs/query-language.md. Never an error.
            filters: values by filter; a filter's values are alternatives, different filters must all hold.
            facets: which to count (None: all, empty: none).
            sort: `relevance`, `newest` or `oldest`.
            page: from 1; one beyond the end is empty.
            limit: hits on a page (None: the setting `limit`), up to the setting `max_limit`.
            facet_limit: values listed of each facet, of places on each level, from 1 (None: the setting
                `facet_values`, and all places, dates and levels); `facets_more` tells how many more there are.
            facet_sort: values by `count` or in Vietnamese alphabetical order by `name`; dates are newest first.
            explain: say in `explanation` what was looked up, where it was found and what it scored.

        Raises:
            FilterError: an unknown filter or a malformed value; `field` names it.
            UsageError: an unknown facet or sort, a page or a limit out of range; `field` names it.
        """
        started = perf_counter()
        limit = settings.number("limit") if limit is None else limit
        names = FACETS if facets is None else tuple(dict.fromkeys(facets))
        _check(query, names, sort, page, limit)
        _check_facets(facet_limit, facet_sort)
        text = _query_text(query)
        with self._leased() as serving:
            found = Search(serving, text, resolve_filters(filters or {}, serving.collection), names)
            listing = Listing(facet_limit, cast(FacetSort, facet_sort))
            return found.run(cast(Sort, sort), page, limit, started, explained=explain, listing=listing)

    def ranking(self, query: str, limit: int) -> list[tuple[str, float]]:
        """Ids and scores of the first hits of a query as `search` orders them, reruns unfolded: for measuring."""
        with self._leased() as serving:
            return Search(serving, _query_text(query), resolve_filters({}, serving.collection), ()).ranking(limit)

    def article(self, id: str) -> Article:
        """One stored article.

        Raises:
            NotFound: there is none of this id.
        """
        with self._leased() as serving:
            stored = serving.reader.stored([id]).get(id)
            if stored is None:
                raise NotFound(f"There is no article {id!r} in {self.folder}.", field="id")
            copies = copies_of(id, serving.copies, serving.reader)
        return replace(from_stored(stored), duplicates=tuple(copy.id for copy in copies))

    def copies(self, id: str) -> tuple[Copy, ...]:
        """Where else an article was published, the earliest first: docs/duplicates.md. None of an unknown id."""
        with self._leased() as serving:
            return copies_of(id, serving.copies, serving.reader)

    def articles(self) -> Iterator[Article]:
        """Every stored article, streaming, in no order."""
        with self._leased() as serving:
            for _, stored in serving.reader.documents():
                yield from_stored(stored)

    def listed(self, month: str | None, offset: int, limit: int) -> tuple[Listed, ...]:
        """Articles of a month (`2024-03`; None: of no date) without their texts, the newest first: for sitemaps."""
        with self._leased() as serving:
            return listed(serving.reader, month, offset, limit)

    def highlight(self, query: str, texts: Sequence[tuple[str, str]]) -> list[str]:
        """The texts of one article as HTML, escaped, with the words of a query in `<mark>`, as in its snippet.

        Each text comes with its field, `title` or `body` (which covers the summary).
        """
        with self._leased() as serving:
            tree = parse(_query_text(query), partial(known, serving.collection))
            sought = plan(tree, serving.collection).highlight_terms
        marks = mark(Marker(sought), texts) if sought else [[] for _ in texts]
        return [to_html(text, 0, len(text), found) for (_, text), found in zip(texts, marks, strict=True)]

    def suggest(self, text: str, limit: int = 8) -> tuple[Completion, ...]:
        """Completions for a search box, the likeliest first: docs/suggest.md.

        Args:
            text: what was typed so far; the last word may be unfinished, diacritics may be left out.
            limit: how many at most, up to the setting `max_limit`.

        Raises:
            UsageError: no text, or a limit out of range; `field` names it.
            IndexDamaged: what completions are kept in cannot be read.
        """
        _check_text(text, "text")
        _check_limit(limit)
        with self._leased() as serving:
            values = partial(known, serving.collection)
            return suggest(serving.completions.segments(), serving.collection, values, text, limit)

    def similar(self, id: str, limit: int | None = None) -> tuple[Hit, ...]:
        """Articles like this one, the likest first, without itself and its reruns: docs/suggest.md.

        Args:
            id: of an article in the index.
            limit: how many at most (None: the setting `limit`), up to the setting `max_limit`.

        Raises:
            NotFound: there is none of this id.
            UsageError: a limit out of range; `field` names it.
        """
        limit = settings.number("limit") if limit is None else limit
        _check_limit(limit)
        article = self.article(id)
        with self._leased() as serving:
            found = similar(article, serving.collection, _RERUNS * limit)
            apart = islice(folded(found, serving.copies, serving.reader), limit)
            return tuple(present(match, None, settings.number("snippet_chars"), copies) for match, copies in apart)

    def count(self) -> int:
        """How many articles there are."""
        with self._leased() as serving:
            return serving.reader.count()

    def stats(self) -> dict[str, Any]:
        """What the index holds: articles, sources, first and last publication, engine, format, size in bytes, …"""
        with self._leased() as serving:
            reader, store = serving.reader, serving.store
            everything = reader.search(Plan(match=Every(), facets=("source",), limit=0))
            ends: dict[str, str | None] = {}
            orders: tuple[tuple[str, Sort], ...] = (("first", "oldest"), ("last", "newest"))
            for name, sort in orders:
                ended = reader.search(Plan(match=Every(), sort=sort, limit=1)).matches
                ends[name] = from_stored(ended[0].stored).published if ended else None
            return {
                "articles": everything.total,
                "sources": len(everything.facets["source"]),
                **ends,
                "engine": store.engine,
                "format": store.format,
                "bytes": store.bytes(),
                "analyzer": store.analyzer,
                "generation": store.generation,
            }

    def refresh(self) -> None:
        """See what was committed since, also a whole new generation; cheap where there is nothing new.

        Raises:
            IndexUnavailable: what is there now cannot be served; what was open serves on.
        """
        with self._lock:
            if self._serving.store.changed():
                newer = Serving(open_store(self.folder, fingerprint=fingerprint()))
                self._serving, older = newer, self._serving
                older.retire()
            else:
                self._serving.refresh()

    def close(self) -> None:
        """Let go of files and memory, after the searches that are running."""
        with self._lock:
            self._serving.retire()

    @contextmanager
    def _leased(self) -> Iterator[Serving]:
        with self._lock:
            serving = self._serving
            serving.lease()
        try:
            yield serving
        finally:
            serving.release()


def _query_text(query: str) -> str:
    """The query as it is searched: composed, and of a longer one than the setting allows the beginning. Signs by the
    hundred (`((((…`, spaces) must not push the words out: of more than MAX_DEPTH in a row, no more are meant."""
    most = settings.number("max_query")
    if len(query) > most:
        query = _MANY_SIGNS.sub(lambda run: run[1] * MAX_DEPTH, query)
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", query[: 4 * most]))[:most]


def _check(query: object, facets: tuple[object, ...], sort: object, page: object, limit: object) -> None:
    _check_text(query, "query")
    for name in facets:
        if name not in FACETS:
            raise UsageError(f"There is no facet {name!r}; the facets are {', '.join(FACETS)}.", field="facets")
    if sort not in SORTS:
        raise UsageError(f"There is no order {sort!r}; results are sorted by {', '.join(SORTS)}.", field="sort")
    if not _is_whole(page) or page < 1:  # type: ignore[operator]
        raise UsageError(f"page is a whole number from 1, not {page!r}.", field="page")
    _check_limit(limit)


def _check_facets(limit: object, sort: object) -> None:
    if limit is not None and not (_is_whole(limit) and limit >= 1):  # type: ignore[operator]
        raise UsageError(f"facet_limit is a whole number from 1, not {limit!r}.", field="facet_limit")
    if sort not in FACET_SORTS:
        message = f"There is no order {sort!r}; facets are sorted by {', '.join(FACET_SORTS)}."
        raise UsageError(message, field="facet_sort")


def _check_text(text: object, name: str) -> None:
    if not isinstance(text, str):
        raise UsageError(f"A {name} is text, not {type(text).__name__}.", field=name)


def _check_limit(limit: object) -> None:
    most = settings.number("max_limit")
    if not _is_whole(limit) or not 1 <= limit <= most:  # type: ignore[operator]
        raise UsageError(f"limit is a whole number from 1 to {most}, not {limit!r}.", field="limit")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
