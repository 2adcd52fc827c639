"""Byte streams in pieces, so that memory does not grow with the input."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO, cast

from .decompress import CHUNK, DAMAGED, Budget, CutError, decompress, is_compressed


def chunks(stream: BinaryIO, budget: Budget | None = None) -> Iterator[bytes]:
    """Yield the stream in pieces of about 64 KiB, decompressed if its magic bytes are those of gzip, bzip2 or xz.

    Decompressed bytes count against `budget`.

    Raises:
        OSError, or one of `DAMAGED`: the stream is damaged or cut; what came before was yielded.
        TooMuchError: the budget is exceeded.
    """
    head = read_fully(stream, CHUNK)
    if is_compressed(head):
        yield from _regrouped(decompress(head, stream), budget or Budget.of(1 << 40))
        return
    while head:
        yield head
        head = stream.read(CHUNK)


def _regrouped(pieces: Iterator[bytes], budget: Budget) -> Iterator[bytes]:
    """Yield the pieces joined to at least 64 KiB: the file type is detected from the first one."""
    pending = bytearray()
    try:
        for piece in pieces:
            budget.spend(len(piece))
            pending += piece
            if len(pending) >= CHUNK:
                yield bytes(pending)
                pending = bytearray()
    except (OSError, *DAMAGED):
        if pending:
            yield bytes(pending)
        raise
    if pending:
        yield bytes(pending)


def read_fully(stream: BinaryIO, size: int) -> bytes:
    """Return up to `size` bytes, however small the pieces a pipe delivers; fewer only at the end."""
    pieces = []
    while size > 0:
        piece = stream.read(size)
        if not piece:
            break
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def read_whole(pieces: Iterator[bytes], limit: int) -> bytes | None:
    """Return all pieces joined, or None if they exceed `limit` bytes (the rest is not read)."""
    kept = bytearray()
    for piece in pieces:
        kept += piece
        if len(kept) > limit:
            return None
    return bytes(kept)


def lines(pieces: Iterator[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines without their line ends, numbered from 1; None stands for a line longer than `limit` bytes."""
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
    """Yield pieces in `encoding` as pieces in UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in pieces:
        yield decoder.decode(piece).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


class PieceReader:
    """Pieces as an input stream for archive readers; an error of the underlying stream becomes a `CutError`."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._buffer, self._at, self._position = pieces, b"", 0, 0

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._position

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, fewer only at the end.

        Raises:
            CutError: the underlying stream is damaged or cut.
        """
        taken = []
        while size > 0 and self._fill():
            piece = self._buffer[self._at : self._at + size]
            taken.append(piece)
            self._at += len(piece)
            size -= len(piece)
        data = b"".join(taken)
        self._position += len(data)
        return data

    def readline(self, size: int) -> bytes:
        """Return the rest of the line with its line end, at most `size` bytes.

        Raises:
            CutError: as `read`.
        """
        taken = bytearray()
        while len(taken) < size and self._fill():
            end = self._buffer.find(b"\n", self._at, self._at + size - len(taken))
            stop = end + 1 if end >= 0 else min(len(self._buffer), self._at + size - len(taken))
            taken += self._buffer[self._at : stop]
            self._at = stop
            if end >= 0:
                break
        self._position += len(taken)
        return bytes(taken)

    def unread(self, data: bytes) -> None:
        """Put back bytes that were read beyond the end of an entry."""
        self._buffer = data + self._buffer[self._at :]
        self._at = 0
        self._position -= len(data)

    def skip(self, size: int) -> int:
        """Skip up to `size` bytes; return how many there were."""
        skipped = 0
        while skipped < size and (piece := self.read(min(size - skipped, CHUNK))):
            skipped += len(piece)
        return skipped

    def _fill(self) -> bool:
        while self._at >= len(self._buffer):
            try:
                piece = next(self._pieces, None)
            except (OSError, *DAMAGED) as error:
                raise CutError(f"damaged or cut ({error})") from error
            if piece is None:
                return False
            self._buffer, self._at = piece, 0
        return True


def as_stream(pieces: Iterator[bytes]) -> BinaryIO:
    """Return the pieces as a stream with only the method that `chunks` needs."""
    return cast("BinaryIO", _Stream(pieces))


class _Stream:
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def read(self, size: int) -> bytes:
        piece = self._rest or next((piece for piece in self._pieces if piece), b"")
        self._rest = piece[size:]
        return piece[:size]
