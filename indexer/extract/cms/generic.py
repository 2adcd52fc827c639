"""Any other site: the text by its usual containers or trafilatura, the rest by what the page prints."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from itertools import takewhile

from ....model import Article
from ...html.lines import is_paragraph, without_lead_in, words
from ...html.tree import HUGE, Element, Web, attachments, find, is_hidden, meta, one_line, text_lines
from ...page import Rejected
from ..boilerplate import is_no_title, is_page_title, is_portal, phrase
from ..fields.body import read_body
from ..fields.byline import as_printed, labelled, looks_like_name, printed_byline
from ..fields.dateline import DateLine, read_dateline
from ..fields.head import read_head
from ..fields.parts import content_image, declared_title, own_lead, printed_date, publication, site_name, tags_of
from ..finish import absolute, finish
from ..learned_boilerplate import without_learnt
from .class_names import is_outside, role_of

_CONTAINER = re.compile(
    r"(?:^|[\s_-])(?:article|entry|post|news|detail|content|noi-?dung|tin|bai-?viet|chi-?tiet)[_-]?"
    r"(?:body|content|detail|text|noi-?dung|chi-?tiet|html)s?(?:[\s_-]|$)"
    r"|(?:^|[\s_-])(?:noi-?dung|content|body|detail|chi-?tiet)[_-]?(?:tin|tin-?tuc|bai-?viet|bai|news|article|post)(?:[\s_-]|$)"
    r"|(?:^|\s)(?:journal-content-article|asset-content|ms-rtestate-field|externalclass\w*|fck_detail|td-post-content"
    r"|field-name-body|field--name-body|single-content|detail-content-body|the-?content|vnp-content|fulltext)(?:\s|$)",
    re.IGNORECASE,
)
_LARGEST_FOR_TRAFILATURA, _MOST_FOR_TRAFILATURA = 2 << 20, 30_000
"""Bytes and elements; its time grows faster than a page does (500,000 paragraphs: 18 s)."""
_NEAR = 12  # lines below the text in which it may be signed
_LONGEST_TITLE = 300
_OPENING = 3  # lines of the text that are read with what stands above it
_TITLE_WORDS = 4
_MANY_LINKS, _MENU_LINKS = 15, 5
_FEW = 40  # words of running text below which a page of links is none of articles


def read_article(web: Web) -> Article | Rejected:
    """The article on a page of unknown make, or why there is none."""
    page_lines = web.lines
    heading, title = _title(web)
    text = without_learnt(_without_asides(web, _text(web)), web.page.learnt)
    printed: str | None = None
    if heading is None:
        printed = _printed_title(page_lines, text, title)
        title = printed if printed and not _is_link(web, printed, page_lines) else title
    at = _line_of(title, page_lines)
    if _is_flattened(text) and at >= 0 and text[0] not in page_lines:
        text = page_lines[at + 1 :]
    if title and text and phrase(text[0]) == phrase(title):
        text = text[1:]
    start = _position(page_lines, text, at)
    date = _printed_date(page_lines, at, start)
    published = publication(web, date.published if date else None)
    body = read_body([line for line in text if read_dateline(line) is None], title)
    if not title and body.lines and words(body.lines[0]) <= _FEW:
        title, body = body.lines[0], read_body(body.lines[1:], "")
    reason = _no_article(web, title, printed or title, body.lines, page_lines)
    if reason is None and published is None and _is_part_of_site(web):
        reason = "a static page or a list, not an article: no printed date"
    if reason is not None:
        return Rejected(web.page.origin, reason)
    lead = _lead(page_lines, at, start, body.lines)
    heading = _heading(web, title) if heading is None else heading
    return finish(
        web.page,
        url=web.url,
        title=title,
        summary=own_lead(lead, body.lines) if lead else None,
        body="\n".join(body.lines),
        published=published,
        author=body.author or _author(page_lines[max(at, 0) :], body.lines),
        source=site_name(web),
        image=absolute(content_image(web), web.base) or _image(web, heading, body.lines),
        tags=tags_of(web, web.root),
        attachments=attachments(web, _around(heading, body.lines)) if heading is not None else (),
    )


def _title(web: Web) -> tuple[Element | None, str]:
    """The title and its heading, or what the page declares as its title."""
    declared, site = declared_title(web), site_name(web)
    best: tuple[int, Element, str] | None = None
    for element in find(web.root, "//h1"):
        lines = [] if is_hidden(element) else text_lines(element)
        # A heading that was never closed runs on into the date and the text.
        title = " ".join(takewhile(lambda line: read_dateline(line) is None and not is_paragraph(line), lines))
        title = without_lead_in(title or "".join(lines[:1]))
        if title and title != site and not is_no_title(title):
            likeness = len(set(phrase(title).split()) & set(phrase(declared).split()))
            if best is None or likeness > best[0]:
                best = (likeness, element, title)
    if best is not None:
        return best[1], best[2]
    wanted = phrase(declared)
    for element in web.root.iter() if words(declared) >= _TITLE_WORDS and web.elements <= HUGE else ():
        if isinstance(element.tag, str) and role_of(element) == "title" and phrase(one_line(element)) == wanted:
            return element, without_lead_in(one_line(element))
    return None, declared if declared != site else ""


def _printed_title(lines: Sequence[str], text: Sequence[str], declared: str) -> str | None:
    """Where no heading is marked as one: the line above the text that the page's own title agrees with, or else the
    title that the lines above the text give when read as a flat page."""
    start = _position(lines, text, 0)
    wanted = set(phrase(declared).split())
    for line in lines[:start]:
        own = set(phrase(line).split())
        if (
            len(own) >= 4
            and len(own & wanted) >= 0.8 * len(own)
            and len(own) >= 0.6 * len(wanted)
            and not is_no_title(line)
        ):
            return without_lead_in(line)
    head = read_head(lines[: start + _OPENING])
    return head.title if words(head.title) >= _TITLE_WORDS and head.title in "\n".join(lines[:start]) else None


def _is_link(web: Web, title: str, lines: Sequence[str]) -> bool:
    """Wherever the page prints it, it links elsewhere: a headline of a list."""
    wanted = phrase(title)
    links = sum(phrase(one_line(link)) == wanted for link in find(web.root, "//a[@href]"))
    return 0 < links >= sum(phrase(line) == wanted for line in lines)


def _author(lines: Sequence[str], body: Sequence[str]) -> str | None:
    """A byline near the text, with a label, or a bare name right below it."""
    end = _end_of(body, lines)
    found = printed_byline(lines[: end + _NEAR])
    below = next((line for line in lines[end + 1 :] if line), "")
    return found or (as_printed(below) if looks_like_name(below) else None)


def _line_of(title: str, lines: Sequence[str]) -> int:
    """The index of the title's line, -1 where it has none."""
    wanted, longest = phrase(title), 2 * len(title) + 20
    if not wanted:
        return -1
    short = [(index, phrase(line)) for index, line in enumerate(lines) if len(line) <= longest]
    whole = next((index for index, key in short if key == wanted), -1)
    if whole >= 0 or words(title) < _TITLE_WORDS:
        return whole
    return next((index for index, key in short if key.startswith(f"{wanted} ")), -1)  # buttons on its line


