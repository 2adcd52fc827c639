"""Near copies, as the engine's files know them and as they are shown: those that are there, and a page folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...engines.document import Match
from ...engines.protocol import Reader
from ...knowledge.dates import published_seconds
from ...model import Article, Copy
from ...model.stored import from_stored
from ...store.near_duplicates.groups import Copies


def copies_of(id: str, copies: Copies, reader: Reader) -> tuple[Copy, ...]:
    """The near copies of an article that are in the index, the earliest first, undated ones last.

    Raises:
        IndexDamaged: a file cannot be read.
    """
    others = copies.others(id)
    if not others:
        return ()
    articles = sorted(map(from_stored, reader.stored(others).values()), key=_by_date)
    return tuple(
        Copy(id=each.id, title=each.title, source=each.source, url=each.url, published=each.published)
        for each in articles
    )


def folded(matches: Iterable[Match], copies: Copies, reader: Reader) -> Iterator[tuple[Match, tuple[Copy, ...]]]:
    """The matches of a page without the near copies of earlier ones of them, each with all its copies."""
    hidden: set[str] = set()
    for match in matches:
        if match.id not in hidden:
            found = copies_of(match.id, copies, reader)
            hidden.update(each.id for each in found)
            yield match, found


def _by_date(article: Article) -> tuple[bool, int, str]:
    seconds = published_seconds(article.published)
    return (seconds is None, seconds or 0, article.id)
