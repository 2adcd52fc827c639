"""Mentions: where in an article a derived value was read. `timtin show` and the article's page refer to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from ...model import Article, Mention

MOST_PER_VALUE = 3
"""Mentions kept of one value, the first ones: enough to see why the article has it. Some articles name a value a
hundred times."""

MOST = 200
"""Mentions kept of one article, so that those of a list of a thousand documents stay small."""

LONGEST = 300
"""Code points of a passage; longer passages are cut."""

PartName = Literal["title", "summary", "body", "source", "place", "url"]


class Passage(NamedTuple):
    """A value and where it was read: `getattr(article, part)[start:end]`."""

    value: str
    part: PartName
    start: int
    end: int


class JoinedParts:
    """Parts of an article joined by line ends to one text, with a mapping from that text back to the parts."""

    def __init__(self, parts: Sequence[tuple[PartName, str]]) -> None:
        self.text = "\n".join(text for _, text in parts)
        self._parts = parts

    def passage(self, value: str, start: int, end: int) -> Passage | None:
        """Return the passage at `start`..`end` of the joined text; None if it crosses the end of a part."""
        at = 0
        for name, text in self._parts:
            if at <= start and end <= at + len(text):
                return Passage(value, name, start - at, end - at)
            at += len(text) + 1
        return None


def to_mentions(article: Article, passages: Iterable[tuple[str, Iterable[Passage | None]]]) -> tuple[Mention, ...]:
    """Return the mentions of an article: the first three of each value, at most 200 in all, in the order given.

    `passages` holds field names with the passages of the values that the field got. Empty passages are left out.
    """
    kept: list[Mention] = []
    for field, of_field in passages:
        kept.extend(_mentions_of_field(article, field, of_field))
    return tuple(kept[:MOST])


def _mentions_of_field(article: Article, field: str, passages: Iterable[Passage | None]) -> Iterator[Mention]:
    counts: Counter[str] = Counter()
    for passage in dict.fromkeys(passages):
        if passage is None or counts[passage.value] == MOST_PER_VALUE:
            continue
        value, part, start, end = passage
        end = min(end, start + LONGEST)
        text = (getattr(article, part) or "")[start:end]
        if text:
            counts[value] += 1
            yield Mention(field=field, value=value, part=part, start=start, end=end, text=text)
