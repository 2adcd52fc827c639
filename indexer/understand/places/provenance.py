"""The texts of an article that are read for places, and where in them the place that was told stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ....knowledge import Unit
from ....knowledge.aligned_text import composed
from ....model import Article
from ..mentions import MOST_OF_A_VALUE, PartName, Passage
from .evidence import Evidence
from .publisher import Publisher

_READ_CHARS = 200_000
_LONGEST_SECOND = 1_000
"""Letters; a longer first line behind a summary is a body without paragraphs."""


class Zone(NamedTuple):
    """A composed text that is read, the part of the article it is of, and how to find its way back there."""

    text: str
    part: PartName
    shift: int
    positions: tuple[int, ...] | None

    def passage(self, value: str, start: int, end: int) -> Passage:
        """A span of the text as a passage of the article."""
        start, end = start + self.shift, end + self.shift
        if self.positions is not None:
            start, end = self.positions[start], self.positions[end]
        return Passage(value, self.part, start, end)


def read_zones(article: Article) -> tuple[Zone, Zone, Zone, Zone]:
    """Title, lead, second lead and rest: the lead is the summary, and the first line of the body then the second lead;
    without a summary that line is the lead."""
    title, title_positions = composed(article.title[:_READ_CHARS])
    head = Zone(title, "title", 0, title_positions)
    whole, positions = composed(article.body[:_READ_CHARS])
    body = whole.strip()
    shift = len(whole) - len(whole.lstrip())
    line, line_end, rest = body.partition("\n")
    first = Zone(line, "body", shift, positions)
    others = Zone(rest, "body", shift + len(line) + len(line_end), positions)
    if not article.summary:
        return head, first, Zone("", "body", 0, None), others
    summary, summary_positions = composed(article.summary[:_READ_CHARS])
    lead = Zone(summary, "summary", 0, summary_positions)
    if len(line) > _LONGEST_SECOND:
        return head, lead, Zone("", "body", 0, None), Zone(body, "body", shift, positions)
    return head, lead, first, others


def read_where(
    value: str, units: Sequence[Unit], evidence: Evidence, publisher: Publisher, zones: Sequence[Zone]
) -> tuple[Passage, ...]:
    """Where the page names one of these units, else something in it; and where its publisher does."""
    named = list(_named({unit.path for unit in units}, value, evidence, zones))
    if not named:
        named = list(_named_inside(units[0], value, evidence, zones)) if len(units) == 1 else []
    paths = {unit.path for unit in units}
    told = [
        zones[1].passage(value, one.start, one.end)
        if one.part == "lead"
        else Passage(value, one.part, one.start, one.end)
        for one in publisher.told
        if one.end > one.start and any(unit.path in paths for unit in one.units)
    ]
    kept = MOST_OF_A_VALUE - len(told[:1])
    return (*named[:kept], *told[:1])


def _named(paths: set[tuple[str, ...]], value: str, evidence: Evidence, zones: Sequence[Zone]) -> Iterator[Passage]:
    opening = evidence.opening
    read = [*evidence.read]
    if opening is not None and not any(zone == 0 and mention.start < opening.end for zone, mention in read):
        read.insert(0, (0, opening))
    for zone, mention in read:
        if any(unit.path in paths for unit in mention.units):
            yield zones[zone].passage(value, mention.start, mention.end)


def _named_inside(unit: Unit, value: str, evidence: Evidence, zones: Sequence[Zone]) -> Iterator[Passage]:
    for zone, mention in evidence.read:
        if len(mention.units) == 1 and mention.units[0].path[: len(unit.path)] == unit.path:
            yield zones[zone].passage(value, mention.start, mention.end)
