"""Every text of the interface: gettext catalogues under `translations/`, a message by its key (`home.latest`).

Vietnamese is the source language, a catalogue like the others. The files are `.po`, compiled into the `.mo` beside them
by `make translations`. Knows no Flask, as the command line uses these texts, too; the language of a request is set
by `language.py`.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

FOLDER = Path(__file__).parent / "translations"
DOMAIN = "timtin"

LANGUAGES: Final = ("vi", "en")
"""The first is the one where nothing else is asked for."""

speaking: ContextVar[str] = ContextVar("timtin_language", default=LANGUAGES[0])
"""The language that `text` answers in."""


@cache
def _catalogue(name: str) -> gettext.GNUTranslations:
    with (FOLDER / name / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def has(key: str) -> bool:
    """Whether there is a text under this key."""
    source = _catalogue(LANGUAGES[0])
    return source.gettext(key) != key or source.ngettext(key, key, 1) != key


def text(key: str, *, n: int | None = None, **values: object) -> str:
    """The text under this key, its `{places}` filled in; with `n` the form for that number, which fills `{count}`.

    Raises:
        KeyError: there is none; a mistake of ours.
    """
    catalogue = _catalogue(speaking.get())
    found = catalogue.gettext(key) if n is None else catalogue.ngettext(key, key, n)
    if found == key:
        raise KeyError(key)
    if n is not None:
        values["count"] = number(n)
    return found.format(**values)


def number(value: int) -> str:
    """A whole number as the language writes it: 1234567 is `1.234.567` in Vietnamese."""
    return f"{value:,}".replace(",", text("number.group"))


def date_text(year: int, month: int, day: int | None = None) -> str:
    """A day or a month as the language writes it: `07/03/2024`, `7 Mar 2024`."""
    name = text("date.names").split()[month - 1]
    return text("date.month" if day is None else "date.day", year=year, month=month, day=day, name=name)
