"""The available engines by name. An engine is imported when it is first used."""

from __future__ import annotations

from importlib import import_module

from ..model import UsageError
from .protocol import Engine

_ENGINE_CLASSES = {
    "tantivy": ("tantivy.engine", "TantivyEngine"),
    "whoosh": ("whoosh.engine", "WhooshEngine"),
}
"""The module and the class of each engine."""

ENGINES = tuple(_ENGINE_CLASSES)


def engine_named(name: str) -> Engine:
    """Return the engine with this name.

    Raises:
        UsageError: There is no such engine.
    """
    if name not in _ENGINE_CLASSES:
        raise UsageError(f"There is no engine {name!r}; choose one of: {', '.join(ENGINES)}.", field="engine")
    module, class_name = _ENGINE_CLASSES[name]
    engine: Engine = getattr(import_module(f".{module}", __package__), class_name)()
    return engine
