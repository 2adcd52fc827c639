"""Tar archives as a stream: nothing is written to disk, no header may take more memory than it needs.

The standard library's `TarFile` reads whatever length a header claims into memory, keeps every entry, and ends without
a word where a header is damaged; so only its parser of one header is used.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass

from ..decoding.decompress import CHUNK, Budget, CutError
from ..decoding.stream import PieceReader

_BLOCK = 512
_LONGEST_HEADER = 1 << 16
_IGNORED = {
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.LNKTYPE: "a hard link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a named pipe",
    tarfile.GNUTYPE_SPARSE: "a sparse file",
}
_NAMES = {tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
_PAX = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an archive: its name as written, its content, to be read before the next; or why it is not read."""

    name: str
    pieces: Iterator[bytes]
    reason: str | None = None


def tar_entries(stream: PieceReader, budget: Budget) -> Iterator[Entry]:
    """The entries of a tar (already unpacked), folders left out.

    Raises:
        CutError: it ends within an entry, or a header is damaged.
        TooMuchError: more entries than `budget` allows.
    """
    name, size, last = None, None, "its beginning"
    while True:
        header = _header(stream, last)
        if header is None:
            return
        if header.type in _NAMES | _PAX:
            data = _extension(stream, header, last)
            if header.type == tarfile.GNUTYPE_LONGNAME:
                name = data.rstrip(b"\0").decode("utf-8", "replace")
            elif header.type in _PAX - {tarfile.XGLTYPE}:
                told = _pax(data)
                name, size = told.get("path", name), _number(told.get("size"), size)
            continue
        called, length = name or header.name, header.size if size is None else size
        name = size = None
        last = f"entry {called[:200]!r}"
        if header.type == tarfile.DIRTYPE or called.endswith("/"):
            _pass(stream, 0 if header.type == tarfile.DIRTYPE else length, last)
            continue
        budget.enter()
        body = _Body(stream, length, last)
        yield Entry(called, body.pieces(), _reason(header))
        body.finish()


def _reason(header: tarfile.TarInfo) -> str | None:
    known = _IGNORED.get(header.type)
    return f"{known} within an archive: not followed" if known else None


def _header(stream: PieceReader, last: str) -> tarfile.TarInfo | None:
    """The next header; None at the end mark (a block of NULs)."""
    block = stream.read(_BLOCK)
    if not block:
        raise CutError(f"no end mark behind {last}: it may have been cut there")
    if not block.strip(b"\0"):
        return None
    if len(block) < _BLOCK:
        raise CutError(f"cut in the header behind {last}")
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except (tarfile.HeaderError, ValueError) as error:
        raise CutError(f"the header behind {last} is damaged ({error})") from error
    if header.size < 0:
        raise CutError(f"the header behind {last} tells a size below 0")
    if header.type in _IGNORED and header.type != tarfile.GNUTYPE_SPARSE:
        header.size = 0
    return header


def _extension(stream: PieceReader, header: tarfile.TarInfo, last: str) -> bytes:
    if header.size > _LONGEST_HEADER:
        raise CutError(f"the header behind {last} is longer than {_LONGEST_HEADER >> 10} KiB")
    data = stream.read(header.size)
    _pass(stream, -len(data) % _BLOCK, last)
    if len(data) < header.size:
        raise CutError(f"cut in the header behind {last}")
    return data


def _pax(data: bytes) -> dict[str, str]:
    """The records `length key=value` of an extended header (POSIX.1-2001)."""
    found: dict[str, str] = {}
    at = 0
    while at < len(data):
        digits, space, _ = data[at : at + 8].partition(b" ")
        if not space or not digits.isdigit() or int(digits) < len(digits) + 2:
            break
        record = data[at + len(digits) + 1 : at + int(digits) - 1]
        key, _, value = record.partition(b"=")
        found[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        at += int(digits)
    return found


def _number(text: str | None, other: int | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else other


def _pass(stream: PieceReader, size: int, last: str) -> None:
    if stream.skip(size) < size:
        raise CutError(f"cut in {last}")


class _Body:
    """The content of one entry and its padding."""

    def __init__(self, stream: PieceReader, size: int, name: str) -> None:
        self._stream, self._name = stream, name
        self._left, self._padding = size, -size % _BLOCK

    def pieces(self) -> Iterator[bytes]:
        while self._left:
            piece = self._stream.read(min(self._left, CHUNK))
            if not piece:
                raise CutError(f"cut in {self._name}")
            self._left -= len(piece)
            yield piece

    def finish(self) -> None:
        """Pass over what was not read. A missing padding is no loss."""
        _pass(self._stream, self._left, self._name)
        self._stream.skip(self._padding)
