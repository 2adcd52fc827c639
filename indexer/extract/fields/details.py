"""What a page says of its article besides its text: where it is filed, when it was changed, the picture's caption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from ....knowledge.dates import parse_published
from ....model import Article
from ...html.lines import words
from ...html.tree import Element, Web, attribute, find, has_class, meta, one_line
from ..boilerplate import is_no_title, phrase
from ..finish import absolute
from .parts import json_ld, news_article

_CRUMBS = (
    "//*[contains(translate(@class, 'BCRUMDPS', 'bcrumdps'), 'breadcrumb') or contains(@class, 'crumb')"
    " or contains(translate(@id, 'BCRUMDPS', 'bcrumdps'), 'breadcrumb') or contains(@itemtype, 'BreadcrumbList')"
    " or contains(@class, 'duong-dan') or contains(@class, 'duongdan') or contains(@id, 'SiteMapPath')"
    " or contains(@class, 'ms-sitemapdirectional') or @aria-label='breadcrumb' or @class='path' or @id='path'"
    " or @class='sitemap' or @class='navigation-path' or contains(@class, 'vitri') or contains(@id, 'ChuyenMuc')]"
)
_SEPARATORS = re.compile(r"\s*(?:[»›>→|/\\]|&gt;|::)\s*|\s+[-–]\s+")
_NO_SECTION = re.compile(
    r"(?:trang (?:chu|nhat|nha)|home(?: ?page)?|chi tiet(?: (?:tin|bai viet|bai|tin tuc|noi dung))?|xem tin|doc tin"
    r"|noi dung(?: tin)?|ban dang (?:o|xem)|vi tri|you are here|tin chi tiet|bai viet|default|pages?|article|details?"
    r"|noi dung chi tiet|news detail|uncategorized|chua phan loai|khong phan loai|chua duoc phan loai|menu"
    r"|xem chi tiet)(?: tai day| day)?"
)
_UPDATED = re.compile(
    r"(?:cập\s+nhật(?:\s+(?:lần\s+cuối|mới\s+nhất|cuối(?:\s+cùng)?|lúc|ngày|vào))*"
    r"|(?:chỉnh\s+)?sửa(?:\s+đổi)?\s+(?:lần\s+cuối|lúc|ngày)(?:\s+(?:lúc|vào|ngày))*"
    r"|lần\s+sửa\s+cuối|last\s+(?:updated|modified)(?:\s+on)?|updated(?:\s+on)?)\s*[:：]?\s*\(?(?P<when>[^|•]{6,60})",
    re.IGNORECASE,
)
_START = re.compile(r"(?:trang (?:chu|nhat)|home(?: ?page)?)")
_KEYWORDS = re.compile(r"^(?:từ\s+khóa|từ\s+khoá|tags?|keywords?)\s*[:：]\s*(?P<tags>[^.!?]{2,200})$", re.IGNORECASE)
_LONGEST_PATH = 200
_LONGEST_SECTION = 80
_LONGEST_CAPTION, _LONGEST_BEHIND = 60, 40  # words
_FILED = (
    f"//a[contains(@rel, 'category')] | //*[{has_class('entry-category')} or {has_class('cat-links')}"
    f" or {has_class('category-name')} or {has_class('taxonomy-category')}]//a"
    " | //*[@itemprop='articleSection' or @itemprop='genre']"
)
_SECTION = re.compile(
    r"(?:^|[|/•,;]\s*|\s[-–]\s+)(?:chuyên\s+mục|danh\s+mục|mục)\s*[:：]\s*(?P<name>[^|/•:：]{3,80}?)\s*(?:[|/•]|$)",
    re.IGNORECASE,
)
_CAPTION_CLASS = re.compile(
    r"caption|chu-?thich|mota-?anh|(?:image|img|pic|photo)-?(?:desc|note|alt|text)|note-?anh|ghi-?chu-?anh",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def with_details(web: Web, article: Article) -> Article:
    """The article with its `section`, `updated` and `image_caption`, where the page tells them."""
    return replace(
        article,
        section=article.section or section_of(web, article.title),
        updated=article.updated or updated_of(web, article),
        image_caption=article.image_caption or caption_of(web, article.image, article.title),
    )


def with_printed_details(article: Article, lines: Sequence[str]) -> Article:
    """The article with its `section`, `tags` and `updated`, where the lines of a flat page print them surely: a path
    that begins with the start page, keywords behind their label, a day of change by the title."""
    title = phrase(article.title)
    at = next((index for index, line in enumerate(lines) if title and phrase(line) == title), len(lines))
    paths = (_SEPARATORS.split(line) for line in lines[:at] if len(line) <= _LONGEST_PATH)
    crumbs = next((path for path in paths if len(path) > 1 and _START.fullmatch(phrase(path[0]))), [])
    section = next((crumb.strip() for crumb in reversed(crumbs) if _is_section(crumb, title)), None)
    keywords = next((found["tags"] for line in lines[at:] if (found := _KEYWORDS.match(line))), "")
    tags = tuple(dict.fromkeys(tag for part in re.split(r"\s*[,;#]\s*", keywords) if (tag := part.strip(" ."))))
    updated = next((when for line in lines[at + 1 : at + 12] if (when := _updated_in(line, article.published))), None)
    return replace(article, section=section, tags=article.tags or tags, updated=updated)


def section_of(web: Web, title: str) -> str | None:
    """The last part of the breadcrumb that is neither the article nor the site, else the declared section."""
    own = phrase(title)
    for element in find(web.root, _CRUMBS)[:6]:
        for crumb in reversed(list(_crumbs(element))):
            if _is_section(crumb, own):
                return crumb
    for crumb in reversed(_listed_crumbs(web)):
        if _is_section(crumb, own):
            return crumb
    declared = meta(web.root, "article:section") or news_article(web).get("articleSection")
    if declared and _is_section(declared, own):
        return " ".join(declared.split())
    named = next((name for link in find(web.root, _FILED) if _is_section(name := one_line(link), own)), None)
    if named is not None:
        return named
    labelled = filter(None, map(_SECTION.search, _around_title(web, own)))
    return next((name for found in labelled if _is_section(name := found["name"].strip(), own)), None)


def _crumbs(element: Element) -> Iterator[str]:
    links = find(element, ".//a[@href]") or find(element, ".//li") or find(element, ".//a")
    texts = [one_line(link) for link in links]
    for part in texts if len(texts) > 1 else _SEPARATORS.split(one_line(element)):
        crumb = part.strip(" »›>→|/\\:.-–")
        if crumb:
            yield crumb


def _listed_crumbs(web: Web) -> list[str]:
    """The names of a declared `BreadcrumbList`, in its order."""
    for item in json_ld(web):
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
    key = phrase(name)
    if not key or len(name) > _LONGEST_SECTION or words(name) > 12 or _NO_SECTION.fullmatch(key):
        return False
    if (
        key == title
        or (name.rstrip().endswith(("...", "…")) and title.startswith(key))
        or re.search(r"\d{1,2}/\d{1,2}/\d{4}|https?:", name)
    ):
        return False
    return not key.startswith(("trang thong tin", "cong thong tin", "website")) and not (
        words(name) > 6 and is_no_title(name)
    )


def updated_of(web: Web, article: Article) -> str | None:
    """When the page says it was last changed: printed beside its date, or declared later than the publication."""
    near = (_updated_in(line, article.published) for line in (*_near_title(web, article), *_below_text(web, article)))
    printed = next((when for when in near if when), None)
    if printed is not None:
        return _timed(web, printed)
    published = _declared(web, "article:published_time", "datePublished")
    changed = _declared(web, "article:modified_time", "dateModified")
    shown = attribute(web.root, f"//time[{has_class('updated')} and not({has_class('published')})]/@datetime")
    changed = changed or (parse_published(shown) if shown and _WHEN.match(shown) else None)
    known = published or article.published
    return changed if changed and known and len(known) > 10 and changed > known else None


def _timed(web: Web, day: str) -> str:
    """A day with the time that the page declares of its change, where that is the same day."""
    marked = attribute(web.root, "//*[@itemprop='dateModified']/@datetime")
    changed = _declared(web, "article:modified_time", "dateModified") or (parse_published(marked) if marked else None)
    return changed if changed and "T" not in day and changed.startswith(f"{day}T") else day


def _updated_in(line: str, published: str | None) -> str | None:
    found = _UPDATED.search(line) if published and len(line) <= _LONGEST_PATH else None
    when = parse_published(found["when"].strip()) if found else None
    return when if when and published and when > published[: len(when)] else None


def _near_title(web: Web, article: Article) -> Sequence[str]:
    own = set(article.body.split("\n"))
    return [line for line in _around_title(web, phrase(article.title)) if line not in own and len(line) <= 200]


def _below_text(web: Web, article: Article) -> Sequence[str]:
    last = article.body.rpartition("\n")[2]
    at = next((index for index, line in enumerate(web.lines) if last and line == last), len(web.lines))
    return web.lines[at + 1 : at + 4]


def _around_title(web: Web, title: str) -> Sequence[str]:
    at = next((index for index, line in enumerate(web.lines) if title and phrase(line) == title), None)
    return web.lines[max(0, at - 4) : at + 12] if at is not None else []


def _declared(web: Web, *names: str) -> str | None:
    given = meta(web.root, *names) or news_article(web).get(names[-1])
    return parse_published(given) if given and _WHEN.match(given) else None


def caption_of(web: Web, image: str | None, title: str) -> str | None:
    """What stands under the article's picture, where the page shows that picture with a caption."""
    name = _file(image)
    if not name:
        return None
    for element in find(web.root, "//img")[:200]:
        sources = (element.get(key) for key in ("data-src", "data-lazy-src", "data-original", "src"))
        if name not in {_file(absolute(source, web.base) or source) for source in sources if source}:
            continue
        caption = _under(element)
        if caption and words(caption) <= _LONGEST_CAPTION and phrase(caption) != phrase(title):
            return caption
    return None


