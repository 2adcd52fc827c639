"""The writer of the near duplicates: the signatures of all texts, and the pairs of near duplicates among them.

The side index consists of two SQLite files. `signatures.sqlite` is private to the writer. It contains the signature of
every text, the few shingles by which it is looked up, the documents with the text, and the pairs of near duplicates.
`copies.sqlite` is for readers. It contains the documents that have near duplicates, with their texts and pairs. It is
never modified but replaced by a rename, so that a reader needs no lock, no journal and no write permission, and keeps
the file that it has opened.

A pair is decided once, when the later one of its texts is added. The pairs depend on the set of texts and not on their
order. Two texts that only share a passage count as near duplicates if they have a common near duplicate, as two
excerpts of one article do (docs/duplicates.md).
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
from ...engines.failures import ended_error, unreadable_error, unwritable_error
from ...engines.files import apply_folder_mode, sync_file, sync_folder
from .groups import NEAR_DUPLICATES_FILE

SIGNATURES_FILE = "signatures.sqlite"

MAX_TEXTS_PER_SHINGLE = 100
"""Greatest number of texts that a shingle is stored for; later texts are looked up by their other shingles."""

MAX_COMPARISONS = 64
"""Greatest number of texts that a new text is compared with; those with the most common shingles come first."""

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


class NearDuplicatesWriter:
    """Implements `side_indexes.SideIndexWriter`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._base: sqlite3.Connection | None = None
        self._ended = False
        self._changed = False
        """Whether the file for readers has to be replaced."""

    def put(self, document: Document) -> None:
        """See `side_indexes.SideIndexWriter`. The text of the document is compared with the texts in the index."""
        if not document.signature and not self._has_signatures():
            return
        with self._writing() as base:
            id = _id_key(document.id)
            digest = _digest(document.signature) if document.signature else None
            for text, held in base.execute(_HELD, (id,)).fetchall():
                if held == digest:
                    return
                self._remove(base, id, text)
            if digest is not None:
                self._add(base, id, digest, document.signature)

    def delete(self, id: str) -> None:
        """See `side_indexes.SideIndexWriter`."""
        if not self._has_signatures():
            return
        with self._writing() as base:
            for text, _ in base.execute(_HELD, (_id_key(id),)).fetchall():
                self._remove(base, _id_key(id), text)

    def commit(self) -> None:
        """See `side_indexes.SideIndexWriter`. The file for readers is replaced only if it has changed."""
        if self._ended:
            raise ended_error(self._folder)
        if self._base is None:
            self._ended = True
            return
        made = None
        with self._writing() as base:
            if self._changed:
                version = base.execute("PRAGMA user_version").fetchone()[0] + 1
                base.execute(f"PRAGMA user_version = {version}")
                made = _publish(base, self._folder / f".{NEAR_DUPLICATES_FILE}.{os.getpid()}", version)
            base.execute("COMMIT")
            if made is not None:
                made.replace(self._folder / NEAR_DUPLICATES_FILE)
                sync_folder(self._folder)
            apply_folder_mode(self._folder)
        self._close()

    def rollback(self) -> None:
        """See `side_indexes.SideIndexWriter`."""
        if not self._ended:
            self._close()

    def _add(self, base: sqlite3.Connection, id: bytes, digest: int, data: bytes) -> None:
        """Add a document with this text; compare the text if it is new."""
        for (same,) in base.execute("SELECT text FROM texts WHERE digest = ?", (digest,)).fetchall():
            base.execute("UPDATE texts SET copies = copies + 1 WHERE text = ?", (same,))
            base.execute("INSERT INTO documents VALUES (?, ?)", (id, same))
            self._changed = True
            return
        signature = read_signature(data)
        found, indexed_shingles = _near(base, signature)
        row = (digest, signature.size, data)
        text = base.execute("INSERT INTO texts (digest, copies, size, signature) VALUES (?, 1, ?, ?)", row).lastrowid
        base.execute("INSERT INTO documents VALUES (?, ?)", (id, text))
        base.executemany("INSERT INTO postings VALUES (?, ?)", [(shingle, text) for shingle in indexed_shingles])
        for kind, table in _TABLES.items():
            near = [other for other, its in found if its is kind]
            both = [(text, other) for other in near] + [(other, text) for other in near]
            base.executemany(f"INSERT INTO {table} VALUES (?, ?)", both)  # noqa: S608 - the name of a table above
        self._changed = self._changed or bool(found)

    def _remove(self, base: sqlite3.Connection, id: bytes, text: int) -> None:
        """Remove a document, and its text if no other document has it."""
        base.execute("DELETE FROM documents WHERE id = ?", (id,))
        copies, data = base.execute("SELECT copies, signature FROM texts WHERE text = ?", (text,)).fetchone()
        if copies > 1:
            base.execute("UPDATE texts SET copies = ? WHERE text = ?", (copies - 1, text))
            self._changed = True
            return
        base.execute("DELETE FROM texts WHERE text = ?", (text,))
        indexed_shingles = read_signature(data).indexed_shingles
        base.executemany(
            "DELETE FROM postings WHERE shingle = ? AND text = ?", [(each, text) for each in indexed_shingles]
        )
        for table in _TABLES.values():
            others = base.execute(f"SELECT other, text FROM {table} WHERE text = ?", (text,)).fetchall()  # noqa: S608
            base.execute(f"DELETE FROM {table} WHERE text = ?", (text,))  # noqa: S608
            base.executemany(f"DELETE FROM {table} WHERE text = ? AND other = ?", others)  # noqa: S608
            self._changed = self._changed or bool(others)

    def _has_signatures(self) -> bool:
        """Return whether there are any signatures. An index without signatures gets no files."""
        return self._base is not None or (self._folder / SIGNATURES_FILE).exists()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """Yield the database within a transaction; an error ends this writer."""
        if self._ended:
            raise ended_error(self._folder)
        try:
            yield self._base or self._open()
        except (sqlite3.OperationalError, OSError) as error:
            self.rollback()
            raise unwritable_error(self._folder, str(error)) from error
        except (sqlite3.Error, ValueError) as error:
            self.rollback()
            raise unreadable_error(self._folder, f"{SIGNATURES_FILE}: {error}") from error

    def _open(self) -> sqlite3.Connection:
        path = self._folder / SIGNATURES_FILE
        self._base = base = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("locking_mode = EXCLUSIVE", f"cache_size = -{_CACHE_KIB}"):
            base.execute(f"PRAGMA {pragma}")
        base.execute("BEGIN IMMEDIATE")
        for statement in filter(str.strip, _SCHEMA.split(";")):
            base.execute(statement)
        # If a process was killed between the commits of the two files, the file for readers is outdated.
        version = base.execute("PRAGMA user_version").fetchone()[0]
        self._changed = version != _version(self._folder / NEAR_DUPLICATES_FILE)
        return base

    def _close(self) -> None:
        self._ended = True
        base, self._base = self._base, None
        if base is not None:
            base.close()  # discards changes that are not committed
        for left in self._folder.glob(f".{NEAR_DUPLICATES_FILE}.*"):
            with suppress(OSError):
                left.unlink()


