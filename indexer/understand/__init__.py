"""An article as a page gives it → the same with what it means: dates, documents, organisations, topics, places."""

from __future__ import annotations

from dataclasses import replace

from ...knowledge.citations import find_citations
from ...knowledge.dates import parse_published
from ...knowledge.organizations import find_organizations
from ...knowledge.topics import find_topics
from ...model import Article
from .event_dates import find_event_dates
from .places import find_places

__all__ = ["understand"]

_READ_CHARS = 200_000
"""As far as an article is read for its meaning: many times the longest real one; all of it is searchable."""


def understand(article: Article) -> Article:
    """The article with everything that can be told from it, told anew (what it brings along of that is replaced).

    `published` becomes ISO 8601 with Vietnam's zone, a day alone, or None where it cannot be read or is doubted. Texts
    are stripped at their ends and otherwise kept as given. Deterministic; understanding twice changes nothing.
    """
    article = _stripped(article)
    body = "\n".join(part for part in (article.summary, article.body) if part)[:_READ_CHARS]
    text = f"{article.title[:_READ_CHARS]}\n{body}"
    places, level = find_places(article)
    topics = find_topics(article.title[:_READ_CHARS], body)
    return replace(
        article,
        event_dates=find_event_dates(article),
        places=places,
        level=level,
        organizations=find_organizations(text),
        topics=topics,
        citations=tuple(dict.fromkeys(citation.number for citation in find_citations(text))),
    )


def _stripped(article: Article) -> Article:
    return replace(
        article,
        title=article.title.strip(),
        body=article.body.strip(),
        published=parse_published(article.published) if article.published else None,
        summary=_text(article.summary),
        author=_text(article.author),
        source=_text(article.source),
        place=_text(article.place),
    )


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None
