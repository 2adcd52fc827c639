"""An article as a page gives it → the same article with what it means: dates, documents, organisations, topics, places."""

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


def understand(article: Article) -> Article:
    """The article with everything that can be told from it, told anew (what it brings along of that is replaced).

    `published` becomes ISO 8601 with Vietnam's zone, a day alone, or None where it cannot be read or is doubted. Texts
    are stripped at their ends and otherwise kept as given. Deterministic; understanding twice changes nothing.
    """
    article = _stripped(article)
    text = "\n".join(part for part in (article.title, article.summary, article.body) if part)
    places, level = find_places(article)
    return replace(
        article,
        event_dates=find_event_dates(article),
        places=places,
        level=level,
        organizations=find_organizations(text),
        topics=find_topics(article.title, "\n".join(filter(None, (article.summary, article.body)))),
        citations=tuple(dict.fromkeys(citation.number for citation in find_citations(text))),
    )


def _stripped(article: Article) -> Article:
    return replace(
        article,
        title=article.title.strip(),
        body=article.body.strip(),
        published=parse_published(article.published) if article.published else None,
        **{name: (getattr(article, name) or "").strip() or None for name in ("summary", "author", "source", "place")},
    )
