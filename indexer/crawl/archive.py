"""The WARC file: whole records appended, and what isn't whole cut off again."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ...model import TimtinError, UsageError

if TYPE_CHECKING:
    from .fetch import Answer

_UNMODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_DROPPED = ("transfer-encoding",)
"""Headers that say how the body travelled, which is not how it is kept."""


class Archive:
    """A WARC file that is appended to, compressed record by record."""

    def __init__(self, path: Path, size: int, about: dict[str, str]) -> None:
        """Open `path` and cut it to `size` bytes, which hold whole records alone; `about` is what the warcinfo of
        this run says.

        Raises:
            UsageError: the file cannot be written.
        """
        from warcio.warcwriter import WARCWriter  # noqa: PLC0415 - only a crawl needs it

        self.path = path
        self._about = about
        self._told = False
        self._pending = io.BytesIO()
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            self._file = os.fdopen(descriptor, "r+b", buffering=0)
            self.cut(size)
        except OSError as error:
            raise UsageError(f"Cannot write {path}: {error.strerror or error}.", field="out") from error
        self._writer: Any = WARCWriter(self._pending, gzip=True, warc_version="1.1")

    def response(self, answer: Answer) -> tuple[str, str]:
        """Append an answer and what was asked; gives its payload's digest and its date."""
        record = self._record(answer, "response", answer.body, {})
        self._pair(record, answer)
        return record.rec_headers.get_header("WARC-Payload-Digest"), record.rec_headers.get_header("WARC-Date")

    def same(self, answer: Answer, digest: str, date: str) -> None:
        """Append a revisit: the page was sent again, byte for byte as on `date`."""
        record = self._writer.create_revisit_record(answer.url, digest, answer.url, date, _http(answer))
        self._pair(record, answer)

    def unmodified(self, answer: Answer, date: str) -> None:
        """Append a revisit: the server says (304) that the page is as it was on `date`."""
        headers = {
            "WARC-Profile": _UNMODIFIED,
            "WARC-Refers-To-Target-URI": answer.url,
            "WARC-Refers-To-Date": date,
        }
        self._pair(self._record(answer, "revisit", b"", headers), answer)

    def digest(self, body: bytes) -> str:
        """The digest that a body has in the archive."""
        digester = self._writer._create_digester()
        digester.update(body)
        return str(digester)

    @property
    def size(self) -> int:
        """Bytes written so far."""
        return self._file.tell()

    def cut(self, size: int) -> None:
        """Forget everything beyond `size` bytes."""
        self._file.seek(size)
        self._file.truncate()

    def sync(self) -> int:
        """Bring everything to the disk; gives the size.

        Raises:
            TimtinError: the disk refused.
        """
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._refused(error) from error
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
            http_headers=_http(answer),
            warc_headers_dict=headers,
        )

    def _pair(self, record: Any, answer: Answer) -> None:
        from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - see above

        parts = urlsplit(answer.url)
        line = f"GET {parts.path}{'?' + parts.query if parts.query else ''} HTTP/1.1"
        sent = StatusAndHeaders(line, list(answer.sent), is_http_request=True)
        request = self._writer.create_warc_record(answer.url, "request", http_headers=sent)
        if not self._told:
            self._writer.write_record(self._writer.create_warcinfo_record(self.path.name, self._about))
            self._told = True
        self._writer.write_request_response_pair(request, record)
        left = self._pending.getbuffer()
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise self._refused(error) from error
        finally:
            left.release()
            self._pending.seek(0)
            self._pending.truncate()

    def _refused(self, error: OSError) -> TimtinError:
        return TimtinError(
            f"Cannot write {self.path}: {error.strerror or error}. What was fetched before is there; "
            "make room and run the same command again to go on."
        )


def _http(answer: Answer) -> Any:
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - see above

    kept = [(name, value) for name, value in answer.headers if name.lower() not in _DROPPED]
    return StatusAndHeaders(f"{answer.status} {answer.reason}", kept, protocol="HTTP/1.1")
