"""Zip archives, read by their directory if possible, otherwise from each entry's own header to the next."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from ..decoding.decompress import CHUNK, Budget, CutError, DamagedError
from ..decoding.stream import PieceReader
from .tar import Entry

_MAX_DIRECTORY = 16 << 20
"""Largest directory in bytes that is held in memory: about 150,000 entries."""

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_ENCRYPTED = "encrypted: not read"
_STORED, _DEFLATED = 0, 8
_HIGH = 0xFFFFFFFF


def zip_entries(stream: BinaryIO | None, reader: Callable[[], PieceReader], budget: Budget) -> Iterator[Entry]:
    """Yield the entries of a zip archive, without folders. Nothing is written to disk.

    `stream` is the file if it is seekable, else None; `reader` returns its bytes from the start, for an archive whose
    directory is missing, damaged or too large to hold in memory.

    Raises:
        CutError: the archive is cut or damaged; the entries before were yielded.
        TooMuchError: the budget is exceeded.
    """
    directory = _directory(stream) if stream is not None else None
    if directory is None:
        yield from _scan(reader(), budget)
        return
    with directory:
        for info in directory.infolist():
            if not info.is_dir():
                budget.count_entry()
                reason = _ENCRYPTED if info.flag_bits & 1 else None
                yield Entry(info.filename, _content(directory, info, budget), reason)


def _directory(stream: BinaryIO) -> zipfile.ZipFile | None:
    """Open the archive by its directory; None if that is missing, damaged or too large."""
    try:
        stream.seek(0, 2)
        size = stream.tell()
        tail_size = min(size, 65557)
        stream.seek(size - tail_size)
        tail = stream.read(tail_size)
        end = tail.rfind(b"PK\x05\x06")
        if end < 0 or len(tail) < end + 22:
            return None
        length = int.from_bytes(tail[end + 12 : end + 16], "little")
        wide = tail.rfind(b"PK\x06\x06", 0, end)
        if length == _HIGH and wide >= 0:
            length = int.from_bytes(tail[wide + 40 : wide + 48], "little")
        if length > _MAX_DIRECTORY:
            return None
        stream.seek(0)
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError, EOFError, IndexError):
        return None


def _content(directory: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    try:
        with directory.open(info) as packed:
            while piece := packed.read(CHUNK):
                budget.spend(len(piece))
                yield piece
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        struct.error,
        EOFError,
        zlib.error,
    ) as error:
        raise DamagedError(str(error) or type(error).__name__) from error
    except Exception as error:  # `lzma.LZMAError` is a plain `Exception`, and importing lzma for it is not worthwhile
        if type(error).__name__ != "LZMAError":
            raise
        raise DamagedError(str(error)) from error


def _scan(stream: PieceReader, budget: Budget) -> Iterator[Entry]:
    """Yield the entries, each read by its own header, up to the first incomplete one."""
    last = "its beginning"
    while True:
        head = stream.read(_LOCAL.size)
        if head[:4] in {b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x08"}:
            return
        if head[:4] == b"PK\x00\x00" or head[:4] == b"PK\x07\x08":  # marker of a split archive
            stream.unread(head[4:])
            continue
        if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
            raise CutError(f"cut or damaged after {last}, and its directory cannot be read")
        _, _, flags, method, _, _, crc, packed, size, name_size, extra_size = _LOCAL.unpack(head)
        name_bytes, extra = stream.read(name_size), stream.read(extra_size)
        if len(extra) < extra_size or len(name_bytes) < name_size:
            raise CutError(f"cut in the header after {last}")
        name = name_bytes.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        packed, size = _zip64_sizes(extra, packed, size)
        last = f"entry {name[:200]!r}"
        body = _Body(stream, budget, last, flags=flags, method=method, crc=crc, packed=packed)
        if not name.endswith("/"):
            budget.count_entry()
            yield Entry(name, body.pieces(), body.reason())
        body.finish()


def _zip64_sizes(extra: bytes, packed: int, size: int) -> tuple[int, int]:
    """Return the compressed and the uncompressed size, from the zip64 field if the header has no room for them."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        data = extra[at + 4 : at + 4 + length]
        if kind == 1:
            numbers = [int.from_bytes(data[start : start + 8], "little") for start in range(0, len(data) - 7, 8)]
            if size == _HIGH and numbers:
                size = numbers.pop(0)
            if packed == _HIGH and numbers:
                packed = numbers.pop(0)
        at += 4 + length
    return packed, size


class _Body:
    """The content of an entry that is read by its own header."""

    def __init__(
        self, stream: PieceReader, budget: Budget, name: str, *, flags: int, method: int, crc: int, packed: int
    ) -> None:
        self._stream, self._flags, self._method, self._name, self._budget = stream, flags, method, name, budget
        self._crc, self._left = crc, packed
        self._has_size = not flags & 8  # otherwise checksum and sizes follow the content
        self._raw = self._stored() if method == _STORED else self._inflated()

    def reason(self) -> str | None:
        """Return why the entry is not read, or None."""
        if self._flags & 1:
            return _ENCRYPTED
        known = self._method in {_STORED, _DEFLATED}
        return None if known else f"packed by method {self._method}, which is not read without the directory"

    def pieces(self) -> Iterator[bytes]:
        """Yield the content; at its end, compare the checksum if the header states it."""
        check = 0
        for piece in self._raw:
            self._budget.spend(len(piece))
            check = zlib.crc32(piece, check)
            yield piece
        if self._has_size and check != self._crc:
            raise DamagedError("its checksum does not match")

    def finish(self) -> None:
        """Skip to the next header."""
        if self._has_size:
            if self._stream.skip(self._left) < self._left:
                raise CutError(f"cut in {self._name}")
            return
        if self.reason():
            raise CutError(f"the size of {self._name} is only stated after it, and the directory cannot be read")
        for piece in self._raw:
            self._budget.spend(len(piece))
        self._skip_descriptor()

    def _stored(self) -> Iterator[bytes]:
        if not self._has_size and not self._name.endswith("/'"):
            raise CutError(f"the size of {self._name} is only stated after it, and the directory cannot be read")
        while self._has_size and self._left:
            piece = self._stream.read(min(self._left, CHUNK))
            if not piece:
                raise CutError(f"cut in {self._name}")
            self._left -= len(piece)
            yield piece

    def _inflated(self) -> Iterator[bytes]:
        member, data = zlib.decompressobj(-15), b""
        while not member.eof:
            if not data:
                wanted = min(self._left, CHUNK) if self._has_size else CHUNK
                data = self._stream.read(wanted) if wanted else b""
                if self._has_size:
                    self._left -= len(data)
                if not data:
                    if self._has_size and not wanted:
                        raise DamagedError("its packed bytes end too early")
                    raise CutError(f"cut in {self._name}")
            try:
                piece = member.decompress(data, CHUNK)
            except zlib.error as error:
                if not self._has_size:
                    raise CutError(f"{self._name} is damaged, and its end is unknown") from error
                raise DamagedError(str(error)) from error
            data = member.unconsumed_tail
            if piece:
                yield piece
        if not self._has_size:
            self._stream.unread(member.unused_data)

    def _skip_descriptor(self) -> None:
        """Skip the data descriptor after the content.

        It may begin with a signature, and its sizes have 4 or 8 bytes; the next header shows which.
        """
        data = self._stream.read(24 + 4)
        for length in (16, 12, 24, 20):
            if data[length : length + 2] == b"PK":
                self._stream.unread(data[length:])
                return
        self._stream.unread(data[16:])
