"""The texts of an article that are read for places, and where in them a place was read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ....knowledge import Unit
from ....knowledge.aligned_text import compose
from ....model import Article
from ..mentions import MOST_PER_VALUE, PartName, Passage
from .evidence import Evidence
from .publisher_place import PublisherPlace

_READ_CHARS = 200_000
_MAX_SECOND_LEAD_LENGTH = 1_000
"""Characters. A longer first line behind a summary is a body without paragraphs, not a second lead."""


class Zone(NamedTuple):
    """A text that is read, in composed form, the part of the article it comes from, and the way back to offsets there.

    `shift` is the offset of the text in the composed part; `positions` maps offsets in the composed part to the
    original ones, None if they are equal.
    """

    text: str
    part: PartName
    shift: int
    positions: tuple[int, ...] | None

    def passage(self, value: str, start: int, end: int) -> Passage:
        """Return a span of the text as a passage of the article."""
        start, end = start + self.shift, end + self.shift
        if self.positions is not None:
            start, end = self.positions[start], self.positions[end]
        return Passage(value, self.part, start, end)


def read_zones(article: Article) -> tuple[Zone, Zone, Zone, Zone]:
    """Return title, lead, second lead and rest of the body.

    The lead is the summary, with the first line of the body as second lead; without a summary that line is the lead.
    """
    title, title_positions = compose(article.title[:_READ_CHARS])
    head = Zone(title, "title", 0, title_positions)
    whole, positions = compose(article.body[:_READ_CHARS])
    body = whole.strip()
    shift = len(whole) - len(whole.lstrip())
    line, line_end, rest = body.partition("\n")
    first = Zone(line, "body", shift, positions)
    others = Zone(rest, "body", shift + len(line) + len(line_end), positions)
    if not article.summary:
        return head, first, Zone("", "body", 0, None), others
    summary, summary_positions = compose(article.summary[:_READ_CHARS])
    lead = Zone(summary, "summary", 0, summary_positions)
    if len(line) > _MAX_SECOND_LEAD_LENGTH:
        return head, lead, Zone("", "body", 0, None), Zone(body, "body", shift, positions)
    return head, lead, first, others


def place_passages(
    value: str, units: Sequence[Unit], evidence: Evidence, publisher: PublisherPlace, zones: Sequence[Zone]
) -> tuple[Passage, ...]:
    """Return where the article names one of these units, or else a place in the only one, and where its publisher
    names it."""
    named = list(_passages_of({unit.path for unit in units}, value, evidence, zones))
    if not named:
        named = list(_passages_inside(units[0], value, evidence, zones)) if len(units) == 1 else []
    paths = {unit.path for unit in units}
    stated = [
        zones[1].passage(value, one.start, one.end)
        if one.part == "lead"
        else Passage(value, one.part, one.start, one.end)
        for one in publisher.statements
        if one.end > one.start and any(unit.path in paths for unit in one.units)
    ]
    kept = MOST_PER_VALUE - len(stated[:1])
    return (*named[:kept], *stated[:1])


def _passages_of(
    paths: set[tuple[str, ...]], value: str, evidence: Evidence, zones: Sequence[Zone]
) -> Iterator[Passage]:
    opening = evidence.opening
    mentions = [*evidence.mentions]
    if opening is not None and not any(zone == 0 and mention.start < opening.end for zone, mention in mentions):
        mentions.insert(0, (0, opening))
    for zone, mention in mentions:
        if any(unit.path in paths for unit in mention.units):
            yield zones[zone].passage(value, mention.start, mention.end)


def _passages_inside(unit: Unit, value: str, evidence: Evidence, zones: Sequence[Zone]) -> Iterator[Passage]:
    for zone, mention in evidence.mentions:
        if len(mention.units) == 1 and mention.units[0].path[: len(unit.path)] == unit.path:
            yield zones[zone].passage(value, mention.start, mention.end)
