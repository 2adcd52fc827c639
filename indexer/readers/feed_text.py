"""The text of a feed entry: markup to lines, without the boilerplate that feed software adds; repair of broken XML."""

from __future__ import annotations

import re
from html.entities import name2codepoint

from lxml import etree

from ..html.text import Element, text_lines
from ..html.tree import parse_tree

_MARKUP = re.compile(r"<[a-z/!][^<>]*>|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,10});", re.IGNORECASE)
_LINE_ENDS = re.compile(r"\n+")
_BOILERPLATE = re.compile(
    r"^(?:the post .{1,400} (?:appeared first on|first appeared on) .{1,200}"
    r"|bài viết .{1,400} (?:đã )?xuất hiện (?:đầu tiên )?(?:trên|tại|vào) .{1,200}"
    r"|(?:\[?(?:…|\.\.\.)\]?\s*)?(?:read more|continue reading"
    r"|xem thêm|xem tiếp|đọc tiếp|chi tiết|xem chi tiết)\b.{0,200}"
    r"|\[?(?:…|\.\.\.)\]?)$",
    re.IGNORECASE,
)
_DOCTYPE = re.compile(r"<!DOCTYPE[^<>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(\w{1,32});")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ELLIPSIS = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*$")


def to_lines(text: str) -> list[str]:
    """Return markup or plain text as lines, one for each paragraph."""
    if not text.strip():
        return []
    if not _MARKUP.search(text):
        return [line for line in (" ".join(line.split()) for line in _LINE_ENDS.split(text)) if line]
    root = _parse_fragment(text)
    return [] if root is None else text_lines(root)


def first_image(text: str) -> str | None:
    """Return the address of the first picture in markup, as written."""
    root = _parse_fragment(text) if "<img" in text.lower() else None
    for image in root.iter("img") if root is not None else ():
        address = image.get("data-src") or image.get("src")
        if address and not address.startswith("data:"):
            return str(address)
    return None


def repair_xml(text: str) -> bytes:
    """Return XML as UTF-8, repaired if it is not well-formed, or b"" if that is impossible.

    feedparser's own lenient parser needs a hundred times the size of a broken feed in memory. Only the entities of HTML
    are resolved, whatever the text declares.
    """
    plain = _ENTITY.sub(_resolve_entity, _DOCTYPE.sub("", text, count=1))
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, huge_tree=False, strip_cdata=False
    )
    try:
        root = etree.fromstring(plain.encode("utf-8", "replace"), parser=parser)
        return bytes(etree.tostring(root, encoding="utf-8")) if root is not None else b""
    except (etree.LxmlError, ValueError):
        return b""


def _resolve_entity(match: re.Match[str]) -> str:
    code_point = name2codepoint.get(match[1])
    return match[0] if match[1] in _XML_ENTITIES else f"&#{code_point};" if code_point else f"&amp;{match[1]};"


def without_boilerplate(lines: list[str]) -> list[str]:
    """Return the lines without what feed software adds: `The post … appeared first on …`, `Xem tiếp`, `[…]`."""
    return [kept for line in lines if not _BOILERPLATE.match(line) and (kept := _ELLIPSIS.sub("…", line))]


def _parse_fragment(text: str) -> Element | None:
    return parse_tree(f"<div>{text}</div>".replace("\x00", ""))
