"""MHTML: a page that a browser saved with its parts as one mail message; the page is taken, the parts are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import errors, message_from_bytes, policy
from email.message import Message

_MOST_PARTS = 10_000
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Part:
    """The page: its bytes, its address and the charset it is said to be in."""

    data: bytes
    url: str | None
    charset: str | None


def page_part(data: bytes) -> Part | str:
    """The page of an MHTML file, or why there is none.

    It is the part that the `start` parameter names if that is a page, else the first that is one. A file that was
    cut within a part gives what is there of it.
    """
    if data.count(b"\n--") > _MOST_PARTS:
        return f"an MHTML archive of more than {_MOST_PARTS:,} parts"
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
        if number > _MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _address(part: Message) -> str | None:
    """The http address a part or message bears (`cid:`, `file:` and relative ones are none)."""
    for name in ("Content-Location", "Snapshot-Content-Location"):
        address = "".join(str(part.get(name) or "").split())
        if address.lower().startswith(("http://", "https://")):
            return address
    return None
