"""Opening an archive together with its frontier: new, continued, or rebuilt from the records of the archive."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.limitreader import LimitReader

from ...model import UsageError
from .archive import Archive
from .frontier import PAGE, Frontier
from .urls import normalize_url

_PIECE = 1 << 16


@contextmanager
def open_archive(path: Path, about: dict[str, str]) -> Iterator[tuple[Frontier, Archive]]:
    """Open the archive at `path` and its frontier at their last common checkpoint; later records are cut off.

    If the state file was removed or does not belong to the archive, the frontier is rebuilt from the archive's records.
    If nothing is stored in the end, neither file remains.

    Raises:
        UsageError: `path` cannot be written, or is not a WARC file.
        TimtinError: another crawl is writing to it.
    """
    _check_writable(path)
    state_file = path.with_name(path.name + ".state")
    frontier = _open_frontier(path, state_file)
    try:
        archive = Archive(path, int(frontier.fact("size", 0)), about)
        try:
            yield frontier, archive
        finally:
            is_empty = archive.size == 0
            archive.close()
            if is_empty:
                path.unlink(missing_ok=True)
                state_file.unlink(missing_ok=True)
    finally:
        frontier.close()


def _check_writable(path: Path) -> None:
    is_new = not path.exists()
    try:
        with path.open("ab"):
            pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"Cannot write {path}: {reason}. Choose another --out.", field="out") from error
    if is_new:
        path.unlink()


def _open_frontier(path: Path, state_file: Path) -> Frontier:
    frontier = Frontier(state_file)
    try:
        actual = path.stat().st_size if path.exists() else 0
        size = frontier.fact("size")
        if size is not None and (actual < size or (actual > size and not frontier.fact("running", 0))):
            # The archive was removed, cut or extended since: its records count.
            frontier.clear()
            size = None
        if size is None and actual:
            _rebuild(frontier, path)
        return frontier
    except BaseException:
        frontier.close()
        raise


def _rebuild(frontier: Frontier, path: Path) -> None:
    """Add the pages that an archive contains to the frontier."""
    size = _complete_size(path)
    if size == 0:
        raise UsageError(f"{path} exists and is no compressed WARC file; choose another --out.", field="out")
    with path.open("rb") as stream:
        for record in ArchiveIterator(LimitReader(stream, size)):
            headers = record.rec_headers
            url = normalize_url(headers.get_header("WARC-Target-URI") or "")
            if record.rec_type != "response" or url is None or record.http_headers is None:
                continue
            if record.http_headers.get_statuscode() == "200":
                frontier.add_stored(
                    url,
                    kind=PAGE,
                    etag=record.http_headers.get_header("ETag"),
                    modified=record.http_headers.get_header("Last-Modified"),
                    digest=headers.get_header("WARC-Payload-Digest"),
                    stored=headers.get_header("WARC-Date"),
                )
    frontier.commit(size)


def _complete_size(path: Path) -> int:
    """Return the size in bytes of the complete gzip members at the start of a WARC file; 0 if it is not one."""
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
