"""Formatting of single values."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin import Place
from timtin.presentation import messages as texts
from timtin.presentation import values as show


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2024-01-23T02:20:00+07:00", "23/01/2024, 02:20"),
        ("2024-01-22T19:20:00+00:00", "23/01/2024, 02:20"),  # the calendar day in Vietnam
        ("2024-01-23T02:20:00", "23/01/2024, 02:20"),  # without a zone: Vietnam's
        ("2024-03-07", "07/03/2024"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),  # the day before year 1 cannot be shown
        ("hôm qua", "hôm qua"),
        (None, "Không rõ ngày"),
        ("", "Không rõ ngày"),
    ],
)
def test_moments(published: str | None, expected: str) -> None:
    assert show.moment(published) == expected


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-12", "2024-12-01", "2024-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("2024-03-07", "2024-03-07", "2024-03-07"),
        ("2024-02-31", "", ""),
        ("2024-13", "", ""),
        ("năm nay", "", ""),
        ("", "", ""),
    ],
)
def test_first_and_last_days_of_periods(period: str, first: str, last: str) -> None:
    assert (show.first_day(period), show.last_day(period)) == (first, last)


def test_addresses_begin_with_the_smallest_unit() -> None:
    moved = Place(
        name="Phường Trường Xuân",
        path_then=("Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân"),
        path_now=("Đà Nẵng", "Phường Tam Kỳ"),
    )
    assert show.current_address(moved) == "Phường Tam Kỳ, Đà Nẵng"
    assert show.former_address(moved) == "Phường Trường Xuân, Thành phố Tam Kỳ, Quảng Nam"


def test_an_unchanged_place_has_no_former_address() -> None:
    assert show.former_address(Place(name="Hà Nội", path_then=("Hà Nội",), path_now=("Hà Nội",))) == ""


def test_an_ambiguous_place_is_shown_as_such() -> None:
    unclear = Place(name="Xã Bình Phú", ambiguous=True, candidates=(("Vĩnh Long", "Xã Bình Phú"),))
    assert show.current_address(unclear) == "Xã Bình Phú (chưa rõ thuộc nơi nào)"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//tin.example/x",  # no scheme
        "/tin/1",
        "http://",
        "http://[broken",
        "https://tin.example/\x00",
        "",
        None,
    ],
)
def test_urls_that_are_not_linked(url: str | None) -> None:
    assert show.web_link(url) is None


@pytest.mark.parametrize("url", ["https://tin.example/đường?x=1#y", "http://10.0.0.1:8080/", "HTTPS://TIN.EXAMPLE/"])
def test_urls_that_are_linked(url: str) -> None:
    assert show.web_link(url) == url


def test_the_host_of_a_url() -> None:
    assert show.host_of("https://user@www.tin.example:8080/x") == "tin.example:8080"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("level", "commune", "Cấp xã"),
        ("level", "planet", "planet"),
        ("month", "2024-03", "03/2024"),
        ("after", "2024-03-07", "07/03/2024"),
        ("place", "Tây Ninh/Xã Bến Lức", "Xã Bến Lức, Tây Ninh"),
        ("place", "/", "/"),
        ("citation", "25-NQ/TW", "25-NQ/TW"),
    ],
)
def test_chips(name: str, value: str, expected: str) -> None:
    assert show.chip_label(name, value) == expected


def test_numbers_are_grouped_as_in_vietnamese() -> None:
    assert texts.number(1234567) == "1.234.567"


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=30))
def test_any_text_can_be_formatted(value: str) -> None:
    assert isinstance(show.moment(value), str)
    assert isinstance(show.first_day(value) + show.last_day(value), str)
    assert isinstance(show.chip_label("place", value) + show.chip_label("month", value), str)
    link = show.web_link(value)
    assert link is None or show.host_of(link)
