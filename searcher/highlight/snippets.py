"""The best passage of an article, and marked text as HTML. The only place where result HTML is made: text is escaped
here and nothing but `<mark>` is added."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

from .matches import Mark

ELLIPSIS = "…"
BETWEEN = f" {ELLIPSIS} "
"""What stands between two fragments."""

FRAGMENTS = 3
"""The most of one snippet; each of them gets its share of the length."""

_SENTENCE = re.compile(r"(?:[.!?…][\"”’)\]]*\s+|[\n\r\u2029]+\s*)")
_BREAKING = re.compile(r"\s")
_JOINED = "\u200d"
_SKINS = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAGS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))

Text = tuple[str, Sequence[Mark]]


@dataclass(frozen=True, slots=True, order=True)
class _Window:
    """A stretch of one of the texts (by number), from its first mark to its last, and the words it holds."""

    text: int
    start: int
    end: int
    words: frozenset[int] = frozenset()


def best_passage(texts: Sequence[Text], length: int) -> str:
    """About `length` characters of the texts as HTML: where most of the query's words stand together, the earliest
    such place; where they stand too far apart for one passage, up to FRAGMENTS of them in order, joined by `…`.
    Without any mark, the beginning of the first text that is not empty. `…` stands where text was left out."""
    best = _densest(texts, length)
    if best is None:
        first = next((number for number, (text, _) in enumerate(texts) if text.strip()), None)
        return "" if first is None else _joined(texts, [_Window(first, 0, 0)], length)
    words = frozenset(word for _, marks in texts for mark in marks for word in mark.words)
    apart = _apart(texts, words, length // FRAGMENTS) if best.words < words else []
    found = frozenset(word for window in apart for word in window.words)
    return _joined(texts, apart if len(found) > len(best.words) else [best], length)


def _apart(texts: Sequence[Text], words: frozenset[int], length: int) -> list[_Window]:
    """Windows in order, each with the most words that no better one has."""
    chosen: list[_Window] = []
    missing = set(words)
    while missing and len(chosen) < FRAGMENTS:
        window = _densest(texts, length, missing)
        if window is None:
            break
        chosen.append(window)
        missing -= window.words
    return sorted(chosen)


def _joined(texts: Sequence[Text], windows: Sequence[_Window], length: int) -> str:
    """The passages around the windows; those that meet are one."""
    share = length // len(windows)
    spans: list[tuple[int, int, int]] = []
    for window in windows:
        text, _ = texts[window.text]
        start, end = _passage(text, window.start, window.end, share)
        if spans and spans[-1][0] == window.text and not text[spans[-1][2] : start].strip():
            start, end = spans[-1][1], max(end, spans.pop()[2])
        spans.append((window.text, start, end))
    first, last = spans[0], spans[-1]
    before = ELLIPSIS if texts[first[0]][0][: first[1]].strip() else ""
    shown = BETWEEN.join(to_html(texts[at][0], start, end, texts[at][1]) for at, start, end in spans)
    return before + shown + _more(texts[last[0]][0], last[2])


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


def _densest(texts: Sequence[Text], length: int, wanted: Collection[int] | None = None) -> _Window | None:
    """The first window of about `length` characters with most different (wanted) words; None where there is none."""
    best: _Window | None = None
    for number, (_, marks) in enumerate(texts):
        telling = marks if wanted is None else [each for each in marks if not each.words.isdisjoint(wanted)]
        window = _densest_of(telling, length, wanted)
        if window and (best is None or window[0] > len(best.words)):
            _, start, end = window
            inside = (each.words for each in marks if start <= each.start and each.end <= end)
            best = _Window(number, start, end, frozenset().union(*inside))
    return best


def _densest_of(marks: Sequence[Mark], length: int, wanted: Collection[int] | None) -> tuple[int, int, int] | None:
    """How many words the first such window of one text holds, from where, to where."""
    best: tuple[int, int, int] | None = None
    counts: dict[int, int] = {}
    left = 0
    for each in marks:
        for word in each.words:
            if wanted is None or word in wanted:
                counts[word] = counts.get(word, 0) + 1
        while left < len(marks) and marks[left].start < each.start and each.end - marks[left].start > length:
            for word in marks[left].words & counts.keys():
                counts[word] -= 1
                if not counts[word]:
                    del counts[word]
            left += 1
        if best is None or len(counts) > best[0]:
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
    for is_border in (_is_blank, _is_sign):
        cut = most
        while cut > least and not (is_border(text[cut]) or is_border(text[cut - 1])):
            cut -= 1
        while cut > least and _clings(text, cut):
            cut -= 1
        if cut > least:
            return cut
    return _between_characters(text, most, least)


def _is_blank(char: str) -> bool:
    return char.isspace()


def _is_sign(char: str) -> bool:
    """Whether no word holds it."""
    return char < "\u0300" and char != "\u00ad" and not char.isalnum()


def _between_characters(text: str, at: int, least: int) -> int:
    """The nearest place before this one where no character is cut that is drawn of several code points; where there
    is none behind `least`, the next one after it."""
    back = at
    while back > least and _clings(text, back):
        back -= 1
    while back <= least and at < len(text) and _clings(text, at):
        at += 1
    return back if back > least else at


def _clings(text: str, at: int) -> bool:
    """Whether the code point here is drawn with the one before: combining marks, joined emoji, flags."""
    if not 0 < at < len(text):
        return False
    here, before = text[at], text[at - 1]
    if here < "\u0300":
        return False
    if _JOINED in (here, before) or here in _SKINS or unicodedata.category(here) in ("Mn", "Mc", "Me"):
        return True
    if here in _FLAGS and before in _FLAGS:
        start = at
        while start and text[start - 1] in _FLAGS:
            start -= 1
        return (at - start) % 2 == 1
    return False