def _end_of(body: Sequence[str], lines: Sequence[str]) -> int:
    """The index of the page's line that holds the text's last one (of the page's last line, where none does)."""
    start = body[-1][:60] if body else ""
    return next((index for index, line in enumerate(lines) if start and line.startswith(start)), len(lines))


def _heading(web: Web, title: str) -> Element | None:
    """The part that prints the title, where it is marked as a lesser heading."""
    headings = find(web.root, "//h2 | //h3 | //h4")
    return next((one for one in headings if phrase(one_line(one)) == phrase(title) and not is_hidden(one)), None)


def _image(web: Web, heading: Element | None, body: Sequence[str]) -> str | None:
    """The first picture below the heading, among as much text as the article has."""
    if heading is None or web.elements > HUGE:
        return None
    below = False
    for element in _around(heading, body).iter():
        below = below or element is heading
        if below and element.tag == "img" and not any(map(is_outside, element.iterancestors())):
            address = absolute(element.get("data-src") or element.get("src"), web.base)
            if address:
                return address
    return None


def _around(heading: Element, body: Sequence[str]) -> Element:
    """The smallest part of the page that holds the heading and about as much text as the article has."""
    wanted, part = sum(map(len, body)), heading
    parent = part.getparent()
    while parent is not None and len("".join(part.itertext())) < wanted:
        part, parent = parent, parent.getparent()
    return part


def _text(web: Web) -> list[str]:
    """The lines of the article's text: of the container named as one, or what trafilatura takes for the main text."""
    best: list[str] = []
    for element in find(web.root, "//*[@itemprop='articleBody'] | //*[@class] | //*[@id]"):
        if not _is_container(element):
            continue
        lines = text_lines(element)
        if sum(map(len, lines)) > sum(map(len, best)) and _linked(element) < 0.4:
            best = lines
    main = _main_text(web)
    whole = sum(map(len, main))
    told = any(map(is_paragraph, best)) and (sum(map(len, best)) >= 0.45 * whole or _is_flattened(main))
    return best if told or (best and sum(map(len, best)) >= 0.8 * whole) else main


def _without_asides(web: Web, text: Sequence[str]) -> list[str]:
    """The text without short lines that the page prints only in what its markup calls a menu, a counter, a share bar;
    trafilatura's table rows as the page prints them."""
    if not _is_flattened(text):
        text = [" ".join(line.strip("| ").split(" | ")) if line.startswith("|") else line for line in text]
    if web.elements > HUGE:
        return list(text)
    inside = set(text_lines(web.root, is_outside))
    kept = [line for line in text if line in inside or is_paragraph(line) or line not in web.line_set]
    return kept if any(map(is_paragraph, kept)) else list(text)


