"""JSON values to records: what may be missing, what must be of which type, what else a field may be called."""

from __future__ import annotations

import json
import re
from typing import Any

from ...analyzers.text_repair.legacy_encodings import convert_legacy_text
from ...knowledge.dates import parse_published
from ...model import Article, Attachment
from ..decoding.charset import decode, normal_text
from ..page import LONGEST_ID, ReadOptions, Record, Rejected, identify_content, identify_url

_BETWEEN = "\n\x1e\n"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ALIASES = {"body": ("body", "text", "content"), "published": ("published", "date")}
_KINDS = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object", str: "text"}


class _WrongError(Exception):
    """A field that cannot be used; the message is the reason."""


def read_line(line: bytes, origin: str, collection: str, options: ReadOptions) -> Record | Rejected:
    """One line of JSONL as a record, or why it is none."""
    try:
        value = parse(line)
    except ValueError as error:
        return Rejected(origin, str(error))
    return to_record(value, origin, collection, options)


def parse(data: bytes) -> Any:
    """The JSON value written in `data`.

    Raises:
        ValueError: it is not JSON; the message says what is wrong and where.
    """
    try:
        text: str | None = data.decode("utf-8-sig")  # as written: a record's letters are not recomposed
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
    """A parsed JSON value as a record, or why it is none. Fields that are not known are ignored."""
    if not isinstance(value, dict):
        return Rejected(origin, f"a record must be an object, not {_kind(value)}")
    try:
        return Record(article=_article(value, options), origin=origin, collection=collection, source=options.source)
    except _WrongError as error:
        return Rejected(origin, str(error))


def _article(value: dict[str, Any], options: ReadOptions) -> Article:
    written = _unicode(*(_raw(value, field) or "" for field in ("title", "summary", "body")))
    title, summary, body = " ".join(_plain(written[0]).split()), _plain(written[1]), _plain(written[2])
    if not title and not body:
        raise _WrongError("neither title nor body")
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
    """A record's texts, in Unicode where they came out of a font that was an encoding: told from all of them together,
    since a title alone is too short to tell, and before anything is left out (TCVN3's `ư` is a soft hyphen)."""
    converted = None if any(_BETWEEN in text for text in texts) else convert_legacy_text(_BETWEEN.join(texts))
    return converted[0].split(_BETWEEN) if converted else list(texts)


def _plain(text: str) -> str:
    return normal_text(text, nfc=False).strip()


def _id(value: dict[str, Any]) -> str | None:
    given = value.get("id")
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, str | int):
        raise _WrongError(f"field 'id' must be text or a whole number, not {_kind(given)}")
    try:
        name = str(given).strip()
    except ValueError:
        raise _WrongError("field 'id' is a number of too many digits") from None
    if len(name) > LONGEST_ID:
        raise _WrongError(f"field 'id' is longer than {LONGEST_ID} characters")
    if _CONTROL.search(name):
        raise _WrongError("field 'id' holds a control character")
    return normal_text(name, nfc=False) or None


def _raw(value: dict[str, Any], field: str) -> str | None:
    for name in _ALIASES.get(field, (field,)):
        given = value.get(name)
        if given is None:
            continue
        if not isinstance(given, str):
            raise _WrongError(f"field '{name}' must be text, not {_kind(given)}")
        if given.strip():
            return given
    return None


def _line(value: dict[str, Any], field: str) -> str | None:
    """A field of one line; names (which become facet values) are composed so that equal names are equal."""
    given = _raw(value, field)
    if given is None:
        return None
    return " ".join(normal_text(given, nfc=field in {"author", "source", "place"}).split()) or None


def _tags(given: object) -> tuple[str, ...]:
    if given is None:
        return ()
    items = given.split(",") if isinstance(given, str) else given
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise _WrongError(f"field 'tags' must be a list of texts or text with commas, not {_kind(given)}")
    return tuple(dict.fromkeys(tag for item in items if (tag := " ".join(normal_text(item).split()))))


def _attachments(given: object) -> tuple[Attachment, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise _WrongError("field 'attachments' must be a list of objects with 'name' and 'url'")
    found = [(_line(item, "name"), _line(item, "url")) for item in given]
    return tuple(Attachment(name=name or url or "", url=url) for name, url in found if name or url)


def _kind(value: object) -> str:
    return "null" if value is None else _KINDS.get(type(value), type(value).__name__)
