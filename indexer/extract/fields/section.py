"""The section under which an article is filed: breadcrumb, declared section, links to a section, printed label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...html.text import Element, one_line
from ...html.tree import HtmlPage, find, has_class, meta
from ..boilerplate import cannot_be_title, phrase_key
from ..lines import word_count
from .metadata import json_ld, news_article

_BREADCRUMB = (
    "//*[contains(translate(@class, 'BCRUMDPS', 'bcrumdps'), 'breadcrumb') or contains(@class, 'crumb')"
    " or contains(translate(@id, 'BCRUMDPS', 'bcrumdps'), 'breadcrumb') or contains(@itemtype, 'BreadcrumbList')"
    " or contains(@class, 'duong-dan') or contains(@class, 'duongdan') or contains(@id, 'SiteMapPath')"
    " or contains(@class, 'ms-sitemapdirectional') or @aria-label='breadcrumb' or @class='path' or @id='path'"
    " or @class='sitemap' or @class='navigation-path' or contains(@class, 'vitri') or contains(@id, 'ChuyenMuc')]"
)
_BREADCRUMB_SEPARATORS = re.compile(r"\s*(?:[»›>→|/\\]|&gt;|::)\s*|\s+[-–]\s+")
_NO_SECTION = re.compile(
    r"(?:trang (?:chu|nhat|nha)|home(?: ?page)?|chi tiet(?: (?:tin|bai viet|bai|tin tuc|noi dung))?|xem tin|doc tin"
    r"|noi dung(?: tin)?|ban dang (?:o|xem)|vi tri|you are here|tin chi tiet|bai viet|default|pages?|article|details?"
    r"|noi dung chi tiet|news detail|uncategorized|chua phan loai|khong phan loai|chua duoc phan loai|menu"
    r"|xem chi tiet)(?: tai day| day)?"
)
_START = re.compile(r"(?:trang (?:chu|nhat)|home(?: ?page)?)")
_ADDRESS_OR_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|https?:")
_MAX_PATH_LENGTH = 200
_MAX_SECTION_LENGTH, _MAX_SECTION_WORDS = 80, 12
_MAX_BREADCRUMBS = 6
_SECTION_LINKS = (
    f"//a[contains(@rel, 'category')] | //*[{has_class('entry-category')} or {has_class('cat-links')}"
    f" or {has_class('category-name')} or {has_class('taxonomy-category')}]//a"
    " | //*[@itemprop='articleSection' or @itemprop='genre']"
)
_SECTION_LABEL = re.compile(
    r"(?:^|[|/•,;]\s*|\s[-–]\s+)(?:chuyên\s+mục|danh\s+mục|mục)\s*[:：]\s*(?P<name>[^|/•:：]{3,80}?)\s*(?:[|/•]|$)",
    re.IGNORECASE,
)


def section_of(page: HtmlPage, title: str) -> str | None:
    """Return the last part of the breadcrumb that is neither the article nor the site, else the declared section, else
    a link or a label that names it."""
    own = phrase_key(title)
    for name in _candidates(page, own):
        if _is_section(name, own):
            return name
    return None


def _candidates(page: HtmlPage, title: str) -> Iterator[str]:
    """Yield candidates for the section's name, the most reliable first; later sources are only read if needed."""
    for element in find(page.root, _BREADCRUMB)[:_MAX_BREADCRUMBS]:
        yield from reversed(list(_breadcrumb_parts(element)))
    yield from reversed(_declared_breadcrumb(page))
    declared = meta(page.root, "article:section") or news_article(page).get("articleSection")
    if declared:
        yield " ".join(declared.split())
    yield from map(one_line, find(page.root, _SECTION_LINKS))
    for match in filter(None, map(_SECTION_LABEL.search, lines_around_title(page, title))):
        yield match["name"].strip()


def printed_section(lines: Sequence[str], title: str) -> str | None:
    """Return the section that a path beginning with the start page names among the lines above a flat page's title.

    `title` is a phrase key.
    """
    paths = (_BREADCRUMB_SEPARATORS.split(line) for line in lines if len(line) <= _MAX_PATH_LENGTH)
    parts = next((path for path in paths if len(path) > 1 and _START.fullmatch(phrase_key(path[0]))), [])
    return next((part.strip() for part in reversed(parts) if _is_section(part, title)), None)


def lines_around_title(page: HtmlPage, title: str) -> Sequence[str]:
    """Return the lines from 4 above to 11 below the one whose phrase key is `title`; none if there is no such line."""
    at = next((index for index, line in enumerate(page.lines) if title and phrase_key(line) == title), None)
    return page.lines[max(0, at - 4) : at + 12] if at is not None else []


def _breadcrumb_parts(element: Element) -> Iterator[str]:
    links = find(element, ".//a[@href]") or find(element, ".//li") or find(element, ".//a")
    texts = [one_line(link) for link in links]
    for part in texts if len(texts) > 1 else _BREADCRUMB_SEPARATORS.split(one_line(element)):
        name = part.strip(" »›>→|/\\:.-–")
        if name:
            yield name


def _declared_breadcrumb(page: HtmlPage) -> list[str]:
    """Return the names of a declared `BreadcrumbList`, in its order."""
    for item in json_ld(page):
        listed = item.get("itemListElement")
        if item.get("@type") == "BreadcrumbList" and isinstance(listed, list):
            names = (_name(one) for one in listed if isinstance(one, dict))
            return [name for name in names if name]
    return []


def _name(item: dict[str, object]) -> str:
    inner = item.get("item")
    name = item.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
    return " ".join(name.split()) if isinstance(name, str) else ""


def _is_section(name: str, title: str) -> bool:
    """Return whether a name can be a section's: not a start page, the article itself, an address or a day."""
    key = phrase_key(name)
    is_too_long = len(name) > _MAX_SECTION_LENGTH or word_count(name) > _MAX_SECTION_WORDS
    if not key or is_too_long or _NO_SECTION.fullmatch(key) or key == title:
        return False
    is_cut_title = name.rstrip().endswith(("...", "…")) and title.startswith(key)
    if is_cut_title or _ADDRESS_OR_DAY.search(name):
        return False
    return not key.startswith(("trang thong tin", "cong thong tin", "website")) and not (
        word_count(name) > 6 and cannot_be_title(name)
    )
