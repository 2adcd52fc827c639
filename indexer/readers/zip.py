"""Zip archives: by their directory where that can be read, else from one entry's own header to the next."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from ..decoding.decompress import CHUNK, Budget, CutError, DamagedError
from ..decoding.stream import PieceReader
from .tar import Entry

_LARGEST_DIRECTORY = 16 << 20
"""Bytes of a directory that is held in memory: about 150,000 entries."""

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_ENCRYPTED = "encrypted: not read"
_BROKEN = (zipfile.BadZipFile, RuntimeError, ValueError, struct.error, EOFError, zlib.error, LookupError)
_STORED, _DEFLATED = 0, 8
_HIGH = 0xFFFFFFFF


def zip_entries(stream: BinaryIO | None, reader: Callable[[], PieceReader], budget: Budget) -> Iterator[Entry]:
    """The entries of a zip, folders left out. Names are only told, nothing is ever written to disk.

    `stream` is the file where it can be sought in, else None; `reader` gives its bytes from the start, for an archive
    whose directory is missing, damaged or too large to hold.

    Raises:
        CutError: entries could not all be read; those before were given.
        TooMuchError: the budget is spent.
    """
    directory = _directory(stream) if stream is not None else None
    if directory is None:
        yield from _walked(reader(), budget)
        return
    with directory:
        for info in directory.infolist():
            if not info.is_dir():
                budget.enter()
                reason = _ENCRYPTED if info.flag_bits & 1 else None
                yield Entry(info.filename, _content(directory, info, budget), reason)


def _directory(stream: BinaryIO) -> zipfile.ZipFile | None:
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
        if length > _LARGEST_DIRECTORY:
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
    except Exception as error:  # lzma's own error, which is no other's child
        if type(error).__name__ != "LZMAError":
            raise
        raise DamagedError(str(error)) from error


def _walked(stream: PieceReader, budget: Budget) -> Iterator[Entry]:
    """Entry by entry from their own headers, as far as whole ones follow each other."""
    last = "its beginning"
    while True:
        head = stream.read(_LOCAL.size)
        if head[:4] in {b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x08"}:
            return
        if head[:4] == b"PK\x00\x00" or head[:4] == b"PK\x07\x08":  # a marker of split archives
            stream.unread(head[4:])
            continue
        if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
            raise CutError(f"cut or damaged behind {last}, and its directory cannot be read")
        _, _, flags, method, _, _, crc, packed, size, name_size, extra_size = _LOCAL.unpack(head)
        name_bytes, extra = stream.read(name_size), stream.read(extra_size)
        if len(extra) < extra_size or len(name_bytes) < name_size:
            raise CutError(f"cut in the header behind {last}")
        name = name_bytes.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        packed, size = _wide(extra, packed, size)
        last = f"entry {name[:200]!r}"
        body = _Body(stream, budget, last, flags=flags, method=method, crc=crc, packed=packed)
        if not name.endswith("/"):
            budget.enter()
            yield Entry(name, body.pieces(), body.reason())
        body.finish()


def _wide(extra: bytes, packed: int, size: int) -> tuple[int, int]:
    """The two sizes, from the zip64 field where the header itself has no room for them."""
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
    """The content of an entry that is read from its own header on."""

    def __init__(
        self, stream: PieceReader, budget: Budget, name: str, *, flags: int, method: int, crc: int, packed: int
    ) -> None:
        self._stream, self._flags, self._method, self._name, self._budget = stream, flags, method, name, budget
        self._crc, self._left, self._told = crc, packed, not flags & 8
        self._raw = self._stored() if method == _STORED else self._inflated()

    def reason(self) -> str | None:
        """Why it is not read, or None."""
        if self._flags & 1:
            return _ENCRYPTED
        known = self._method in {_STORED, _DEFLATED}
        return None if known else f"packed by method {self._method}, which is not read without the directory"

    def pieces(self) -> Iterator[bytes]:
        """The content; afterwards its checksum is compared where the header told it."""
        check = 0
        for piece in self._raw:
            self._budget.spend(len(piece))
            check = zlib.crc32(piece, check)
            yield piece
        if self._told and check != self._crc:
            raise DamagedError("its checksum does not fit")

    def finish(self) -> None:
        """Go to the next header."""
        if self._told:
            if self._stream.skip(self._left) < self._left:
                raise CutError(f"cut in {self._name}")
            return
        if self.reason():
            raise CutError(f"the size of {self._name} is told behind it alone, and the directory cannot be read")
        for piece in self._raw:
            self._budget.spend(len(piece))
        self._skip_descriptor()

    def _stored(self) -> Iterator[bytes]:
        if not self._told and not self._name.endswith("/'"):
            raise CutError(f"the size of {self._name} is told behind it alone, and the directory cannot be read")
        while self._told and self._left:
            piece = self._stream.read(min(self._left, CHUNK))
            if not piece:
                raise CutError(f"cut in {self._name}")
            self._left -= len(piece)
            yield piece

    def _inflated(self) -> Iterator[bytes]:
        member, data = zlib.decompressobj(-15), b""
        while not member.eof:
            if not data:
                wanted = min(self._left, CHUNK) if self._told else CHUNK
                data = self._stream.read(wanted) if wanted else b""
                if self._told:
                    self._left -= len(data)
                if not data:
                    if self._told and not wanted:
                        raise DamagedError("its packed bytes end too early")
                    raise CutError(f"cut in {self._name}")
            try:
                piece = member.decompress(data, CHUNK)
            except zlib.error as error:
                if not self._told:
                    raise CutError(f"{self._name} is damaged, and where it ends is not told") from error
                raise DamagedError(str(error)) from error
            data = member.unconsumed_tail
            if piece:
                yield piece
        if not self._told:
            self._stream.unread(member.unused_data)

    def _skip_descriptor(self) -> None:
        """The sizes behind the content: with or without a mark, of 4 or 8 bytes each; told by what follows."""
        data = self._stream.read(24 + 4)
        for length in (16, 12, 24, 20):
            if data[length : length + 2] == b"PK":
                self._stream.unread(data[length:])
                return
        self._stream.unread(data[16:])
