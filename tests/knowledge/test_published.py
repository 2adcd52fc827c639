"""Publication dates: every printed form, what is doubted, and that nothing ever raises."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.knowledge.dates import parse_published, published_day, published_seconds

NOW = datetime(2026, 6, 1, tzinfo=UTC)

FORMS = [
    # printed, understood
    ("07/03/2024", "2024-03-07"),
    ("07-03-2024", "2024-03-07"),
    ("7.3.2024", "2024-03-07"),
    ("2024-03-07", "2024-03-07"),
    ("2024/03/07 08:15", "2024-03-07T08:15:00+07:00"),
    ("Thứ 6, 01/07/2022 | 14:43:32 [GMT +7]", "2022-07-01T14:43:32+07:00"),
    ("Thứ ba - 23/01/2024 02:20", "2024-01-23T02:20:00+07:00"),
    ("Ngày đăng 09/04/2024 | 21:02  | View count: 93", "2024-04-09T21:02:00+07:00"),
    ("Ngày đăng: 09/04/2024 21:02", "2024-04-09T21:02:00+07:00"),
    ("21:02 09/04/2024", "2024-04-09T21:02:00+07:00"),  # the clock first
    ("15:04 - 07/03/2024", "2024-03-07T15:04:00+07:00"),
    ("Cập nhật lúc 10:30 ngày 05/06/2023", "2023-06-05T10:30:00+07:00"),
    ("9 giờ 30 phút, ngày 05/06/2023", "2023-06-05T09:30:00+07:00"),
    ("10h05 ngày 5/6/2023", "2023-06-05T10:05:00+07:00"),
    ("09/04/2024 - 9:02 AM", "2024-04-09T09:02:00+07:00"),
    ("09/04/2024 - 9:02 PM", "2024-04-09T21:02:00+07:00"),
    ("09/04/2024 12:02 SA", "2024-04-09T00:02:00+07:00"),  # sáng: before noon
    ("09/04/2024 12:02 CH", "2024-04-09T12:02:00+07:00"),  # chiều: after noon
    ("09/04/2024 14:02 PM", "2024-04-09T14:02:00+07:00"),  # portals print both
    ("ngày 5 tháng 6 năm 2023", "2023-06-05"),
    ("05 Tháng Sáu, 2023", "2023-06-05"),
    ("1 tháng Mười Hai, 2023 lúc 8:00", "2023-12-01T08:00:00+07:00"),
    ("Tháng Tư 30, 2023", "2023-04-30"),
    ("2024-03-07T10:11:12", "2024-03-07T10:11:12+07:00"),  # no zone: Vietnam's
    ("2024-03-07T10:11:12.345+07:00", "2024-03-07T10:11:12+07:00"),
    ("2024-03-07T23:30:00Z", "2024-03-08T06:30:00+07:00"),  # the instant is kept, the day is Vietnam's
    ("2024-03-07T10:00:00+09:00", "2024-03-07T08:00:00+07:00"),
    ("20240307T101112Z", "2024-03-07T17:11:12+07:00"),
    ("20240307", "2024-03-07"),
    ("2026-01-31+0723:25:00", "2026-01-31T23:25:00+07:00"),  # as NukeViet breaks it
    ("Thu, 07 Mar 2024 22:14:13 +0000", "2024-03-08T05:14:13+07:00"),
    ("Thu, 07 Mar 2024 22:14:13 GMT", "2024-03-08T05:14:13+07:00"),
    ("March 7, 2024", "2024-03-07"),
    ("Ngày đăng 09/04/2024 (cập nhật 10/04/2024)", "2024-04-09"),  # the first of several
]

DOUBTED = [
    "",
    "0 / 500",
    "hôm nay",
    "31/02/2024",  # no such day
    "13/13/2024",
    "01/01/1989",  # before 1990
    "05/06/2026",  # ahead of now
    "2026-06-04T00:00:00Z",
    "07/03/24",  # two digits: which part is the year?
    "Hotline: 02963.123.456",
    "0243 2024 0307",
    "1.234.2024",
]


@pytest.mark.parametrize(("printed", "understood"), FORMS)
def test_forms(printed: str, understood: str) -> None:
    assert parse_published(printed, now=NOW) == understood
    assert parse_published(understood, now=NOW) == understood


@pytest.mark.parametrize("printed", DOUBTED)
def test_doubted(printed: str) -> None:
    assert parse_published(printed, now=NOW) is None


def test_two_days_ahead_are_a_clock_that_is_wrong() -> None:
    assert parse_published("02/06/2026", now=NOW) == "2026-06-02"


@pytest.mark.parametrize("broken", ["2024-03-07T25:00:00+07:00", "2024-03-07T10:00:00+99:00", "07/03/2024 24:61"])
def test_an_impossible_time_leaves_the_day(broken: str) -> None:
    assert parse_published(broken, now=NOW) == "2024-03-07"


@settings(deadline=None, max_examples=300)
@given(
    st.text() | st.from_regex(r"[0-9TZ:/.+ -]{0,40}|[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}.{0,20}", fullmatch=True)
)
def test_any_text_gives_a_date_or_none(text: str) -> None:
    found = parse_published(text, now=NOW)
    if found is not None:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d\+07:00)?", found)
        assert parse_published(found, now=NOW) == found
        assert published_day(found) == date.fromisoformat(found[:10])


@settings(deadline=None, max_examples=100)
@given(st.datetimes(datetime(1990, 1, 2), datetime(2026, 5, 31)), st.integers(-14, 14))
def test_every_instant_survives_its_zone(local: datetime, hours: int) -> None:
    written = f"{local:%Y-%m-%dT%H:%M:%S}{hours:+03d}:00"
    expected = datetime.fromisoformat(written)
    found = parse_published(written, now=NOW)
    assert found is not None
    assert datetime.fromisoformat(found) == expected.replace(microsecond=0)


def test_days_and_seconds_are_vietnams() -> None:
    assert published_day("2024-01-01T02:00:00+07:00") == date(2024, 1, 1)
    assert published_day("2023-12-31T20:00:00Z") == date(2024, 1, 1)
    assert published_day(None) is None
    day, moment = published_seconds("2024-01-01"), published_seconds("2024-01-01T00:00:01+07:00")
    assert day is not None
    assert moment == day + 1
    assert published_seconds("1900-01-01") is None or published_seconds("1900-01-01") == 0
    assert published_seconds("nonsense") is None
