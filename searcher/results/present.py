"""A match of an engine to a hit that can be shown."""

from __future__ import annotations

from ...engines.document import Match
from ...model import Article, Copy, Hit
from ...model.stored import from_stored
from ..highlight.matches import Mark, Marker, mark
from ..highlight.snippets import best_passage, to_html


def present(
    match: Match,
    marker: Marker | None,
    length: int,
    copies: tuple[Copy, ...] = (),
    missing: tuple[str, ...] = (),
    *,
    pinned: bool = False,
) -> Hit:
    """The hit of one match, its title marked and with a snippet of about `length` characters; `copies` are its
    near copies, `missing` the words of the query that it lacks; `pinned` says that an editor put it first.

    Raises:
        IndexDamaged: the stored article cannot be read.
    """
    article = from_stored(match.stored)
    in_title, in_summary, in_body = _marks(article, marker)
    return Hit(
        id=article.id,
        url=article.url,
        title=article.title,
        title_html=to_html(article.title, 0, len(article.title), in_title),
        snippet_html=best_passage([(article.summary or "", in_summary), (article.body, in_body)], length),
        published=article.published,
        source=article.source,
        author=article.author,
        places=article.places,
        citations=article.citations,
        score=match.score,
        duplicates=copies,
        missing=missing,
        pinned=pinned,
    )


def _marks(article: Article, marker: Marker | None) -> list[list[Mark]]:
    if marker is None:
        return [[], [], []]
    texts = [("title", article.title), ("body", article.summary or ""), ("body", article.body)]
    return mark(marker, texts, [_cited(article, part) for part in ("title", "summary", "body")])


def _cited(article: Article, part: str) -> list[tuple[str, tuple[int, int]]]:
    """Which documents this part of the article cites, and where."""
    return [
        (each.value, (each.start, each.end))
        for each in article.mentions
        if each.field == "citation" and each.part == part
    ]
