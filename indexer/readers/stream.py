"""Byte streams in chunks, so that memory does not grow with the input."""

from __future__ import annotations

import codecs
import gzip
from collections.abc import Iterator
from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 65536


def chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The stream in pieces of at most 64 KiB; gzip is told by its magic bytes and unpacked.

    Raises:
        OSError, EOFError, zlib.error: the stream broke (damaged or cut gzip); what came before was given.
    """
    head = read_fully(stream, CHUNK)
    if head.startswith(b"\x1f\x8b"):
        packed = gzip.GzipFile(fileobj=BufferedReader(_Rewound(head, stream)))
        while piece := packed.read1(CHUNK):  # `read` would drop what stands before the cut
            yield piece
        return
    while head:
        yield head
        head = stream.read(CHUNK)


def read_fully(stream: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes, however small the pieces a pipe gives them in."""
    pieces = []
    while size > 0:
        piece = stream.read(size)
        if not piece:
            break
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def whole(pieces: Iterator[bytes], limit: int) -> bytes | None:
    """Everything, or None where it is more than `limit` bytes (the rest is not read)."""
    kept = bytearray()
    for piece in pieces:
        kept += piece
        if len(kept) > limit:
            return None
    return bytes(kept)


def lines(pieces: Iterator[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines from 1 without their line ends; None stands for a line longer than `limit` bytes."""
    number, pending, too_long = 1, bytearray(), False
    for piece in pieces:
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            pending += piece[start:end]
            yield number, None if too_long or len(pending) > limit else bytes(pending)
            number, too_long, start = number + 1, False, end + 1
            pending = bytearray()
        if not too_long:
            pending += piece[start:]
        if len(pending) > limit:
            too_long, pending = True, bytearray()
    if too_long or pending:
        yield number, None if too_long else bytes(pending)


def transcode(pieces: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Pieces of `encoding` as pieces of UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


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
