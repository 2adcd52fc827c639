"""Compressed streams (gzip, bzip2, xz, deflate, brotli) in small pieces, and what a bomb may cost."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


CHUNK = 65536
_XZ_MEMORY = 128 << 20
"""What the dictionary of an xz stream may take (the strongest preset takes 65 MiB)."""

_RATIO, _FREE = 200, 1 << 30
_MOST_ENTRIES = 1_000_000

GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"


class DamagedError(Exception):
    """The bytes of one file or entry cannot be unpacked; the message says why."""


class CutError(Exception):
    """An archive ends, or cannot be read on, within an entry; the message says where."""


class TooMuchError(Exception):
    """A file holds more than may be read of one; the message says how much that is."""


DAMAGED = (DamagedError, EOFError, zlib.error)
"""What unpacking raises, beside `OSError`."""


@dataclass(slots=True)
class Budget:
    """What may still be unpacked out of one file: 1 GiB, or two hundred times its size where that is more (text packs
    to a tenth, a bomb to a thousandth), and a million entries. Archives within it draw on the same budget.
    """

    left: int
    limit: int
    entries: int = _MOST_ENTRIES

    @classmethod
    def of(cls, size: int) -> Budget:
        """The budget of a file of `size` bytes."""
        limit = max(_FREE, size * _RATIO)
        return cls(limit, limit)

    def spend(self, size: int) -> None:
        """Note unpacked bytes.

        Raises:
            TooMuchError: they are too many.
        """
        self.left -= size
        if self.left < 0:
            raise TooMuchError(f"unpacks to more than {self.limit >> 20} MiB, which no archive of texts does: given up")

    def enter(self) -> None:
        """Note an entry of an archive.

        Raises:
            TooMuchError: they are too many.
        """
        self.entries -= 1
        if self.entries < 0:
            raise TooMuchError(f"more than {_MOST_ENTRIES:,} entries: given up")


def is_packed(head: bytes) -> bool:
    """Whether bytes begin as a compressed stream does that `unpacked` knows."""
    return head.startswith((GZIP, XZ)) or (head.startswith(BZIP2) and head[4:10] == b"1AY&SY")


def unpacked(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The pieces of a compressed stream whose first bytes were read already.

    Raises:
        OSError, EOFError, zlib.error, DamagedError: it is damaged or cut; what came before was given.
    """
    if head.startswith(GZIP):
        packed = gzip.GzipFile(fileobj=BufferedReader(_Rewound(head, stream)))
        while piece := packed.read1(CHUNK):  # `read` would drop what stands before the cut
            yield piece
    elif head.startswith(BZIP2):
        import bz2  # noqa: PLC0415 - seldom needed

        yield from _members(head, stream, bz2.BZ2Decompressor, OSError)
    else:
        import lzma  # noqa: PLC0415

        yield from _members(head, stream, lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY), lzma.LZMAError)


def _members(head: bytes, stream: BinaryIO, start: Callable[[], Any], broken: type[Exception]) -> Iterator[bytes]:
    """One compressed stream after another, as `xz` and `bzip2` let files be joined."""
    member, data = start(), head
    while True:
        try:
            piece = member.decompress(data, CHUNK)
        except broken as error:
            raise DamagedError(str(error)) from error
        if piece:
            yield piece
        if member.eof:
            data = (member.unused_data or stream.read(CHUNK)).lstrip(b"\0")
            if not data:
                return
            member = start()
        elif member.needs_input:
            data = stream.read(CHUNK)
            if not data:
                raise EOFError("the stream ends before its end mark")
        else:
            data = b""


def decoded(pieces: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """The pieces of a body in an HTTP content coding, bounded in size each; a body that isn't coded after all as it is.

    Raises:
        DamagedError: no known coding, or broken within.
    """
    for name in reversed([name.strip().lower() for name in coding.split(",")]):
        if name in {"gzip", "x-gzip", "deflate"}:
            pieces = _inflated(pieces)
        elif name == "br":
            pieces = _brotli(pieces)
        elif name not in {"", "identity"}:
            raise DamagedError(f"in a content coding that is not read: {name[:40]}")
    return pieces


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """gzip, zlib or bare deflate: told by the first bytes, since servers mix them up."""
    first = next(pieces, b"")
    if first.startswith(GZIP):
        bits = 31
    elif len(first) > 1 and first[0] & 15 == 8 and int.from_bytes(first[:2]) % 31 == 0:
        bits = 15
    else:
        bits = -15
    member = zlib.decompressobj(bits)
    begun = False
    data = first
    while data:
        try:
            piece = member.decompress(data, CHUNK)
        except zlib.error as error:
            if begun:
                raise DamagedError(str(error)) from error
            yield data  # it was not coded, whatever its header says
            yield from pieces
            return
        if piece:
            begun = True
            yield piece
        if member.eof:
            return
        data = member.unconsumed_tail or next(pieces, b"")
    if rest := member.flush():
        yield rest


def _brotli(pieces: Iterator[bytes]) -> Iterator[bytes]:
    import brotli  # noqa: PLC0415 - seldom needed

    member = brotli.Decompressor()
    data = next(pieces, b"")
    try:
        while not member.is_finished():
            piece = member.process(data, output_buffer_limit=CHUNK)
            if piece:
                yield piece
            data = next(pieces, b"") if member.can_accept_more_data() else b""
            if not data and not piece and member.can_accept_more_data():
                break
    except brotli.error as error:
        raise DamagedError(str(error)) from error


class _Rewound(RawIOBase):
    """A stream whose beginning was already read."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        piece = self._head[: len(view)] or self._stream.read(len(view))
        self._head = self._head[len(piece) :]
        view[: len(piece)] = piece
        return len(piece)
