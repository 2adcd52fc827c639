"""The timtin command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the process with its exit code (0, 1, 2, 3 or 130; see `app.run`)."""
    try:
        from .app import run

        code = run(arguments)
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        # All is rolled back by now. The interpreter's own exit would wait for the threads of a worker pool, and they
        # for processes that the same Ctrl-C has ended: seen to hang once in a while.
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                continue
        os._exit(code)
    sys.exit(code)
