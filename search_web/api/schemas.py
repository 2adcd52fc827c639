"""JSON schemas of the API responses, generated from the dataclasses of the model and adapted to their `to_dict`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ...model import Article, Completion, Hit, ResultPage
from ...model.query_usage import UseReport

Schema = dict[str, Any]

_NULLABLE = {"Article": ("title", "body"), "Hit": ("title",), "Copy": ("title",)}
"""Text fields that `to_dict` returns as null if empty."""

_LEFT_OUT = {"Article": ("place",)}
"""Fields that `to_dict` leaves out: the publisher's place is an input of place resolution only."""

_ADDED: dict[str, Schema] = {
    "Hit": {"duplicate_count": {"type": "integer", "minimum": 0, "description": "number of near duplicates"}},
}
"""Properties that `to_dict` adds to the fields."""

_OPTIONAL = {"FacetValue": ("children",), "ResultPage": ("explanation",)}
"""Properties that are present only if not empty."""


def ref(name: str) -> Schema:
    """Return a reference to one of `components`."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(**properties: Schema) -> Schema:
    """Return the schema of an object with these properties, all required."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def listed(items: Schema) -> Schema:
    """Return the schema of an array."""
    return {"type": "array", "items": items}


@lru_cache(maxsize=1)
def components() -> dict[str, Schema]:
    """Return all named schemas: the types of the model and the small responses of the API."""
    from msgspec.json import schema_components  # noqa: PLC0415 - lazy: 15 ms that only the description needs

    _, schemas = schema_components(
        (Article, Completion, Hit, ResultPage, UseReport), ref_template="#/components/schemas/{name}"
    )
    out = {name: _as_serialized(name, schema) for name, schema in schemas.items()}
    null_or_text: Schema = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    out["Error"] = record(error=record(code={"type": "string"}, message={"type": "string"}, field=null_or_text))
    out["Suggestions"] = record(query={"type": "string"}, suggestions=listed(ref("Completion")))
    out["Similar"] = record(id={"type": "string"}, hits=listed(ref("Hit")))
    out["Alive"] = record(status={"const": "ok"})
    out["Ready"] = record(status={"const": "ready"}, articles={"type": "integer", "minimum": 0})
    return dict(sorted(out.items()))


def _as_serialized(name: str, schema: Schema) -> Schema:
    """Convert the schema of a dataclass to that of its `to_dict`."""
    properties = {
        field: {key: value for key, value in each.items() if key != "default"}
        for field, each in schema["properties"].items()
        if field not in _LEFT_OUT.get(name, ())
    }
    for field in _NULLABLE.get(name, ()):
        properties[field] = {"anyOf": [properties[field], {"type": "null"}]}
    properties |= _ADDED.get(name, {})
    required = [field for field in properties if field not in _OPTIONAL.get(name, ())]
    description = re.sub(r"[ \t]*\n[ \t]*", "\n", schema.get("description", "")).strip()
    return {"type": "object", "description": description, "properties": properties, "required": required}
