"""The caption of an article's picture."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ...html.text import Element, one_line
from ...html.tree import HtmlPage, find
from ...html.urls import absolute_url
from ..boilerplate import phrase_key
from ..lines import word_count

_MAX_CAPTION_LENGTH, _MAX_BELOW_LENGTH = 60, 40  # words
_MAX_IMAGES = 200
_MAX_LEVELS = 4
"""Elements around a picture that are searched for its caption."""
_CAPTION_CLASS = re.compile(
    r"caption|chu-?thich|mota-?anh|(?:image|img|pic|photo)-?(?:desc|note|alt|text)|note-?anh|ghi-?chu-?anh",
    re.IGNORECASE,
)
_SIZE = re.compile(r"-\d{2,4}x\d{2,4}(?=\.\w+$)")
_ITALIC = "./em | ./i | ./span/em | ./span/i | ./strong/em | ./em/span"


def caption_of(page: HtmlPage, image: str | None, title: str) -> str | None:
    """Return the caption under the picture with the address `image`, if the page shows that picture with one."""
    name = _file_name(image)
    if not name:
        return None
    for element in find(page.root, "//img")[:_MAX_IMAGES]:
        sources = (element.get(key) for key in ("data-src", "data-lazy-src", "data-original", "src"))
        if name not in {_file_name(absolute_url(source, page.base) or source) for source in sources if source}:
            continue
        caption = _caption_under(element)
        if caption and word_count(caption) <= _MAX_CAPTION_LENGTH and phrase_key(caption) != phrase_key(title):
            return caption
    return None


def _file_name(address: str | None) -> str:
    """Return the name of the file in lower case, without the size that WordPress appends."""
    try:
        path = urlsplit(address or "").path
    except ValueError:
        return ""
    return _SIZE.sub("", path.rstrip("/").rsplit("/", 1)[-1]).lower()


def _caption_under(image: Element) -> str | None:
    holder = image.getparent()
    for _ in range(_MAX_LEVELS):
        if holder is None or holder.tag in {"body", "article", "main"}:
            return None
        for element in find(holder, ".//figcaption | .//*[@class]"):
            if element.tag == "figcaption" or _CAPTION_CLASS.search(element.get("class") or ""):
                text = one_line(element)
                if text and not find(element, ".//img"):
                    return text
        below = _line_below(image, holder) or _next_element(image, holder)
        if below:
            return below
        holder = holder.getparent()
    return None


def _line_below(image: Element, holder: Element) -> str | None:
    """Return the words on a line below a picture that stand alone with it in a centred box, or in italics."""
    if holder.tag not in {"p", "div", "center", "td"} or len(find(holder, ".//img")) != 1:
        return None
    if image.getparent() is not holder or (holder.text or "").strip():
        return None
    following = list(image.itersiblings())
    if not following or following[0].tag != "br" or (image.tail or "").strip():
        return None
    if any((element.text_content() or element.tail or "").strip() for element in image.itersiblings(preceding=True)):
        return None
    text = one_line(holder)
    is_italic = any(one_line(part) == text for part in following if part.tag in {"i", "em"})
    is_centred = holder.tag == "center" or "center" in f"{holder.get('style') or ''} {holder.get('align') or ''}"
    return text if text and (is_italic or is_centred) and word_count(text) <= _MAX_BELOW_LENGTH else None


def _next_element(image: Element, holder: Element) -> str | None:
    """Return the text of the table row below a picture, or of the centred or italic paragraph below it."""
    following = holder.getnext()
    if following is None or find(following, ".//img") or "".join(holder.itertext()).strip():
        return None
    text = one_line(following)
    if holder.tag == "tr" and following.tag == "tr":
        return text or None
    if holder.tag in {"p", "div"} and following.tag in {"p", "div"}:
        is_italic = any(one_line(part) == text for part in find(following, _ITALIC))
        names = f"{following.get('style') or ''} {following.get('align') or ''} {following.get('class') or ''}"
        is_centred = "center" in names and word_count(text) <= _MAX_BELOW_LENGTH
        return text if text and (is_italic or is_centred) else None
    return None
