"""WARC files: the pages among the records of a crawl, one record at a time."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, Any

from ..decoding.decompress import CHUNK, DAMAGED, Budget, CutError, decode_content
from ..decoding.stream import PieceReader, read_whole
from ..page import Rejected

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_MAX_LINE, _MAX_HEAD = 1 << 16, 1 << 20
_PAGE_TYPES = frozenset(
    {
        "", "text/html", "application/xhtml+xml", "text/plain", "application/json", "text/json", "application/ld+json",
        "application/jsonl", "application/x-ndjson", "application/x-jsonlines", "application/ndjson", "text/xml",
        "application/xml", "application/octet-stream",
    }
)  # fmt: skip
"""Content types that may be pages; servers also send pages as `application/octet-stream` or without a type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One page of a crawl as its server sent it, without content codings; `number` counts records from 1."""

    data: bytes
    number: int
    url: str
    charset: str | None


def captures(stream: PieceReader, origin: str, budget: Budget, limit: int) -> Iterator[Capture | Rejected]:
    """Yield the pages in a decompressed WARC file: responses with status 200, and resources, of a page's type.

    Requests, revisits, metadata, other statuses and other types are skipped silently. A page larger than `limit` bytes
    or with a damaged content coding is rejected. One record is in memory at a time.

    Raises:
        CutError: the file ends within a record, or what follows is not a record.
        TooMuchError: the budget is exceeded.
    """
    from warcio.recordloader import ArcWarcRecordLoader  # noqa: PLC0415 - lazy: only needed for a WARC file

    logging.getLogger("warcio").setLevel(logging.CRITICAL)  # it logs the content of damaged headers
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    number = 0
    while first := _first_line(stream):
        number += 1
        budget.count_entry()
        where = f"record {number} at byte {stream.tell() - len(first)}"
        record = _parse_record(loader, stream, first, where)
        capture = _capture(record, number, origin, budget, limit)
        missing = _skip_rest(record, stream, where)
        if missing:
            raise CutError(f"{where} is cut: {missing} bytes are missing")
        if capture is not None:
            yield capture


def _first_line(stream: PieceReader) -> bytes:
    """Return the next non-blank line; b'' at the end."""
    while line := stream.readline(_MAX_LINE):
        if line.strip():
            return line
    return b""


def _parse_record(loader: Any, stream: PieceReader, first: bytes, where: str) -> ArcWarcRecord:
    """Return the record whose first line was read; its content is still to be read from `stream`."""
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - lazy: as above
    from warcio.statusandheaders import StatusAndHeadersParserException  # noqa: PLC0415 - lazy: as above

    if not first.startswith(b"WARC/"):
        raise CutError(f"{where} is not a record: it does not begin with WARC/")
    if not first.endswith(b"\n"):
        raise CutError(f"{where} is cut within its headers")
    try:
        record = loader.parse_record_stream(_HeaderReader(stream, where), first, "warc")
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
        raise CutError(f"{where} is cut, or does not state its length")
    return record


def _capture(record: ArcWarcRecord, number: int, origin: str, budget: Budget, limit: int) -> Capture | Rejected | None:
    """Return the page of a record, None if it is not a page; read no more of the record than necessary."""
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> \t")
    media_type, charset = _content_type(record)
    if media_type not in _PAGE_TYPES or not url.lower().startswith(("http://", "https://")) or not _is_page(record):
        return None
    where = f"{origin}:record {number} ({url[:300]})"
    if record.length is not None and record.length > limit + _MAX_HEAD:
        return Rejected(where, f"larger than {limit >> 20} MiB")
    coding = record.http_headers.get_header("Content-Encoding") if record.http_headers else None
    try:
        pieces = _body(record)
        data = read_whole(_counted(decode_content(pieces, coding), budget) if coding else pieces, limit)
    except DAMAGED as error:
        return Rejected(where, f"its content is damaged or cut: {error}")
    if data is None:
        return Rejected(where, f"larger than {limit >> 20} MiB")
    return Capture(data=data, number=number, url=url, charset=charset) if data.strip() else None


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type == "resource":
        return True
    return record.rec_type == "response" and bool(record.http_headers) and record.http_headers.get_statuscode() == "200"


def _content_type(record: ArcWarcRecord) -> tuple[str, str | None]:
    """Return the content type in lower case without parameters ('' if there is none), and its charset."""
    headers = record.http_headers or (record.rec_headers if record.rec_type == "resource" else None)
    header = (headers.get_header("Content-Type") or "") if headers is not None else ""
    message = Message()
    message["Content-Type"] = " ".join(header.split())[:300]
    media_type = header.partition(";")[0].strip().lower()
    try:
        return media_type, message.get_content_charset()
    except (ValueError, LookupError):
        return media_type, None


def _body(record: ArcWarcRecord) -> Iterator[bytes]:
    """Yield the body of a record without its transfer coding."""
    from warcio.bufferedreaders import ChunkedDataReader  # noqa: PLC0415 - lazy: as above

    chunked = record.http_headers and "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower()
    stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    while piece := stream.read(CHUNK):
        yield piece


def _counted(pieces: Iterator[bytes], budget: Budget) -> Iterator[bytes]:
    for piece in pieces:
        budget.spend(len(piece))
        yield piece


def _skip_rest(record: ArcWarcRecord, stream: PieceReader, where: str) -> int:
    """Skip the rest of a record; return how many of its bytes are missing."""
    limited = record.raw_stream
    if not hasattr(limited, "limit"):
        raise CutError(f"{where} does not state its length")
    return int(limited.limit - stream.skip(limited.limit))


class _HeaderReader:
    """The stream as warcio reads a record's headers, limited in the length of a line and of all headers together."""

    def __init__(self, stream: PieceReader, where: str) -> None:
        self._stream, self._where, self._left = stream, where, _MAX_HEAD

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def readline(self, size: int | None = None) -> bytes:
        line = self._stream.readline(_MAX_LINE if size is None else min(size, _MAX_LINE))
        self._left -= len(line)
        if self._left < 0 or len(line) >= _MAX_LINE:
            raise CutError(f"{self._where} has headers longer than {_MAX_HEAD >> 10} KiB")
        return line

    def tell(self) -> int:
        return self._stream.tell()
