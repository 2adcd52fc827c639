"""An index opened for searching: read-only, and safe to share between threads."""

from __future__ import annotations

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
from ..engines.protocol import Reader
from ..model import (
    Article,
    Completion,
    Copy,
    FacetSort,
    Hit,
    NotFound,
    ResultPage,
    Sort,
    settings,
)
from ..model.stored import from_stored
from ..store.index_folder import open_store
from .arguments import check_facet_options, check_limit, check_search, check_text, query_text
from .autocomplete.suggest import suggest
from .highlight.matches import Highlighter
from .highlight.snippets import to_html
from .planning.filters import resolve_filters
from .planning.plan import plan
from .results.facets import FacetOptions
from .results.hits import collapse, near_duplicates, to_hit
from .results.listing import ListedArticle, list_month
from .search import PageRequest, Search, known_value_length, parse_query
from .similar import find_similar
from .snapshot import Snapshot

_SIMILAR_CANDIDATES = 3
"""How many candidates are looked at for each requested similar article, since some are near duplicates of others."""


def open_index(folder: str | Path = "index") -> Index:
    """Open an index for searching.

    Raises:
        IndexMissing: There is no index in this folder.
        IndexVersion: Another format version or another analyzer made it; the message names both.
        IndexDamaged: It cannot be read.
    """
    return Index(folder)


