"""Pages that hold no article, whatever system made them.

Print copies, search results, forms, polls, registers of documents, albums, videos and error pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...model import Article
from ..html.text import is_hidden, one_line
from ..html.tree import HtmlPage, attribute, find
from .boilerplate import is_static_page_title, phrase_key
from .build_article import NO_TEXT
from .cms.class_names import is_aside
from .lines import is_paragraph, word_count

_PRINT_URL = re.compile(
    r"/(?:print|in-?bai(?:-?viet)?|ban-?in|in-?tin|printer|printpage|printnews)(?:[/.?]|$)"
    r"|/print[\w-]*\.(?:aspx?|php|html?)|[?&](?:print|inbai|isprint|printmode)=(?!0|false)"
    r"|[?&](?:type|mode|output|op|view|layout|task)=print\b",
    re.IGNORECASE,
)
_PRINTS_ITSELF = re.compile(
    r"^[\s;/]*(?:window\.|self\.)?print\(\)|onload\s*=\s*(?:function\s*\(\)\s*\{)?\s*(?:window\.)?print\("
)
_SEARCH_URL = re.compile(
    r"/(?:tim-?kiem|search|ket-qua-tim-kiem)(?:[/.?]|$)|[?&](?:s|q|keyword|keywords|tukhoa|key|search)=", re.IGNORECASE
)
_RESULTS_TITLE = re.compile(
    r"^(?:ket qua tim|tim thay|co ket qua|tim kiem nang cao|search results|khong tim thay (?:ket qua|tin|bai)"
    r"|tong so ket qua)"
)
_ERROR_TEXT = re.compile(
    r"\b(?:trang|bai viet|noi dung|tin|duong dan|lien ket|url|tai nguyen)\b(?:\s\w+){0,9}"
    r"\s(?:khong ton tai|khong tim thay|khong con ton tai|da bi xoa|da bi go|khong duoc tim thay|chua duoc xuat ban)"
    r"|\bkhong tim thay (?:trang|noi dung|bai viet|duong dan)|page (?:can ?not|not) be found|page not found"
    r"|404 not found|error 404|loi 404|server error in|runtime error|khong co quyen (?:truy cap|xem)|access is denied"
    r"|access denied|dang bao tri|under construction|dang duoc cap nhat noi dung"
)
_REGISTER_LABELS = frozenset(
    {
        "so ky hieu", "so hieu", "ky hieu", "trich yeu", "trich yeu noi dung", "ngay ban hanh", "co quan ban hanh",
        "loai van ban", "ngay hieu luc", "nguoi ky", "linh vuc", "ngay co hieu luc", "don vi ban hanh", "ten van ban",
        "so van ban", "tai ve", "tep dinh kem", "hieu luc", "tinh trang hieu luc", "ten thu tuc", "muc do",
        "ma thu tuc", "co quan thuc hien",
    }
)  # fmt: skip
_TEXT_AREA = "//form//textarea[not(ancestor::*[contains(@id, 'comment') or contains(@class, 'comment')])]"
_VIDEO = "//video | //iframe[contains(@src, 'youtube') or contains(@src, 'player') or contains(@src, 'video')]"
_ALBUM = "//*[contains(@class, 'gallery') or contains(@class, 'album')]//img"
_MIN_COLUMNS = 3
_MIN_UNDATED_WORDS, _MIN_ARTICLE_WORDS = 25, 80  # words
_MAX_ERROR_LINE = 300  # characters
_MIN_CHOICES = 2
_MIN_PICTURES = 4


def page_rejection(page: HtmlPage) -> str | None:
    """Return why the page holds no article, as far as that shows before its text is read; None if it may hold one."""
    if (
        attribute(page.root, "//body[contains(@onload, 'print(')]/@onload")
        or _has_url(page, _PRINT_URL)
        or any(
            _PRINTS_ITSELF.search(script.text or "")
            for script in find(page.root, "//script[contains(text(), 'print(')]")
        )
    ):
        return "a print copy of an article, not its page"
    return None


def article_rejection(page: HtmlPage, article: Article) -> str | None:
    """Return why the text extracted from the page is not an article, or None if it is one."""
    lines = [*([article.summary] if article.summary else []), *article.body.split("\n")]
    count = sum(map(word_count, lines))
    texts = (article.title,) if article.published else (article.title, *lines)
    if count < _MIN_ARTICLE_WORDS and any(
        _ERROR_TEXT.search(phrase_key(line)) for line in texts if len(line) <= _MAX_ERROR_LINE
    ):
        return f"no article: an error page ({article.title[:80]!r})"
    if _RESULTS_TITLE.match(phrase_key(article.title)):
        return "the results of a search, not an article"
    if _is_register(page, lines):
        return "a register of documents, not an article"
    reason = None if article.published else _undated_rejection(page, article.title, count)
    return reason or _media_rejection(page, count, running=any(map(is_paragraph, lines)))


def no_text_rejection(page: HtmlPage) -> str:
    """Return why a page without text holds no article."""
    return _media_rejection(page, 0, running=False) or NO_TEXT


def _undated_rejection(page: HtmlPage, title: str, count: int) -> str | None:
    """Return why a page without a date and with `count` words of text is not an article, or None if it may be one."""
    if is_static_page_title(title):
        return "a static page, not an article: no printed date"
    if _has_url(page, _SEARCH_URL):
        return "the results of a search, not an article"
    if count < 2 * _MIN_ARTICLE_WORDS and _choices(page) >= _MIN_CHOICES:
        return "a poll, not an article"
    return "a form, not an article" if count < 2 * _MIN_ARTICLE_WORDS and find(page.root, _TEXT_AREA) else None


def _choices(page: HtmlPage) -> int:
    """Return the number of radio buttons outside the boxes beside the text."""
    return sum(
        not any(map(is_aside, radio.iterancestors())) for radio in find(page.root, "//input[@type='radio']")[:200]
    )


def _has_url(page: HtmlPage, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(url) for url in (page.raw.url, page.url) if url)


def _is_register(page: HtmlPage, lines: Sequence[str]) -> bool:
    """Return whether a table has the headings of a list of documents and there is hardly any running text beside it."""
    for table in find(page.root, "//table")[:200]:
        if find(table, ".//table") or is_hidden(table):
            continue
        rows = find(table, ".//tr")[:40]
        heads = {phrase_key(one_line(cell)) for cell in (find(rows[0], "./th | ./td") if rows else ())}
        labels = {phrase_key(one_line(cell)) for row in rows for cell in find(row, "./th | ./td")[:1]}
        if max(len(heads.intersection(_REGISTER_LABELS)), len(labels.intersection(_REGISTER_LABELS))) >= _MIN_COLUMNS:
            cells = {one_line(part) for row in rows for part in (row, *find(row, "./th | ./td"))}
            whole = " ".join(cells)
            outside = [line for line in lines if is_paragraph(line) and line not in cells and line[:60] not in whole]
            return sum(map(word_count, outside)) < _MIN_ARTICLE_WORDS
    return False


def _media_rejection(page: HtmlPage, count: int, *, running: bool) -> str | None:
    """Return whether a page with hardly any text is a video or an album of pictures."""
    if running or count >= _MIN_UNDATED_WORDS:
        return None
    if find(page.root, _VIDEO):
        return "a video without text, not an article"
    if len(find(page.root, _ALBUM)) >= _MIN_PICTURES:
        return "an album of pictures without text, not an article"
    return None