def _is_flattened(text: Sequence[str]) -> bool:
    """trafilatura's paragraphs ran together: all on one line, or as the cells of a layout's table."""
    return len(text) == 1 or any(line.startswith("|") and is_paragraph(line.strip("| ")) for line in text)


def _is_container(element: Element) -> bool:
    if element.get("itemprop") == "articleBody":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in {"div", "section", "article", "td"} and bool(_CONTAINER.search(names))


def _linked(element: Element) -> float:
    """How much of an element's text is links."""
    whole = len("".join(element.itertext()).strip()) or 1
    return sum(len("".join(link.itertext()).strip()) for link in find(element, ".//a[@href]")) / whole


def _main_text(web: Web) -> list[str]:
    """What trafilatura takes for the main text; the whole page's text where it finds none or the page is huge."""
    if len(web.text) <= _LARGEST_FOR_TRAFILATURA and web.elements <= _MOST_FOR_TRAFILATURA:
        import trafilatura  # noqa: PLC0415 - slow to load, and most pages do without

        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        try:
            found = trafilatura.bare_extraction(web.text, include_comments=False, include_tables=True)
        except Exception:  # noqa: BLE001 - a page that trips the library up is still a page
            found = None
        text = getattr(found, "text", None)
        if text:
            return [line for line in (" ".join(part.split()) for part in text.splitlines()) if line]
    return web.lines


def _position(lines: Sequence[str], text: Sequence[str], at: int) -> int:
    """The index of the page's line with which the text begins, below the title where that is known."""
    first = next((line for line in text if is_paragraph(line)), text[0] if text else "")
    start = first.lstrip("| ")[:60]
    for index in range(max(at, 0), len(lines)):
        if start and lines[index].startswith(start):
            return index
    return len(lines)


def _printed_date(lines: Sequence[str], at: int, start: int) -> DateLine | None:
    """The date printed between title and text, or right above the title, or below the text where it says so."""
    if at < 0:
        return printed_date(lines[max(0, start - 4) : start]) if start < len(lines) else None
    between = lines[at + 1 : start] if start > at else lines[at + 1 : at + 8]
    found = printed_date(between[:12])
    if found is not None:
        return found
    above = [date for line in lines[max(0, at - 3) : at] if (date := read_dateline(line)) is not None]
    below = [date for line in lines[start:] if (date := read_dateline(line)) is not None]
    worded = [date for date in (*above, *below) if date.worded and not date.updated and date.published is not None]
    return worded[0] if worded else None


def _lead(lines: Sequence[str], at: int, start: int, body: Sequence[str]) -> str | None:
    """Running text between the title and the text that the text left out."""
    if at < 0 or not body:
        return None
    first = _position(lines, body, at)
    found = [line for line in lines[at + 1 : min(start, first)] if is_paragraph(line) and read_dateline(line) is None]
    return " ".join(found) if 0 < len(found) <= 2 and not any(labelled(line) for line in found) else None


def _no_article(web: Web, title: str, first: str, body: Sequence[str], lines: Sequence[str]) -> str | None:
    """Why the page is none of an article, or None where it is one."""
    count = sum(map(words, body))
    if is_page_title(title) and count < 10 * _FEW:
        return f"no article: a page called {title!r}"
    if find(web.root, "//input[@type='password']") and count < 2 * _FEW:
        return "a form, not an article"
    if not body:
        return "no article text in it" if not title or find(web.root, "//a[@href]") else None
    if meta(web.root, "og:type") != "article" and _is_list(web, first, body, lines):
        return "a list of articles, not an article"
    return None


def _is_part_of_site(web: Web) -> bool:
    """Menus surround it and nothing in its markup calls it an article: a portal's articles print their day."""
    marked = meta(web.root, "og:type") == "article" or find(web.root, "//article | //*[contains(@itemtype, 'Article')]")
    links = len(find(web.root, "//a[@href]"))
    return not marked and (links >= _MANY_LINKS or (links >= _MENU_LINKS and any(map(is_portal, web.lines))))


def _is_list(web: Web, first: str, body: Sequence[str], lines: Sequence[str]) -> bool:
    """Headlines that link elsewhere stand among the text, or hardly any text among many links."""
    texts = (one_line(link) for link in find(web.root, "//a[@href]"))
    links = {phrase(text) for text in texts if len(text) <= _LONGEST_TITLE} - {""}
    starts = {line[:60] for line in body}
    at = [index for index, line in enumerate(lines) if line[:60] in starts]
    among = lines[at[0] : at[-1]] if at else body
    linked = sum(1 for line in among if 12 <= len(line) <= _LONGEST_TITLE and phrase(line) in links)
    linked += phrase(first) in links  # the first headline, taken for a title
    paragraphs = sum(map(is_paragraph, body))
    if linked >= 3 and linked * 3 >= len(body) and linked * 3 >= paragraphs * 2:
        return True
    headlines = sum(1 for key in links if key.count(" ") >= 5)
    return sum(map(words, body)) < _FEW and (headlines >= 5 or len(links) >= _MANY_LINKS) and not paragraphs
