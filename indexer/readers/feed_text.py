"""The text of a feed's entry: markup to lines, without what feeds add to it."""

from __future__ import annotations

import re
from html.entities import name2codepoint
from typing import Any

_MARKUP = re.compile(r"<[a-z/!][^<>]*>|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,10});", re.IGNORECASE)
_BREAKS = re.compile(r"\n+")
_ADDED = re.compile(
    r"^(?:the post .{1,400} (?:appeared first on|first appeared on) .{1,200}"
    r"|bài viết .{1,400} (?:đã )?xuất hiện (?:đầu tiên )?(?:trên|tại|vào) .{1,200}"
    r"|(?:\[?(?:…|\.\.\.)\]?\s*)?(?:read more|continue reading"
    r"|xem thêm|xem tiếp|đọc tiếp|chi tiết|xem chi tiết)\b.{0,200}"
    r"|\[?(?:…|\.\.\.)\]?)$",
    re.IGNORECASE,
)
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(\w{1,32});")
_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CUT = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*$")


def to_lines(text: str) -> list[str]:
    """Markup or plain text as lines, a paragraph each."""
    if not text.strip():
        return []
    if not _MARKUP.search(text):
        return [line for line in (" ".join(line.split()) for line in _BREAKS.split(text)) if line]
    root = _tree(text)
    if root is None:
        return []
    from ..html.text import text_lines  # noqa: PLC0415 - extraction stands on the readers' decoding

    return text_lines(root)


def first_picture(text: str) -> str | None:
    """The address of the first picture in markup, as written."""
    root = _tree(text) if "<img" in text.lower() else None
    for image in root.iter("img") if root is not None else ():
        address = image.get("data-src") or image.get("src")
        if address and not address.startswith("data:"):
            return str(address)
    return None


def well_formed(text: str) -> bytes:
    """XML as UTF-8, mended where it is broken: feedparser's own lenient parser takes a hundred times a broken
    feed's size in memory. Entities are those of HTML alone, whatever the text declares.
    """
    from lxml import etree  # noqa: PLC0415 - only where there is a feed

    plain = _ENTITY.sub(_letter, _DOCTYPE.sub("", text, count=1))
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, huge_tree=False, strip_cdata=False
    )
    try:
        root = etree.fromstring(plain.encode("utf-8", "replace"), parser=parser)
        return bytes(etree.tostring(root, encoding="utf-8")) if root is not None else b""
    except (etree.LxmlError, ValueError):
        return b""


def _letter(found: re.Match[str]) -> str:
    point = name2codepoint.get(found[1])
    return found[0] if found[1] in _XML else f"&#{point};" if point else f"&amp;{found[1]};"


def without_furniture(lines: list[str]) -> list[str]:
    """The lines without what a feed's program adds: `The post … appeared first on …`, `Xem tiếp`, `[…]`."""
    return [kept for line in lines if not _ADDED.match(line) and (kept := _CUT.sub("…", line))]


def _tree(text: str) -> Any:
    from lxml import etree, html  # noqa: PLC0415 - only where there is a feed

    parser = html.HTMLParser(encoding="utf-8", recover=True, remove_comments=True, remove_pis=True)
    markup = f"<div>{text}</div>".replace("\x00", "").encode("utf-8", "replace")
    try:
        return html.document_fromstring(markup, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
