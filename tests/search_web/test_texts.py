"""The catalogue and its users."""

from __future__ import annotations

import re
from pathlib import Path

import timtin.search_web
from timtin.search_web.params import FACETS, FILTERS, SORTS
from timtin.search_web.texts import VI

ROOM = Path(timtin.search_web.__file__).parent

VIETNAMESE = re.compile("[àáạảãâầấậẩẫăằắặẳẵèéẹẻẽêềếệểễìíịỉĩòóọỏõôồốộổỗơờớợởỡùúụủũưừứựửữỳýỵỷỹđ]", re.IGNORECASE)


def _sources() -> dict[str, str]:
    files = [*ROOM.glob("*.py"), *ROOM.glob("templates/**/*.html")]
    return {path.name: path.read_text(encoding="utf-8") for path in files if path.name != "texts.py"}


def test_every_text_asked_for_is_there() -> None:
    asked = {
        key
        for text in _sources().values()
        for key in re.findall(r"(?<![.\w])(?:t|text)\('([\w.]+)'", text.replace('"', "'"))
    }
    assert asked
    assert {key for key in asked if key not in VI and not key.endswith((".", "_"))} == set()


def test_every_text_is_asked_for() -> None:
    everything = " ".join(_sources().values())
    made = {f"facet.{name}" for name in FACETS} | {f"chip.{name}" for name in FILTERS} | {f"sort.{s}" for s in SORTS}
    families = ("level.", "part.", "index.", "error.", "home.by_")  # put together from a value
    unused = [key for key in VI if key not in everything and key not in made and not key.startswith(families)]
    assert unused == []


def test_no_vietnamese_outside_the_catalogue() -> None:
    for name, text in _sources().items():
        code = re.sub(r'(?s)""".*?"""|\{#.*?#\}|#[^\n]*', "", text)
        assert not VIETNAMESE.search(code), name
