"""The article: what a page is turned into, and what is indexed and displayed; with its places and mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["province", "district", "commune"]

Path = tuple[str, ...]
"""Administrative units, the largest first: `("Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân")`. Names of
provinces have no unit type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that an article is about, with its path on two dates.

    `path_then` is the path on the publication date of the article, `path_now` the path in the current version of the
    gazetteer. If a unit was divided among several, `path_now` ends with the last unit that is certain. If several
    places match the name, `ambiguous` is true, both paths are empty, and `candidates` contains every `path_then` that
    is possible on that date.
    """

    name: str
    path_then: Path = ()
    path_now: Path = ()
    ambiguous: bool = False
    candidates: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file attached to an article. It is listed, but not read."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where in an article a value was read: `text` is `getattr(article, part)[start:end]`.

    `field` is the field that the value belongs to: `place`, `citation`, `organization`, `topic`, `event_date` or
    `level`. `value` is the value as it stands in that field of the article (for a place, its `name`). `part` is the
    attribute of the article that contains the text: `title`, `summary`, `body`, `source`, `place` or `url`. Offsets
    count code points.
    """

    field: str
    value: str
    part: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item; all fields are plain text.

    The first group of fields is read from a page or a record. All of them are optional, but an article needs a `title`
    or a `body`. The second group is extracted from the first by `timtin.indexer`. A value that cannot be determined is
    `None` or empty; it is never guessed.

    `published` is an ISO 8601 time with a time zone, or only a day (`2024-03-07`) if the source gives no time. `place`
    is the place of the publisher as stated by the source, a path written with `/` (`Long An/Huyện Bến Lức`). It is an
    input of place resolution; the resolved places are in `places`. `summary` is the lead of the page unless the body
    repeats it. `updated` is the time of the last change according to the page, `section` the section of the portal, and
    `image_caption` the caption of `image`.
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
        """Return the JSON object of `timtin show --json` and `/api/articles/<id>`."""
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
        """Return the JSONL record that `timtin export` writes and `timtin index` reads."""
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
    """Return the JSON object of a mention."""
    return {
        "field": mention.field,
        "value": mention.value,
        "part": mention.part,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
    }


def place_to_dict(place: Place) -> dict[str, Any]:
    """Return the JSON object of a place, with lists instead of tuples."""
    return {
        "name": place.name,
        "path_then": list(place.path_then),
        "path_now": list(place.path_now),
        "ambiguous": place.ambiguous,
        "candidates": [list(path) for path in place.candidates],
    }
