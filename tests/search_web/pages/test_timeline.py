"""The chart over time: its bars, their links, and which of them are selected."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin import FacetValue
from timtin.search_web.http.request import SearchRequest
from timtin.search_web.pages.timeline import MAX_HEIGHT, MAX_UNSCROLLED, MAX_YEARS, Timeline, timeline


def link(search_request: SearchRequest) -> str:
    return "?" + search_request.query_string()


def values(counts: dict[str, int]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(value=value, label=value, count=count) for value, count in counts.items())


YEARS = values({"2021": 4, "2023": 8, "2024": 2})
MONTHS = values({"2023-02": 3, "2023-11": 5, "2024-01": 2, "2021-05": 4})


def chart(months: bool = True, total: int = 14, **filters: str) -> Timeline:
    search_request = SearchRequest(query="tin", filters={name: (value,) for name, value in filters.items()})
    result = timeline(search_request, {"year": YEARS, "month": MONTHS}, total, link, months=months)
    assert result is not None
    return result


def test_years_without_gaps() -> None:
    result = chart()
    assert [(bar.period, bar.count) for bar in result.bars] == [("2021", 4), ("2022", 0), ("2023", 8), ("2024", 2)]
    assert [bar.height for bar in result.bars] == [MAX_HEIGHT / 2, 0, MAX_HEIGHT, MAX_HEIGHT / 4]
    assert result.bars[2].href == "?q=tin&year=2023"
    assert result.bars[2].name == "2023: 8 tin"
    assert (result.back, result.clear, result.narrowed) == (None, None, False)


def test_a_selected_year_is_shown_by_its_months() -> None:
    result = chart(year="2023")
    assert len(result.bars) == 12
    assert [bar.count for bar in result.bars] == [0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0]
    assert result.bars[1].href == "?q=tin&year=2023&month=2023-02"
    assert result.back == result.all_dates == "?q=tin"
    assert not result.narrowed  # a year selects none of its months
    assert [bar.period for bar in chart(months=False, year="2023").bars if bar.selected] == ["2023"]


@pytest.mark.parametrize(
    ("filters", "selected"),
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
def test_selected_bars(filters: dict[str, str], selected: list[str]) -> None:
    result = chart(**filters)
    assert [bar.period for bar in result.bars if bar.selected] == selected
    assert result.clear == "?q=tin"
    assert result.narrowed is bool(selected)


def test_undated_articles_are_counted() -> None:
    assert chart(total=20).undated == 6
    assert chart(total=20, year="2023").undated == 0


def test_a_single_year_is_shown_by_its_months() -> None:
    result = timeline(SearchRequest(), {"year": YEARS[1:2], "month": MONTHS}, 8, link)
    assert result
    assert len(result.bars) == 12
    assert result.back is None
    assert timeline(SearchRequest(), {"year": YEARS[1:2], "month": MONTHS}, 8, link, months=False) is None


def test_there_is_no_chart_without_dates() -> None:
    assert timeline(SearchRequest(), {}, 5, link) is None
    assert timeline(SearchRequest(filters={"year": ("1999",)}), {"year": YEARS, "month": MONTHS}, 5, link) is None


def test_a_misread_distant_date_adds_no_empty_years() -> None:
    result = timeline(SearchRequest(), {"year": values({"0204": 1, "2023": 5, "2024": 7})}, 13, link)
    assert result
    assert [bar.period for bar in result.bars] == ["0204", "2023", "2024"]


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.integers(1, 9999).map("{:04}".format), st.integers(1, 10**7), max_size=80))
def test_any_years_make_a_chart_that_fits(counts: dict[str, int]) -> None:
    result = timeline(SearchRequest(), {"year": values(counts)}, sum(counts.values()), link, months=False)
    if result is None:
        assert len(counts) < 2
        return
    assert 2 <= len(result.bars) <= MAX_YEARS
    assert result.long is (len(result.bars) > MAX_UNSCROLLED)
    assert sum(bar.width for bar in result.bars) == pytest.approx(100, abs=0.1)
    assert result.bars[-1].label
    for bar in result.bars:
        assert 0 <= bar.height <= MAX_HEIGHT
        assert bool(bar.height) is bool(bar.count)


@pytest.mark.parametrize(("years", "labelled"), [(8, 8), (9, 5), (30, 15)])
def test_labels_do_not_overlap(years: int, labelled: int) -> None:
    facets = {"year": values({str(1990 + number): 1 for number in range(years)})}
    result = timeline(SearchRequest(), facets, years, link)
    assert result
    assert sum(bool(bar.label) for bar in result.bars) == labelled
