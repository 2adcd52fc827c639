"""`timtin compact`: an index written anew from itself, without what deleted and replaced articles left behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh.query.terms import Term

from ..analyzers import fingerprint
from ..engines.fields import ORIGIN, exact_field
from ..engines.protocol import Reader
from ..model.stored import from_stored
from ..store.index_folder import open_store, rebuild_store
from .document import to_document

_BATCH = 2000
_ORIGINS = 100_000
"""More publishers than the country has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compacted:
    """How many articles were written, and the bytes that the index took before and takes now."""

    articles: int
    before: int
    after: int

    def to_dict(self) -> dict[str, Any]:
        """As `timtin compact --json` prints it."""
        return {"articles": self.articles, "before": self.before, "after": self.after}


def compact(folder: str | Path) -> Compacted:
    """Write the next generation from the articles of the serving one, and switch to it in one rename.

    Readers serve meanwhile; writers wait. What an article is and what it was read with (for `--prune`) stays. It takes
    the disk of both generations for a while, and the time of analysing every article again.

    Raises:
        IndexMissing, IndexVersion, IndexDamaged: there is no index that could be read.
        IndexLocked: somebody is writing.
        IndexWriteError: the disk refused; the index is as it was.
    """
    analyzer = fingerprint()
    engine = open_store(folder, fingerprint=analyzer).engine
    with rebuild_store(folder, engine=engine, fingerprint=analyzer) as following:
        serving = open_store(folder, fingerprint=analyzer)
        before, articles = serving.bytes(), 0
        writer = following.writer()
        try:
            with closing(serving.reader()) as reader:
                for several in _batches(reader):
                    origins = _origins(reader, [id for id, _ in several])
                    for id, stored in several:
                        document = to_document(from_stored(stored), collection="")
                        kept = {field: values for field, values in document.exact.items() if field != ORIGIN}
                        writer.put(replace(document, exact=kept | ({ORIGIN: origins[id]} if id in origins else {})))
                        articles += 1
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        after = following.bytes()
    return Compacted(articles=articles, before=before, after=after)


def _batches(reader: Reader) -> Iterator[list[tuple[str, bytes]]]:
    documents = reader.documents()
    while several := list(islice(documents, _BATCH)):
        yield several


def _origins(reader: Reader, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What each of the articles was read with; this alone is not kept with the stored article."""
    wanted = list(ids)
    found: dict[str, tuple[str, ...]] = {}
    for name, _ in reader.terms(exact_field(ORIGIN), "", _ORIGINS):
        for id in reader.among(wanted, Term(ORIGIN, name)):
            found[id] = (*found.get(id, ()), name)
    return found
