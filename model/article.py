"""The article: what a page becomes, what is indexed, what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from .place import Place

Level = Literal["province", "district", "commune"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that hangs on an article: listed, never read."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where something understood was read from: `text` is `getattr(article, part)[start:end]`.

    `field` is what it told: `place`, `citation`, `organization`, `topic`, `event_date`, `level`; `value` is the value
    of that field as the article gives it (a place by its `name`). `part` is the article's `title`, `summary`, `body`,
    `source`, `place` or `url`. Offsets count code points.
    """

    field: str
    value: str
    part: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item, plain text throughout.

    The first group is what a page or a record says (any of it may be missing, but `title` or `body` must be there);
    the second is what `timtin.indexer` understood of it. What could not be told is `None` or empty, never guessed.

    `published` is ISO 8601 with a zone, or a day alone (`2024-03-07`) where no time was printed. `place` is the
    publisher's place as a path written with `/` (`Long An/Huyện Bến Lức`), as the source states it: a hint for
    understanding, not its result. `summary` is the page's own lead where the body does not repeat it. `updated` is
    when the page says it was last changed, `section` where the portal files it, `image_caption` what stands under
    `image`.
    """

    id: str = ""
    url: str | None = None
    title: str = ""
    summary: str | None = None
    body: str = ""
    published: str | None = None
    author: str | None = None
    source: str | None = None
    place: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    image_caption: str | None = None
    section: str | None = None
    updated: str | None = None
    attachments: tuple[Attachment, ...] = ()

    event_dates: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    level: Level | None = None
    organizations: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The article as `timtin show --json` and `/api/articles/<id>` give it."""
        return {
            "id": self.id,
            "url": self.url,
            "title": self.title or None,
            "summary": self.summary,
            "body": self.body or None,
            "published": self.published,
            "event_dates": list(self.event_dates),
            "author": self.author,
            "source": self.source,
            "places": [place_to_dict(place) for place in self.places],
            "level": self.level,
            "organizations": list(self.organizations),
            "topics": list(self.topics),
            "citations": list(self.citations),
            "attachments": [{"name": a.name, "url": a.url} for a in self.attachments],
            "duplicates": list(self.duplicates),
            "tags": list(self.tags),
            "image": self.image,
            "image_caption": self.image_caption,
            "section": self.section,
            "updated": self.updated,
            "mentions": [mention_to_dict(mention) for mention in self.mentions],
        }

    def to_record(self) -> dict[str, Any]:
        """The article as one JSONL record, as `timtin export` writes it and `timtin index` reads it again."""
        record: dict[str, Any] = {
            "id": self.id,
            "url": self.url,
            "title": self.title or None,
            "summary": self.summary,
            "body": self.body or None,
            "published": self.published,
            "author": self.author,
            "source": self.source,
            "place": self.place,
            "tags": list(self.tags),
            "image": self.image,
            "image_caption": self.image_caption,
            "section": self.section,
            "updated": self.updated,
        }
        if self.attachments:
            record["attachments"] = [{"name": a.name, "url": a.url} for a in self.attachments]
        return record


def mention_to_dict(mention: Mention) -> dict[str, Any]:
    """A mention as `timtin show --json` gives it."""
    return {
        "field": mention.field,
        "value": mention.value,
        "part": mention.part,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
    }


def place_to_dict(place: Place) -> dict[str, Any]:
    """A place in the shape of the contract (lists, not tuples)."""
    return {
        "name": place.name,
        "path_then": list(place.path_then),
        "path_now": list(place.path_now),
        "ambiguous": place.ambiguous,
        "candidates": [list(path) for path in place.candidates],
    }
