"""The chart of articles over time (view model): one bar per year, or per month of a single year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ...model import FacetValue
from ...presentation.messages import text
from ...presentation.values import day
from ..http.request import SearchRequest

Link = Callable[[SearchRequest], str]

DATES = ("year", "month", "after", "before")
"""The date filters, which a selection in the chart replaces."""

MAX_HEIGHT, MIN_HEIGHT = 56.0, 2.0
"""Height in px of the tallest bar and of the smallest non-zero bar."""

BASE = 74.0
"""Vertical position in px of the base line."""

WIDE, NARROW = 72, 26
"""Width of a bar in px, preferred and minimum; WCAG 2.2 requires touch targets of at least 24."""

MAX_UNSCROLLED = 12
"""Number of bars that fit on a phone; with more the chart scrolls horizontally."""

MAX_YEARS = 60
"""Maximum span of years that is shown with empty years; a misread date may lie centuries away."""

MAX_LABELS = 8
"""With more years only every other one is labelled; all months are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The bar of one period: `x` and `width` of its column in percent of the chart, `y` and `height` in px."""

    period: str
    label: str
    name: str
    count: int
    href: str
    selected: bool
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The chart. Links: `back` from months to all years, `clear` to the search without its date filters (None without
    any), `all_dates` to the search without date filters in any case. `narrowed`: some but not all bars are selected."""

    title: str
    undated: int
    bars: tuple[Bar, ...]
    back: str | None
    clear: str | None
    narrowed: bool
    all_dates: str
    width: int
    long: bool


def single_year(request: SearchRequest, years: Iterable[str]) -> str | None:
    """Return the year to show by months: the only one selected, that of a range, or the only one with articles."""
    filters = request.filters
    named = {value[:4] for name in ("year", "month") for value in filters.get(name, ())}
    if not named and filters.get("after") and filters.get("before"):
        named = {value[:4] for name in ("after", "before") for value in filters[name]}
    known = set(named or years)
    return known.pop() if len(known) == 1 else None


def timeline(
    request: SearchRequest,
    facets: Mapping[str, tuple[FacetValue, ...]],
    total: int,
    link: Link,
    *,
    months: bool = True,
) -> Timeline | None:
    """Return the chart of a search, or None if it would have fewer than two bars.

    Args:
        request: the search.
        facets: the facets `year` and `month` of the search without date filters, so that unselected periods show, too.
        total: the total of that search.
        link: returns the link to a search.
        months: whether to show a single year by months.
    """
    plain = request.without_filters(DATES)
    years = _counts(facets.get("year", ()))
    year = single_year(request, years) if months else None
    if year is not None:
        counts = _counts(facets.get("month", ()))
        periods = [f"{year}-{month:02}" for month in range(1, 13)]
        title = text("timeline.months", year=year)
    else:
        counts, periods, title = years, _without_gaps(sorted(years)), text("timeline.years")
    if len(periods) < 2 or not any(counts.get(period) for period in periods):
        return None
    bars = _bars(request, plain, periods, counts, link)
    dated = any(request.filters.get(name) for name in DATES)
    return Timeline(
        title=title,
        undated=max(0, total - sum(years.values())) if year is None else 0,
        bars=bars,
        back=link(plain) if year is not None and len(years) > 1 else None,
        clear=link(plain) if dated else None,
        narrowed=any(bar.selected for bar in bars),
        all_dates=link(plain),
        width=len(periods) * (WIDE if len(periods) <= MAX_UNSCROLLED else NARROW),
        long=len(periods) > MAX_UNSCROLLED,
    )


def _bars(
    request: SearchRequest, plain: SearchRequest, periods: list[str], counts: Mapping[str, int], link: Link
) -> tuple[Bar, ...]:
    highest = max(counts.get(period, 0) for period in periods)
    step = 100 / len(periods)
    label_step = 2 if len(periods) > MAX_LABELS and len(periods[0]) == len("2024") else 1
    bars = []
    for index, period in enumerate(periods):
        count = counts.get(period, 0)
        selected = _selected(request, period)
        height = max(MIN_HEIGHT, MAX_HEIGHT * count / highest) if count else 0.0
        bars.append(
            Bar(
                period=period,
                label=_label(period) if (len(periods) - 1 - index) % label_step == 0 else "",
                name=text("timeline.bar_selected" if selected else "timeline.bar", n=count, period=day(period)),
                count=count,
                href=link(_within(plain, period)),
                selected=selected,
                x=round(index * step, 3),
                width=round(step, 3),
                y=round(BASE - height, 1),
                height=round(height, 1),
            )
        )
    return tuple(bars)


def _within(plain: SearchRequest, period: str) -> SearchRequest:
    """Return the search within one period. A month also selects its year, so that the chart keeps showing months."""
    if len(period) == len("2024"):
        return plain.with_filter("year", period)
    return plain.with_filter("year", period[:4]).with_filter("month", period)


def _selected(request: SearchRequest, period: str) -> bool:
    """Return whether the date filters select a period: they admit part of it; a year alone selects no month."""
    filters = request.filters
    month = len(period) > len("2024")
    if not any(filters.get(name) for name in DATES if not (month and name == "year")):
        return False
    for name in ("month", "year"):
        values = filters.get(name, ())
        if values and not any(_overlap(value, period) for value in values):
            return False
    after = [value for value in filters.get("after", ()) if value[: len(period)] > period[: len(value)]]
    before = [value for value in filters.get("before", ()) if value[: len(period)] < period[: len(value)]]
    return not after and not before


def _overlap(value: str, period: str) -> bool:
    return value.startswith(period) or period.startswith(value)


def _label(period: str) -> str:
    if len(period) == len("2024"):
        return period
    month = int(period[5:])
    return text("date.month_short", month=month, name=text("date.names").split()[month - 1])


def _counts(values: tuple[FacetValue, ...]) -> dict[str, int]:
    return {value.value: value.count for value in values if value.count}


def _without_gaps(years: list[str]) -> list[str]:
    if not years or int(years[-1]) - int(years[0]) >= MAX_YEARS:
        return years[-MAX_YEARS:]
    return [f"{year:04}" for year in range(int(years[0]), int(years[-1]) + 1)]
