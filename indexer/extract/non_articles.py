"""Pages that are no articles whatever made them: print copies, searches, forms, polls, registers, albums, errors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...model import Article
from ..html.lines import is_paragraph, words
from ..html.tree import Web, attribute, find, is_hidden, one_line
from .boilerplate import is_static_title, phrase
from .cms.class_names import is_aside

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
_SEARCHED = re.compile(
    r"^(?:ket qua tim|tim thay|co ket qua|tim kiem nang cao|search results|khong tim thay (?:ket qua|tin|bai)"
    r"|tong so ket qua)"
)
_GONE = re.compile(
    r"\b(?:trang|bai viet|noi dung|tin|duong dan|lien ket|url|tai nguyen)\b(?:\s\w+){0,9}"
    r"\s(?:khong ton tai|khong tim thay|khong con ton tai|da bi xoa|da bi go|khong duoc tim thay|chua duoc xuat ban)"
    r"|\bkhong tim thay (?:trang|noi dung|bai viet|duong dan)|page (?:can ?not|not) be found|page not found"
    r"|404 not found|error 404|loi 404|server error in|runtime error|khong co quyen (?:truy cap|xem)|access is denied"
    r"|access denied|dang bao tri|under construction|dang duoc cap nhat noi dung"
)
_REGISTER = frozenset(
    {
        "so ky hieu", "so hieu", "ky hieu", "trich yeu", "trich yeu noi dung", "ngay ban hanh", "co quan ban hanh",
        "loai van ban", "ngay hieu luc", "nguoi ky", "linh vuc", "ngay co hieu luc", "don vi ban hanh", "ten van ban",
        "so van ban", "tai ve", "tep dinh kem", "hieu luc", "tinh trang hieu luc", "ten thu tuc", "muc do",
        "ma thu tuc", "co quan thuc hien",
    }
)  # fmt: skip
_ASKS = "//form//textarea[not(ancestor::*[contains(@id, 'comment') or contains(@class, 'comment')])]"
_VIDEO = "//video | //iframe[contains(@src, 'youtube') or contains(@src, 'player') or contains(@src, 'video')]"
_ALBUM = "//*[contains(@class, 'gallery') or contains(@class, 'album')]//img"
_LEAST_COLUMNS = 3
_FEW, _SOME = 25, 80  # words
_LONG = 300  # characters
_LEAST_CHOICES = 2
_MOST_ALBUM = 4  # pictures


def refuse_page(web: Web) -> str | None:
    """Why this page is none of an article, told before it is read; None where it may be one."""
    if (
        attribute(web.root, "//body[contains(@onload, 'print(')]/@onload")
        or _is_print_url(web)
        or any(
            _PRINTS_ITSELF.search(script.text or "")
            for script in find(web.root, "//script[contains(text(), 'print(')]")
        )
    ):
        return "a print copy of an article, not its page"
    return None


def refuse_article(web: Web, article: Article) -> str | None:
    """Why what was read of a page is none of an article after all, or None."""
    lines = [*([article.summary] if article.summary else []), *article.body.split("\n")]
    count = sum(map(words, lines))
    told = (article.title,) if article.published else (article.title, *lines)
    if count < _SOME and any(_GONE.search(phrase(line)) for line in told if len(line) <= _LONG):
        return f"no article: an error page ({article.title[:80]!r})"
    if _SEARCHED.match(phrase(article.title)):
        return "the results of a search, not an article"
    if _is_register(web, lines):
        return "a register of documents, not an article"
    reason = None if article.published else _undated(web, article.title, count)
    return reason or _album(web, count, running=any(map(is_paragraph, lines)))


def _undated(web: Web, title: str, count: int) -> str | None:
    """What a page without a date may be."""
    if is_static_title(title):
        return "a static page, not an article: no printed date"
    if _is_search(web):
        return "the results of a search, not an article"
    if count < 2 * _SOME and _choices(web) >= _LEAST_CHOICES:
        return "a poll, not an article"
    return "a form, not an article" if count < 2 * _SOME and find(web.root, _ASKS) else None


def refuse_empty(web: Web) -> str:
    """Why a page without text is none of an article."""
    return _album(web, 0, running=False) or "no article text in it"


def _choices(web: Web) -> int:
    """Radio buttons that do not stand in a box at the page's side."""
    return sum(
        not any(map(is_aside, radio.iterancestors())) for radio in find(web.root, "//input[@type='radio']")[:200]
    )


def _is_print_url(web: Web) -> bool:
    return any(_PRINT_URL.search(url) for url in (web.page.url, web.url) if url)


def _is_search(web: Web) -> bool:
    return any(_SEARCH_URL.search(url) for url in (web.page.url, web.url) if url)


def _is_register(web: Web, lines: Sequence[str]) -> bool:
    """A table headed as documents are listed, and hardly any running text beside it."""
    for table in find(web.root, "//table")[:200]:
        if find(table, ".//table") or is_hidden(table):
            continue
        rows = find(table, ".//tr")[:40]
        heads = {phrase(one_line(cell)) for cell in (find(rows[0], "./th | ./td") if rows else ())}
        labels = {phrase(one_line(cell)) for row in rows for cell in find(row, "./th | ./td")[:1]}
        if max(len(heads.intersection(_REGISTER)), len(labels.intersection(_REGISTER))) >= _LEAST_COLUMNS:
            cells = {one_line(part) for row in rows for part in (row, *find(row, "./th | ./td"))}
            whole = " ".join(cells)
            outside = [line for line in lines if is_paragraph(line) and line not in cells and line[:60] not in whole]
            return sum(map(words, outside)) < _SOME
    return False


def _album(web: Web, count: int, *, running: bool) -> str | None:
    if running or count >= _FEW:
        return None
    if find(web.root, _VIDEO):
        return "a video without text, not an article"
    if len(find(web.root, _ALBUM)) >= _MOST_ALBUM:
        return "an album of pictures without text, not an article"
    return None
