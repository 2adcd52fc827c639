"""Snippets: the fragments of an article that show most of the query, and highlighted text as HTML.

This is the only module that makes result HTML: it escapes text and adds nothing but `<mark>` tags.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape

from .matches import Highlight

ELLIPSIS = "…"
FRAGMENT_SEPARATOR = f" {ELLIPSIS} "

MAX_FRAGMENTS = 3
"""How many fragments a snippet may have. They share its length equally."""

_SENTENCE_END = re.compile(r"(?:[.!?…][\"”’)\]]*\s+|[\n\r\u2029]+\s*)")
_WHITE_SPACE = re.compile(r"\s")
_ZERO_WIDTH_JOINER = "\u200d"
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))

HighlightedText = tuple[str, Sequence[Highlight]]


@dataclass(frozen=True, slots=True, order=True)
class _Window:
    """A part of one of the texts (by number), from its first highlight to its last, and the query words in it."""

    text: int
    start: int
    end: int
    words: frozenset[int] = frozenset()


def to_html(text: str, start: int, end: int, highlights: Sequence[Highlight]) -> str:
    """Return a part of a text, escaped, with its highlights in `<mark>`."""
    html: list[str] = []
    at = start
    for highlight in highlights:
        if highlight.end <= start or highlight.start >= end:
            continue
        first, last = max(highlight.start, start), min(highlight.end, end)
        html += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    html.append(escape(text[at:end]))
    return "".join(html)


def make_snippet(texts: Sequence[HighlightedText], length: int) -> str:
    """Return about `length` characters of the texts as HTML.

    Shown is the first place with most different words of the query close together. Where they are too far apart for
    one fragment, up to MAX_FRAGMENTS are shown in the order of the text, joined by `…`. Without any highlight the
    snippet is the beginning of the first text that is not empty. `…` also marks where a text was cut.
    """
    best = _densest_window(texts, length)
    if best is None:
        first = next((number for number, (text, _) in enumerate(texts) if text.strip()), None)
        return "" if first is None else _fragments_html(texts, [_Window(first, 0, 0)], length)
    words = frozenset(word for _, highlights in texts for each in highlights for word in each.words)
    several = _complementary_windows(texts, words, length // MAX_FRAGMENTS) if best.words < words else []
    covered = frozenset(word for window in several for word in window.words)
    return _fragments_html(texts, several if len(covered) > len(best.words) else [best], length)


# ---- Choose the windows ----------------------------------------------------------------------------------------------


def _complementary_windows(texts: Sequence[HighlightedText], words: frozenset[int], length: int) -> list[_Window]:
    """Return windows in the order of the texts. Each was chosen for most words that the ones before it lacked."""
    chosen: list[_Window] = []
    missing = set(words)
    while missing and len(chosen) < MAX_FRAGMENTS:
        window = _densest_window(texts, length, missing)
        if window is None:
            break
        chosen.append(window)
        missing -= window.words
    return sorted(chosen)


def _densest_window(
    texts: Sequence[HighlightedText], length: int, wanted: Collection[int] | None = None
) -> _Window | None:
    """Return the first window of about `length` characters with most different words, or None without highlights.

    Only the `wanted` words count; None means all words.
    """
    best: _Window | None = None
    for number, (_, highlights) in enumerate(texts):
        counting = highlights if wanted is None else [each for each in highlights if not each.words.isdisjoint(wanted)]
        window = _densest_in_text(counting, length, wanted)
        if window and (best is None or window[0] > len(best.words)):
            _, start, end = window
            inside = (each.words for each in highlights if start <= each.start and each.end <= end)
            best = _Window(number, start, end, frozenset().union(*inside))
    return best


def _densest_in_text(
    highlights: Sequence[Highlight], length: int, wanted: Collection[int] | None
) -> tuple[int, int, int] | None:
    """Return how many different words the densest window of one text contains, its start and its end."""
    best: tuple[int, int, int] | None = None
    counts: dict[int, int] = {}
    left = 0
    for each in highlights:
        for word in each.words:
            if wanted is None or word in wanted:
                counts[word] = counts.get(word, 0) + 1
        while highlights[left].start < each.start and each.end - highlights[left].start > length:
            for word in highlights[left].words & counts.keys():
                counts[word] -= 1
                if not counts[word]:
                    del counts[word]
            left += 1
        if best is None or len(counts) > best[0]:
            best = (len(counts), highlights[left].start, each.end)
    return best


# ---- Cut the fragments -----------------------------------------------------------------------------------------------


def _fragments_html(texts: Sequence[HighlightedText], windows: Sequence[_Window], length: int) -> str:
    """Return the fragments around the windows as HTML; fragments that meet are joined."""
    share = length // len(windows)
    fragments: list[tuple[int, int, int]] = []
    for window in windows:
        text, _ = texts[window.text]
        start, end = _fragment_bounds(text, window.start, window.end, share)
        if fragments and fragments[-1][0] == window.text and not text[fragments[-1][2] : start].strip():
            start, end = fragments[-1][1], max(end, fragments.pop()[2])
        fragments.append((window.text, start, end))
    first, last = fragments[0], fragments[-1]
    before = ELLIPSIS if texts[first[0]][0][: first[1]].strip() else ""
    shown = FRAGMENT_SEPARATOR.join(to_html(texts[at][0], start, end, texts[at][1]) for at, start, end in fragments)
    return before + shown + _final_ellipsis(texts[last[0]][0], last[2])


def _final_ellipsis(text: str, end: int) -> str:
    """Return the ellipsis for a text that goes on after `end`, set off from the end of a sentence by white space."""
    if not text[end:].strip():
        return ""
    sentence_ended = text[end - 1 : end] in tuple(".!?…") and text[end].isspace()
    return text[end] + ELLIPSIS if sentence_ended else ELLIPSIS


def _fragment_bounds(text: str, first: int, last: int, length: int) -> tuple[int, int]:
    """Return the bounds of about `length` characters around a window, at sentence ends or at least between words."""
    start = _fragment_start(text, first, max(0, length - (last - first)))
    end = _fragment_end(text, min(last, start + 2 * length), start + length)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _fragment_start(text: str, first: int, spare: int) -> int:
    """Return the start of a sentence a little before `first`, else the start of a word that leaves room after it.

    `spare` is how many characters of the fragment the window leaves free; at most two thirds of them come before it.
    """
    if first <= spare // 3:
        return 0
    earliest = max(0, first - spare * 2 // 3)
    sentence = _SENTENCE_END.search(text, earliest, first)
    if sentence:
        return sentence.end()
    space = _WHITE_SPACE.search(text, max(0, first - spare // 3), first)
    return space.end() if space else first


def _fragment_end(text: str, least: int, most: int) -> int:
    """Return the last sentence end within the last third of the room, else the last word end."""
    if len(text) <= most:
        return len(text)
    most = max(least, most)
    room = (most - least) // 3
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, max(least, most - room), most)]
    if sentences:
        return sentences[-1]
    borders: tuple[Callable[[str], bool], ...] = (str.isspace, _is_punctuation)
    for is_border in borders:
        cut = most
        while cut > least and not (is_border(text[cut]) or is_border(text[cut - 1])):
            cut -= 1
        while cut > least and _is_inside_character(text, cut):
            cut -= 1
        if cut > least:
            return cut
    return _between_characters(text, most, least)


def _is_punctuation(char: str) -> bool:
    """Return whether the character is never part of a word."""
    return char < "\u0300" and char != "\u00ad" and not char.isalnum()


def _between_characters(text: str, at: int, least: int) -> int:
    """Return the nearest offset before `at` that does not cut a character drawn from several code points.

    Where there is none after `least`, return the next one after `at`.
    """
    back = at
    while back > least and _is_inside_character(text, back):
        back -= 1
    while back <= least and at < len(text) and _is_inside_character(text, at):
        at += 1
    return back if back > least else at


def _is_inside_character(text: str, at: int) -> bool:
    """Return whether the code point here is drawn with the one before: combining marks, joined emoji, flags."""
    if not 0 < at < len(text):
        return False
    here, before = text[at], text[at - 1]
    if here < "\u0300":
        return False
    if _ZERO_WIDTH_JOINER in (here, before) or here in _SKIN_TONES or unicodedata.category(here) in ("Mn", "Mc", "Me"):
        return True
    if here in _FLAG_LETTERS and before in _FLAG_LETTERS:
        start = at
        while start and text[start - 1] in _FLAG_LETTERS:
            start -= 1
        return (at - start) % 2 == 1
    return False
