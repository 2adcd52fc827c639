"""Provenance on an article page: anchors in its texts where each extracted value was read, and quotations of them."""

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
"""Code points of context on either side of a quoted passage."""


class Anchor(NamedTuple):
    """A passage on the page: `#id` links to it and `quote` is its text with context.

    `id` is None if the value was read from something that the page does not show (the publisher's name, a URL).
    """

    id: str | None
    quote: str


class Passages(NamedTuple):
    """`first`: where each value was first read, by field and value; `spans`: anchors (start, end, id) of each text."""

    first: dict[tuple[str, str], Anchor]
    spans: list[list[tuple[int, int, str]]]


def passages(article: Article, lines: Sequence[tuple[int, str]]) -> Passages:
    """Return the first mention of every value extracted from an article.

    Args:
        article: the article with its mentions.
        lines: the paragraphs of its body as the page shows them, each with its offset in the body. The texts of the
            page are title, summary and these paragraphs, in this order.

    Overlapping passages share the anchor of the earlier one.
    """
    spans: list[list[tuple[int, int, str]]] = [[] for _ in range(2 + len(lines))]
    first: dict[tuple[str, str], Anchor] = {}
    for mention in article.mentions:
        if (mention.field, mention.value) not in first:
            first[mention.field, mention.value] = Anchor(_anchored(mention, lines, spans), quoted(article, mention))
    return Passages(first, [sorted(each) for each in spans])


def _anchored(
    mention: Mention, lines: Sequence[tuple[int, str]], spans: list[list[tuple[int, int, str]]]
) -> str | None:
    place = _locate(mention, lines)
    if place is None:
        return None
    number, start, end = place
    for other_start, other_end, id in spans[number]:
        if start < other_end and other_start < end:
            return id
    id = f"m-{sum(map(len, spans)) + 1}"
    spans[number].append((start, end, id))
    return id


def _locate(mention: Mention, lines: Sequence[tuple[int, str]]) -> tuple[int, int, int] | None:
    """Return the number of the text on the page that contains a mention, with start and end in it."""
    if mention.part in ("title", "summary"):
        return ("title", "summary").index(mention.part), mention.start, mention.end
    if mention.part == "body":
        for number, (at, line) in enumerate(lines, 2):
            if at <= mention.start < at + len(line):
                return number, mention.start - at, min(mention.end - at, len(line))
    return None


def quoted(article: Article, mention: Mention) -> str:
    """Return a mention with context and the name of the part it was read in: `nội dung, “… xã họp …”`."""
    whole = getattr(article, mention.part, None) or ""
    start, end = max(0, mention.start - _CONTEXT), min(len(whole), mention.end + _CONTEXT)
    if start:
        start = whole.find(" ", start, mention.start) + 1 or mention.start
    if end < len(whole):
        space = whole.rfind(" ", mention.end, end)
        end = mention.end if space < 0 else space
    words = " ".join(whole[start:end].split())
    return f"{text(f'part.{mention.part}')}, “{'… ' if start else ''}{words}{' …' if end < len(whole) else ''}”"


def anchored(html: str, spans: Iterable[tuple[int, int, str]]) -> Markup:
    """Wrap each span of a text in `<span id>`; the text is escaped HTML with highlights in `<mark>`.

    A `<mark>` that a span boundary falls into is split in two, so that elements stay properly nested.
    """
    pending = list(spans)
    if not pending:
        return Markup(html)  # noqa: S704 - the caller escaped it
    out: list[str] = []
    at, inside, end = 0, False, -1
    for piece in _PIECE.findall(html):
        if at == end:
            out.append(_splitting_mark("</span>", inside=inside))
            end = -1
        if pending and end < 0 and at == pending[0][0] and piece not in ("<mark>", "</mark>"):
            _, end, id = pending.pop(0)
            out.append(_splitting_mark(f'<span id="{id}" class="read">', inside=inside))
        out.append(piece)
        if piece in ("<mark>", "</mark>"):
            inside = piece == "<mark>"
        else:
            at += len(unescape(piece))
    if end >= 0:
        out.append(_splitting_mark("</span>", inside=inside))
    return Markup("".join(out).replace("<mark></mark>", ""))  # noqa: S704


def _splitting_mark(tag: str, *, inside: bool) -> str:
    return f"</mark>{tag}<mark>" if inside else tag
