"""The gazetteer: which units a name denotes on a day, in every written form."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import fold
from timtin.knowledge import PlaceFilter, gazetteer
from timtin.knowledge.places.names import name_key, name_variants, split_unit_type
from timtin.knowledge.places.succession import current_path
from timtin.knowledge.places.table import unit_table
from timtin.knowledge.places.units import unit_at

BEFORE, AFTER = date(2024, 3, 7), date(2025, 8, 1)


# name, day → the paths it can be
FOUND = [
    ("Huyện Bến Lức", BEFORE, [("Long An", "Huyện Bến Lức")]),
    ("Huyện Bến Lức", AFTER, []),  # the reform abolished districts
    ("Xã Bến Lức", BEFORE, []),  # the new commune did not exist yet
    ("Xã Bến Lức", AFTER, [("Tây Ninh", "Xã Bến Lức")]),
    ("bến lức", BEFORE, [("Long An", "Huyện Bến Lức"), ("Long An", "Huyện Bến Lức", "Thị trấn Bến Lức")]),
    ("thành phố Bắc Ninh", BEFORE, [("Bắc Ninh", "Thành phố Bắc Ninh")]),  # only six provinces are a `thành phố`
    ("tỉnh Bắc Ninh", BEFORE, [("Bắc Ninh",)]),
    ("thành phố Đà Nẵng", BEFORE, [("Đà Nẵng",)]),
    ("Thừa Thiên - Huế", BEFORE, [("Thừa Thiên Huế",)]),
    ("Thừa Thiên Huế", date(2025, 1, 1), []),
    ("Huế", date(2025, 1, 1), [("Huế",)]),
    ("thành phố Huế", BEFORE, [("Thừa Thiên Huế", "Thành phố Huế")]),
    ("Huyện Thuỷ Nguyên", BEFORE, [("Hải Phòng", "Huyện Thủy Nguyên")]),  # a city from 2025
    ("Xã Hoằng Khê", BEFORE, []),  # merged before 2023
    ("6", BEFORE, []),  # a number alone is no name
    ("", BEFORE, []),
    ("/", None, []),
]


@pytest.mark.parametrize(("name", "on", "paths"), FOUND)
def test_find(name: str, on: date | None, paths: list[tuple[str, ...]]) -> None:
    assert [unit.path for unit in gazetteer().find(name, on)] == paths


def test_units_merged_late_may_have_existed_on_an_earlier_day() -> None:
    provinces = [unit.path[0] for unit in gazetteer().find("Xã Bình Phú", BEFORE)]
    assert provinces == [
        "An Giang", "Bến Tre", "Hà Nội", "Phú Thọ", "Quảng Nam", "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Đồng Tháp",
    ]  # fmt: skip


# written forms of one unit
WRITTEN = {
    ("Hà Nam", "Thị xã Duy Tiên"): [
        "TX Duy Tiên",
        "TX. Duy Tiên",
        "thị xã duy tiên",
        "THỊ XÃ DUY TIÊN",
        "thi xa duy tien",
    ],
    ("Hồ Chí Minh", "Quận 1"): ["Quận 1", "Q.1", "Q1", "q 1", "Quận 01", "quan 1"],
    ("Hồ Chí Minh",): ["TP.HCM", "TPHCM", "TP HCM", "TP. Hồ Chí Minh", "Sài Gòn", "ho chi minh"],
    ("Long An", "Huyện Bến Lức", "Thị trấn Bến Lức"): ["TT Bến Lức", "tt. bến lức", "Thị Trấn Bến Lức"],
    ("Bà Rịa - Vũng Tàu",): ["Bà Rịa – Vũng Tàu", "Bà Rịa-Vũng Tàu", "ba ria vung tau"],
    ("Đắk Nông", "Huyện Đắk R'Lấp"): ["Huyện Đắk R’lấp", "huyen dak r'lap", "H. Đắk R'Lấp"],
    ("Hòa Bình",): ["Tỉnh Hoà Bình", "tỉnh hòa bình"],
    ("Đắk Lắk",): ["Đắc Lắc", "Daklak", "tỉnh Đăk Lăk"],
}


@pytest.mark.parametrize(("path", "form"), [(path, form) for path, forms in WRITTEN.items() for form in forms])
def test_every_written_form_is_found(path: tuple[str, ...], form: str) -> None:
    assert path in [unit.path for unit in gazetteer().find(form)]
    assert path in [unit.path for unit in gazetteer().find(unicodedata.normalize("NFD", form))]


def test_provinces() -> None:
    known = gazetteer()
    assert len(known.provinces_today) == 34
    assert known.provinces_today <= known.provinces_before_reform
    # 63 and Huế, which Thừa Thiên Huế became half a year before the reform
    assert len(known.provinces_before_reform) == 64
    assert {"Long An", "Thừa Thiên Huế"} <= known.provinces_before_reform - known.provinces_today
    assert {unit.level for unit in known.find("Tỉnh Long An")} == {"province"}
    assert "province" not in {unit.level for unit in known.find("Bến Lức")}


# words → how many of the first form a name
LONGEST = [
    ("Tây Ninh dân vận", 2),
    ("huyện Bến Lức hội nghị", 3),
    ("tay ninh dan van", 2),
    ("TP Hồ Chí Minh năm 2024", 4),
    ("Q.1 hôm nay", 1),
    ("Đắk R'Lấp", 2),
    ("hội nghị tổng kết", 0),
    ("2024", 0),
    ("", 0),
]


@pytest.mark.parametrize(("words", "count"), LONGEST)
def test_count_name_words(words: str, count: int) -> None:
    assert gazetteer().count_name_words(words.split()) == count


# filter value → what it selects as `place`
FILTERS = [
    ("Tây Ninh", PlaceFilter(path="Tây Ninh")),
    ("tỉnh Tây Ninh", PlaceFilter(path="Tây Ninh")),
    ("TP.HCM", PlaceFilter(path="Hồ Chí Minh")),
    ("Long An", PlaceFilter(names=("long an",))),  # no longer a province
    ("Bến Lức", PlaceFilter(names=("bến lức",))),
    ("ben luc", PlaceFilter(names=("bến lức",))),
    ("TX Duy Tiên", PlaceFilter(names=("thị xã duy tiên",))),
    ("Xã Bình Phú", PlaceFilter(names=("xã bình phú",))),
    ("tay ninh / xa ben luc", PlaceFilter(path="Tây Ninh/Xã Bến Lức")),
    ("Không/Có", PlaceFilter(path="Không/Có")),
    ("Không Có", PlaceFilter(names=("không có",))),
]


@pytest.mark.parametrize(("value", "selected"), FILTERS)
def test_resolve_filter(value: str, selected: PlaceFilter) -> None:
    assert gazetteer().resolve_filter(value) == selected


def test_a_former_province_is_a_path_if_former_ones_are_included() -> None:
    assert gazetteer().resolve_filter("Long An", include_former=True) == PlaceFilter(path="Long An")


def test_name_variants_agree_with_filters() -> None:
    known = gazetteer()
    assert name_variants("Huyện M'Đrắk") == ("huyện m'đrắk", "m'đrắk")
    assert name_variants("Tây Ninh") == ("tây ninh",)
    for written in ("huyen m'drak", "M'Đrắk", "HUYỆN M’ĐRẮK"):
        assert set(known.resolve_filter(written).names) & set(name_variants("Huyện M'Đrắk"))


def test_every_row_is_found_by_its_whole_path() -> None:
    known = gazetteer()
    for row in range(0, len(unit_table().name), 7):
        path = unit_at(row).path
        unit = known.unit(path)
        assert unit is not None, path
        assert unit.path == path
        assert current_path(unit.now) == unit.now, path  # what it became exists today


NAMES = sorted({name for name in unit_table().name if re.search("[^0-9]", name)})


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(NAMES), st.sampled_from([str.upper, str.lower, str.title, fold]), st.sampled_from(["NFC", "NFD"])
)
def test_case_form_and_diacritics_never_lose_a_name(name: str, change: object, form: str) -> None:
    written = unicodedata.normalize(form, change(name))  # type: ignore[operator]
    paths = {unit.path for unit in gazetteer().find(name)}
    found = {unit.path for unit in gazetteer().find(written)}
    assert found
    assert change is fold or found >= paths


@settings(deadline=None, max_examples=150)
@given(st.text())
def test_no_text_raises(text: str) -> None:
    known = gazetteer()
    known.find(text)
    known.resolve_filter(text)
    current_path(text.split("/"))
    assert 0 <= known.count_name_words(text.split()) <= len(text.split())
    kind, bare = split_unit_type(name_key(text))
    assert bare or not kind