class Index:
    """An open index, safe to share between threads. Later commits become visible after `refresh`."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._lock = RLock()
        self._snapshot = Snapshot(open_store(self.folder, fingerprint=fingerprint()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- Search ------------------------------------------------------------------------------------------------------

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
        """Return one page of results.

        Args:
            query: Any text, in the language of docs/query-language.md. No text is a syntax error.
            filters: The values of each filter. The values of one filter are alternatives; different filters must all
                hold.
            facets: The facets to count (None: all, empty: none).
            sort: `relevance`, `newest` or `oldest`.
            page: The number of the page, from 1. A page beyond the end is empty.
            limit: Hits on a page (None: the setting `limit`), up to the setting `max_limit`.
            explain: Whether `explanation` says what was looked up, where it was found and what it scored.
            facet_limit: How many values are listed of each facet, and of places on each level, from 1. None means the
                setting `facet_values`, and all places, dates and levels. `facets_more` says how many more there are.
            facet_sort: Sort values by `count`, or by `name` in Vietnamese alphabetical order. Dates are always newest
                first.

        Raises:
            FilterError: A filter is unknown or a value is malformed; `field` names the filter.
            UsageError: A facet or sort is unknown, or a number is out of range; `field` names the argument.
        """
        started = perf_counter()
        limit = settings.number("limit") if limit is None else limit
        names = FACETS if facets is None else tuple(dict.fromkeys(facets))
        check_search(query, names, sort, page, limit)
        check_facet_options(facet_limit, facet_sort)
        request = PageRequest(
            sort=cast(Sort, sort),
            page=page,
            limit=limit,
            facets=names,
            facet_options=FacetOptions(facet_limit, cast(FacetSort, facet_sort)),
            explain=explain,
        )
        with self._open_snapshot() as snapshot:
            search = Search(snapshot, query_text(query), resolve_filters(filters or {}, snapshot.collection))
            return search.run(request, started)

    def ranking(self, query: str, limit: int) -> list[tuple[str, float]]:
        """Return ids and scores of the first hits of a query, as `search` ranks them before near duplicates are
        collapsed: for measuring."""
        with self._open_snapshot() as snapshot:
            search = Search(snapshot, query_text(query), resolve_filters({}, snapshot.collection))
            return search.ranking(limit)

    def highlight(self, query: str, texts: Sequence[tuple[str, str]]) -> list[str]:
        """Return the texts of one article as escaped HTML, with the terms of a query in `<mark>` as in its snippet.

        Each text comes with its field, `title` or `body` (which covers the summary).
        """
        with self._open_snapshot() as snapshot:
            tree = parse_query(query_text(query), snapshot.collection)
            terms = plan(tree, snapshot.collection).highlight_terms
        highlights = Highlighter(terms).highlights(texts) if terms else [[] for _ in texts]
        return [to_html(text, 0, len(text), found) for (_, text), found in zip(texts, highlights, strict=True)]

    def suggest(self, text: str, limit: int = 8) -> tuple[Completion, ...]:
        """Return completions for a search box, the likeliest first: docs/suggest.md.

        Args:
            text: What was typed so far. The last word may be unfinished, and diacritics may be left out.
            limit: How many completions at most, up to the setting `max_limit`.

        Raises:
            UsageError: `text` is not text, or the limit is out of range; `field` names the argument.
            IndexDamaged: The files of the completions cannot be read.
        """
        check_text(text, "text")
        check_limit(limit)
        with self._open_snapshot() as snapshot:
            known = partial(known_value_length, snapshot.collection)
            return suggest(snapshot.completions.segments(), snapshot.collection, known, text, limit)

    def similar(self, id: str, limit: int | None = None) -> tuple[Hit, ...]:
        """Return articles similar to one, the most similar first, without itself and its near duplicates.

        How similarity is measured: docs/suggest.md.

        Args:
            id: The id of an article in the index.
            limit: How many articles at most (None: the setting `limit`), up to the setting `max_limit`.

        Raises:
            NotFound: No article has this id.
            UsageError: The limit is out of range; `field` names it.
        """
        limit = settings.number("limit") if limit is None else limit
        check_limit(limit)
        article = self.article(id)
        with self._open_snapshot() as snapshot:
            matches = find_similar(article, snapshot.collection, _SIMILAR_CANDIDATES * limit)
            collapsed = islice(collapse(matches, snapshot.near_duplicates, snapshot.reader), limit)
            return tuple(to_hit(match, None, settings.number("snippet_chars"), copies) for match, copies in collapsed)

    # ---- Articles ----------------------------------------------------------------------------------------------------

    def article(self, id: str) -> Article:
        """Return one stored article.

        Raises:
            NotFound: No article has this id.
        """
        with self._open_snapshot() as snapshot:
            stored = snapshot.reader.stored([id]).get(id)
            if stored is None:
                raise NotFound(f"There is no article {id!r} in {self.folder}.", field="id")
            copies = near_duplicates(id, snapshot.near_duplicates, snapshot.reader)
        return replace(from_stored(stored), duplicates=tuple(copy.id for copy in copies))

    def copies(self, id: str) -> tuple[Copy, ...]:
        """Return the near duplicates of an article, the earliest first: docs/duplicates.md. An unknown id has none."""
        with self._open_snapshot() as snapshot:
            return near_duplicates(id, snapshot.near_duplicates, snapshot.reader)

    def articles(self) -> Iterator[Article]:
        """Yield every stored article, one at a time and in no particular order."""
        with self._open_snapshot() as snapshot:
            for _, stored in snapshot.reader.documents():
                yield from_stored(stored)

    def list_month(self, month: str | None, offset: int, limit: int) -> tuple[ListedArticle, ...]:
        """Return articles of a month (`2024-03`; None: without a date), the newest first and without their texts.

        Sitemaps are made of them.
        """
        with self._open_snapshot() as snapshot:
            return list_month(snapshot.reader, month, offset, limit)

    def count(self) -> int:
        """Return the number of articles."""
        with self._open_snapshot() as snapshot:
            return snapshot.reader.count()

    def stats(self) -> dict[str, Any]:
        """Return what the index contains: articles, sources, first and last publication, engine, format, size in
        bytes, analyzer and generation."""
        with self._open_snapshot() as snapshot:
            reader, store = snapshot.reader, snapshot.store
            everything = reader.search(Plan(match=Every(), facets=("source",), limit=0))
            return {
                "articles": everything.total,
                "sources": len(everything.facets["source"]),
                "first": _first_published(reader, "oldest"),
                "last": _first_published(reader, "newest"),
                "engine": store.engine,
                "format": store.format,
                "bytes": store.bytes(),
                "analyzer": store.analyzer,
                "generation": store.generation,
            }

    # ---- Snapshots ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Move on to what was committed since, even to a new generation. It is cheap if nothing was.

        Raises:
            IndexUnavailable: The current state cannot be opened; the former one stays open.
        """
        with self._lock:
            if self._snapshot.store.changed():
                newer = Snapshot(open_store(self.folder, fingerprint=fingerprint()))
                self._snapshot, older = newer, self._snapshot
                older.retire()
            else:
                self._snapshot.refresh()

    def close(self) -> None:
        """Release files and memory as soon as the running searches have ended."""
        with self._lock:
            self._snapshot.retire()

    @contextmanager
    def _open_snapshot(self) -> Iterator[Snapshot]:
        with self._lock:
            snapshot = self._snapshot
            snapshot.acquire()
        try:
            yield snapshot
        finally:
            snapshot.release()


def _first_published(reader: Reader, sort: Sort) -> str | None:
    """Return the publication date of the first article in this order."""
    matches = reader.search(Plan(match=Every(), sort=sort, limit=1)).matches
    return from_stored(matches[0].stored).published if matches else None
