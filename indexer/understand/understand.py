"""An article with everything that is derived from its text: dates, places, citations, organisations, topics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...knowledge.dates import parse_published
from ...knowledge.documents.citations import find_citations
from ...knowledge.organizations import find_organization_phrases
from ...knowledge.phrase_matcher import PhraseMatch
from ...knowledge.topics import choose_topics, find_topic_phrases, topic_of
from ...model import Article
from .event_dates import event_date_passages
from .mentions import JoinedParts, PartName, Passage, to_mentions
from .places.main_place import find_places

_READ_CHARS = 200_000
"""Characters of an article that are read for its meaning, many times the longest real one; all of it is searchable."""


def understand(article: Article) -> Article:
    """Return the article with everything derived from its text; derived values that it already has are replaced.

    `published` and `updated` become ISO 8601 with Vietnam's zone, a day alone, or None if they cannot be read or are
    implausible. Texts are stripped at both ends and otherwise unchanged. `mentions` state where each value was read.
    The result is deterministic; understanding twice changes nothing.
    """
    article = _stripped(article)
    parts = _parts(article)
    organizations = _passages(parts, find_organization_phrases)
    topic_phrases = _passages(parts, find_topic_phrases)
    topics = _topics(parts, topic_phrases)
    joined = JoinedParts(parts)
    citations = find_citations(joined.text)
    main = find_places(article)
    events = event_date_passages(article)
    return replace(
        article,
        event_dates=tuple(dict.fromkeys(event.value for event in events)),
        places=main.places,
        level=main.level,
        organizations=tuple(dict.fromkeys(passage.value for passage in organizations)),
        topics=topics,
        citations=tuple(dict.fromkeys(citation.number for citation in citations)),
        mentions=to_mentions(
            article,
            (
                ("place", main.place_passages),
                ("level", main.level_passages),
                ("event_date", events),
                ("topic", _topic_passages(topic_phrases, topics)),
                ("organization", organizations),
                ("citation", (joined.passage(one.number, one.start, one.end) for one in citations)),
            ),
        ),
    )


def _parts(article: Article) -> list[tuple[PartName, str]]:
    """Return the texts that are read, up to `_READ_CHARS`."""
    summary = article.summary[:_READ_CHARS] if article.summary else ""
    parts: list[tuple[PartName, str]] = [("title", article.title[:_READ_CHARS])]
    if summary:
        parts.append(("summary", summary))
    if article.body:
        parts.append(("body", article.body[: _READ_CHARS - len(summary)]))
    return parts


def _passages(parts: list[tuple[PartName, str]], find: Callable[[str], list[PhraseMatch]]) -> list[Passage]:
    return [Passage(span.value, name, span.start, span.end) for name, text in parts for span in find(text)]


def _topics(parts: list[tuple[PartName, str]], phrases: list[Passage]) -> tuple[str, ...]:
    """Return the topics; phrases count by their position in summary and body taken together."""
    in_title = [passage.value for passage in phrases if passage.part == "title"]
    before_body = sum(len(text) for name, text in parts if name == "summary")
    rest = [
        (passage.value, passage.start + (before_body if passage.part == "body" else 0))
        for passage in phrases
        if passage.part != "title"
    ]
    return choose_topics(in_title, rest, chars=sum(len(text) for name, text in parts if name != "title"))


def _topic_passages(phrases: list[Passage], topics: tuple[str, ...]) -> list[Passage]:
    """Return where the topics were read: at their strong phrases, or at weak ones if a topic has no strong one."""
    named = [(passage.value, passage._replace(value=topic_of(passage.value))) for passage in phrases]
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
