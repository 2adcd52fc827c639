"""Any other site: the main text by its container or trafilatura, the other fields by what the page prints around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ....model import Article
from ...html.text import Element, is_hidden, one_line, text_lines
from ...html.tree import HUGE, HtmlPage, attachments, find, meta
from ...html.urls import absolute_url
from ...page import Rejected
from ..boilerplate import begins_with_site_name, cannot_be_title, is_non_article_title, phrase_key
from ..build_article import NO_TEXT, build_article
from ..fields.body import lead_unless_repeated, read_body
from ..fields.byline import clean_byline, find_byline, labelled_name, looks_like_name
from ..fields.dateline import Dateline, find_dateline, find_worded_dateline, read_dateline
from ..fields.head import read_head
from ..fields.metadata import declared_image, declared_title, publication_time, site_name
from ..fields.tags import tags_of
from ..learned_boilerplate import without_learned_lines
from ..lines import clean_title, is_paragraph, word_count
from .class_names import is_outside_article, role_of
from .main_text import is_flattened, main_text, without_asides

_NEAR = 12  # lines below the text in which it may be signed
_MAX_TITLE_LENGTH = 300
_OPENING = 3  # lines of the text that are read together with those above it
_TITLE_WORDS = 4
_MANY_LINKS, _MENU_LINKS = 15, 5
_LIST_WORDS = 40
"""Words of running text; a page of links with fewer is a list."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """The positions of title and text among the lines of a page.

    `printed` is the title as printed above the text, if no heading is marked up as the title. `title_at` is -1 if the
    page does not print the title, `text_at` the number of lines if it does not print the text as it was read.
    """

    heading: Element | None
    title: str
    printed: str | None
    text: list[str]
    title_at: int
    text_at: int


def extract_generic(page: HtmlPage) -> Article | Rejected:
    """Return the article on a page of an unknown system, or the reason why there is none."""
    layout = _layout(page)
    title, lines, at = layout.title, page.lines, layout.title_at
    date = _printed_date(lines, at, layout.text_at)
    published = publication_time(page, date.published if date else None)
    body = read_body([line for line in layout.text if read_dateline(line) is None], title)
    if not title and body.lines and word_count(body.lines[0]) <= _LIST_WORDS:
        title, body = body.lines[0], read_body(body.lines[1:], "")
    reason = _rejection(page, title, layout.printed or title, body.lines)
    if reason is None and published is None and _is_part_of_site(page):
        reason = "a static page or a list, not an article: no printed date"
    if reason is not None:
        return Rejected(page.raw.origin, reason)
    lead = _lead(lines, at, layout.text_at, body.lines)
    heading = _lesser_heading(page, title) if layout.heading is None else layout.heading
    return build_article(
        page.raw,
        url=page.url,
        title=title,
        summary=lead_unless_repeated(lead, body.lines) if lead else None,
        body="\n".join(body.lines),
        published=published,
        author=body.author or _author(lines[max(at, 0) :], body.lines),
        source=site_name(page),
        image=absolute_url(declared_image(page), page.base) or _image(page, heading, body.lines),
        tags=tags_of(page),
        attachments=attachments(page, _around(heading, body.lines)) if heading is not None else (),
    )


def _layout(page: HtmlPage) -> _Layout:
    """Return the title and the lines of the text below it, and where both stand."""
    lines = page.lines
    heading, title = _title(page)
    text = without_learned_lines(without_asides(page, main_text(page)), page.raw.learned_lines)
    printed: str | None = None
    if heading is None:
        printed = _printed_title(lines, text, title)
        title = printed if printed and not _is_link(page, printed) else title
    at = _line_of(title, lines)
    if is_flattened(text) and at >= 0 and text[0] not in lines:
        text = lines[at + 1 :]
    if title and text and phrase_key(text[0]) == phrase_key(title):
        text = text[1:]
    return _Layout(heading, title, printed, text, at, _position(lines, text, at))


def _title(page: HtmlPage) -> tuple[Element | None, str]:
    """Return the heading most like the declared title and its text, or no heading and the declared title."""
    declared, site = declared_title(page), site_name(page)
    best: tuple[int, Element, str] | None = None
    for element in find(page.root, "//h1"):
        lines = [] if is_hidden(element) else text_lines(element)
        # A heading that was never closed runs on into the date and the text.
        title = " ".join(takewhile(lambda line: read_dateline(line) is None and not is_paragraph(line), lines))
        title = clean_title(title or "".join(lines[:1]))
        if title and title != site and not cannot_be_title(title):
            likeness = len(set(phrase_key(title).split()) & set(phrase_key(declared).split()))
            if best is None or likeness > best[0]:
                best = (likeness, element, title)
    if best is not None:
        return best[1], best[2]
    wanted = phrase_key(declared)
    for element in page.root.iter() if word_count(declared) >= _TITLE_WORDS and page.elements <= HUGE else ():
        if isinstance(element.tag, str) and role_of(element) == "title" and phrase_key(one_line(element)) == wanted:
            return element, clean_title(one_line(element))
    return None, declared if declared != site else ""


def _printed_title(lines: Sequence[str], text: Sequence[str], declared: str) -> str | None:
    """Return the title of a page without a marked-up heading: the line above the text that agrees with the declared
    title, or else the title that the lines above the text give when they are read as a flat page."""
    start = _position(lines, text, 0)
    wanted = set(phrase_key(declared).split())
    for line in lines[:start]:
        own = set(phrase_key(line).split())
        if (
            len(own) >= 4
            and len(own & wanted) >= 0.8 * len(own)
            and len(own) >= 0.6 * len(wanted)
            and not cannot_be_title(line)
        ):
            return clean_title(line)
    head = read_head(lines[: start + _OPENING])
    is_above = head.title in "\n".join(lines[:start])
    return head.title if word_count(head.title) >= _TITLE_WORDS and is_above else None


def _is_link(page: HtmlPage, title: str) -> bool:
    """Return whether the title is a link wherever the page prints it: a headline of a list."""
    wanted = phrase_key(title)
    links = sum(phrase_key(one_line(link)) == wanted for link in find(page.root, "//a[@href]"))
    return 0 < links >= sum(phrase_key(line) == wanted for line in page.lines)


def _author(lines: Sequence[str], body: Sequence[str]) -> str | None:
    """Return a byline near the text: with a label, or a bare name right below it."""
    end = _end_of(body, lines)
    labelled = find_byline(lines[: end + _NEAR])
    below = next((line for line in lines[end + 1 :] if line), "")
    return labelled or (clean_byline(below) if looks_like_name(below) else None)


def _line_of(title: str, lines: Sequence[str]) -> int:
    """Return the index of the line that prints the title; -1 if there is none."""
    wanted, longest = phrase_key(title), 2 * len(title) + 20
    if not wanted:
        return -1
    short = [(index, phrase_key(line)) for index, line in enumerate(lines) if len(line) <= longest]
    whole = next((index for index, key in short if key == wanted), -1)
    if whole >= 0 or word_count(title) < _TITLE_WORDS:
        return whole
    return next((index for index, key in short if key.startswith(f"{wanted} ")), -1)  # buttons on its line


def _end_of(body: Sequence[str], lines: Sequence[str]) -> int:
    """Return the index of the line that begins as the body's last one does; the number of lines if there is none."""
    start = body[-1][:60] if body else ""
    return next((index for index, line in enumerate(lines) if start and line.startswith(start)), len(lines))


