"""Where on an article's page the things understood of it were read: anchors in its texts, and what points at them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape
from typing import NamedTuple

from markupsafe import Markup

from ..model import Article, Mention
from .messages import text

_PIECE = re.compile(r"<mark>|</mark>|&[^;\s]{1,10};|.", re.DOTALL)
_CONTEXT = 40
"""Code points of the text shown on either side of a passage where it is quoted."""


class Anchor(NamedTuple):
    """A passage on the page: `#id` is its address, `quote` its words with some around them; no `id` where what it was
    read from (the publisher's name, an address) is not among the texts of the page."""

    id: str | None
    quote: str


class Passages(NamedTuple):
    """Where each value was first read, by field and value; and for each text of the page what is to be anchored in it:
    start, end and id."""

    first: dict[tuple[str, str], Anchor]
    marks: list[list[tuple[int, int, str]]]


def passages(article: Article, lines: Sequence[tuple[int, str]]) -> Passages:
    """The first mention of everything understood of an article.

    In: the paragraphs of its body as its page shows them, each with where it begins in the body. The texts of the page
    are then title, summary and these. Passages that overlap share the anchor of the earlier one.
    """
    marks: list[list[tuple[int, int, str]]] = [[] for _ in range(2 + len(lines))]
    first: dict[tuple[str, str], Anchor] = {}
    for mention in article.mentions:
        if (mention.field, mention.value) not in first:
            first[mention.field, mention.value] = Anchor(_anchored(mention, lines, marks), quoted(article, mention))
    return Passages(first, [sorted(each) for each in marks])


def _anchored(
    mention: Mention, lines: Sequence[tuple[int, str]], marks: list[list[tuple[int, int, str]]]
) -> str | None:
    place = _placed(mention, lines)
    if place is None:
        return None
    number, start, end = place
    for other_start, other_end, id in marks[number]:
        if start < other_end and other_start < end:
            return id
    id = f"m-{sum(map(len, marks)) + 1}"
    marks[number].append((start, end, id))
    return id


def _placed(mention: Mention, lines: Sequence[tuple[int, str]]) -> tuple[int, int, int] | None:
    """In which text of the page a mention stands, and where in it."""
    if mention.part in ("title", "summary"):
        return ("title", "summary").index(mention.part), mention.start, mention.end
    if mention.part == "body":
        for number, (at, line) in enumerate(lines, 2):
            if at <= mention.start < at + len(line):
                return number, mention.start - at, min(mention.end - at, len(line))
    return None


def quoted(article: Article, mention: Mention) -> str:
    """The words of a mention with some around them, and which part they are of: `nội dung, “… xã họp …”`."""
    whole = getattr(article, mention.part, None) or ""
    start, end = max(0, mention.start - _CONTEXT), min(len(whole), mention.end + _CONTEXT)
    if start:
        start = whole.find(" ", start, mention.start) + 1 or mention.start
    if end < len(whole):
        space = whole.rfind(" ", mention.end, end)
        end = mention.end if space < 0 else space
    words = " ".join(whole[start:end].split())
    return f"{text(f'part.{mention.part}')}, “{'… ' if start else ''}{words}{' …' if end < len(whole) else ''}”"


def anchored(html: str, marks: Iterable[tuple[int, int, str]]) -> Markup:
    """A text of the page (escaped, what was searched for in `<mark>`) with a `<span id>` around each passage.

    Marks are taken apart where a passage begins or ends within one, so that elements stay nested.
    """
    waiting = list(marks)
    if not waiting:
        return Markup(html)  # noqa: S704 - escaped by whom it came from
    out: list[str] = []
    at, inside, end = 0, False, -1
    for piece in _PIECE.findall(html):
        if at == end:
            out.append(_across("</span>", inside=inside))
            end = -1
        if waiting and end < 0 and at == waiting[0][0] and piece not in ("<mark>", "</mark>"):
            _, end, id = waiting.pop(0)
            out.append(_across(f'<span id="{id}" class="read">', inside=inside))
        out.append(piece)
        if piece in ("<mark>", "</mark>"):
            inside = piece == "<mark>"
        else:
            at += len(unescape(piece))
    if end >= 0:
        out.append(_across("</span>", inside=inside))
    return Markup("".join(out).replace("<mark></mark>", ""))  # noqa: S704


def _across(tag: str, *, inside: bool) -> str:
    return f"</mark>{tag}<mark>" if inside else tag
