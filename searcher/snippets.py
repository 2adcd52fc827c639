"""The best passage of an article, and marked text as HTML. The only place where result HTML is made: text is escaped
here and nothing but `<mark>` is added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from .marks import Mark

ELLIPSIS = "…"

_SENTENCE = re.compile(r"(?:[.!?…][\"”’)\]]*\s+|[\n\r\u2029]+\s*)")
_BREAKING = re.compile(r"\s")


def best_passage(texts: Sequence[tuple[str, Sequence[Mark]]], length: int) -> str:
    """About `length` characters of one of the texts as HTML: where most of the query's words stand together, the
    earliest such place; without any mark, the beginning of the first text that is not empty. `…` stands where text
    was left out."""
    windows = [_densest(marks, length) for _, marks in texts]
    most = max(words for words, _, _ in windows)
    for (text, marks), (words, first, last) in zip(texts, windows, strict=True):
        if words == most and (most or text.strip()):
            start, end = _passage(text, first, last, length)
            before = ELLIPSIS if text[:start].strip() else ""
            return before + to_html(text, start, end, marks) + _more(text, end)
    return ""


def _more(text: str, end: int) -> str:
    """What tells that the text goes on; a sentence's end and the ellipsis do not run together."""
    if not text[end:].strip():
        return ""
    ended = text[end - 1 : end] in tuple(".!?…") and text[end].isspace()
    return text[end] + ELLIPSIS if ended else ELLIPSIS


def to_html(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """A stretch of text, escaped, with its marks."""
    out: list[str] = []
    at = start
    for each in marks:
        if each.end <= start or each.start >= end:
            continue
        first, last = max(each.start, start), min(each.end, end)
        out += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    out.append(escape(text[at:end]))
    return "".join(out)


def _densest(marks: Sequence[Mark], length: int) -> tuple[int, int, int]:
    """The first window with most different words: how many, from where, to where; zeros without marks."""
    best = (0, 0, 0)
    counts: dict[int, int] = {}
    left = 0
    for each in marks:
        for word in each.words:
            counts[word] = counts.get(word, 0) + 1
        while left < len(marks) and marks[left].start < each.start and each.end - marks[left].start > length:
            for word in marks[left].words:
                counts[word] -= 1
                if not counts[word]:
                    del counts[word]
            left += 1
        if len(counts) > best[0]:
            best = (len(counts), marks[left].start, each.end)
    return best


def _passage(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """Bounds of about `length` characters around a window, at sentence ends or at least between words."""
    start = _start(text, first, max(0, length - (last - first)))
    end = _end(text, min(last, start + 2 * length), start + length)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _start(text: str, first: int, spare: int) -> int:
    """The nearest sentence start before `first`, else a word start that leaves room behind."""
    if first <= spare // 3:
        return 0
    earliest = max(0, first - spare * 2 // 3)
    sentences = [found.end() for found in _SENTENCE.finditer(text, earliest, first)]
    if sentences:
        return sentences[0]
    space = _BREAKING.search(text, max(0, first - spare // 3), first)
    return space.end() if space else first


def _end(text: str, least: int, most: int) -> int:
    """The last sentence end that keeps most of the room filled, else the last word end."""
    if len(text) <= most:
        return len(text)
    most = max(least, most)
    room = (most - least) // 3
    sentences = [found.end() for found in _SENTENCE.finditer(text, max(least, most - room), most)]
    if sentences:
        return sentences[-1]
    cut = most
    while cut > least and not (text[cut].isspace() or text[cut - 1].isspace()):
        cut -= 1
    return cut if cut > least else most
