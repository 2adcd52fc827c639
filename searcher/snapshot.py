"""Snapshots: one opened generation of an index, kept open for as long as a search uses it."""

from __future__ import annotations

from threading import Lock

from ..engines.protocol import Reader
from ..model import UsageError
from ..store.completions.reader import CompletionsReader
from ..store.index_folder import Store
from ..store.near_duplicates.groups import NearDuplicatesReader
from .expansion.curation_files import WatchedCuration, curation_folder
from .statistics.collection import Collection


class Snapshot:
    """A store's reader and side indexes with the statistics and the curation of its collection.

    It is reference-counted: `acquire` and `release` enclose each use, and after `retire` the last release closes it.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reader: Reader = store.reader()
        self.curation = WatchedCuration(curation_folder(store.folder))
        self.completions = CompletionsReader(store.files)
        self.near_duplicates = NearDuplicatesReader(store.files)
        self._statistics = Collection(self.reader)
        self._curated: tuple[Collection, Collection] | None = None
        """The statistics without a curation, and the same under the last known curation."""
        self._lock = Lock()
        self._users = 0
        self._retired = False

    @property
    def collection(self) -> Collection:
        """The statistics of the committed state, under the current curation."""
        plain, curation, curated = self._statistics, self.curation.current(), self._curated
        if curated is None or curated[0] is not plain or curated[1].curation is not curation:
            self._curated = curated = (plain, plain.with_curation(curation))
        return curated[1]

    def acquire(self) -> None:
        """Keep the snapshot open until `release`.

        Raises:
            UsageError: It was retired.
        """
        with self._lock:
            if self._retired:
                raise UsageError("This index was closed; open it again with timtin.open_index.")
            self._users += 1

    def release(self) -> None:
        """End one use; the last release of a retired snapshot closes it."""
        with self._lock:
            self._users -= 1
            last = self._retired and not self._users
        if last:
            self._close()

    def retire(self) -> None:
        """Close the snapshot now, or when its last user releases it."""
        with self._lock:
            last = not self._retired and not self._users
            self._retired = True
        if last:
            self._close()

    def refresh(self) -> None:
        """Move on to what was committed to this generation since."""
        self.reader.refresh()
        self._statistics = Collection(self.reader)
        self.completions = self.completions.refreshed()
        self.near_duplicates.refresh()

    def _close(self) -> None:
        self.reader.close()
        self.near_duplicates.close()
