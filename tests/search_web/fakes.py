"""An index of a handful of articles that are filtered and counted naively: enough for the web room alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import timtin
from timtin import Article, FacetValue, FilterError, Hit, NotFound, Place, ResultPage

FACETS = ("place", "year", "month", "topic", "source", "citation", "level", "organization", "author", "place_then")


def article(number: int, **values: Any) -> Article:
    """An article of our own; `number` makes it one of a kind."""
    given: dict[str, Any] = {
        "id": f"tin/{number}",
        "url": f"https://tin.example/{number}",
        "title": f"Xã Mẫu {number} sơ kết phong trào Dân vận khéo",
        "body": f"Sáng ngày {number}, xã Mẫu sơ kết phong trào.\n\nHội nghị bàn việc làm đường ngõ xóm.",
        "published": f"20{20 + number % 5}-03-{1 + number % 28:02}",
        "source": ("Cổng thông tin huyện Mẫu", "Đài truyền thanh Mẫu")[number % 2],
        "places": (
            Place(
                name="Xã Mẫu",
                path_then=("Long An", "Huyện Bến Lức", "Xã Mẫu"),
                path_now=("Tây Ninh", "Xã Bến Lức"),
            ),
        )
        if number % 3
        else (Place(name="Huyện Gia Lâm", path_then=("Hà Nội", "Huyện Gia Lâm"), path_now=("Hà Nội",)),),
        "citations": ("217-QĐ/TW",) if number % 2 else (),
        "topics": ("Dân vận khéo",),
        "level": "commune",
    }
    return Article(**{**given, **values})


class FakeIndex:
    """Behaves as the web room uses `timtin.searcher.Index`; `asked` keeps the searches."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = {each.id: each for each in articles}
        self.asked: list[dict[str, Any]] = []
        self.refreshed = 0
        self.closed = False

    def search(
        self,
        query: str = "",
        *,
        filters: Mapping[str, Sequence[str]] | None = None,
        facets: Sequence[str] | None = None,
        sort: str = "relevance",
        page: int = 1,
        limit: int = 10,
    ) -> ResultPage:
        filters = filters or {}
        self.asked.append({"query": query, "filters": dict(filters), "facets": facets, "sort": sort, "page": page})
        for name, values in filters.items():
            if name in ("year", "after", "before") and not all(value[:4].isdigit() for value in values):
                raise FilterError(f"{name} must be YYYY, not {values[0]!r}", field=name)
        found = [
            each
            for each in self._articles.values()
            if query.lower() in (each.title + each.body).lower() and self._passes(each, filters)
        ]
        return ResultPage(
            query=query,
            total=len(found),
            page=page,
            limit=limit,
            took_ms=1.25,
            hits=tuple(_hit(each, query) for each in found[(page - 1) * limit : page * limit]),
            facets={
                name: self._count(name, query, filters) for name in (FACETS if facets is None else facets)
            },
        )

    def _passes(self, each: Article, filters: Mapping[str, Sequence[str]]) -> bool:
        return all(set(values) & set(_values(each, name)) for name, values in filters.items() if name in FACETS)

    def _count(self, name: str, query: str, filters: Mapping[str, Sequence[str]]) -> tuple[FacetValue, ...]:
        others = {key: values for key, values in filters.items() if key != name}
        counts: Counter[str] = Counter()
        for each in self._articles.values():
            if query.lower() in (each.title + each.body).lower() and self._passes(each, others):
                counts.update(set(_values(each, name)))
        chosen = filters.get(name, ())
        return tuple(
            FacetValue(
                value=value,
                label=value,
                count=count,
                selected=value in chosen,
                children=tuple(
                    FacetValue(value=below, label=below.split("/")[-1], count=n, selected=below in chosen)
                    for below, n in sorted(counts.items())
                    if name == "place" and below.startswith(f"{value}/")
                ),
            )
            for value, count in counts.most_common()
            if not (name == "place" and "/" in value)
        )

    def article(self, id: str) -> Article:
        try:
            return self._articles[id]
        except KeyError:
            raise NotFound(f"no article has the id {id!r}", field="id") from None

    def count(self) -> int:
        return len(self._articles)

    def refresh(self) -> None:
        self.refreshed += 1

    def close(self) -> None:
        self.closed = True


def _values(each: Article, name: str) -> list[str]:
    published = each.published or ""
    if name == "year":
        return [published[:4]] if published else []
    if name == "month":
        return [published[:7]] if published else []
    if name in ("place", "place_then"):
        paths = [getattr(place, "path_now" if name == "place" else "path_then") for place in each.places]
        return ["/".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1)]
    many = {"topic": each.topics, "citation": each.citations, "organization": each.organizations}
    one = {"source": each.source, "level": each.level, "author": each.author}
    return list(many[name]) if name in many else [value for value in (one[name],) if value]


def _hit(each: Article, query: str) -> Hit:
    title = escape(each.title)
    if query:
        title = title.replace(escape(query), f"<mark>{escape(query)}</mark>")
    return Hit(
        id=each.id,
        url=each.url,
        title=each.title,
        title_html=title,
        snippet_html=escape(each.body[:120]),
        published=each.published,
        source=each.source,
        author=each.author,
        places=each.places,
        citations=each.citations,
    )


def opener_of(index: Any) -> Any:
    """An opener that always gives this index, whatever the folder."""
    return lambda _folder: index


def failing(error: timtin.TimtinError) -> Any:
    """An opener that always raises this."""

    def opener(_folder: Any) -> Any:
        raise error

    return opener