def _lesser_heading(page: HtmlPage, title: str) -> Element | None:
    """Return the second- to fourth-level heading that prints the title."""
    headings = find(page.root, "//h2 | //h3 | //h4")
    wanted = phrase_key(title)
    return next((one for one in headings if phrase_key(one_line(one)) == wanted and not is_hidden(one)), None)


def _image(page: HtmlPage, heading: Element | None, body: Sequence[str]) -> str | None:
    """Return the first picture below the heading, within an element about as long as the article."""
    if heading is None or page.elements > HUGE:
        return None
    below = False
    for element in _around(heading, body).iter():
        below = below or element is heading
        if below and element.tag == "img" and not any(map(is_outside_article, element.iterancestors())):
            address = absolute_url(element.get("data-src") or element.get("src"), page.base)
            if address:
                return address
    return None


def _around(heading: Element, body: Sequence[str]) -> Element:
    """Return the smallest element that holds the heading and about as much text as the article has."""
    wanted, part = sum(map(len, body)), heading
    parent = part.getparent()
    while parent is not None and len("".join(part.itertext())) < wanted:
        part, parent = parent, parent.getparent()
    return part


def _position(lines: Sequence[str], text: Sequence[str], at: int) -> int:
    """Return the index of the line with which the text begins, at or below `at`; the number of lines if there is
    none."""
    first = next((line for line in text if is_paragraph(line)), text[0] if text else "")
    start = first.lstrip("| ")[:60]
    for index in range(max(at, 0), len(lines)):
        if start and lines[index].startswith(start):
            return index
    return len(lines)


