"""Flat text as lines, and what one line looks like by itself."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.…!?;:][\"”’'»)\]]*$")
_END_MARK = re.compile(r"(?:\./\.?|/\.)\s*[\"”’'»)\]]*$")
_VALUE = 60
_LABEL_ALONE = re.compile(
    r"^(?:ngày\s+(?:đăng|viết|tạo|cập\s+nhật|xuất\s+bản)|cập\s+nhật(?:\s+(?:lúc|ngày))?|đăng\s+(?:lúc|ngày|bởi)"
    r"|người\s+(?:đăng|gửi|viết)|tác\s+giả(?:\s+bài\s+viết)?|nguồn(?:\s+tin)?|(?:số\s+)?lượt\s+(?:xem|đọc)|thời\s+gian\s+đăng)"
    r"\s*[:：]$",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[^\S\n]+")
_TITLE_LABEL = re.compile(r"^(?:tiêu đề|tên bài(?: viết)?)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_TRAILING = re.compile(r"(?<!\.)\.\.$")
_LEADING = re.compile(r"^[\s.\-–—•*»«>|,;:·+_#]+(?=[^\W_]|[\"“‘(\[])")


def clean_lines(text: str) -> list[str]:
    """The lines of a text without outer and repeated white space; an empty one stands for a gap."""
    return [_SPACES.sub(" ", line).strip() for line in text.splitlines()]


def join_labels(lines: list[str]) -> list[str]:
    """Lines in which `Ngày đăng:` and its like, standing alone, have their value from the next line."""
    joined: list[str] = []
    for line in lines:
        if joined and line and len(line) <= _VALUE and _LABEL_ALONE.match(joined[-1]):
            joined[-1] = f"{joined[-1]} {line}"
        else:
            joined.append(line)
    return joined


def words(line: str) -> int:
    """How many words, cut at white space."""
    return len(line.split())


def is_paragraph(line: str) -> bool:
    """Running text: long, or a sentence of some length with its full stop."""
    count = words(line)
    return count >= 28 or (count >= 10 and ends_sentence(line))


def ends_sentence(line: str) -> bool:
    """It closes with a full stop or its like."""
    return bool(_SENTENCE_END.search(line[-40:]))


def has_end_mark(line: str) -> bool:
    """Official texts close with `./.`."""
    return bool(_END_MARK.search(line[-40:]))


def without_lead_in(title: str) -> str:
    """A title without the dot, dash or bullet that a template left before it, or two dots behind it."""
    return _TRAILING.sub("", _TITLE_LABEL.sub("", _LEADING.sub("", title))).strip()
