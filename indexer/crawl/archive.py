"""The WARC file of a crawl: complete records are appended, and an incomplete last record is cut off."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from ...model import TimtinError, UsageError
from .fetch import Answer

_UNMODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_DROPPED = ("transfer-encoding",)
"""Headers that describe the transmission of the body, not its stored form."""


class Archive:
    """A WARC file that is appended to, compressed record by record."""

    def __init__(self, path: Path, size: int, about: dict[str, str]) -> None:
        """Open `path` and truncate it to `size` bytes, which must contain complete records only.

        `about` are the fields of the warcinfo record of this run.

        Raises:
            UsageError: the file cannot be written.
        """
        self.path = path
        self._about = about
        self._has_warcinfo = False
        self._pending = io.BytesIO()
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            self._file = os.fdopen(descriptor, "r+b", buffering=0)
            self.truncate(size)
        except OSError as error:
            raise UsageError(f"Cannot write {path}: {error.strerror or error}.", field="out") from error
        self._writer: Any = WARCWriter(self._pending, gzip=True, warc_version="1.1")

    def write_response(self, answer: Answer) -> tuple[str, str]:
        """Append an answer and its request; return the digest of its payload and its date."""
        record = self._record(answer, "response", answer.body, {})
        self._write_pair(record, answer)
        return record.rec_headers.get_header("WARC-Payload-Digest"), record.rec_headers.get_header("WARC-Date")

    def write_identical(self, answer: Answer, digest: str, date: str) -> None:
        """Append a revisit record: the page was sent again, byte for byte as on `date`."""
        record = self._writer.create_revisit_record(answer.url, digest, answer.url, date, _http_headers(answer))
        self._write_pair(record, answer)

    def write_not_modified(self, answer: Answer, date: str) -> None:
        """Append a revisit record: the server says (304) that the page has not changed since `date`."""
        headers = {
            "WARC-Profile": _UNMODIFIED,
            "WARC-Refers-To-Target-URI": answer.url,
            "WARC-Refers-To-Date": date,
        }
        self._write_pair(self._record(answer, "revisit", b"", headers), answer)

    def digest(self, body: bytes) -> str:
        """Return the digest of a body as the archive states it."""
        digester = self._writer._create_digester()
        digester.update(body)
        return str(digester)

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._file.tell()

    def truncate(self, size: int) -> None:
        """Discard everything beyond `size` bytes."""
        self._file.seek(size)
        self._file.truncate()

    def sync(self) -> int:
        """Flush everything to disk; return the size.

        Raises:
            TimtinError: the file cannot be written.
        """
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._write_error(error) from error
        return self.size

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _record(self, answer: Answer, kind: str, body: bytes, headers: dict[str, str]) -> Any:
        return self._writer.create_warc_record(
            answer.url,
            kind,
            payload=io.BytesIO(body),
            length=len(body),
            http_headers=_http_headers(answer),
            warc_headers_dict=headers,
        )

    def _write_pair(self, record: Any, answer: Answer) -> None:
        """Append a record and the request that led to it; before the first, the warcinfo record of this run."""
        parts = urlsplit(answer.url)
        line = f"GET {parts.path}{'?' + parts.query if parts.query else ''} HTTP/1.1"
        sent = StatusAndHeaders(line, list(answer.sent), is_http_request=True)
        request = self._writer.create_warc_record(answer.url, "request", http_headers=sent)
        if not self._has_warcinfo:
            self._writer.write_record(self._writer.create_warcinfo_record(self.path.name, self._about))
            self._has_warcinfo = True
        self._writer.write_request_response_pair(request, record)
        left = self._pending.getbuffer()
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise self._write_error(error) from error
        finally:
            left.release()
            self._pending.seek(0)
            self._pending.truncate()

    def _write_error(self, error: OSError) -> TimtinError:
        return TimtinError(
            f"Cannot write {self.path}: {error.strerror or error}. What was fetched before is kept; "
            "make room and run the same command again to continue."
        )


def _http_headers(answer: Answer) -> Any:
    kept = [(name, value) for name, value in answer.headers if name.lower() not in _DROPPED]
    return StatusAndHeaders(f"{answer.status} {answer.reason}", kept, protocol="HTTP/1.1")
