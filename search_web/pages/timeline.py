"""The chart of articles over time: a bar a year, or a month where one year is looked at; plain data, ready to draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ...model import FacetValue
from ...presentation import values as show
from ...presentation.messages import text
from ..http.request import SearchRequest

Link = Callable[[SearchRequest], str]

DATES = ("year", "month", "after", "before")
"""Every filter that narrows by date: what the chart offers takes their place."""

TALLEST, LEAST = 56.0, 2.0
"""Heights of the tallest bar and of the smallest that counts anything, in px; `BASE` is what they stand on."""

BASE = 74.0
WIDE, NARROW = 72, 26
"""Room for a bar in px: where there is plenty, and what it needs at least to be met by a finger (WCAG 2.2: 24)."""

FEW = 12
"""So many bars fit on a phone; of more the chart is scrolled sideways."""

MOST_YEARS = 60
"""Years are shown without gaps, unless one lies so far off (a misread date) that gaps would be all one sees."""

LABELLED = 8
"""Of more years every other one is labelled; names of months are short enough for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One period. `x`, `width` are shares of the chart in percent, of the whole column; `y`, `height` px."""

    period: str
    label: str
    name: str
    count: int
    href: str
    chosen: bool
    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The chart. `back` leads from months to all years, `clear` to the search without dates, where it has some;
    `anything` is that search always, for the script. `narrowed`: some bars are chosen and others are not."""

    title: str
    undated: int
    bars: tuple[Bar, ...]
    back: str | None
    clear: str | None
    narrowed: bool
    anything: str
    width: int
    long: bool


def wanted_year(request: SearchRequest, years: Iterable[str]) -> str | None:
    """The one year that is looked at: the only one chosen, the one a range lies in, or the only one there is."""
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
    """The chart of a search; None where there would be fewer than two bars.

    In: `total`, and `facets` with `year` and `month`, of the search without any filter by date, so that what is not
    chosen is seen, too. `months`: whether a single year is shown by its months.
    """
    plain = request.without_filters(DATES)
    years = _counts(facets.get("year", ()))
    year = wanted_year(request, years) if months else None
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
        narrowed=any(bar.chosen for bar in bars),
        anything=link(plain),
        width=len(periods) * (WIDE if len(periods) <= FEW else NARROW),
        long=len(periods) > FEW,
    )


def _bars(
    request: SearchRequest, plain: SearchRequest, periods: list[str], counts: Mapping[str, int], link: Link
) -> tuple[Bar, ...]:
    most = max(counts.get(period, 0) for period in periods)
    step = 100 / len(periods)
    every = 2 if len(periods) > LABELLED and len(periods[0]) == len("2024") else 1
    made = []
    for at, period in enumerate(periods):
        count = counts.get(period, 0)
        chosen = _chosen(request, period)
        height = max(LEAST, TALLEST * count / most) if count else 0.0
        made.append(
            Bar(
                period=period,
                label=_label(period) if (len(periods) - 1 - at) % every == 0 else "",
                name=text("timeline.bar_chosen" if chosen else "timeline.bar", n=count, period=show.day(period)),
                count=count,
                href=link(_only(plain, period)),
                chosen=chosen,
                x=round(at * step, 3),
                width=round(step, 3),
                y=round(BASE - height, 1),
                height=round(height, 1),
            )
        )
    return tuple(made)


def _only(plain: SearchRequest, period: str) -> SearchRequest:
    """The search within one period. A month keeps its year chosen, so that the chart stays at its months."""
    if len(period) == len("2024"):
        return plain.with_filter("year", period)
    return plain.with_filter("year", period[:4]).with_filter("month", period)


def _chosen(request: SearchRequest, period: str) -> bool:
    """Whether the filters by date choose a period: let some of it through, and say more than a month's year."""
    filters = request.filters
    month = len(period) > len("2024")
    if not any(filters.get(name) for name in DATES if not (month and name == "year")):
        return False
    for name in ("month", "year"):
        values = filters.get(name, ())
        if values and not any(_meet(value, period) for value in values):
            return False
    after = [value for value in filters.get("after", ()) if value[: len(period)] > period[: len(value)]]
    before = [value for value in filters.get("before", ()) if value[: len(period)] < period[: len(value)]]
    return not after and not before


def _meet(value: str, period: str) -> bool:
    return value.startswith(period) or period.startswith(value)


def _label(period: str) -> str:
    if len(period) == len("2024"):
        return period
    month = int(period[5:])
    return text("date.month_short", month=month, name=text("date.names").split()[month - 1])


def _counts(values: tuple[FacetValue, ...]) -> dict[str, int]:
    return {value.value: value.count for value in values if value.count}


def _without_gaps(years: list[str]) -> list[str]:
    if not years or int(years[-1]) - int(years[0]) >= MOST_YEARS:
        return years[-MOST_YEARS:]
    return [f"{year:04}" for year in range(int(years[0]), int(years[-1]) + 1)]
