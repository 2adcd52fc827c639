"""The Flask app: page and JSON API, served by waitress."""

from __future__ import annotations

from .app import create_app, create_blueprint
from .server import serve

__all__ = ["create_app", "create_blueprint", "serve"]
