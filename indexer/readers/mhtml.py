"""MHTML: a page that a browser saved together with its parts as one mail message. Only the page is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import errors, message_from_bytes, policy
from email.message import Message

_MAX_PARTS = 10_000
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Part:
    """The page of an MHTML file: its bytes, its address and the charset its headers declare."""

    data: bytes
    url: str | None
    charset: str | None


def page_part(data: bytes) -> Part | str:
    """Return the page of an MHTML file, or the reason why there is none.

    It is the part named by the `start` parameter if that is a page, otherwise the first page. If the file is cut
    within the part, its beginning is returned.
    """
    if data.count(b"\n--") > _MAX_PARTS:
        return f"an MHTML archive of more than {_MAX_PARTS:,} parts"
    try:
        message = message_from_bytes(data, policy=policy.compat32)
        return _page_part(message)
    except (errors.MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        return f"an MHTML archive that is broken ({type(error).__name__})"


def _page_part(message: Message) -> Part | str:
    pages = [part for part in _parts(message) if part.get_content_type() in _PAGES]
    start = message.get_param("start")
    named = [part for part in pages if isinstance(start, str) and part.get("Content-ID", "").strip() == start.strip()]
    if not pages:
        return "an MHTML archive without a page in it"
    part = (named or pages)[0]
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return "an MHTML archive whose page is empty"
    return Part(content, _address(part) or _address(message), part.get_content_charset())


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            return
        if not part.is_multipart():
            yield part


def _address(part: Message) -> str | None:
    """Return the http address of a part or message; `cid:`, `file:` and relative addresses do not count."""
    for name in ("Content-Location", "Snapshot-Content-Location"):
        address = "".join(str(part.get(name) or "").split())
        if address.lower().startswith(("http://", "https://")):
            return address
    return None
