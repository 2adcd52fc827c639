"""The body of an article among a page's lines: its end, its signature and its attachments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ....model import Attachment
from ..boilerplate import is_boilerplate, is_footer_line, is_stop_line
from ..lines import clean_title, ends_sentence, has_end_mark, is_paragraph
from .byline import clean_byline, closing_label, find_byline, is_credit, labelled_name, looks_like_name
from .dateline import byline_beside, read_dateline
from .publisher import is_office

_FILE = re.compile(r"[^\s/\\][^/\\]*\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods)\b", re.IGNORECASE)
_COUNTER = re.compile(r"^[^\d:]{2,40}:\s*[\d.,]*$")
_FILE_LINE = re.compile(r"^(?:(?:tài liệu|tệp|file|văn bản)(?: tin)?(?: đính kèm)?\s*[:：]?\s*)?(.+)$", re.IGNORECASE)
_WORDS = re.compile(r"\w+")
_REACH = 40
"""Lines behind the end of an article, or behind a box of related items, that are looked at."""
_MIN_MENU, _MIN_COUNTERS = 4, 2
"""Lines. Two short lines may be a caption and a signature, so that a menu has at least four; two counters suffice."""


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article, one paragraph a line, with the byline and the attachments that its last lines name."""

    lines: tuple[str, ...]
    author: str | None
    attachments: tuple[Attachment, ...]


def read_body(lines: Sequence[str], title: str) -> Body:
    """Return the article's body, found in `lines`: the lines below the title and the date."""
    end = _end(lines)
    has_mark = any(map(has_end_mark, lines[max(0, end - 1) : end]))
    kept: list[str] = []
    inside_box = False
    for line in lines[:end]:
        if not line or clean_title(line) == title or _is_noise(line):
            continue
        is_above_text = all(labelled_name(other) is not None for other in kept)
        if is_above_text and (read_dateline(line) is not None or _is_counter_or_credit(line)):
            continue
        if is_stop_line(line):
            inside_box = True  # a box within the text: its headlines are dropped until running text follows
            continue
        if inside_box and not is_paragraph(line):
            continue
        inside_box = False
        if not kept or kept[-1] != line:
            kept.append(line)
    tail = _tail(lines, end)
    author, text = _split_signature(kept if has_mark else _without_menu(kept), tail)
    return Body(tuple(text), author, _attachments(tail))


def lead_unless_repeated(lead: str, body: Sequence[str]) -> str | None:
    """Return a page's lead, or None if the body repeats it."""
    wanted = _WORDS.findall(lead.lower())
    if not wanted:
        return None
    room = 4 * len(lead) + 2000
    start = " ".join(_WORDS.findall("\n".join(body)[:room].lower()))
    return None if f" {' '.join(wanted)} " in f" {start} " else lead


def _is_noise(line: str) -> bool:
    """Return whether a line has no letters, only hashtags, or is boilerplate that does not end the article."""
    is_empty = not any(c.isalnum() for c in line) or all(word.startswith("#") for word in line.split())
    return is_empty or (is_boilerplate(line) and not is_stop_line(line))


def _is_counter_or_credit(line: str) -> bool:
    """Return whether a line that stands between title and text is a counter's number or says who posted the article."""
    return line.replace(".", "").isdigit() or (is_credit(line) and ":" in line)


def _end(lines: Sequence[str]) -> int:
    """Return the index after the article's last line.

    The last line is the last one with `./.` before the first stop line; else, if a box of related items interrupts the
    text, the next such line after it; else the line before the first stop line below running text.
    """
    stops, marked, running = [], [], False
    text_end = max((index for index, line in enumerate(lines) if _is_running_text(line)), default=-1)
    for index, line in enumerate(lines):
        if has_end_mark(line):
            marked.append(index)
        if running and (is_stop_line(line) or (index > text_end and _names_publisher(line))):
            stops.append(index)
        running = running or is_paragraph(line)
    stop = stops[0] if stops else len(lines)
    before = [index for index in marked if index < stop]
    if before:
        return before[-1] + 1
    after = [index for index in marked if index > stop]
    # Comments and lists of related items have no such mark: one nearby ends a text that a box interrupts.
    return after[0] + 1 if after and after[0] - stop < _REACH else stop


