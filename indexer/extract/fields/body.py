"""From the lines of a page to the article's own: where it ends, what within it is furniture, who signed it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ....model import Attachment
from ...html.lines import ends_sentence, has_end_mark, is_paragraph, without_lead_in
from ..boilerplate import is_foot, is_furniture, is_stop
from .byline import as_printed, closing_label, is_credit, labelled, looks_like_name, printed_byline
from .dateline import name_beside, read_dateline
from .publisher import is_office

_FILE = re.compile(r"[^\s/\\][^/\\]*\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods)\b", re.IGNORECASE)
_COUNTER = re.compile(r"^[^\d:]{2,40}:\s*[\d.,]*$")
_FILE_LINE = re.compile(r"^(?:(?:tài liệu|tệp|file|văn bản)(?: tin)?(?: đính kèm)?\s*[:：]?\s*)?(.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article, a paragraph a line, with what its last lines say of it."""

    lines: tuple[str, ...]
    author: str | None
    attachments: tuple[Attachment, ...]


def read_body(lines: Sequence[str], title: str) -> Body:
    """What of `lines` (from below the title and the date) is the article."""
    end = _end(lines)
    marked = any(map(has_end_mark, lines[max(0, end - 1) : end]))
    kept: list[str] = []
    inside_box = False
    for line in lines[:end]:
        if not line or without_lead_in(line) == title or _is_noise(line):
            continue
        above = all(labelled(other) is not None for other in kept)
        if above and (read_dateline(line) is not None or _is_above(line)):
            continue
        if is_stop(line):
            inside_box = True  # a box within the text: its headlines go, until running text comes back
            continue
        if inside_box and not is_paragraph(line):
            continue
        inside_box = False
        if not kept or kept[-1] != line:
            kept.append(line)
    tail = _tail(lines, end)
    author, signed = _signature(kept if marked else _without_menu(kept), tail)
    return Body(tuple(signed), author, _attachments(tail))


def _is_noise(line: str) -> bool:
    nothing = not any(c.isalnum() for c in line) or all(word.startswith("#") for word in line.split())
    return nothing or (is_furniture(line) and not is_stop(line))


def _is_above(line: str) -> bool:
    """It may stand between title and text: a counter's number, who posted it."""
    return line.replace(".", "").isdigit() or (is_credit(line) and ":" in line)


def _end(lines: Sequence[str]) -> int:
    """The index after the article's last line.

    That is the last line with `./.` before the first stop line; or else, a box of related items having interrupted the
    text, the next such line after it; or else the first stop line below some running text.
    """
    stops, marked, running = [], [], False
    text_end = max((index for index, line in enumerate(lines) if _is_running_text(line)), default=-1)
    for index, line in enumerate(lines):
        if has_end_mark(line):
            marked.append(index)
        if running and (is_stop(line) or (index > text_end and _names_publisher(line))):
            stops.append(index)
        running = running or is_paragraph(line)
    stop = stops[0] if stops else len(lines)
    before = [index for index in marked if index < stop]
    if before:
        return before[-1] + 1
    after = [index for index in marked if index > stop]
    # Only where running text stands between: comments and related items have no such end.
    return after[0] + 1 if after and after[0] - stop < 40 else stop


def _is_running_text(line: str) -> bool:
    """A paragraph with its full stop, below which no page's foot begins."""
    return is_paragraph(line) and ends_sentence(line) and not (is_stop(line) or is_foot(line))


def _names_publisher(line: str) -> bool:
    return is_foot(line) or is_office(line)


def _without_menu(text: list[str]) -> list[str]:
    """The text without a run of short lines behind its last sentence: a menu that the table does not know.

    Two lines may be a caption and a signature, so a run is four, or two counters (`label: number`).
    """
    last = max((index for index, line in enumerate(text) if _runs(line)), default=-1)
    run = text[last + 1 :]
    if last < 0 or not any(map(is_paragraph, text)):
        return text
    credits = next((index for index, line in enumerate(run) if _credits(line)), None)
    if credits is not None:  # below a credit only others, or who signed it
        run = run[: credits + 1] + [line for line in run[credits + 1 :] if _credits(line) or looks_like_name(line)]
        return text[: last + 1] + run
    counters = next((index for index, line in enumerate(run) if _COUNTER.match(line)), len(run))
    if len(run) - counters >= 2:
        run = run[:counters]
    return text[: last + 1] + (run if len(run) < 4 else [line for line in run[:2] if looks_like_name(line)])


def _runs(line: str) -> bool:
    return (ends_sentence(line) or is_paragraph(line)) and not _credits(line)


def _credits(line: str) -> bool:
    return is_credit(line) or labelled(line) is not None


def _tail(lines: Sequence[str], end: int) -> list[str]:
    """The lines between the article's end and the first stop line, which sign it or list what hangs on it."""
    tail: list[str] = []
    for line in lines[end : end + 40]:
        if (is_stop(line) or _names_publisher(line)) and labelled(line) is None:
            break
        if line:
            tail.append(line)
    return tail


def _signature(kept: list[str], tail: list[str]) -> tuple[str | None, list[str]]:
    """The byline and the text without it. A label wins wherever it stands; else a bare name right at the end."""
    author: str | None = None
    text: list[str] = []
    for index, line in enumerate(kept):
        name = labelled(line)
        if name is None:
            text.append(line)
        elif not name and index + 1 < len(kept) and looks_like_name(kept[index + 1]):
            continue  # the label stands alone: the next line is the name, found as one below
        else:
            author = as_printed(name) or author
    author = author or printed_byline(tail)
    while text and (is_credit(text[-1]) or read_dateline(text[-1]) is not None):
        signed = read_dateline(text.pop())
        author = author or (as_printed(name_beside(signed)) if signed else None)
    if author is None:  # captions may stand between the text and its signature
        author = next((name for line in tail[:5] if looks_like_name(line) and (name := as_printed(line))), None)
    if author is None and len(text) > 1 and not has_end_mark(text[-1]):
        name = text[-1] if looks_like_name(text[-1]) else closing_label(text[-1])
        author = as_printed(name)
        text = text[:-1] if name else text
    return author, text


def _attachments(tail: list[str]) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for line in tail:
        if len(line) <= 200 and _FILE.search(line):
            named = _FILE_LINE.match(line)
            name = (named.group(1) if named else line).strip()
            found.setdefault(name, Attachment(name=name))
    return tuple(found.values())
