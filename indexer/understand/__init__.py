"""An article as a page gives it → the same with what it means: dates, documents, organisations, topics, places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...knowledge.dates import parse_published
from ...knowledge.documents.citations import find_citations
from ...knowledge.organizations import organization_spans
from ...knowledge.phrase_matcher import Span
from ...knowledge.topics import choose_topics, topic_of, topic_spans
from ...model import Article
from .event_dates import read_event_dates
from .mentions import Joined, PartName, Passage, to_mentions
from .places.main_place import find_places

__all__ = ["understand"]

_READ_CHARS = 200_000
"""As far as an article is read for its meaning: many times the longest real one; all of it is searchable."""


def understand(article: Article) -> Article:
    """The article with everything that can be told from it, told anew (what it brings along of that is replaced).

    `published` and `updated` become ISO 8601 with Vietnam's zone, a day alone, or None where they cannot be read or are
    doubted. Texts are stripped at their ends and otherwise kept as given. `mentions` say where each thing was read.
    Deterministic; understanding twice changes nothing.
    """
    article = _stripped(article)
    parts = _parts(article)
    organizations = _spans(parts, organization_spans)
    topical = _spans(parts, topic_spans)
    topics = _topics(parts, topical)
    whole = Joined(parts)
    citations = find_citations(whole.text)
    found = find_places(article)
    events = read_event_dates(article)
    return replace(
        article,
        event_dates=tuple(dict.fromkeys(event.value for event in events)),
        places=found.places,
        level=found.level,
        organizations=tuple(dict.fromkeys(passage.value for passage in organizations)),
        topics=topics,
        citations=tuple(dict.fromkeys(citation.number for citation in citations)),
        mentions=to_mentions(
            article,
            (
                ("place", found.places_read),
                ("level", found.level_read),
                ("event_date", events),
                ("topic", _telling(topical, topics)),
                ("organization", organizations),
                ("citation", (whole.passage(one.number, one.start, one.end) for one in citations)),
            ),
        ),
    )


def _parts(article: Article) -> list[tuple[PartName, str]]:
    """The texts that are read, as far as they are."""
    summary = article.summary[:_READ_CHARS] if article.summary else ""
    parts: list[tuple[PartName, str]] = [("title", article.title[:_READ_CHARS])]
    if summary:
        parts.append(("summary", summary))
    if article.body:
        parts.append(("body", article.body[: _READ_CHARS - len(summary)]))
    return parts


def _spans(parts: list[tuple[PartName, str]], find: Callable[[str], list[Span]]) -> list[Passage]:
    return [Passage(span.value, name, span.start, span.end) for name, text in parts for span in find(text)]


def _topics(parts: list[tuple[PartName, str]], found: list[Passage]) -> tuple[str, ...]:
    titled = [passage.value for passage in found if passage.part == "title"]
    before = sum(len(text) for name, text in parts if name == "summary")  # the body begins behind it
    rest = [
        (passage.value, passage.start + (before if passage.part == "body" else 0))
        for passage in found
        if passage.part != "title"
    ]
    return choose_topics(titled, rest, chars=sum(len(text) for name, text in parts if name != "title"))


def _telling(found: list[Passage], topics: tuple[str, ...]) -> list[Passage]:
    """Where the topics were read: the strong phrases of each before the weak ones."""
    named = [(passage.value, passage._replace(value=topic_of(passage.value))) for passage in found]
    strong = {value for value, _ in named}
    return [
        passage
        for value, passage in named
        if passage.value in topics and (value == passage.value or passage.value not in strong)
    ]


def _stripped(article: Article) -> Article:
    return replace(
        article,
        title=article.title.strip(),
        body=article.body.strip(),
        published=parse_published(article.published) if article.published else None,
        updated=parse_published(article.updated) if article.updated else None,
        summary=_text(article.summary),
        author=_text(article.author),
        source=_text(article.source),
        place=_text(article.place),
    )


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None
