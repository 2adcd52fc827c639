"""Index documents from the data files and for tests."""

from __future__ import annotations

from typing import Any

from timtin.engines.document import Document


def document(id: str, body: str = "", *, stored: bytes | None = None, **exact: list[str]) -> Document:
    """Return a document with a body and exact values."""
    return to_document({"id": id, "texts": {"body": body}, "exact": exact}, stored)


def to_document(data: dict[str, Any], stored: bytes | None = None) -> Document:
    """Return the document described by the data; its stored bytes are made from its id unless given."""
    return Document(
        id=data["id"],
        texts=data.get("texts", {}),
        exact={name: tuple(values) for name, values in data.get("exact", {}).items()},
        keys=data.get("keys", {}),
        stored=repr(data["id"]).encode() if stored is None else stored,
    )