def _is_running_text(line: str) -> bool:
    """Return whether a line is a paragraph with its full stop that does not begin the page's footer."""
    return is_paragraph(line) and ends_sentence(line) and not (is_stop_line(line) or is_footer_line(line))


def _names_publisher(line: str) -> bool:
    return is_footer_line(line) or is_office(line)


def _without_menu(text: list[str]) -> list[str]:
    """Return the text without a run of short lines after its last sentence, a menu that is not in the table."""
    last = max((index for index, line in enumerate(text) if _is_sentence(line)), default=-1)
    run = text[last + 1 :]
    if last < 0 or not any(map(is_paragraph, text)):
        return text
    credit = next((index for index, line in enumerate(run) if _is_credit_or_byline(line)), None)
    if credit is not None:  # below a credit only other credits and signatures belong to the text
        below = [line for line in run[credit + 1 :] if _is_credit_or_byline(line) or looks_like_name(line)]
        return text[: last + 1] + run[: credit + 1] + below
    counters = next((index for index, line in enumerate(run) if _COUNTER.match(line)), len(run))
    if len(run) - counters >= _MIN_COUNTERS:
        run = run[:counters]
    return text[: last + 1] + (run if len(run) < _MIN_MENU else [line for line in run[:2] if looks_like_name(line)])


def _is_sentence(line: str) -> bool:
    return (ends_sentence(line) or is_paragraph(line)) and not _is_credit_or_byline(line)


def _is_credit_or_byline(line: str) -> bool:
    return is_credit(line) or labelled_name(line) is not None


def _tail(lines: Sequence[str], end: int) -> list[str]:
    """Return the lines between the article's end and the next stop line, which may sign it or list attachments."""
    tail: list[str] = []
    for line in lines[end : end + _REACH]:
        if (is_stop_line(line) or _names_publisher(line)) and labelled_name(line) is None:
            break
        if line:
            tail.append(line)
    return tail


def _split_signature(kept: list[str], tail: list[str]) -> tuple[str | None, list[str]]:
    """Return the byline and the text without it. A label anywhere has precedence over a bare name at the very end."""
    author, text = _split_labels(kept)
    author = author or find_byline(tail)
    while text and (is_credit(text[-1]) or read_dateline(text[-1]) is not None):
        date = read_dateline(text.pop())
        author = author or (clean_byline(byline_beside(date)) if date else None)
    if author is None:  # captions may stand between the text and its signature
        author = next((name for line in tail[:5] if looks_like_name(line) and (name := clean_byline(line))), None)
    if author is None and len(text) > 1 and not has_end_mark(text[-1]):
        name = text[-1] if looks_like_name(text[-1]) else closing_label(text[-1])
        author = clean_byline(name)
        text = text[:-1] if name else text
    return author, text


def _split_labels(kept: list[str]) -> tuple[str | None, list[str]]:
    """Return the last name behind a label, and the lines without labels."""
    author: str | None = None
    text: list[str] = []
    for index, line in enumerate(kept):
        name = labelled_name(line)
        if name is None:
            text.append(line)
        elif not name and index + 1 < len(kept) and looks_like_name(kept[index + 1]):
            continue  # the label stands alone: the next line is the name, to be recognised as a bare one
        else:
            author = clean_byline(name) or author
    return author, text


def _attachments(tail: list[str]) -> tuple[Attachment, ...]:
    files: dict[str, Attachment] = {}
    for line in tail:
        if len(line) <= 200 and _FILE.search(line):
            match = _FILE_LINE.match(line)
            name = (match.group(1) if match else line).strip()
            files.setdefault(name, Attachment(name=name))
    return tuple(files.values())
