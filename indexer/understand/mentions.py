"""Where in an article something understood was read: the passages that `timtin show` and the page point at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from ...model import Article, Mention

MOST_OF_A_VALUE = 3
"""The first mentions of a value that are kept: enough to see why it was told; an article may name it hundredfold."""

MOST = 200
"""Mentions that are kept of one article, so that a list of a thousand documents stays small."""

LONGEST = 300
"""Code points of a passage; a longer one is cut."""

PartName = Literal["title", "summary", "body", "source", "place", "url"]


class Passage(NamedTuple):
    """A value and where it was read: `getattr(article, part)[start:end]`."""

    value: str
    part: PartName
    start: int
    end: int


class Joined:
    """Parts of an article joined by line ends, to be read as one text, and the way back from it into the parts."""

    def __init__(self, parts: Sequence[tuple[PartName, str]]) -> None:
        self.text = "\n".join(text for _, text in parts)
        self._parts = parts

    def passage(self, value: str, start: int, end: int) -> Passage | None:
        """The passage at `start`..`end` of the joined text; None where it reaches over the end of a part."""
        at = 0
        for name, text in self._parts:
            if at <= start and end <= at + len(text):
                return Passage(value, name, start - at, end - at)
            at += len(text) + 1
        return None


def to_mentions(article: Article, passages: Iterable[tuple[str, Iterable[Passage | None]]]) -> tuple[Mention, ...]:
    """The mentions of an article by field, in the order given: the first three of each value, 200 in all.

    In: for each field the passages of the values that the article got. Passages that hold nothing are left out.
    """
    kept: list[Mention] = []
    for field, found in passages:
        kept.extend(_of_field(article, field, found))
    return tuple(kept[:MOST])


def _of_field(article: Article, field: str, found: Iterable[Passage | None]) -> Iterator[Mention]:
    counts: Counter[str] = Counter()
    for passage in dict.fromkeys(found):
        if passage is None or counts[passage.value] == MOST_OF_A_VALUE:
            continue
        value, part, start, end = passage
        end = min(end, start + LONGEST)
        text = (getattr(article, part) or "")[start:end]
        if text:
            counts[value] += 1
            yield Mention(field=field, value=value, part=part, start=start, end=end, text=text)
