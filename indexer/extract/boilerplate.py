"""Lines that portals print around their articles, told by a table (`boilerplate.tsv`) of folded phrases."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, get_args

from ...analyzers import fold
from ...analyzers.cache import Cache

Mark = Literal["stop", "foot", "skip", "menu", "site", "page", "static"]

_MOST_WORDS = 32
_PREFIXED_WORDS = 10
_NOT_WORDS = re.compile(r"[\W_]+")
_CRUMBS = re.compile(r"\s*[»›>→]\s*|\s+/\s+")
_LONGEST = 300
_MENU_PHRASES = 3
_LONGEST_PHRASE = 6
_LABEL = re.compile(r"[^:：]{2,40}[:：]")
_END_NUMBERS = re.compile(r"(?:\s+\d+)+$")


@cache
def _table() -> tuple[dict[str, set[Mark]], dict[str, list[tuple[str, Mark]]]]:
    """The whole phrases, and by their first word those with which a line may begin."""
    exact: dict[str, set[Mark]] = {}
    prefixes: dict[str, list[tuple[str, Mark]]] = {}
    text = resources.files(__package__).joinpath("boilerplate.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        mark, phrase = line.split("\t")
        if mark not in get_args(Mark):
            raise ValueError(f"boilerplate.tsv: unknown mark in {line!r}")
        if phrase.endswith("*"):
            start = phrase[:-1]
            prefixes.setdefault(start.split(" ", 1)[0], []).append((start, mark))  # type: ignore[arg-type]
        else:
            exact.setdefault(phrase, set()).add(mark)  # type: ignore[arg-type]
    return exact, prefixes


def phrase(line: str) -> str:
    """A line as the table has it: folded, letters and digits, no counter's number, a doubled label once."""
    return _PHRASES[line]


def _phrase(line: str) -> str:
    words = _NOT_WORDS.sub(" ", fold(line.replace("©", " "))).strip()
    bare = _END_NUMBERS.sub("", words)
    bare = re.sub(r"^(?:\d+\s+)+", "", bare) if bare != words or line.lstrip("© ")[:1].isdigit() else bare
    parts = (bare or words).split()
    half = len(parts) // 2
    if half and len(parts) % 2 == 0 and parts[:half] == parts[half:] and len(parts[0]) > 1:
        parts = parts[:half]
    return " ".join(parts)


_PHRASES: Cache[str] = Cache(_phrase)
"""The pages of a portal have most of their lines in common."""


@lru_cache(maxsize=4096)
def marks(line: str) -> frozenset[Mark]:
    """What a line means; the empty set for most."""
    exact, prefixes = _table()
    if len(line) > _LONGEST or line.count(" ") > _MOST_WORDS:
        # All of a page's foot may stand on one line.
        key = phrase(line[:_LONGEST])
        return frozenset(_begins(key, prefixes) & {"foot", "site"})
    key = phrase(line)
    found = set(exact.get(key, ()))
    if "skip" in exact.get(phrase(_CRUMBS.split(line, maxsplit=1)[0]), ()) or _is_menu(
        key, exact, _MENU_PHRASES - any(c in line for c in ":|•")
    ):
        found.add("skip")  # Trang chủ » Tin tức » Hoạt động
    return frozenset(found | _begins(key, prefixes))


def _begins(key: str, prefixes: dict[str, list[tuple[str, Mark]]]) -> set[Mark]:
    known = prefixes.get(key.split(" ", 1)[0], ())
    return {mark for start, mark in known if key == start or key.startswith(start + " ")}


def _is_menu(key: str, exact: dict[str, set[Mark]], least: int) -> bool:
    """A whole menu, tool bar or row of counters on one line: little but phrases of the table, and at least so many."""
    words = [word for word in key.split() if not word.isdigit()]
    if len(words) < least or words[0] not in _first_words():
        return False
    phrases = covered = at = 0
    while at < len(words):
        sizes = range(min(_LONGEST_PHRASE, len(words) - at), 0, -1)
        size = next((size for size in sizes if _cuts(" ".join(words[at : at + size]), exact)), 0)
        phrases, covered, at = phrases + bool(size), covered + size, at + (size or 1)
    return phrases >= least and (covered == len(words) or (phrases > _MENU_PHRASES and covered >= 0.7 * len(words)))


def _cuts(words: str, exact: dict[str, set[Mark]]) -> bool:
    return not exact.get(words, set()).isdisjoint({"stop", "skip", "menu"})


@cache
def _first_words() -> frozenset[str]:
    return frozenset(known.split(" ", 1)[0] for known in _table()[0])


def is_stop(line: str) -> bool:
    """Nothing of the article comes after this line."""
    return "stop" in marks(line)


def is_foot(line: str) -> bool:
    """A line of the page's foot (its address, its publisher) where no running text comes after it."""
    found = marks(line)
    return "site" in found or ("foot" in found and bool(_LABEL.match(line)))


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


def is_static_title(title: str) -> bool:
    """The title of what a portal says of itself, where the page has no date: an article may bear it, too."""
    return "static" in marks(title)


def is_portal(line: str) -> bool:
    """The line begins with a portal's own name."""
    return "site" in marks(line)
