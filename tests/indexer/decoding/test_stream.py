"""Streams in pieces, with bounded memory."""

from __future__ import annotations

from collections.abc import Iterator

from timtin.indexer.decoding.stream import lines


def test_long_lines_are_never_held() -> None:
    largest = 0

    def endless() -> Iterator[bytes]:
        for _ in range(2000):
            yield b"x" * 65536
        yield b"\nshort\n"

    for number, line in lines(endless(), 1 << 20):
        largest = max(largest, len(line or b""))
        assert (number, line) in {(1, None), (2, b"short")}
    assert largest < 10
