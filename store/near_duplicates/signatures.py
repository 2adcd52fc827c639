"""Near duplicates: signatures on disk, compared as documents come, and the pairs that were found, for readers.

Two files beside the engine's. `signatures.sqlite` is the writer's alone: every text's signature, the few shingles it is
found by, which documents have it, which texts are near copies. `copies.sqlite` is what readers open: of documents that
have copies, which text is whose and which are near. It is never changed but replaced by a rename, so that a reader
needs no lock, no journal and no right to write, and keeps what it opened. A pair is decided once, when the later of
its texts comes; what is found depends on which texts there are, not on their order. Two texts that share a passage
alone are told where a third one has them both: two cuts of one article (docs/duplicates.md).
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from ...analyzers.near_duplicates.compare import Similarity, similarity, worth_comparing
from ...analyzers.near_duplicates.signature import Signature, read_signature
from ...engines.document import Document
from ...engines.durable_files import sync_file, sync_folder
from ...engines.failures import ended, unreadable, unwritable
from ...engines.permissions import share
from .groups import COPIES

SIGNATURES = "signatures.sqlite"

CROWD = 100
"""Texts that are found by one shingle: where more have it, the later ones are found by their other shingles."""

COMPARED = 64
"""Texts that a new one is compared with at most, those sharing most first."""

_CACHE_KIB = 32 << 10

_SCHEMA = """
CREATE TABLE IF NOT EXISTS texts (
    text INTEGER PRIMARY KEY, digest INTEGER NOT NULL UNIQUE, copies INTEGER NOT NULL, size INTEGER NOT NULL,
    signature BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS several ON texts (text) WHERE copies > 1;
CREATE TABLE IF NOT EXISTS documents (id BLOB PRIMARY KEY, text INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS holders ON documents (text);
CREATE TABLE IF NOT EXISTS postings (shingle INTEGER, text INTEGER, PRIMARY KEY (shingle, text)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pairs (text INTEGER, other INTEGER, PRIMARY KEY (text, other)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passages (text INTEGER, other INTEGER, PRIMARY KEY (text, other)) WITHOUT ROWID;
"""
_TABLES = {Similarity.NEAR_DUPLICATE: "pairs", Similarity.SHARED_PASSAGE: "passages"}
_SAME_STORY = """
SELECT text, other FROM pairs
UNION ALL SELECT text, other FROM passages WHERE EXISTS (
    SELECT 1 FROM pairs AS mine JOIN pairs AS theirs ON theirs.text = mine.other
    WHERE mine.text = passages.text AND theirs.other = passages.other)
"""
_HELD = "SELECT text, digest FROM documents JOIN texts USING (text) WHERE id = ?"
_PUBLISHED = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE documents (id BLOB PRIMARY KEY, text INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX holders ON documents (text);
CREATE TABLE pairs (text INTEGER, other INTEGER, PRIMARY KEY (text, other)) WITHOUT ROWID;
"""


class Duplicates:
    """Implements `companions.Companion`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base: sqlite3.Connection | None = None
        self._ended = False
        self._changed = False
        """Whether readers will have to be told something else."""

    def put(self, document: Document) -> None:
        """See `Companion`: compares the document with all there are."""
        if not document.signature and not self._known():
            return
        with self._writing() as base:
            id = key(document.id)
            digest = _digest(document.signature) if document.signature else None
            for text, held in base.execute(_HELD, (id,)).fetchall():
                if held == digest:
                    return
                self._forget(base, id, text)
            if digest is not None:
                self._learn(base, id, digest, document.signature)

    def delete(self, id: str) -> None:
        """See `Companion`."""
        if not self._known():
            return
        with self._writing() as base:
            for text, _ in base.execute(_HELD, (key(id),)).fetchall():
                self._forget(base, key(id), text)

    def commit(self) -> None:
        """See `Companion`. What readers open is replaced only where it changed."""
        if self._ended:
            raise ended(self._folder)
        if self._base is None:
            self._ended = True
            return
        made = None
        with self._writing() as base:
            if self._changed:
                version = base.execute("PRAGMA user_version").fetchone()[0] + 1
                base.execute(f"PRAGMA user_version = {version}")
                made = _publish(base, self._folder / f".{COPIES}.{os.getpid()}", version)
            base.execute("COMMIT")
            if made is not None:
                made.replace(self._folder / COPIES)
                sync_folder(self._folder)
            share(self._folder)
        self._close()

    def rollback(self) -> None:
        """See `Companion`."""
        if not self._ended:
            self._close()

    def _learn(self, base: sqlite3.Connection, id: bytes, digest: int, data: bytes) -> None:
        for (same,) in base.execute("SELECT text FROM texts WHERE digest = ?", (digest,)).fetchall():
            base.execute("UPDATE texts SET copies = copies + 1 WHERE text = ?", (same,))
            base.execute("INSERT INTO documents VALUES (?, ?)", (id, same))
            self._changed = True
            return
        signature = read_signature(data)
        found, posted = _near(base, signature)
        row = (digest, signature.size, data)
        text = base.execute("INSERT INTO texts (digest, copies, size, signature) VALUES (?, 1, ?, ?)", row).lastrowid
        base.execute("INSERT INTO documents VALUES (?, ?)", (id, text))
        base.executemany("INSERT INTO postings VALUES (?, ?)", [(shingle, text) for shingle in posted])
        for kin, table in _TABLES.items():
            near = [other for other, its in found if its is kin]
            both = [(text, other) for other in near] + [(other, text) for other in near]
            base.executemany(f"INSERT INTO {table} VALUES (?, ?)", both)  # noqa: S608 - a name of ours
        self._changed = self._changed or bool(found)

    def _forget(self, base: sqlite3.Connection, id: bytes, text: int) -> None:
        base.execute("DELETE FROM documents WHERE id = ?", (id,))
        copies, data = base.execute("SELECT copies, signature FROM texts WHERE text = ?", (text,)).fetchone()
        if copies > 1:
            base.execute("UPDATE texts SET copies = ? WHERE text = ?", (copies - 1, text))
            self._changed = True
            return
        base.execute("DELETE FROM texts WHERE text = ?", (text,))
        posted = read_signature(data).posted
        base.executemany("DELETE FROM postings WHERE shingle = ? AND text = ?", [(each, text) for each in posted])
        for table in _TABLES.values():
            others = base.execute(f"SELECT other, text FROM {table} WHERE text = ?", (text,)).fetchall()  # noqa: S608
            base.execute(f"DELETE FROM {table} WHERE text = ?", (text,))  # noqa: S608
            base.executemany(f"DELETE FROM {table} WHERE text = ? AND other = ?", others)  # noqa: S608
            self._changed = self._changed or bool(others)

    def _known(self) -> bool:
        """Whether there is anything to forget; an index without signatures gets no files."""
        return self._base is not None or (self._folder / SIGNATURES).exists()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """The database with a transaction begun; what it cannot do ends it all."""
        if self._ended:
            raise ended(self._folder)
        try:
            yield self._base or self._open()
        except (sqlite3.OperationalError, OSError) as error:
            self.rollback()
            raise unwritable(self._folder, str(error)) from error
        except (sqlite3.Error, ValueError) as error:
            self.rollback()
            raise unreadable(self._folder, f"{SIGNATURES}: {error}") from error

    def _open(self) -> sqlite3.Connection:
        path = self._folder / SIGNATURES
        self._base = base = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("locking_mode = EXCLUSIVE", f"cache_size = -{_CACHE_KIB}"):
            base.execute(f"PRAGMA {pragma}")
        base.execute("BEGIN IMMEDIATE")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            base.execute(statement)
        # A run that was killed between its two files has left readers something older.
        version = base.execute("PRAGMA user_version").fetchone()[0]
        self._changed = version != _version(self._folder / COPIES)
        return base

    def _close(self) -> None:
        self._ended = True
        base, self._base = self._base, None
        if base is not None:
            base.close()  # forgets what was not committed
        for left in self._folder.glob(f".{COPIES}.*"):
            with suppress(OSError):
                left.unlink()


def key(id: str) -> bytes:
    """An id as it is kept: any text has one, also what no file can hold."""
    return id.encode("utf-8", "surrogatepass")


def _digest(signature: bytes) -> int:
    return int.from_bytes(blake2b(signature, digest_size=8).digest(), signed=True)


def _near(base: sqlite3.Connection, signature: Signature) -> tuple[list[tuple[int, Similarity]], list[int]]:
    """The texts that are near this one, and the shingles by which it shall be found itself."""
    posted, size = list(signature.posted), signature.size
    rows = base.execute(f"SELECT shingle, text FROM postings WHERE shingle IN ({_marks(posted)})", posted).fetchall()  # noqa: S608
    crowds = Counter(shingle for shingle, _ in rows) if len(rows) >= CROWD else Counter()
    shared = Counter(text for _, text in rows)
    likely = sorted((-count, text) for text, count in shared.items() if count > 1)[:COMPARED]
    texts = [text for _, text in likely]
    sizes = base.execute(f"SELECT text, size FROM texts WHERE text IN ({_marks(texts)})", texts)  # noqa: S608
    compared = [text for text, other in sizes.fetchall() if worth_comparing(shared[text], size, other)]
    found = [(text, similarity(signature, _signature(base, text))) for text in compared]
    return [each for each in found if each[1]], [shingle for shingle in posted if crowds[shingle] < CROWD]


def _marks(values: list[int]) -> str:
    return ", ".join("?" * len(values))


def _signature(base: sqlite3.Connection, text: int) -> Signature:
    return read_signature(base.execute("SELECT signature FROM texts WHERE text = ?", (text,)).fetchone()[0])


def _publish(base: sqlite3.Connection, path: Path, version: int) -> Path:
    """Write what readers shall see, whole and on the disk."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.executescript(_PUBLISHED)
        made.execute("BEGIN")
        held = base.execute(
            "SELECT id, text FROM documents WHERE text IN (SELECT text FROM texts WHERE copies > 1 UNION ALL "
            "SELECT DISTINCT text FROM pairs)"
        )
        made.executemany("INSERT INTO documents VALUES (?, ?)", held)
        made.executemany("INSERT INTO pairs VALUES (?, ?)", base.execute(_SAME_STORY))
        made.execute(f"PRAGMA user_version = {version}")
        made.execute("COMMIT")
    sync_file(path)
    return path


def _version(path: Path) -> int:
    """The version of what readers see; 0 where there is nothing."""
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            return int(base.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error:
        return -1  # not readable: written anew
