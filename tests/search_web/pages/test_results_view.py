"""Facet groups, sort orders and the pager."""

from __future__ import annotations

import pytest

from timtin import FacetValue, ResultPage
from timtin.search_web.http.request import SearchRequest
from timtin.search_web.pages import results_view as view


def link(search_request: SearchRequest) -> str:
    return "?" + search_request.query_string()


def result_page(total: int, page: int) -> ResultPage:
    return ResultPage(query="", total=total, page=page, limit=10, took_ms=0)


def labels(total: int, page: int) -> list[str | None]:
    pager = view.pager(SearchRequest(page=page), result_page(total, page), link)
    return [each.label if each else None for each in pager.numbers] if pager else []


@pytest.mark.parametrize(
    ("total", "page", "expected"),
    [
        (0, 1, []),
        (10, 1, []),  # one page needs no pager
        (11, 1, ["1", "2"]),
        (100, 1, ["1", "2", "3", None, "10"]),
        (100, 5, ["1", None, "3", "4", "5", "6", "7", None, "10"]),
        (100, 4, ["1", "2", "3", "4", "5", "6", None, "10"]),  # no gap where nothing is left out
        (100, 10, ["1", None, "8", "9", "10"]),
        (100, 500, ["1", None, "8", "9", "10"]),  # beyond the last page
        (50_000, 3000, ["1", None, "2.998", "2.999", "3.000", "3.001", "3.002", None, "5.000"]),
    ],
)
def test_page_numbers(total: int, page: int, expected: list[str | None]) -> None:
    assert labels(total, page) == expected


def test_the_first_and_the_last_page_have_one_neighbour() -> None:
    first = view.pager(SearchRequest(), result_page(30, 1), link)
    last = view.pager(SearchRequest(page=3), result_page(30, 3), link)
    assert first
    assert last
    assert (first.previous, first.next) == (None, "?q=&page=2")
    assert (last.previous, last.next) == ("?q=&page=2", None)


def values(*names: str) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(value=name, label=name, count=1) for name in names)


def test_a_long_facet_hides_its_tail_but_never_a_selected_value() -> None:
    sources = values(*(f"nguồn {n}" for n in range(20)))
    search_request = SearchRequest(filters={"source": ("nguồn 15",)})
    (group,) = view.groups(search_request, {"source": sources}, link)
    assert [row.label for row in group.rows][-1] == "nguồn 15"
    assert len(group.rows) + len(group.hidden) == 20
    assert group.open


def test_a_single_remaining_value_is_not_hidden() -> None:
    (group,) = view.groups(SearchRequest(), {"source": values(*(f"n{n}" for n in range(9)))}, link)
    assert not group.hidden


def test_months_are_shown_within_a_selected_year() -> None:
    facets = {"year": values("2023", "2024"), "month": values("2024-01", "2024-03")}
    assert [group.name for group in view.groups(SearchRequest(), facets, link)] == ["year"]
    search_request = SearchRequest(filters={"year": ("2024",)})
    years, months = view.groups(search_request, facets, link)
    assert [row.label for row in years.rows] == ["2024", "2023"]  # latest first
    assert [row.label for row in months.rows] == ["03/2024", "01/2024"]


def test_a_row_selects_or_deselects_and_its_parents_expand() -> None:
    tree = (FacetValue(value="Tây Ninh", label="Tây Ninh", count=2, children=values("Tây Ninh/Xã Bến Lức")),)
    search_request = SearchRequest(filters={"place": ("Tây Ninh/Xã Bến Lức",)}, page=3)
    ((parent,),) = (group.rows for group in view.groups(search_request, {"place": tree}, link))
    assert parent.expanded
    assert not parent.selected
    assert parent.children[0].selected
    assert parent.children[0].href == "?q="
    assert parent.href.count("place=") == 2


def test_a_large_tree_shows_only_the_selected_branches() -> None:
    tree = tuple(
        FacetValue(value=f"T{n}", label=f"T{n}", count=9, children=values(*(f"T{n}/X{m}" for m in range(100))))
        for n in range(5)
    )
    (group,) = view.groups(SearchRequest(filters={"place": ("T3/X7",)}), {"place": tree}, link)
    assert [len(row.children) for row in group.rows] == [0, 0, 0, 100, 0]
    assert [row.expanded for row in group.rows] == [False, False, False, True, False]


def test_sorting_by_relevance_requires_a_query() -> None:
    assert [choice.label for choice in view.sorts(SearchRequest(), "newest", link)] == ["Mới nhất", "Cũ nhất"]
    assert len(view.sorts(SearchRequest(query="tin"), "relevance", link)) == 3
