"""The chart over time: which bars, where they lead, which are chosen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin import FacetValue
from timtin.search_web.http.request import SearchRequest
from timtin.search_web.pages.timeline import MAX_HEIGHT, MAX_UNSCROLLED, MAX_YEARS, Timeline, timeline


def link(wanted: SearchRequest) -> str:
    return "?" + wanted.query_string()


def values(counts: dict[str, int]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(value=value, label=value, count=count) for value, count in counts.items())


YEARS = values({"2021": 4, "2023": 8, "2024": 2})
MONTHS = values({"2023-02": 3, "2023-11": 5, "2024-01": 2, "2021-05": 4})


def chart(months: bool = True, total: int = 14, **filters: str) -> Timeline:
    wanted = SearchRequest(query="tin", filters={name: (value,) for name, value in filters.items()})
    made = timeline(wanted, {"year": YEARS, "month": MONTHS}, total, link, months=months)
    assert made is not None
    return made


def test_years_without_gaps() -> None:
    made = chart()
    assert [(bar.period, bar.count) for bar in made.bars] == [("2021", 4), ("2022", 0), ("2023", 8), ("2024", 2)]
    assert [bar.height for bar in made.bars] == [MAX_HEIGHT / 2, 0, MAX_HEIGHT, MAX_HEIGHT / 4]
    assert made.bars[2].href == "?q=tin&year=2023"
    assert made.bars[2].name == "2023: 8 tin"
    assert (made.back, made.clear, made.narrowed) == (None, None, False)


def test_a_chosen_year_is_shown_by_its_months() -> None:
    made = chart(year="2023")
    assert len(made.bars) == 12
    assert [bar.count for bar in made.bars] == [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0]
    assert made.bars[1].href == "?q=tin&year=2023&month=2023-02"
    assert made.back == made.all_dates == "?q=tin"
    assert not made.narrowed  # a year is no choice among its months
    assert [bar.period for bar in chart(months=False, year="2023").bars if bar.selected] == ["2023"]


@pytest.mark.parametrize(
    ("filters", "chosen"),
    [
        ({"after": "2022"}, ["2022", "2023", "2024"]),
        ({"before": "2022-06"}, ["2021", "2022"]),
        ({"after": "2021-12-31", "before": "2023-01-01"}, ["2021", "2022", "2023"]),
        ({"after": "2030", "before": "2010"}, []),
        ({"month": "2023-11", "year": "2023"}, ["2023-11"]),
        ({"month": "2023-11"}, ["2023-11"]),
        ({"after": "2023-02-10", "before": "2023-04"}, ["2023-02", "2023-03", "2023-04"]),
    ],
)
def test_what_is_chosen(filters: dict[str, str], chosen: list[str]) -> None:
    made = chart(**filters)
    assert [bar.period for bar in made.bars if bar.selected] == chosen
    assert made.clear == "?q=tin"
    assert made.narrowed is bool(chosen)


def test_the_undated_are_told() -> None:
    assert chart(total=20).undated == 6
    assert chart(total=20, year="2023").undated == 0


def test_one_year_alone_is_shown_by_its_months() -> None:
    made = timeline(SearchRequest(), {"year": YEARS[1:2], "month": MONTHS}, 8, link)
    assert made
    assert len(made.bars) == 12
    assert made.back is None
    assert timeline(SearchRequest(), {"year": YEARS[1:2], "month": MONTHS}, 8, link, months=False) is None


def test_nothing_dated_has_no_chart() -> None:
    assert timeline(SearchRequest(), {}, 5, link) is None
    assert timeline(SearchRequest(filters={"year": ("1999",)}), {"year": YEARS, "month": MONTHS}, 5, link) is None


def test_a_misread_date_far_off_opens_no_gap() -> None:
    made = timeline(SearchRequest(), {"year": values({"0204": 1, "2023": 5, "2024": 7})}, 13, link)
    assert made
    assert [bar.period for bar in made.bars] == ["0204", "2023", "2024"]


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.integers(1, 9999).map("{:04}".format), st.integers(1, 10**7), max_size=80))
def test_any_years_make_a_chart_that_fits(counts: dict[str, int]) -> None:
    made = timeline(SearchRequest(), {"year": values(counts)}, sum(counts.values()), link, months=False)
    if made is None:
        assert len(counts) < 2
        return
    assert 2 <= len(made.bars) <= MAX_YEARS
    assert made.long is (len(made.bars) > MAX_UNSCROLLED)
    assert sum(bar.width for bar in made.bars) == pytest.approx(100, abs=0.1)
    assert made.bars[-1].label
    for bar in made.bars:
        assert 0 <= bar.height <= MAX_HEIGHT
        assert bool(bar.height) is bool(bar.count)


@pytest.mark.parametrize(("years", "labelled"), [(8, 8), (9, 5), (30, 15)])
def test_labels_never_run_into_each_other(years: int, labelled: int) -> None:
    facets = {"year": values({str(1990 + number): 1 for number in range(years)})}
    made = timeline(SearchRequest(), facets, years, link)
    assert made
    assert sum(bool(bar.label) for bar in made.bars) == labelled
