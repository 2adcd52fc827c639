"""Lines that portals print around their articles, told by a table (`furniture.tsv`) of folded phrases."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Literal

from ...analyzers import fold

Mark = Literal["stop", "skip", "site", "page"]

_MOST_WORDS = 32
_PREFIXED_WORDS = 10
_NOT_WORDS = re.compile(r"[\W_]+")
_CRUMBS = re.compile(r"\s*[»›>→]\s*|\s+/\s+")
_END_NUMBERS = re.compile(r"(?:\s+\d+)+$")


@cache
def _table() -> tuple[dict[str, set[Mark]], tuple[tuple[str, Mark], ...]]:
    exact: dict[str, set[Mark]] = {}
    prefixes: list[tuple[str, Mark]] = []
    text = resources.files(__package__).joinpath("furniture.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        mark, phrase = line.split("\t")
        if mark not in {"stop", "skip", "site", "page"}:
            raise ValueError(f"furniture.tsv: unknown mark in {line!r}")
        if phrase.endswith("*"):
            prefixes.append((phrase[:-1], mark))  # type: ignore[arg-type]
        else:
            exact.setdefault(phrase, set()).add(mark)  # type: ignore[arg-type]
    return exact, tuple(prefixes)


def phrase(line: str) -> str:
    """A line as the table has it: folded, letters and digits, no counter's number, a doubled label once."""
    words = _NOT_WORDS.sub(" ", fold(line)).strip()
    bare = _END_NUMBERS.sub("", words)
    bare = re.sub(r"^(?:\d+\s+)+", "", bare) if bare != words or line[:1].isdigit() else bare
    parts = (bare or words).split()
    half = len(parts) // 2
    if half and len(parts) % 2 == 0 and parts[:half] == parts[half:] and len(parts[0]) > 1:
        parts = parts[:half]
    return " ".join(parts)


def marks(line: str) -> set[Mark]:
    """What a line means; the empty set for most."""
    if len(line) > 300 or line.count(" ") > _MOST_WORDS:
        return set()
    exact, prefixes = _table()
    key = phrase(line)
    found = set(exact.get(key, ()))
    if "skip" in exact.get(phrase(_CRUMBS.split(line, maxsplit=1)[0]), ()):
        found.add("skip")  # Trang chủ » Tin tức » Hoạt động
    found.update(mark for start, mark in prefixes if key == start or key.startswith(start + " "))
    return found


def is_stop(line: str) -> bool:
    """Nothing of the article comes after this line."""
    return "stop" in marks(line)


def is_furniture(line: str) -> bool:
    """The line is no part of any article."""
    return not marks(line).isdisjoint({"stop", "skip"})


def is_no_title(line: str) -> bool:
    """The line cannot be an article's title: furniture, or the portal's own name."""
    found = marks(line)
    return not found.isdisjoint({"stop", "skip"}) or ("site" in found and len(line.split()) <= _PREFIXED_WORDS)


def is_page_title(title: str) -> bool:
    """The title of an error page, a form or a section, not of an article."""
    return "page" in marks(title)