def _file(address: str | None) -> str:
    """The file's name without the size that WordPress appends."""
    try:
        path = urlsplit(address or "").path
    except ValueError:
        return ""
    return re.sub(r"-\d{2,4}x\d{2,4}(?=\.\w+$)", "", path.rstrip("/").rsplit("/", 1)[-1]).lower()


def _under(image: Element) -> str | None:
    holder = image.getparent()
    for _ in range(4):
        if holder is None or holder.tag in {"body", "article", "main"}:
            return None
        for element in find(holder, ".//figcaption | .//*[@class]"):
            if element.tag == "figcaption" or _CAPTION_CLASS.search(element.get("class") or ""):
                text = one_line(element)
                if text and not find(element, ".//img"):
                    return text
        below = _behind(image, holder) or _next_row(image, holder)
        if below:
            return below
        holder = holder.getparent()
    return None


def _behind(image: Element, holder: Element) -> str | None:
    """The words that stand alone with a picture in a centred box, or in italics, on a line of their own below it."""
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
    slanted = any(one_line(part) == text for part in following if part.tag in {"i", "em"})
    centred = holder.tag == "center" or "center" in f"{holder.get('style') or ''} {holder.get('align') or ''}"
    return text if text and (slanted or centred) and words(text) <= _LONGEST_BEHIND else None


def _next_row(image: Element, holder: Element) -> str | None:
    """The text of the table's next row below a picture, or of the centred or italic paragraph below it."""
    following = holder.getnext()
    if following is None or find(following, ".//img") or "".join(holder.itertext()).strip():
        return None
    text = one_line(following)
    if holder.tag == "tr" and following.tag == "tr":
        return text or None
    if holder.tag in {"p", "div"} and following.tag in {"p", "div"}:
        slanted = find(following, "./em | ./i | ./span/em | ./span/i | ./strong/em | ./em/span")
        whole = any(one_line(part) == text for part in slanted)
        centred = (
            "center" in f"{following.get('style') or ''} {following.get('align') or ''} {following.get('class') or ''}"
        )
        return text if text and (whole or (centred and words(text) <= 40)) else None
    return None
