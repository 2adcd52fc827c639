"""JSON values to records: which fields are required, of which types, and by which other names they are known."""

from __future__ import annotations

import json
import re
from typing import Any

from ...analyzers.text_repair.legacy_encodings import convert_legacy_text
from ...knowledge.dates import parse_published
from ...model import Article, Attachment
from ..decoding.charset import clean_text, decode
from ..page import MAX_ID_LENGTH, ReadOptions, Record, Rejected, identify_content, identify_url

_SEPARATOR = "\n\x1e\n"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ALIASES = {"body": ("body", "text", "content"), "published": ("published", "date")}
_TYPE_NAMES = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    str: "text",
}


class _InvalidFieldError(Exception):
    """A field has an unusable value; the message is the reason."""


def read_line(line: bytes, origin: str, collection: str, options: ReadOptions) -> Record | Rejected:
    """Return the record on one line of JSONL, or the reason why there is none."""
    try:
        value = parse_json(line)
    except ValueError as error:
        return Rejected(origin, str(error))
    return to_record(value, origin, collection, options)


def parse_json(data: bytes) -> Any:
    """Return the JSON value in `data`.

    Raises:
        ValueError: it is not JSON; the message says what is wrong and where.
    """
    try:
        text: str | None = data.decode("utf-8-sig")  # as written: letters are not composed into NFC
    except UnicodeDecodeError:
        text = decode(data)
    if text is None:
        raise ValueError("not text: no encoding fits")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ValueError(f"not valid JSON: {error.msg} ({where})") from error
    except RecursionError:
        raise ValueError("not valid JSON: nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"not valid JSON: {error}") from error


def to_record(value: object, origin: str, collection: str, options: ReadOptions) -> Record | Rejected:
    """Return a parsed JSON value as a record, or the reason why it is none. Unknown fields are ignored."""
    if not isinstance(value, dict):
        return Rejected(origin, f"a record must be an object, not {_type_name(value)}")
    try:
        return Record(article=_article(value, options), origin=origin, collection=collection, source=options.source)
    except _InvalidFieldError as error:
        return Rejected(origin, str(error))


def _article(value: dict[str, Any], options: ReadOptions) -> Article:
    written = _unicode(*(_raw(value, field) or "" for field in ("title", "summary", "body")))
    title, summary, body = " ".join(_cleaned(written[0]).split()), _cleaned(written[1]), _cleaned(written[2])
    if not title and not body:
        raise _InvalidFieldError("neither title nor body")
    url = _line(value, "url")
    return Article(
        id=_id(value) or (identify_url(url) if url else identify_content(title, body)),
        url=url,
        title=title,
        summary=summary or None,
        body=body,
        published=_date(value, "published"),
        author=_line(value, "author"),
        source=_line(value, "source") or options.source,
        place=_line(value, "place") or options.place,
        tags=_tags(value.get("tags")),
        image=_line(value, "image"),
        image_caption=_line(value, "image_caption"),
        section=_line(value, "section"),
        updated=_date(value, "updated"),
        attachments=_attachments(value.get("attachments")),
    )


def _date(value: dict[str, Any], field: str) -> str | None:
    written = _line(value, field)
    return parse_published(written) if written else None


def _unicode(*texts: str) -> list[str]:
    """Return a record's texts, converted to Unicode if they are in a legacy encoding such as TCVN3.

    The encoding is detected from all texts together, since a title alone is too short, and before any character is
    removed: in TCVN3, `ư` is a soft hyphen.
    """
    converted = None if any(_SEPARATOR in text for text in texts) else convert_legacy_text(_SEPARATOR.join(texts))
    return converted[0].split(_SEPARATOR) if converted else list(texts)


def _cleaned(text: str) -> str:
    return clean_text(text, nfc=False).strip()


def _id(value: dict[str, Any]) -> str | None:
    given = value.get("id")
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise _InvalidFieldError(f"field 'id' must be text or a whole number, not {_type_name(given)}")
    try:
        name = str(given).strip()
    except ValueError:
        raise _InvalidFieldError("field 'id' is a number of too many digits") from None
    if len(name) > MAX_ID_LENGTH:
        raise _InvalidFieldError(f"field 'id' is longer than {MAX_ID_LENGTH} characters")
    if _CONTROL.search(name):
        raise _InvalidFieldError("field 'id' holds a control character")
    return clean_text(name, nfc=False) or None


def _raw(value: dict[str, Any], field: str) -> str | None:
    """Return the first non-blank value of a field under its own name or another."""
    for name in _ALIASES.get(field, (field,)):
        given = value.get(name)
        if given is None:
            continue
        if not isinstance(given, str):
            raise _InvalidFieldError(f"field '{name}' must be text, not {_type_name(given)}")
        if given.strip():
            return given
    return None


def _line(value: dict[str, Any], field: str) -> str | None:
    """Return a field as one line. Names, which become facet values, are composed so that equal names are equal."""
    given = _raw(value, field)
    if given is None:
        return None
    return " ".join(clean_text(given, nfc=field in {"author", "source", "place"}).split()) or None


def _tags(given: object) -> tuple[str, ...]:
    if given is None:
        return ()
    items = given.split(",") if isinstance(given, str) else given
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise _InvalidFieldError(f"field 'tags' must be a list of texts or text with commas, not {_type_name(given)}")
    return tuple(dict.fromkeys(tag for item in items if (tag := " ".join(clean_text(item).split()))))


def _attachments(given: object) -> tuple[Attachment, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise _InvalidFieldError("field 'attachments' must be a list of objects with 'name' and 'url'")
    files = [(_line(item, "name"), _line(item, "url")) for item in given]
    return tuple(Attachment(name=name or url or "", url=url) for name, url in files if name or url)


def _type_name(value: object) -> str:
    return "null" if value is None else _TYPE_NAMES.get(type(value), type(value).__name__)
