"""JSON responses, and the single shape of every error."""

from __future__ import annotations

import json
from typing import Any

from flask import Response


def json_response(value: Any, status: int = 200, kind: str = "application/json") -> Response:
    """Return a value as JSON in UTF-8 without ASCII escapes; a lone surrogate becomes `?` rather than an error."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, status=status, content_type=f"{kind}; charset=utf-8")


def error_response(code: str, message: str, status: int, field: str | None = None) -> Response:
    """Return an error as `{"error": {"code", "message", "field"}}`."""
    return json_response({"error": {"code": code, "message": message, "field": field}}, status)
