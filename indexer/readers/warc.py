"""WARC: the pages among the records of a crawl, one record at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, Any

from ..decoding.decompress import CHUNK, DAMAGED, Budget, CutError, decoded
from ..decoding.stream import PieceReader, whole
from ..page import Rejected

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_LONGEST_LINE, _LONGEST_HEAD = 1 << 16, 1 << 20
_READ = frozenset(
    {
        "", "text/html", "application/xhtml+xml", "text/plain", "application/json", "text/json", "application/ld+json",
        "application/jsonl", "application/x-ndjson", "application/x-jsonlines", "application/ndjson", "text/xml",
        "application/xml", "application/octet-stream",
    }
)  # fmt: skip
"""Content types looked into; servers send pages as `application/octet-stream` too, and without any type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One page of a crawl as its server sent it, content codings undone; `number` counts records from 1."""

    data: bytes
    number: int
    url: str
    charset: str | None


def captures(stream: PieceReader, origin: str, budget: Budget, limit: int) -> Iterator[Capture | Rejected]:
    """The pages in a WARC (already unpacked): responses with status 200 and resources, of a type that may be read.

    Requests, revisits, metadata, other statuses and types are passed over without a word. A page larger than `limit`
    bytes or with a broken content coding is rejected; one record is in memory at a time.

    Raises:
        CutError: the archive ends within a record, or what follows is none.
        TooMuchError: the budget is spent.
    """
    from warcio.recordloader import ArcWarcRecordLoader  # noqa: PLC0415 - only where there is a WARC

    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it prints what damaged headers hold
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    number = 0
    while first := _first_line(stream):
        number += 1
        budget.enter()
        where = f"record {number} at byte {stream.tell() - len(first)}"
        record = _parsed(loader, stream, first, where)
        found = _capture(record, number, origin, budget, limit)
        left = _left(record, stream, where)
        if left:
            raise CutError(f"{where} is cut: {left} bytes are missing")
        if found is not None:
            yield found


def _first_line(stream: PieceReader) -> bytes:
    """The next line that isn't blank; b'' at the end."""
    while line := stream.readline(_LONGEST_LINE):
        if line.strip():
            return line
    return b""


def _parsed(loader: Any, stream: PieceReader, first: bytes, where: str) -> ArcWarcRecord:
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415
    from warcio.statusandheaders import StatusAndHeadersParserException  # noqa: PLC0415

    if not first.startswith(b"WARC/"):
        raise CutError(f"{where} is no record: it does not begin with WARC/")
    if not first.endswith(b"\n"):
        raise CutError(f"{where} is cut within its headers")
    try:
        record = loader.parse_record_stream(_Heads(stream, where), first, "warc")
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        EOFError,
        ValueError,
        IndexError,
        AttributeError,
    ) as error:
        raise CutError(f"{where} has headers that cannot be read ({type(error).__name__})") from error
    if record.rec_headers.get_header("Content-Length") is None:
        raise CutError(f"{where} is cut, or does not tell its length")
    return record


def _capture(record: ArcWarcRecord, number: int, origin: str, budget: Budget, limit: int) -> Capture | Rejected | None:
    """What a record holds, where it is a page; reads no more of it than it needs."""
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> \t")
    kind, charset = _type(record)
    if kind not in _READ or not url.lower().startswith(("http://", "https://")) or not _is_page(record):
        return None
    place = f"{origin}:record {number} ({url[:300]})"
    if record.length is not None and record.length > limit + _LONGEST_HEAD:
        return Rejected(place, f"larger than {limit >> 20} MiB")
    coding = record.http_headers.get_header("Content-Encoding") if record.http_headers else None
    try:
        pieces = _body(record)
        data = whole(_counted(decoded(pieces, coding), budget) if coding else pieces, limit)
    except DAMAGED as error:
        return Rejected(place, f"its content is damaged or cut: {error}")
    if data is None:
        return Rejected(place, f"larger than {limit >> 20} MiB")
    return Capture(data=data, number=number, url=url, charset=charset) if data.strip() else None


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type == "resource":
        return True
    return record.rec_type == "response" and bool(record.http_headers) and record.http_headers.get_statuscode() == "200"


def _type(record: ArcWarcRecord) -> tuple[str, str | None]:
    """The content type in lower case without its parameters ('' where none is told), and its charset."""
    heads = record.http_headers or (record.rec_headers if record.rec_type == "resource" else None)
    told = (heads.get_header("Content-Type") or "") if heads is not None else ""
    message = Message()
    message["Content-Type"] = " ".join(told.split())[:300]
    kind, _, _ = told.partition(";")
    try:
        return kind.strip().lower(), message.get_content_charset()
    except (ValueError, LookupError):
        return kind.strip().lower(), None


def _body(record: ArcWarcRecord) -> Iterator[bytes]:
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415

    chunked = record.http_headers and "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower()
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    while piece := stream.read(CHUNK):
        yield piece


def _counted(pieces: Iterator[bytes], budget: Budget) -> Iterator[bytes]:
    for piece in pieces:
        budget.spend(len(piece))
        yield piece


def _left(record: ArcWarcRecord, stream: PieceReader, where: str) -> int:
    """Pass over the rest of a record; how many bytes of it are not there."""
    limited = record.raw_stream
    if not hasattr(limited, "limit"):
        raise CutError(f"{where} does not tell its length")
    return int(limited.limit - stream.skip(limited.limit))


class _Heads:
    """The stream as warcio reads it, its header lines bounded in length and number."""

    def __init__(self, stream: PieceReader, where: str) -> None:
        self._stream, self._where, self._left = stream, where, _LONGEST_HEAD

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def readline(self, size: int | None = None) -> bytes:
        line = self._stream.readline(_LONGEST_LINE if size is None else min(size, _LONGEST_LINE))
        self._left -= len(line)
        if self._left < 0 or len(line) >= _LONGEST_LINE:
            raise CutError(f"{self._where} has headers longer than {_LONGEST_HEAD >> 10} KiB")
        return line

    def tell(self) -> int:
        return self._stream.tell()
