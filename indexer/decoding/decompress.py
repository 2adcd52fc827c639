"""Compressed streams (gzip, bzip2, xz, deflate, brotli) in small pieces, and a budget against decompression bombs."""

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
"""Memory limit for the dictionary of an xz stream (the strongest preset needs 65 MiB)."""

_RATIO, _FREE = 200, 1 << 30
_MAX_ENTRIES = 1_000_000

GZIP, BZIP2, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"


class DamagedError(Exception):
    """The bytes of one file or archive entry cannot be decompressed; the message says why."""


class CutError(Exception):
    """An archive ends, or becomes unreadable, within an entry; the message says where."""


class BudgetExceededError(Exception):
    """A file contains more than its `Budget` allows; the message states the limit."""


DAMAGED = (DamagedError, EOFError, zlib.error)
"""What decompression raises besides `OSError`."""


@dataclass(slots=True)
class Budget:
    """How much may still be decompressed from one file, against decompression bombs.

    The limit is 1 GiB or 200 times the file's size, whichever is more (text compresses to a tenth, a bomb to a
    thousandth), and a million entries. Archives within the file share its budget.
    """

    left: int
    limit: int
    entries: int = _MAX_ENTRIES

    @classmethod
    def of(cls, size: int) -> Budget:
        """Return the budget of a file of `size` bytes."""
        limit = max(_FREE, size * _RATIO)
        return cls(limit, limit)

    def spend(self, size: int) -> None:
        """Count `size` decompressed bytes.

        Raises:
            TooMuchError: the budget is exceeded.
        """
        self.left -= size
        if self.left < 0:
            raise BudgetExceededError(
                f"unpacks to more than {self.limit >> 20} MiB, which no archive of texts does: given up"
            )

    def count_entry(self) -> None:
        """Count one entry of an archive.

        Raises:
            TooMuchError: the budget is exceeded.
        """
        self.entries -= 1
        if self.entries < 0:
            raise BudgetExceededError(f"more than {_MAX_ENTRIES:,} entries: given up")


def is_compressed(head: bytes) -> bool:
    """Return whether `head` begins a compressed stream that `decompress` can read."""
    return head.startswith((GZIP, XZ)) or (head.startswith(BZIP2) and head[4:10] == b"1AY&SY")


def decompress(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield the decompressed pieces of a stream whose first bytes, `head`, were already read.

    Raises:
        OSError, EOFError, zlib.error, DamagedError: the stream is damaged or cut; what came before was yielded.
    """
    if head.startswith(GZIP):
        compressed = gzip.GzipFile(fileobj=BufferedReader(_Rewound(head, stream)))
        while piece := compressed.read1(CHUNK):  # `read` would drop what precedes the cut
            yield piece
    elif head.startswith(BZIP2):
        import bz2  # noqa: PLC0415 - lazy: rarely needed

        yield from _members(head, stream, bz2.BZ2Decompressor, OSError)
    else:
        import lzma  # noqa: PLC0415 - lazy: rarely needed

        yield from _members(head, stream, lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY), lzma.LZMAError)


def _members(head: bytes, stream: BinaryIO, start: Callable[[], Any], broken: type[Exception]) -> Iterator[bytes]:
    """Yield the pieces of one compressed stream after another: `xz` and `bzip2` allow files to be concatenated."""
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


def decode_content(pieces: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """Yield the pieces of a body without its HTTP content coding, each of bounded size.

    A body that is not encoded although its header says so is returned unchanged.

    Raises:
        DamagedError: the coding is unknown, or the data are damaged.
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
    """Yield gzip, zlib or raw deflate data decompressed; the first bytes decide, since servers confuse the names."""
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
            yield data  # not encoded, whatever the header says
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
    import brotli  # noqa: PLC0415 - lazy: rarely needed

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
    """A stream that begins again with the first bytes, which were already read from the original."""

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
