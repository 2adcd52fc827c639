"""The hits of a result page: best bets first, near duplicates collapsed, each match with highlights and a snippet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from whoosh.query.compound import And, Or
from whoosh.query.wrappers import Not

from ...engines.document import Match, Matches, Plan
from ...engines.nodes import DocumentIds
from ...engines.protocol import Reader
from ...knowledge.dates import published_seconds
from ...model import Article, Copy, Hit
from ...model.stored import from_stored
from ...store.near_duplicates.groups import NearDuplicatesReader
from ..highlight.matches import Citations, Highlight, Highlighter
from ..highlight.snippets import make_snippet, to_html

# ---- Best bets -------------------------------------------------------------------------------------------------------


def with_best_bets(plan: Plan, ids: Sequence[str]) -> Plan:
    """Return the plan extended so that the pinned articles match whatever they contain, if they pass the filters."""
    return replace(plan, match=Or([plan.match, DocumentIds(ids)])) if ids else plan


def search_with_best_bets(reader: Reader, plan: Plan, ids: Sequence[str]) -> Matches:
    """Return the window of matches that a plan asks for, with the pinned articles first, in the order of their ids.

    Total and facet counts are those of the plan, which should come from `with_best_bets`; no article appears twice.
    Sorted by date, the pinned articles are not put first.
    """
    if not ids or plan.sort != "relevance":
        return reader.search(plan)
    counted = reader.search(replace(plan, offset=0, limit=0))
    pinned = _pinned_matches(reader, plan, ids)
    first = pinned[plan.offset : plan.offset + plan.limit]
    rest = replace(
        plan,
        match=And([plan.match, Not(DocumentIds(match.id for match in pinned))]),
        facets=(),
        offset=max(0, plan.offset - len(pinned)),
        limit=plan.limit - len(first),
    )
    return replace(counted, matches=(*first, *(reader.search(rest).matches if rest.limit else ())))


def _pinned_matches(reader: Reader, plan: Plan, ids: Sequence[str]) -> list[Match]:
    """Return the pinned articles that are in the index and pass the filters."""
    pinned = replace(plan, match=DocumentIds(ids), facets=(), offset=0, limit=len(ids))
    order = {id: at for at, id in enumerate(ids)}
    return sorted(reader.search(pinned).matches, key=lambda match: order.get(match.id, len(ids)))


# ---- Near duplicates -------------------------------------------------------------------------------------------------


def near_duplicates(id: str, groups: NearDuplicatesReader, reader: Reader) -> tuple[Copy, ...]:
    """Return the near duplicates of an article that are in the index, the earliest first and undated ones last.

    Raises:
        IndexDamaged: A file of the index cannot be read.
    """
    others = groups.near_duplicates_of(id)
    if not others:
        return ()
    articles = sorted(map(from_stored, reader.stored(others).values()), key=_by_date)
    return tuple(
        Copy(id=each.id, title=each.title, source=each.source, url=each.url, published=each.published)
        for each in articles
    )


def collapse(
    matches: Iterable[Match], groups: NearDuplicatesReader, reader: Reader
) -> Iterator[tuple[Match, tuple[Copy, ...]]]:
    """Yield the matches of a page, each with all its near duplicates, but none that is a near duplicate of an earlier
    one."""
    hidden: set[str] = set()
    for match in matches:
        if match.id not in hidden:
            copies = near_duplicates(match.id, groups, reader)
            hidden.update(copy.id for copy in copies)
            yield match, copies


def _by_date(article: Article) -> tuple[bool, int, str]:
    seconds = published_seconds(article.published)
    return (seconds is None, seconds or 0, article.id)


# ---- Presentation ----------------------------------------------------------------------------------------------------


def to_hit(
    match: Match,
    highlighter: Highlighter | None,
    snippet_length: int,
    copies: tuple[Copy, ...] = (),
    missing: tuple[str, ...] = (),
    *,
    pinned: bool = False,
) -> Hit:
    """Return the hit of a match, with highlighted title and snippet.

    Args:
        match: A match of the engine.
        highlighter: Finds the terms of the query; None highlights nothing.
        snippet_length: About how many characters the snippet has.
        copies: The near duplicates of the article.
        missing: The words of the query that the article lacks.
        pinned: Whether the article is a best bet.

    Raises:
        IndexDamaged: The stored article cannot be read.
    """
    article = from_stored(match.stored)
    in_title, in_summary, in_body = _highlights(article, highlighter)
    return Hit(
        id=article.id,
        url=article.url,
        title=article.title,
        title_html=to_html(article.title, 0, len(article.title), in_title),
        snippet_html=make_snippet([(article.summary or "", in_summary), (article.body, in_body)], snippet_length),
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


def _highlights(article: Article, highlighter: Highlighter | None) -> list[list[Highlight]]:
    """Return the highlights of title, summary and body."""
    if highlighter is None:
        return [[], [], []]
    texts = [("title", article.title), ("body", article.summary or ""), ("body", article.body)]
    return highlighter.highlights(texts, [_citations(article, part) for part in ("title", "summary", "body")])


def _citations(article: Article, part: str) -> Citations:
    """Return the documents that this part of the article cites, and the spans in which it refers to them."""
    return [
        (mention.value, (mention.start, mention.end))
        for mention in article.mentions
        if mention.field == "citation" and mention.part == part
    ]
