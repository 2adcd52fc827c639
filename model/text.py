"""Text that can leave the process."""

from __future__ import annotations


def without_surrogates(text: str) -> str:
    """The text with lone surrogates, which no file and no answer can hold, as U+FFFD; the same object without any."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
