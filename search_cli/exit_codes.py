"""The exit codes of `timtin`, as the manual page lists them."""

from __future__ import annotations

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

EXIT_CODES = (
    ("0", "Done; a search without results is done."),
    ("1", "Nothing could be done; the reason is on standard error."),
    ("2", "Wrong usage: an unknown command, option, filter, sort or engine."),
    ("3", "The index is missing, damaged or of another format version."),
    (str(INTERRUPTED), "Interrupted; everything committed before is kept."),
)
"""Each exit code with its meaning."""
