"""Tar archives, read as a stream: nothing is written to disk, and the memory for a header is limited.

The standard library's `TarFile` reads any length that a header claims into memory, keeps every entry, and silently
stops at a damaged header, so only its parser for a single header is used.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass

from ..decoding.decompress import CHUNK, Budget, CutError
from ..decoding.stream import PieceReader

_BLOCK = 512
_MAX_HEADER = 1 << 16
_SPECIAL = {
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
    """One entry of an archive: its name as written and its content, or the reason why it is not read.

    The content must be read before the next entry.
    """

    name: str
    pieces: Iterator[bytes]
    reason: str | None = None


def tar_entries(stream: PieceReader, budget: Budget) -> Iterator[Entry]:
    """Yield the entries of a decompressed tar archive, without folders.

    Raises:
        CutError: the archive ends within an entry, or a header is damaged.
        TooMuchError: it contains more entries than `budget` allows.
    """
    name, size, last = None, None, "its beginning"  # `name` and `size`: from extension headers of the next entry
    while True:
        header = _header(stream, last)
        if header is None:
            return
        if header.type in _NAMES | _PAX:
            data = _extension(stream, header, last)
            if header.type == tarfile.GNUTYPE_LONGNAME:
                name = data.rstrip(b"\0").decode("utf-8", "replace")
            elif header.type in _PAX - {tarfile.XGLTYPE}:
                extended = _pax(data)
                name, size = extended.get("path", name), _number(extended.get("size"), size)
            continue
        entry_name, length = name or header.name, header.size if size is None else size
        name = size = None
        last = f"entry {entry_name[:200]!r}"
        if header.type == tarfile.DIRTYPE or entry_name.endswith("/"):
            _skip(stream, 0 if header.type == tarfile.DIRTYPE else length, last)
            continue
        budget.count_entry()
        body = _Body(stream, length, last)
        yield Entry(entry_name, body.pieces(), _reason(header))
        body.finish()


def _reason(header: tarfile.TarInfo) -> str | None:
    special = _SPECIAL.get(header.type)
    return f"{special} within an archive: not followed" if special else None


def _header(stream: PieceReader, last: str) -> tarfile.TarInfo | None:
    """Return the next header, or None at the end marker (a block of NULs)."""
    block = stream.read(_BLOCK)
    if not block:
        raise CutError(f"no end marker after {last}: it may have been cut there")
    if not block.strip(b"\0"):
        return None
    if len(block) < _BLOCK:
        raise CutError(f"cut in the header after {last}")
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "replace")
    except (tarfile.HeaderError, ValueError) as error:
        raise CutError(f"the header after {last} is damaged ({error})") from error
    if header.size < 0:
        raise CutError(f"the header after {last} states a negative size")
    if header.type in _SPECIAL and header.type != tarfile.GNUTYPE_SPARSE:
        header.size = 0
    return header


def _extension(stream: PieceReader, header: tarfile.TarInfo, last: str) -> bytes:
    if header.size > _MAX_HEADER:
        raise CutError(f"the header after {last} is longer than {_MAX_HEADER >> 10} KiB")
    data = stream.read(header.size)
    _skip(stream, -len(data) % _BLOCK, last)
    if len(data) < header.size:
        raise CutError(f"cut in the header after {last}")
    return data


def _pax(data: bytes) -> dict[str, str]:
    """Return the records `length key=value` of an extended header (POSIX.1-2001)."""
    records: dict[str, str] = {}
    at = 0
    while at < len(data):
        digits, space, _ = data[at : at + 8].partition(b" ")
        if not space or not digits.isdigit() or int(digits) < len(digits) + 2:
            break
        record = data[at + len(digits) + 1 : at + int(digits) - 1]
        key, _, value = record.partition(b"=")
        records[key.decode("utf-8", "replace")] = value.decode("utf-8", "replace")
        at += int(digits)
    return records


def _number(text: str | None, default: int | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else default


def _skip(stream: PieceReader, size: int, last: str) -> None:
    if stream.skip(size) < size:
        raise CutError(f"cut in {last}")


class _Body:
    """The content of one entry, and the padding after it."""

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
        """Skip what was not read. Missing padding is not an error."""
        _skip(self._stream, self._left, self._name)
        self._stream.skip(self._padding)
