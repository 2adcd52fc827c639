"""What units became in the reform of 1 July 2025, and what today's units were made of."""

from __future__ import annotations

from datetime import date

import pytest

from timtin.knowledge import gazetteer
from timtin.knowledge.places.succession import current_path, predecessors

# path before the reform → the certain part of today's path
BECAME = [
    (("Long An", "Huyện Bến Lức"), ("Tây Ninh",)),  # several communes: the province alone is certain
    (("Hà Nam", "Thị xã Duy Tiên"), ("Ninh Bình",)),
    (("Hà Nội", "Huyện Gia Lâm"), ("Hà Nội",)),
    (("Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân"), ("Đà Nẵng", "Phường Tam Kỳ")),
    (("Hà Nội", "Quận Ba Đình", "Phường Cống Vị"), ("Hà Nội",)),  # a divided commune
    (("Quảng Ngãi", "Huyện Lý Sơn"), ("Quảng Ngãi", "Đặc khu Lý Sơn")),  # an island became one unit
    (("Thừa Thiên Huế",), ("Huế",)),
    (("Đà Nẵng", "Phường Tam Kỳ"), ("Đà Nẵng", "Phường Tam Kỳ")),
    (("long an", "huyen ben luc"), ("Tây Ninh",)),
    (("Đà Nẵng", "Huyện Bến Lức"), ()),
    ((), ()),
]


@pytest.mark.parametrize(("then", "now"), BECAME)
def test_current_path(then: tuple[str, ...], now: tuple[str, ...]) -> None:
    assert current_path(then) == now


@pytest.mark.parametrize(
    ("path", "made_of"),
    [
        (("Tây Ninh",), [("Long An",), ("Tây Ninh",)]),
        (("Hà Nội",), [("Hà Nội",)]),
        (
            ("Hà Nội", "Xã Phù Đổng"),
            [("Hà Nội", "Huyện Gia Lâm", "Xã Phù Đổng"), ("Hà Nội", "Huyện Gia Lâm", "Xã Thiên Đức")],
        ),
    ],
)
def test_predecessors(path: tuple[str, ...], made_of: list[tuple[str, ...]]) -> None:
    unit = gazetteer().unit(path, date(2026, 1, 1))
    assert unit
    found = [each.path for each in predecessors(unit)]
    assert set(made_of) <= set(found)
    assert all(each.now == path for each in predecessors(unit))
    old = gazetteer().unit(("Long An", "Huyện Bến Lức"))
    assert old
    assert predecessors(old) == ()