def _id_key(id: str) -> bytes:
    """Return an id as bytes; ids with lone surrogates can be stored too."""
    return id.encode("utf-8", "surrogatepass")


def _digest(signature: bytes) -> int:
    return int.from_bytes(blake2b(signature, digest_size=8).digest(), signed=True)


def _near(base: sqlite3.Connection, signature: Signature) -> tuple[list[tuple[int, Similarity]], list[int]]:
    """Return the texts similar to this one with their similarity, and the shingles by which to look up this text."""
    indexed_shingles, size = list(signature.indexed_shingles), signature.size
    query = f"SELECT shingle, text FROM postings WHERE shingle IN ({_placeholders(indexed_shingles)})"  # noqa: S608
    rows = base.execute(query, indexed_shingles).fetchall()
    uses = Counter(shingle for shingle, _ in rows) if len(rows) >= MAX_TEXTS_PER_SHINGLE else Counter()
    shared = Counter(text for _, text in rows)
    likely = sorted((-count, text) for text, count in shared.items() if count > 1)[:MAX_COMPARISONS]
    texts = [text for _, text in likely]
    sizes = base.execute(f"SELECT text, size FROM texts WHERE text IN ({_placeholders(texts)})", texts)  # noqa: S608
    compared = [text for text, other in sizes.fetchall() if worth_comparing(shared[text], size, other)]
    found = [(text, similarity(signature, _signature(base, text))) for text in compared]
    lookup = [shingle for shingle in indexed_shingles if uses[shingle] < MAX_TEXTS_PER_SHINGLE]
    return [each for each in found if each[1]], lookup


def _placeholders(values: list[int]) -> str:
    return ", ".join("?" * len(values))


def _signature(base: sqlite3.Connection, text: int) -> Signature:
    return read_signature(base.execute("SELECT signature FROM texts WHERE text = ?", (text,)).fetchone()[0])


def _publish(base: sqlite3.Connection, path: Path, version: int) -> Path:
    """Write the file for readers under a temporary name, wait until it is on the disk, and return its path."""
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
    """Return the version of the file for readers: 0 if there is no file, -1 if it cannot be read."""
    if not path.exists():
        return 0
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            return int(base.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error:
        return -1  # the next commit writes it again
