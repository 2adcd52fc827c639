"""`timtin compact`: rewrites an index from its own articles, without the remains of deleted and replaced ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh.query.terms import Term

from ..analyzers import fingerprint
from ..engines.document import Document
from ..engines.fields import ORIGIN, exact_field
from ..engines.protocol import Reader
from ..model.stored import from_stored
from ..store.index_folder import open_store, rebuild_store
from .document import to_document

_BATCH = 2000
_MAX_COLLECTIONS = 100_000
"""More than there are publishers in the country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """The number of articles written, and the size of the index in bytes before and after."""

    articles: int
    before: int
    after: int

    def to_dict(self) -> dict[str, Any]:
        """Return the result as `timtin compact --json` prints it."""
        return {"articles": self.articles, "before": self.before, "after": self.after}


def compact(folder: str | Path) -> Compacted:
    """Write the next generation from the articles of the current one, and switch to it with one rename.

    Readers are not interrupted; writers are locked out. Articles and their collections (for `--prune`) are preserved.
    For the duration, both generations are on disk; every article is analysed again.

    Raises:
        IndexMissing, IndexVersion, IndexDamaged: there is no readable index.
        IndexLocked: another process is writing to it.
        IndexWriteError: the next generation cannot be written; the index is as it was.
    """
    analyzer = fingerprint()
    engine = open_store(folder, fingerprint=analyzer).engine
    with rebuild_store(folder, engine=engine, fingerprint=analyzer) as rebuilt:
        current = open_store(folder, fingerprint=analyzer)
        before, articles = current.bytes(), 0
        writer = rebuilt.writer()
        try:
            with closing(current.reader()) as reader:
                for document in _documents(reader):
                    writer.put(document)
                    articles += 1
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        after = rebuilt.bytes()
    return Compacted(articles=articles, before=before, after=after)


def _documents(reader: Reader) -> Iterator[Document]:
    """Yield the document of every article in the index, with its collections."""
    for batch in _batches(reader):
        collections = _collections(reader, [id for id, _ in batch])
        for id, stored in batch:
            document = to_document(from_stored(stored), collection="")
            exact = {field: values for field, values in document.exact.items() if field != ORIGIN}
            if id in collections:
                exact[ORIGIN] = collections[id]
            yield replace(document, exact=exact)


def _batches(reader: Reader) -> Iterator[list[tuple[str, bytes]]]:
    documents = reader.documents()
    while batch := list(islice(documents, _BATCH)):
        yield batch


def _collections(reader: Reader, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the collections of the articles, the only values of a document that are not stored with its article."""
    collections: dict[str, tuple[str, ...]] = {}
    for name, _ in reader.terms(exact_field(ORIGIN), "", _MAX_COLLECTIONS):
        for id in reader.score_among(ids, Term(ORIGIN, name)):
            collections[id] = (*collections.get(id, ()), name)
    return collections
