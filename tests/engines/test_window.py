"""Windows of a total order, from an engine that orders by rank only."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.engines.window import ordered_window, rank

ranks = st.lists(st.integers(0, 4), max_size=120)


def pages(listed: list[tuple[float, int]], limit: int, most: int) -> list[int]:
    """Return all pages concatenated."""
    out: list[int] = []
    for offset in range(0, len(listed) + limit, limit):
        window = ordered_window(
            lambda at, count: listed[at : at + count], lambda ids: [(id,) for id in ids], offset, limit, most
        )
        out += [id for _, id in window]
    return out


@settings(deadline=None)
@given(ranks, st.integers(1, 30), st.randoms(use_true_random=False))
def test_pages_are_slices_of_the_total_order(ranks: list[int], limit: int, random: st.DataObject) -> None:
    ids = list(range(len(ranks)))
    random.shuffle(ids)  # type: ignore[attr-defined]
    listed = sorted(zip(map(float, ranks), ids, strict=True), key=lambda hit: -hit[0])
    assert pages(listed, limit, 1000) == [id for _, id in sorted(listed, key=lambda hit: (-hit[0], hit[1]))]


@settings(deadline=None)
@given(ranks, st.integers(1, 30), st.integers(1, 60))
def test_too_large_groups_keep_their_order_and_no_page_repeats_or_misses(
    ranks: list[int], limit: int, most: int
) -> None:
    listed = sorted(((float(rank), -i) for i, rank in enumerate(ranks)), key=lambda hit: -hit[0])
    expected = []
    for value in sorted(set(ranks), reverse=True):
        group = [id for rank, id in listed if rank == value]
        expected += sorted(group) if len(group) <= most else group
    assert pages(listed, limit, most) == expected


def test_rank_rounds_to_five_digits() -> None:
    assert rank(12.345678) == rank(12.345699) == 12.346
    assert rank(0.000012345678) == 0.000012346
    assert rank(0.0) == 0.0
