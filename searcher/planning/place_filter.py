"""What a place by name selects, as a filter (`place=TP.HCM`) and in a query (`place:"Tỉnh Tây Ninh"`) alike."""

from __future__ import annotations

from collections.abc import Sequence

from whoosh.query.qcore import Query

from ...engines.fields import PLACE_NAME
from ...engines.nodes import exact
from ...knowledge import gazetteer
from ..query.terms import any_of


def called(names: Sequence[str]) -> Query:
    """Every article of a place of either era that bears one of these names (as `written_names` gives them)."""
    return any_of(exact(PLACE_NAME, name) for name in names)


def named(text: str) -> Query:
    """The articles of a path of either era, of a province (`Tỉnh Tây Ninh`, `TP.HCM`) and all in it, or of every place
    so called."""
    meant = gazetteer().resolve_filter(text)
    if meant.path is None:
        return called(meant.names)
    return any_of(exact(field, meant.path) for field in (("place", "place_then") if "/" in meant.path else ("place",)))
