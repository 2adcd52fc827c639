"""The message catalogues, compared with each other and with the code that uses them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import pytest
from flask.testing import FlaskClient
from lxml import html

import timtin.presentation
import timtin.search_web
from timtin.presentation import messages as texts
from timtin.presentation.messages import CATALOGUES, LANGUAGES
from timtin.search_web.http import language
from timtin.search_web.http.request import FACETS, FILTERS, SORTS

babel = pytest.importorskip("babel.messages", reason="needs babel")
from babel.messages.catalog import Catalog  # noqa: E402
from babel.messages.mofile import read_mo, write_mo  # noqa: E402
from babel.messages.pofile import read_po  # noqa: E402

FOLDERS = [Path(package.__file__).parent for package in (timtin.search_web, timtin.presentation)]
"""The packages whose texts are in the catalogues."""

VIETNAMESE = re.compile("[àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ]", re.IGNORECASE)


EXAMPLES = {"parameters.py"}
"""Files whose English descriptions contain Vietnamese example values."""


def catalogue(name: str) -> Catalog:
    with (CATALOGUES / name / "LC_MESSAGES" / "timtin.po").open("rb") as file:
        return read_po(file, locale=name, abort_invalid=True)


def messages(name: str) -> dict[str, tuple[str, ...]]:
    """Return the forms of every message by its key."""
    forms = {}
    for each in catalogue(name):
        key = each.id[0] if each.pluralizable else each.id
        if key:
            forms[key] = tuple(each.string) if each.pluralizable else (each.string,)
    return forms


def contents(file: IO[bytes]) -> dict[str, object]:
    """Return what gettext reads from a compiled catalogue: the messages, the charset and the plural rule."""
    read = read_mo(file)
    # Plurals are lists or tuples, depending on the version of Babel.
    messages = {(each.context, *_forms(each.id)): _forms(each.string) for each in read if each.id}
    assert messages
    return {"messages": messages, "charset": read.charset, "plural": read.plural_forms}


def _forms(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def fields(form: str) -> set[str]:
    return set(re.findall(r"{(\w+)", form))


def _sources() -> dict[str, str]:
    files = [
        path for folder in FOLDERS for pattern in ("**/*.py", "templates/**/*.html") for path in folder.glob(pattern)
    ]
    return {str(path): path.read_text(encoding="utf-8") for path in files}


@pytest.mark.parametrize("name", LANGUAGES)
def test_compiled_catalogues_are_up_to_date(name: str) -> None:
    """`make translations` was run after the last edit. Bytes are not compared: the header has the version of Babel."""
    written = io.BytesIO()
    write_mo(written, catalogue(name))
    written.seek(0)
    with (CATALOGUES / name / "LC_MESSAGES" / "timtin.mo").open("rb") as shipped:
        assert contents(shipped) == contents(written)


def test_every_message_is_in_every_language() -> None:
    source = messages("vi")
    for name in LANGUAGES:
        assert [each.id for each in catalogue(name) if each.fuzzy and each.id] == []
        translated = messages(name)
        assert translated.keys() == source.keys()
        for key, forms in translated.items():
            assert all(forms), key
            if key.startswith("date."):
                continue  # written in another order, or with a name instead of a number
            for form in forms:
                missing = fields(source[key][0]) - fields(form)
                assert missing <= ({"count"} if len(forms) > 1 else set()), key  # "the one place of this name"
                assert fields(form) <= fields(source[key][0]), key


def test_messages_with_a_count_have_plural_forms() -> None:
    for each in catalogue("en"):
        assert bool(each.pluralizable) == ("{count}" in str(each.string)), each.id


def test_english_messages_contain_no_vietnamese() -> None:
    """Except names, examples, and the Vietnamese name of the language."""
    named = ("help.", "language.", "search.placeholder")
    left = [key for key, forms in messages("en").items() if VIETNAMESE.search("".join(forms))]
    assert [key for key in left if not key.startswith(named)] == []


def test_every_used_key_is_in_the_catalogue() -> None:
    used = {
        key
        for text in _sources().values()
        for key in re.findall(r"(?<![.\w])(?:t|text)\('([\w.]+)'", text.replace('"', "'"))
    }
    assert used
    translated = messages("vi")
    assert {key for key in used if key not in translated and not key.endswith((".", "_"))} == set()


def test_every_message_is_used() -> None:
    everything = " ".join(_sources().values())
    generated = (
        {f"facet.{name}" for name in FACETS} | {f"chip.{name}" for name in FILTERS} | {f"sort.{s}" for s in SORTS}
    )
    families = (  # keys built from a value
        "level.", "part.", "index.", "error.", "home.by_", "suggest.", "help.diacritics.", "help.same.", "about.how.",
        "document.unknown", "place.unknown",
    )  # fmt: skip
    unused = [
        key for key in messages("vi") if key not in everything and key not in generated and not key.startswith(families)
    ]
    assert unused == []


def test_no_vietnamese_outside_the_catalogue() -> None:
    for name, text in _sources().items():
        code = re.sub(r'(?s)""".*?"""|\{#.*?#\}|#[^\n]*', "", text)
        assert Path(name).name in EXAMPLES or not VIETNAMESE.search(code), name


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "vi"),
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("en-GB,en;q=0.9,vi;q=0.1", "vi"),  # readers of Vietnamese get Vietnamese, the language of the articles
        ("vi-VN,vi;q=0.9,en-US;q=0.8", "vi"),
        ("fr,en;q=0.5", "en"),
        ("fr", "vi"),
        ("en;q=0", "vi"),
        ("en, vi;q=0", "en"),
        ("*", "vi"),
        (";;;q=,=", "vi"),
    ],
)
def test_the_language_of_an_accept_language_header(header: str, expected: str) -> None:
    assert language.accepted(header) == expected


def test_the_language_parameter_overrides_the_browser_and_stays_in_links(client: FlaskClient) -> None:
    page = client.get("/?q=dân&lang=en", headers={"Accept-Language": "vi"})
    assert page.headers["Content-Language"] == "en"
    assert {"Accept-Language", "Accept-Encoding"} <= set(page.vary)
    assert '<html lang="en">' in page.text
    assert 'name="lang" value="en"' in page.text
    for link in re.findall(r'href="(/(?:\?|articles|places|documents|help|about)[^"]*)"', page.text):
        assert "lang=" in link
    assert "lang=" not in re.findall(r'href="(/api/search[^"]*)"', page.text)[0]
    plain = client.get("/?q=dân")
    assert plain.headers["Content-Language"] == "vi"
    assert "lang=vi" not in plain.text
    assert client.get("/?q=dân&lang=xx", headers={"Accept-Language": "en"}).headers["Content-Language"] == "en"


@pytest.mark.parametrize(("count", "expected"), [(0, "0 results"), (1, "1 result"), (1234, "1,234 results")])
def test_plurals_and_numbers(count: int, expected: str) -> None:
    token = texts.current_language.set("en")
    try:
        assert texts.text("results.total", n=count) == expected
    finally:
        texts.current_language.reset(token)


def test_dates_in_both_languages() -> None:
    assert (texts.date_text(2024, 3, 7), texts.date_text(2024, 3), texts.number(1234567)) == (
        "07/03/2024",
        "03/2024",
        "1.234.567",
    )
    token = texts.current_language.set("en")
    try:
        assert (texts.date_text(2024, 3, 7), texts.date_text(2024, 3)) == ("7 Mar 2024", "Mar 2024")
    finally:
        texts.current_language.reset(token)


def test_an_unknown_key_is_an_error() -> None:
    assert not texts.has("no.such")
    assert texts.has("results.total")
    with pytest.raises(KeyError):
        texts.text("no.such")


@pytest.mark.parametrize(
    ("address", "selectors"),
    [
        ("/?q=dân&year=2021", [".hit h2", ".snippet", ".meta a", ".value[data-key^=place] .label"]),
        ("/articles/tin-3?q=dân", [".story h1", ".text", ".alike a", ".links li > a:first-child"]),
        ("/documents/217-QĐ/TW", [".of-year a", ".ledger span"]),
    ],
)
def test_articles_on_an_english_page_are_declared_vietnamese(
    client: FlaskClient, address: str, selectors: list[str]
) -> None:
    """WCAG 3.1.2: content in another language than the page declares it, so that screen readers pronounce it well."""
    english = html.fromstring(client.get(address, headers={"Accept-Language": "en"}).text)
    for selector in selectors:
        for each in english.cssselect(selector):
            assert each.get("lang") == "vi", selector
    vietnamese = html.fromstring(client.get(address).text)
    assert not vietnamese.cssselect("main [lang]")
