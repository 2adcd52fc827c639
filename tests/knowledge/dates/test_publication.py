"""Publication dates: every printed form, implausible dates, and that no text raises."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.knowledge.dates import parse_published, published_day, published_seconds

NOW = datetime(2026, 6, 1, tzinfo=UTC)

FORMS = [
    (cells[0], None if cells[1] == "-" else cells[1])
    for line in (Path(__file__).parents[1] / "data" / "publication_dates.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for cells in [line.split("\t")]
]


@pytest.mark.parametrize(("printed", "understood"), FORMS)
def test_forms(printed: str, understood: str | None) -> None:
    assert parse_published(printed, now=NOW) == understood
    assert understood is None or parse_published(understood, now=NOW) == understood


def test_there_are_many_forms() -> None:
    assert len({printed for printed, _ in FORMS}) == len(FORMS) >= 200


@pytest.mark.parametrize("form", ["NFD", "NFC"])
def test_forms_in_other_unicode_forms_and_capitals(form: Literal["NFC", "NFD"]) -> None:
    for printed, understood in FORMS:
        assert parse_published(f"  {unicodedata.normalize(form, printed)}\u00a0", now=NOW) == understood
        assert parse_published(printed.upper(), now=NOW) == understood


def test_days_after_tomorrow_in_vietnam_are_implausible() -> None:
    noon = datetime(2026, 6, 1, 5, tzinfo=UTC)
    night = datetime(2026, 6, 1, 20, tzinfo=UTC)  # 3 a.m. on 2 June in Vietnam
    assert parse_published("02/06/2026 23:59", now=noon) == "2026-06-02T23:59:00+07:00"
    assert parse_published("03/06/2026", now=noon) is None
    assert parse_published("03/06/2026", now=night) == "2026-06-03"


@pytest.mark.parametrize("broken", ["2024-03-07T25:00:00+07:00", "2024-03-07T10:00:00+99:00", "07/03/2024 24:61"])
def test_an_impossible_time_is_ignored(broken: str) -> None:
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
def test_zones_are_converted(local: datetime, hours: int) -> None:
    written = f"{local:%Y-%m-%dT%H:%M:%S}{hours:+03d}:00"
    expected = datetime.fromisoformat(written)
    found = parse_published(written, now=NOW)
    assert found is not None
    assert datetime.fromisoformat(found) == expected.replace(microsecond=0)


def test_days_and_seconds_in_vietnam() -> None:
    assert published_day("2024-01-01T02:00:00+07:00") == date(2024, 1, 1)
    assert published_day("2023-12-31T20:00:00Z") == date(2024, 1, 1)
    assert published_day(None) is None
    day, moment = published_seconds("2024-01-01"), published_seconds("2024-01-01T00:00:01+07:00")
    assert day is not None
    assert moment == day + 1
    assert published_seconds("1900-01-01") is None or published_seconds("1900-01-01") == 0
    assert published_seconds("nonsense") is None
