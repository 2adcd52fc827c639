"""JSON schemas of the API's answers, generated from the dataclasses of the model and what `to_dict` makes of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ...model import Article, Completion, Hit, ResultPage
from ...model.query_usage import UseReport

Schema = dict[str, Any]

_NULLABLE = {"Article": ("title", "body"), "Hit": ("title",), "Copy": ("title",)}
"""Texts that `to_dict` gives as null where they are empty."""

_LEFT_OUT = {"Article": ("place",)}
"""Fields that `to_dict` doesn't give: the publisher's place is a hint for understanding."""

_ADDED: dict[str, Schema] = {
    "Hit": {"duplicate_count": {"type": "integer", "minimum": 0, "description": "how many near copies there are"}},
}
"""Properties that `to_dict` gives beside the fields."""

_SOMETIMES = {"FacetValue": ("children",), "ResultPage": ("explanation",)}
"""Properties that are there only where there is something in them."""


def ref(name: str) -> Schema:
    """A reference to one of `components`."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(**properties: Schema) -> Schema:
    """An object that has all of these properties."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def listed(items: Schema) -> Schema:
    """An array of these."""
    return {"type": "array", "items": items}


@lru_cache(maxsize=1)
def components() -> dict[str, Schema]:
    """Every named schema: the nouns of the model, and the small answers of the API."""
    from msgspec.json import schema_components  # noqa: PLC0415 - 15 ms that only the description needs

    _, found = schema_components(
        (Article, Completion, Hit, ResultPage, UseReport), ref_template="#/components/schemas/{name}"
    )
    out = {name: _as_given(name, schema) for name, schema in found.items()}
    null_or_text: Schema = {"anyOf": [{"type": "string"}, {"type": "null"}]}
    out["Error"] = record(error=record(code={"type": "string"}, message={"type": "string"}, field=null_or_text))
    out["Suggestions"] = record(query={"type": "string"}, suggestions=listed(ref("Completion")))
    out["Similar"] = record(id={"type": "string"}, hits=listed(ref("Hit")))
    out["Alive"] = record(status={"const": "ok"})
    out["Ready"] = record(status={"const": "ready"}, articles={"type": "integer", "minimum": 0})
    return dict(sorted(out.items()))


def _as_given(name: str, schema: Schema) -> Schema:
    """The schema of a dataclass turned into that of its `to_dict`."""
    properties = {
        field: {key: value for key, value in each.items() if key != "default"}
        for field, each in schema["properties"].items()
        if field not in _LEFT_OUT.get(name, ())
    }
    for field in _NULLABLE.get(name, ()):
        properties[field] = {"anyOf": [properties[field], {"type": "null"}]}
    properties |= _ADDED.get(name, {})
    required = [field for field in properties if field not in _SOMETIMES.get(name, ())]
    about = re.sub(r"[ \t]*\n[ \t]*", "\n", schema.get("description", "")).strip()
    return {"type": "object", "description": about, "properties": properties, "required": required}
