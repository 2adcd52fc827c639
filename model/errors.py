"""The exceptions that timtin raises.

    TimtinError                     base class; the message says what failed, where, and what to do
    ├── UsageError                  an invalid argument or combination of arguments (HTTP 400)
    │   ├── FilterError             an unknown filter or a malformed filter value (HTTP 400)
    │   └── EngineMismatch          the existing index has another engine than the requested one
    ├── NotFound                    no article has the given id (HTTP 404)
    ├── SourceError                 a source (file, folder or stream) cannot be read at all
    └── IndexUnavailable            the index cannot be used (HTTP 503)
        ├── IndexMissing            the folder contains no index
        ├── IndexDamaged            the files of the index cannot be read
        ├── IndexVersion            another format version or analyzer wrote the index; the message names both
        ├── IndexLocked             another process is writing to the index
        └── IndexWriteError         writing failed (disk full or read-only); the last commit is intact

`exit_code` is the exit code of the command line and `status` the HTTP status if the error is not handled before.
"""

from __future__ import annotations

from typing import ClassVar


class TimtinError(Exception):
    """Base class of all errors; `str(error)` is a complete sentence that can be shown to users."""

    exit_code: ClassVar[int] = 1
    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        """The name of the invalid parameter, or None."""


class UsageError(TimtinError):
    """An argument, or a combination of arguments, is invalid."""

    exit_code = 2
    status = 400
    code = "bad_request"


class FilterError(UsageError):
    """A filter is unknown or its value is malformed; `field` is the name of the filter."""

    code = "bad_filter"


class EngineMismatch(UsageError):
    """The existing index has another engine than the requested one; changing it requires `--rebuild`."""

    code = "engine_mismatch"


class NotFound(TimtinError):
    """No article has the given id."""

    status = 404
    code = "not_found"


class SourceError(TimtinError):
    """A source cannot be read at all. A single bad page of a source is a rejection, not an error."""

    code = "bad_source"


class IndexUnavailable(TimtinError):
    """The index cannot be used."""

    exit_code = 3
    status = 503
    code = "index_unavailable"


class IndexMissing(IndexUnavailable):
    """The folder contains no index."""

    code = "index_missing"


class IndexDamaged(IndexUnavailable):
    """The index exists but its files cannot be read."""

    code = "index_damaged"


class IndexVersion(IndexUnavailable):
    """The index was written with another format version or another analyzer."""

    code = "index_version"


class IndexLocked(IndexUnavailable):
    """Another process is writing to the index."""

    exit_code = 1
    code = "index_locked"


class IndexWriteError(IndexUnavailable):
    """Writing to the disk failed; everything committed before is intact."""

    exit_code = 1
    code = "index_write"
