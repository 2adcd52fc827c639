"""Every error timtin raises on purpose.

    TimtinError                     something could not be done; the message says what, where and what to do
    ├── UsageError                  the caller asked for something that does not exist or does not go together
    │   ├── FilterError             an unknown filter or a malformed value (HTTP 400)
    │   └── EngineMismatch          an existing index has another engine than the one asked for
    ├── NotFound                    no article has this id (HTTP 404)
    ├── SourceError                 a source (file, folder, stream) cannot be read at all
    └── IndexUnavailable            the index cannot serve: missing, damaged, of another version, locked, full disk
        ├── IndexMissing
        ├── IndexDamaged
        ├── IndexVersion            another format version or another analyzer wrote it; both are named
        ├── IndexLocked             another process is writing to it
        └── IndexWriteError         the disk refused (full, read-only); what was committed before is still there

`exit_code` is what the command line ends with and `status` what the web answers when the error reaches them.
"""

from __future__ import annotations

from typing import ClassVar


class TimtinError(Exception):
    """Base of all; `str(error)` is a whole sentence fit to be shown to a person."""

    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        """The parameter that was wrong, where there is one."""


class UsageError(TimtinError):
    """The caller asked for something that does not exist or does not go together."""

    exit_code = 2
    status = 400
    code = "bad_request"


class FilterError(UsageError):
    """An unknown filter or a malformed filter value; `field` names the filter."""

    code = "bad_filter"


class EngineMismatch(UsageError):
    """An existing index keeps its engine; another one needs `--rebuild`."""

    code = "engine_mismatch"


class NotFound(TimtinError):
    """No article has this id."""

    status = 404
    code = "not_found"


class SourceError(TimtinError):
    """A source cannot be read at all (one bad page in it is a rejection, not an error)."""

    code = "bad_source"


class IndexUnavailable(TimtinError):
    """The index cannot serve."""

    exit_code = 3
    status = 503
    code = "index_unavailable"


class IndexMissing(IndexUnavailable):
    """There is no index in this folder."""

    code = "index_missing"


class IndexDamaged(IndexUnavailable):
    """The index is there but cannot be read."""

    code = "index_damaged"


class IndexVersion(IndexUnavailable):
    """Another format version or another analyzer wrote the index."""

    code = "index_version"


class IndexLocked(IndexUnavailable):
    """Another process is writing to the index."""

    exit_code = 1
    code = "index_locked"


class IndexWriteError(IndexUnavailable):
    """The disk refused; everything committed before is still there."""

    exit_code = 1
    code = "index_write"
