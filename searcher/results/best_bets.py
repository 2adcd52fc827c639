"""One window of results with the articles that an editor pinned to the query in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whoosh.query.compound import And, Or
from whoosh.query.wrappers import Not

from ...engines.document import Match, Matches, Plan
from ...engines.nodes import Identified
from ...engines.protocol import Reader


def with_pinned(plan: Plan, ids: Sequence[str]) -> Plan:
    """The plan, under which the pinned articles are found whatever they say, as long as they pass the filters."""
    return replace(plan, match=Or([plan.match, Identified(ids)])) if ids else plan


def window(reader: Reader, plan: Plan, ids: Sequence[str]) -> Matches:
    """The window that a plan asks for, where the pinned articles come first in the order given; each once, the total
    and the counts as of the plan alone. Sorted by date, none is in front."""
    if not ids or plan.sort != "relevance":
        return reader.search(plan)
    everything = reader.search(replace(plan, offset=0, limit=0))
    pinned = _there(reader, plan, ids)
    first = pinned[plan.offset : plan.offset + plan.limit]
    others = And([plan.match, Not(Identified(match.id for match in pinned))])
    rest = replace(
        plan,
        match=others,
        facets=(),
        offset=max(0, plan.offset - len(pinned)),
        limit=plan.limit - len(first),
    )
    return replace(everything, matches=(*first, *(reader.search(rest).matches if rest.limit else ())))


def _there(reader: Reader, plan: Plan, ids: Sequence[str]) -> list[Match]:
    """Those that are in the index and pass the filters."""
    asked = replace(plan, match=Identified(ids), facets=(), offset=0, limit=len(ids))
    order = {id: at for at, id in enumerate(ids)}
    return sorted(reader.search(asked).matches, key=lambda match: order.get(match.id, len(ids)))
