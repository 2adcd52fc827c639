"""The engines there are, by name; each is loaded when it is first asked for."""

from __future__ import annotations

from importlib import import_module

from ..model import UsageError
from .protocol import Engine

_ROOMS = {
    "tantivy": ("tantivy.engine", "TantivyEngine"),
    "whoosh": ("whoosh.engine", "WhooshEngine"),
}

ENGINES = tuple(_ROOMS)


def engine_named(name: str) -> Engine:
    """The engine of this name.

    Raises:
        UsageError: there is none.
    """
    if name not in _ROOMS:
        raise UsageError(f"There is no engine {name!r}; choose one of: {', '.join(ENGINES)}.", field="engine")
    module, engine = _ROOMS[name]
    made: Engine = getattr(import_module(f".{module}", __package__), engine)()
    return made
