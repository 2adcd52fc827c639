"""Text as lines, and tests on a single line."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.…!?;:][\"”’'»)\]]*$")
_END_MARK = re.compile(r"(?:\./\.?|/\.)\s*[\"”’'»)\]]*$")
_MAX_VALUE_LENGTH = 60
_LABEL_ALONE = re.compile(
    r"^(?:ngày\s+(?:đăng|viết|tạo|cập\s+nhật|xuất\s+bản)|cập\s+nhật(?:\s+(?:lúc|ngày))?|đăng\s+(?:lúc|ngày|bởi)"
    r"|người\s+(?:đăng|gửi|viết)|tác\s+giả(?:\s+bài\s+viết)?|nguồn(?:\s+tin)?|(?:số\s+)?lượt\s+(?:xem|đọc)|thời\s+gian\s+đăng)"
    r"\s*[:：]$",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[^\S\n]+")
_TITLE_LABEL = re.compile(r"^(?:tiêu đề|tên bài(?: viết)?)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_TRAILING = re.compile(r"(?<!\.)\.\.$")
ITEM_SEPARATOR = re.compile(r"\s+[/|•·]\s+")
"""Separates the items that a template prints on one line."""
_MAX_ITEMS_LINE_LENGTH = 300
_LEADING = re.compile(r"^[\s.\-–—•*»«>|,;:·+_#]+(?=[^\W_]|[\"“‘(\[])")


def clean_lines(text: str) -> list[str]:
    """Return the lines of a text without outer and repeated white space; an empty line stands for a gap."""
    return [_SPACES.sub(" ", line).strip() for line in text.splitlines()]


def join_labels(lines: list[str]) -> list[str]:
    """Return the lines with a label such as `Ngày đăng:`, alone on its line, joined to the value on the next one."""
    joined: list[str] = []
    for line in lines:
        if joined and line and len(line) <= _MAX_VALUE_LENGTH and _LABEL_ALONE.match(joined[-1]):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def split_items(line: str) -> list[str]:
    """Return the items of a line such as `Ngày đăng: … | Tác giả: …`; none if the line is too long for a list."""
    return ITEM_SEPARATOR.split(line) if len(line) <= _MAX_ITEMS_LINE_LENGTH else []


def word_count(line: str) -> int:
    """Return the number of words, split at white space."""
    return len(line.split())


def is_paragraph(line: str) -> bool:
    """Return whether a line is running text: at least 28 words, or at least 10 that close with a full stop."""
    count = word_count(line)
    return count >= 28 or (count >= 10 and ends_sentence(line))


def ends_sentence(line: str) -> bool:
    """Return whether a line closes with a full stop, another closing punctuation mark, a colon or a semicolon."""
    return bool(_SENTENCE_END.search(line[-40:]))


def has_end_mark(line: str) -> bool:
    """Return whether a line closes with `./.`, which ends official texts."""
    return bool(_END_MARK.search(line[-40:]))


def clean_title(title: str) -> str:
    """Return a title without its label, without a template's dot, dash or bullet before it, or two dots after it."""
    return _TRAILING.sub("", _TITLE_LABEL.sub("", _LEADING.sub("", title))).strip()
