"""Printed text: always encodable, without control characters, with highlights as styles; decoding of arguments."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timtin.model import Copy, FacetValue, Hit, Place, ResultPage, Suggestion
from timtin.search_cli.options import decoded
from timtin.search_cli.output.streams import harmless, highlighted, to_json
from timtin.search_cli.output.tables import day, places, print_results

ANY_TEXT = st.text(st.characters())


@given(
    st.recursive(
        ANY_TEXT | st.none() | st.integers() | st.booleans(),
        lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
    )
)
def test_json_can_be_encoded_and_read(value: object) -> None:
    line = to_json(value)
    json.loads(line.encode().decode())
    assert "\n" not in line


def test_json_is_not_escaped() -> None:
    assert to_json({"a": "Dân vận \ud800"}) == '{"a": "Dân vận \ufffd"}'


@given(ANY_TEXT)
def test_decoded_arguments_can_be_encoded(text: str) -> None:
    try:
        argument = text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # no system passes such an argument
        return
    decoded(argument).encode()


# An argument as Python receives it, and the decoded text.
ARGUMENTS = [
    ("Dân vận", "Dân vận"),
    ("Dân".encode().decode("ascii", "surrogateescape"), "Dân"),  # a locale that is not UTF-8
    ("a\udcffb", "a\ufffdb"),
    ("", ""),
]


@pytest.mark.parametrize(("argument", "text"), ARGUMENTS)
def test_decoded_arguments(argument: str, text: str) -> None:
    assert decoded(argument) == text


@given(ANY_TEXT)
def test_harmless_text_has_no_control_characters(text: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", harmless(text))


def test_highlights_become_styles() -> None:
    text = highlighted("&lt;b&gt; <mark>Dân vận</mark> \x1b[31mkhéo")
    assert text.plain == "<b> Dân vận \ufffd[31mkhéo"
    assert [(text.plain[span.start : span.end], span.style) for span in text.spans] == [("Dân vận", "bold yellow")]


# published; formatted
DAYS = [
    ("2024-01-23T02:20:00+07:00", "23/01/2024 02:20"),
    ("2024-03-07", "07/03/2024"),
    (None, None),
]


@pytest.mark.parametrize(("published", "expected"), DAYS)
def test_days(published: str | None, expected: str | None) -> None:
    assert day(published) == expected


def test_places() -> None:
    known = Place(name="Xã A", path_then=("X", "Xã A"), path_now=("Y", "Xã B"), ambiguous=False, candidates=())
    ambiguous_place = Place(
        name="Xã C", path_then=(), path_now=(), ambiguous=True, candidates=(("X", "Xã C"), ("Z", "Xã C"))
    )
    assert places([known, ambiguous_place, known]) == "Y › Xã B; Xã C (?)"


def test_results_are_plain_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hit = Hit(
        id="a", url="https://a.example", title="T", title_html="Họp <mark>dân</mark>",
        snippet_html="a &amp; <mark>dân</mark>", published="2024-03-07", source="Cổng", author=None,
        duplicates=(
            Copy(id="b", title="", source="Trang xã", url=None, published=None),
            Copy(id="c", title="", source=None, url=None, published=None),
        ),
    )  # fmt: skip
    child = FacetValue(value="Tây Ninh/Xã Bến Lức", label="Xã Bến Lức", count=1)
    facets = {"place": (FacetValue(value="Tây Ninh", label="Tây Ninh", count=1, selected=True, children=(child,)),)}
    page = ResultPage(
        query="dân", total=11, page=2, limit=10, took_ms=1.0, hits=(hit,), facets=facets,
        suggestion=Suggestion(query="dán", reason="ít kết quả"),
    )  # fmt: skip
    print_results(page)
    out = capsys.readouterr().out
    for part in (
        "11 bài",
        "trang 2/2",
        "11. Họp dân",
        "07/03/2024 · Cổng",
        "a & dân",
        "2 nơi cùng đăng: Trang xã, c",
        "Xã Bến Lức",
        "dán",
    ):
        assert part in out
    assert "\x1b" not in out
    assert "<mark>" not in out
    print_results(ResultPage(query="x", total=0, page=1, limit=10, took_ms=1.0))
    assert "Không tìm thấy" in capsys.readouterr().out
