"""One opened generation, kept open as long as a search still reads it."""

from __future__ import annotations

from threading import Lock

from ..engines.protocol import Reader
from ..model import UsageError
from ..store.completions.completions import Completions
from ..store.index_folder import Store
from ..store.near_duplicates.groups import Copies
from .expansion.curation_files import WatchedCuration, curation_folder
from .statistics.collection import Collection


class Serving:
    """A store, its reader, and what is remembered of the collection in its present state."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reader: Reader = store.reader()
        self.curated = WatchedCuration(curation_folder(store.folder))
        self._collection = Collection(self.reader)
        self._made: tuple[Collection, Collection] | None = None
        self.completions = Completions(store.files)
        self.copies = Copies(store.files)
        self._lock = Lock()
        self._leases = 0
        self._retired = False

    @property
    def collection(self) -> Collection:
        """The collection in its present state, under the present decisions of the editor."""
        plain, curation, made = self._collection, self.curated.current(), self._made
        if made is None or made[0] is not plain or made[1].curation is not curation:
            self._made = made = (plain, plain.with_curation(curation))
        return made[1]

    def lease(self) -> None:
        """Keep it open until `release`.

        Raises:
            UsageError: it was closed.
        """
        with self._lock:
            if self._retired:
                raise UsageError("This index was closed; open it again with timtin.open_index.")
            self._leases += 1

    def release(self) -> None:
        """The end of a lease; the last one closes what is retired."""
        with self._lock:
            self._leases -= 1
            last = self._retired and not self._leases
        if last:
            self._close()

    def retire(self) -> None:
        """Close, now or when the last lease ends."""
        with self._lock:
            last = not self._retired and not self._leases
            self._retired = True
        if last:
            self._close()

    def refresh(self) -> None:
        """See what was committed since."""
        self.reader.refresh()
        self._collection = Collection(self.reader)
        self.completions = self.completions.refreshed()
        self.copies.refresh()

    def _close(self) -> None:
        self.reader.close()
        self.copies.close()
