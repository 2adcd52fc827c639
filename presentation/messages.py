"""Message catalogues: every text of the interface by its key (`home.latest`), with gettext.

The catalogues are `.po` files under `translations/`, compiled to `.mo` by `make translations`; Vietnamese is the source
language and has a catalogue like the others. The current language is a context variable: `search_web/http/language.py`
sets it per request, the command line keeps the default.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

CATALOGUES = Path(__file__).parent / "translations"
DOMAIN = "timtin"

LANGUAGES: Final = ("vi", "en")
"""The supported languages; the first is the default."""

current_language: ContextVar[str] = ContextVar("timtin_language", default=LANGUAGES[0])
"""The language that `text` returns messages in."""


@cache
def _catalogue(name: str) -> gettext.GNUTranslations:
    with (CATALOGUES / name / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def has(key: str) -> bool:
    """Return whether the catalogue has a message with this key."""
    source = _catalogue(LANGUAGES[0])
    return source.gettext(key) != key or source.ngettext(key, key, 1) != key


def text(key: str, *, n: int | None = None, **values: object) -> str:
    """Return the message with this key in the current language, with its `{fields}` filled in.

    Args:
        key: the key of the message.
        n: selects the plural form and fills `{count}`.
        values: the values of the other fields.

    Raises:
        KeyError: the catalogue has no such message.
    """
    catalogue = _catalogue(current_language.get())
    message = catalogue.gettext(key) if n is None else catalogue.ngettext(key, key, n)
    if message == key:
        raise KeyError(key)
    if n is not None:
        values["count"] = number(n)
    return message.format(**values)


def number(value: int) -> str:
    """Format an integer in the current language: 1234567 is `1.234.567` in Vietnamese."""
    return f"{value:,}".replace(",", text("number.group"))


def date_text(year: int, month: int, day: int | None = None) -> str:
    """Format a day, or a month without `day`, in the current language: `07/03/2024`, `7 Mar 2024`."""
    name = text("date.names").split()[month - 1]
    return text("date.month" if day is None else "date.day", year=year, month=month, day=day, name=name)
