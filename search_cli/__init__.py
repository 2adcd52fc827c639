"""The `timtin` command.

Layers, top to bottom: `app`, `commands/`, `options`, `shell_completion`, `output/`, `exit_codes`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .exit_codes import INTERRUPTED


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit the process with its exit code (see `exit_codes`)."""
    try:
        from .app import run  # lazy: Ctrl-C while the modules load must exit with 130, too

        code = run(arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)
