"""Lines that portals print around their articles, recognised by the table of folded phrases `boilerplate.tsv`."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, get_args

from ...analyzers import fold
from ...analyzers.cache import Cache

LineClass = Literal["stop", "foot", "skip", "menu", "site", "page", "static"]
"""The classes of the table, whose header explains them."""

_MAX_WORDS = 32
_MAX_LINE_LENGTH = 300
"""Characters. Of a line that is longer, or has more words, only the beginning is looked up."""
_SITE_NAME_WORDS = 10
_NOT_WORDS = re.compile(r"[\W_]+")
_BREADCRUMB_SEPARATORS = re.compile(r"\s*[»›>→]\s*|\s+/\s+")
_MENU_PHRASES = 3
_MAX_PHRASE_LENGTH = 6  # words
_MENU_SHARE = 0.7
_LABEL = re.compile(r"[^:：]{2,40}[:：]")
_END_NUMBERS = re.compile(r"(?:\s+\d+)+$")


@cache
def _table() -> tuple[dict[str, set[LineClass]], dict[str, list[tuple[str, LineClass]]]]:
    """Return the whole phrases with their classes, and by first word the phrases with which a line may begin."""
    exact: dict[str, set[LineClass]] = {}
    prefixes: dict[str, list[tuple[str, LineClass]]] = {}
    text = resources.files(__package__).joinpath("boilerplate.tsv").read_text("utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        line_class, phrase = line.split("\t")
        if line_class not in get_args(LineClass):
            raise ValueError(f"boilerplate.tsv: unknown class in {line!r}")
        if phrase.endswith("*"):
            start = phrase[:-1]
            prefixes.setdefault(start.split(" ", 1)[0], []).append((start, line_class))  # type: ignore[arg-type]
        else:
            exact.setdefault(phrase, set()).add(line_class)  # type: ignore[arg-type]
    return exact, prefixes


def phrase_key(line: str) -> str:
    """Return a line in the form of the table: folded, letters and digits only, without a counter's number, a label that
    is printed twice reduced to one."""
    return _PHRASE_KEYS[line]


def _phrase_key(line: str) -> str:
    words = _NOT_WORDS.sub(" ", fold(line.replace("©", " "))).strip()
    bare = _END_NUMBERS.sub("", words)
    bare = re.sub(r"^(?:\d+\s+)+", "", bare) if bare != words or line.lstrip("© ")[:1].isdigit() else bare
    parts = (bare or words).split()
    half = len(parts) // 2
    if half and len(parts) % 2 == 0 and parts[:half] == parts[half:] and len(parts[0]) > 1:
        parts = parts[:half]
    return " ".join(parts)


_PHRASE_KEYS: Cache[str] = Cache(_phrase_key)
"""Cached because the pages of a portal share most of their lines."""


@lru_cache(maxsize=4096)
def line_classes(line: str) -> frozenset[LineClass]:
    """Return the classes of a line; most lines have none."""
    exact, prefixes = _table()
    if len(line) > _MAX_LINE_LENGTH or line.count(" ") > _MAX_WORDS:
        # The whole footer of a page may stand on one line.
        key = phrase_key(line[:_MAX_LINE_LENGTH])
        return frozenset(_classes_by_prefix(key, prefixes) & {"foot", "site"})
    key = phrase_key(line)
    classes = set(exact.get(key, ()))
    if "skip" in exact.get(phrase_key(_BREADCRUMB_SEPARATORS.split(line, maxsplit=1)[0]), ()) or _is_menu(
        key, exact, _MENU_PHRASES - any(c in line for c in ":|•")
    ):
        classes.add("skip")  # Trang chủ » Tin tức » Hoạt động
    return frozenset(classes | _classes_by_prefix(key, prefixes))


def _classes_by_prefix(key: str, prefixes: dict[str, list[tuple[str, LineClass]]]) -> set[LineClass]:
    known = prefixes.get(key.split(" ", 1)[0], ())
    return {line_class for start, line_class in known if key == start or key.startswith(start + " ")}


def _is_menu(key: str, exact: dict[str, set[LineClass]], min_phrases: int) -> bool:
    """Return whether a line is a whole menu, tool bar or row of counters: at least `min_phrases` phrases of the table
    and little else."""
    words = [word for word in key.split() if not word.isdigit()]
    if len(words) < min_phrases or words[0] not in _first_words():
        return False
    phrases = covered = at = 0
    while at < len(words):
        sizes = range(min(_MAX_PHRASE_LENGTH, len(words) - at), 0, -1)
        size = next((size for size in sizes if _may_be_in_menu(" ".join(words[at : at + size]), exact)), 0)
        phrases, covered, at = phrases + bool(size), covered + size, at + (size or 1)
    is_mostly_phrases = phrases > _MENU_PHRASES and covered >= _MENU_SHARE * len(words)
    return phrases >= min_phrases and (covered == len(words) or is_mostly_phrases)


def _may_be_in_menu(words: str, exact: dict[str, set[LineClass]]) -> bool:
    return not exact.get(words, set()).isdisjoint({"stop", "skip", "menu"})


@cache
def _first_words() -> frozenset[str]:
    return frozenset(known.split(" ", 1)[0] for known in _table()[0])


def is_stop_line(line: str) -> bool:
    """Return whether nothing of the article comes after this line (`Ý kiến bạn đọc`)."""
    return "stop" in line_classes(line)


def is_footer_line(line: str) -> bool:
    """Return whether the page's footer (its address, its publisher) begins here, if no running text comes after it."""
    classes = line_classes(line)
    return "site" in classes or ("foot" in classes and bool(_LABEL.match(line)))


def is_boilerplate(line: str) -> bool:
    """Return whether the line belongs to no article."""
    return not line_classes(line).isdisjoint({"stop", "skip"})


def cannot_be_title(line: str) -> bool:
    """Return whether the line is boilerplate or the portal's own name, so that it is no article's title."""
    classes = line_classes(line)
    return not classes.isdisjoint({"stop", "skip"}) or ("site" in classes and len(line.split()) <= _SITE_NAME_WORDS)


def is_non_article_title(title: str) -> bool:
    """Return whether this is the title of an error page, a form or a section, not of an article."""
    return "page" in line_classes(title)


def is_static_page_title(title: str) -> bool:
    """Return whether an undated page with this title is about the portal itself; a dated article may have the title."""
    return "static" in line_classes(title)


def begins_with_site_name(line: str) -> bool:
    """Return whether the line begins with a portal's own name."""
    return "site" in line_classes(line)
