"""How single values are shown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin import Place
from timtin.presentation import messages as texts
from timtin.presentation import values as show


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2024-01-23T02:20:00+07:00", "23/01/2024, 02:20"),
        ("2024-01-22T19:20:00+00:00", "23/01/2024, 02:20"),  # Vietnam's calendar day
        ("2024-01-23T02:20:00", "23/01/2024, 02:20"),  # no zone: Vietnam's
        ("2024-03-07", "07/03/2024"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),  # the day before year 1 cannot be shown
        ("hôm qua", "hôm qua"),
        (None, "Không rõ ngày"),
        ("", "Không rõ ngày"),
    ],
)
def test_moments(published: str | None, shown: str) -> None:
    assert show.moment(published) == shown


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
def test_ends_of_periods(period: str, first: str, last: str) -> None:
    assert (show.first_day(period), show.last_day(period)) == (first, last)


def test_places_read_from_the_smallest_part() -> None:
    moved = Place(
        name="Phường Trường Xuân",
        path_then=("Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân"),
        path_now=("Đà Nẵng", "Phường Tam Kỳ"),
    )
    assert show.current_address(moved) == "Phường Tam Kỳ, Đà Nẵng"
    assert show.former_address(moved) == "Phường Trường Xuân, Thành phố Tam Kỳ, Quảng Nam"


def test_a_place_that_stayed_has_no_then() -> None:
    assert show.former_address(Place(name="Hà Nội", path_then=("Hà Nội",), path_now=("Hà Nội",))) == ""


def test_a_place_that_could_not_be_told_says_so() -> None:
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
        "//tin.example/x",  # whose scheme?
        "/tin/1",
        "http://",
        "http://[broken",
        "https://tin.example/\x00",
        "",
        None,
    ],
)
def test_addresses_that_are_no_links(url: str | None) -> None:
    assert show.web_link(url) is None


@pytest.mark.parametrize("url", ["https://tin.example/đường?x=1#y", "http://10.0.0.1:8080/", "HTTPS://TIN.EXAMPLE/"])
def test_addresses_that_are_links(url: str) -> None:
    assert show.web_link(url) == url


def test_the_host_is_what_a_reader_recognises() -> None:
    assert show.host_of("https://user@www.tin.example:8080/x") == "tin.example:8080"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
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
def test_chips(name: str, value: str, shown: str) -> None:
    assert show.chip_label(name, value) == shown


def test_numbers_as_vietnamese_writes_them() -> None:
    assert texts.number(1234567) == "1.234.567"


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=30))
def test_anything_can_be_shown(value: str) -> None:
    assert isinstance(show.moment(value), str)
    assert isinstance(show.first_day(value) + show.last_day(value), str)
    assert isinstance(show.chip_label("place", value) + show.chip_label("month", value), str)
    link = show.web_link(value)
    assert link is None or show.host_of(link)
