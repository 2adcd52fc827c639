"""An archive and its state, opened together: new, gone on with, or taken over from what an archive holds."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...model import UsageError
from .addresses import normal
from .archive import Archive
from .state import PAGE, State

_PIECE = 1 << 16


@contextmanager
def open_archive(path: Path, about: dict[str, str]) -> Iterator[tuple[State, Archive]]:
    """The archive at `path` and its state, in step: what a crawl was killed in the midst of is cut off.

    An archive whose state was removed, or doesn't belong to it, is taken over: its pages are known from its records.
    Where nothing was stored at the end, neither file is left.

    Raises:
        UsageError: `path` cannot be written, or is no WARC file.
        TimtinError: another crawl is writing there.
    """
    _writable(path)
    beside = path.with_name(path.name + ".state")
    state = _state_of(path, beside)
    try:
        archive = Archive(path, int(state.fact("size", 0)), about)
        try:
            yield state, archive
        finally:
            empty = archive.size == 0
            archive.close()
            if empty:
                path.unlink(missing_ok=True)
                beside.unlink(missing_ok=True)
    finally:
        state.close()


def _writable(path: Path) -> None:
    new = not path.exists()
    try:
        with path.open("ab"):
            pass
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"Cannot write {path}: {why}. Choose another --out.", field="out") from error
    if new:
        path.unlink()


def _state_of(path: Path, beside: Path) -> State:
    state = State(beside)
    try:
        there = path.stat().st_size if path.exists() else 0
        size = state.fact("size")
        if size is not None and (there < size or (there > size and not state.fact("running", 0))):
            # Somebody has removed, cut or lengthened the archive since: what it holds counts.
            state.forget()
            size = None
        if size is None and there:
            _take_over(state, path)
        return state
    except BaseException:
        state.close()
        raise


def _take_over(state: State, path: Path) -> None:
    """Know the pages that an archive holds."""
    size = _whole(path)
    if size == 0:
        raise UsageError(f"{path} is there and is no compressed WARC file; choose another --out.", field="out")
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - hardly ever needed
    from warcio.limitreader import LimitReader  # noqa: PLC0415 - see above

    with path.open("rb") as stream:
        for record in ArchiveIterator(LimitReader(stream, size)):
            headers = record.rec_headers
            url = normal(headers.get_header("WARC-Target-URI") or "")
            if record.rec_type != "response" or url is None or record.http_headers is None:
                continue
            if record.http_headers.get_statuscode() == "200":
                state.remember(
                    url,
                    kind=PAGE,
                    etag=record.http_headers.get_header("ETag"),
                    modified=record.http_headers.get_header("Last-Modified"),
                    digest=headers.get_header("WARC-Payload-Digest"),
                    stored=headers.get_header("WARC-Date"),
                )
    state.commit(size)


def _whole(path: Path) -> int:
    """Bytes of the whole gzip members that a WARC file begins with; 0 where it is none."""
    end = position = 0
    unpacker = zlib.decompressobj(31)
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            while piece:
                try:
                    text = unpacker.decompress(piece)
                except zlib.error:
                    return end
                if position == 0 and text and not text.startswith(b"WARC/"[: len(text)]):
                    return 0
                position += len(piece) - len(unpacker.unused_data)
                piece = unpacker.unused_data
                if unpacker.eof:
                    end, unpacker = position, zlib.decompressobj(31)
    return end
