"""Compile the message catalogues: every `timtin.po` under presentation/translations into the `timtin.mo` beside it.

Run `make translations` after editing a `.po`; a test compares the two files. It needs Babel (`pip install -e .[test]`).
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent.parent / "presentation" / "translations"


def compile_all(folder: Path = TRANSLATIONS) -> int:
    """Write every `.mo` file and return their number."""
    sources = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    for source in sources:
        with source.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
        with source.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return len(sources)


if __name__ == "__main__":
    print(f"compiled {compile_all()} catalogues")