def _printed_date(lines: Sequence[str], at: int, start: int) -> Dateline | None:
    """Return the date printed between title and text, or one near them that says it is the publication date.

    `at` and `start` are the indices of the title and of the text.
    """
    if at < 0:
        return find_dateline(lines[max(0, start - 4) : start]) if start < len(lines) else None
    between = lines[at + 1 : start] if start > at else lines[at + 1 : at + 8]
    return find_dateline(between[:12]) or find_worded_dateline((*lines[max(0, at - 3) : at], *lines[start:]))


def _lead(lines: Sequence[str], at: int, start: int, body: Sequence[str]) -> str | None:
    """Return running text between title and text that the text does not contain."""
    if at < 0 or not body:
        return None
    first = _position(lines, body, at)
    lead = [line for line in lines[at + 1 : min(start, first)] if is_paragraph(line) and read_dateline(line) is None]
    return " ".join(lead) if 0 < len(lead) <= 2 and not any(labelled_name(line) for line in lead) else None


def _rejection(page: HtmlPage, title: str, first: str, body: Sequence[str]) -> str | None:
    """Return why the page holds no article, or None. `first` is the headline with which a list would begin."""
    count = sum(map(word_count, body))
    if is_non_article_title(title) and count < 10 * _LIST_WORDS:
        return f"no article: a page called {title!r}"
    if find(page.root, "//input[@type='password']") and count < 2 * _LIST_WORDS:
        return "a form, not an article"
    if not body:
        return NO_TEXT if not title or find(page.root, "//a[@href]") else None
    if meta(page.root, "og:type") != "article" and _is_list(page, first, body):
        return "a list of articles, not an article"
    return None


def _is_part_of_site(page: HtmlPage) -> bool:
    """Return whether the page has menus and no markup that calls it an article.

    A portal's articles print their day.
    """
    marked = meta(page.root, "og:type") == "article" or find(
        page.root, "//article | //*[contains(@itemtype, 'Article')]"
    )
    links = len(find(page.root, "//a[@href]"))
    return not marked and (
        links >= _MANY_LINKS or (links >= _MENU_LINKS and any(map(begins_with_site_name, page.lines)))
    )


def _is_list(page: HtmlPage, first: str, body: Sequence[str]) -> bool:
    """Return whether the text contains headlines that link elsewhere, or the page has many links and little text."""
    texts = (one_line(link) for link in find(page.root, "//a[@href]"))
    links = {phrase_key(text) for text in texts if len(text) <= _MAX_TITLE_LENGTH} - {""}
    starts = {line[:60] for line in body}
    at = [index for index, line in enumerate(page.lines) if line[:60] in starts]
    among = page.lines[at[0] : at[-1]] if at else body
    linked = sum(1 for line in among if 12 <= len(line) <= _MAX_TITLE_LENGTH and phrase_key(line) in links)
    linked += phrase_key(first) in links  # the first headline, taken for a title
    paragraphs = sum(map(is_paragraph, body))
    if linked >= 3 and linked * 3 >= len(body) and linked * 3 >= paragraphs * 2:
        return True
    headlines = sum(1 for key in links if key.count(" ") >= 5)
    return sum(map(word_count, body)) < _LIST_WORDS and (headlines >= 5 or len(links) >= _MANY_LINKS) and not paragraphs
