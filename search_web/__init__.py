"""The Flask application: search pages, JSON API and feeds, served by waitress.

Layers, top to bottom: `server`, `app`, `api/` | `pages/`, `feeds/` | `embed`, `http/`, `site/`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app import create_app, create_blueprint
    from .server import serve

_MODULE_OF = {"create_app": "app", "create_blueprint": "app", "serve": "server"}

__all__ = ["create_app", "create_blueprint", "serve"]


def __getattr__(name: str) -> Any:
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = value
    return value
