from __future__ import annotations

import unicodedata
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import analyze, entity_value, find_entities
from timtin.analyzers.entities.recognize import EntityType

ENTITIES = [
    # text, its entities with their types
    ("Quyết định số 217-QĐ/TW và 218-QĐ/TW.", [("217-QĐ/TW", "document"), ("218-QĐ/TW", "document")]),
    ("(42-KH/BDVHU-UBND)", [("42-KH/BDVHU-UBND", "document")]),
    ("Nghị định 30/2020/NĐ-CP", [("30/2020/NĐ-CP", "document")]),
    ("Luật số 05/2023/QH15", [("05/2023/QH15", "document")]),
    ("1027/CTK-CSCL, 12/TTr-UBND", [("1027/CTK-CSCL", "document"), ("12/TTr-UBND", "document")]),
    ("Covid-19, 24/7, 5-10 km, 3-Nam", []),
    ("ngày 07/03/2024, 7.3.2024, 07-03-2024", [("07/03/2024", "date"), ("7.3.2024", "date"), ("07-03-2024", "date")]),
    ("2025-01-08T15:13:22+07:00", [("2025-01-08", "date")]),
    ("31/02/2024 và 32/01/2024 và 1/2.2024", []),  # no such days; mixed separators
    ("thư: ban.dan-van@mail.tayninh.gov.vn.", [("ban.dan-van@mail.tayninh.gov.vn", "email")]),
    ("a@b, @x.vn", []),
    ("(xem https://a.vn/tin?id=1&b=2).", [("https://a.vn/tin?id=1&b=2", "url")]),
    ("tại www.a.gov.vn!", [("www.a.gov.vn", "url")]),
    ("https://a.vn/217-QĐ/TW/07/03/2024", [("https://a.vn/217-QĐ/TW/07/03/2024", "url")]),
    ("217 - QĐ/TW, 217-QĐ / TW", [("217 - QĐ/TW", "document"), ("217-QĐ / TW", "document")]),
    ("217-qđ/tw, 30/2020/nđ-cp", [("217-qđ/tw", "document"), ("30/2020/nđ-cp", "document")]),
    ("25-NQ và 05/TT", [("25-NQ", "document"), ("05/TT", "document")]),  # one code, no year
    ("năm 2023 - UBND xã, 12-AB", []),  # no code of a document type
    ("ngày 07 tháng 3 năm 2024", [("07 tháng 3 năm 2024", "date")]),
    ("tháng 3/2024, quý I năm 2024", [("tháng 3/2024", "date"), ("quý I năm 2024", "date")]),
    ("sáng 7/3, ngày 7-3, tỷ số 7-3", [("7/3", "date"), ("7-3", "date")]),  # without a year only after ngày etc.
    ("ngay 7 thang 3 nam 2024", [("7 thang 3 nam 2024", "date")]),
    ("14h30, 8g30, 14:30:05", [("14h30", "time"), ("8g30", "time"), ("14:30:05", "time")]),
    ("14 giờ 30 phút, 8 giờ sáng, trong 24 giờ", [("14 giờ 30 phút", "time"), ("8 giờ", "time")]),
    ("25:00, 24h.com.vn, 1:2", []),
    ("1,5 tỷ đồng, 50.000đ, 20 USD", [("1,5 tỷ đồng", "money"), ("50.000đ", "money"), ("20 USD", "money")]),
    ("5 tỷ 300 triệu đồng", [("5 tỷ 300 triệu đồng", "money")]),
    ("500 đồng chí, 10 đồng, 300 triệu người, 5đ", []),  # comrades; too small an amount; no currency
    ("12,5%, 5-10 %, 3 phần trăm", [("12,5%", "percent"), ("10 %", "percent"), ("3 phần trăm", "percent")]),
    ("0912 345 678; (0272) 3871 234", [("0912 345 678", "phone"), ("(0272) 3871 234", "phone")]),
    ("+84 912 345 678, 1900 1234", [("+84 912 345 678", "phone"), ("1900 1234", "phone")]),
    ("01 02 03 04 05, 07-03-2024 10:30", [("07-03-2024", "date"), ("10:30", "time")]),
    ("#DânVận #2024 a#b &#39;", [("#DânVận", "hashtag")]),
    ("２１７－QĐ／TW, 217‑Q\u200bĐ/TW", [("２１７－QĐ／TW", "document"), ("217‑Q\u200bĐ/TW", "document")]),
    ("", []),
]  # fmt: skip

VALUES = [
    # type, written forms of one value, the value
    ("date", ["7/3/2024", "07-03-2024", "2024-03-07", "07 tháng 3 năm 2024", "07 / 03 / 2024"], "2024-03-07"),
    ("date", ["tháng 3/2024", "tháng 03 năm 2024", "THÁNG 3-2024"], "2024-03"),
    ("date", ["7/3", "07 tháng 3", "7-3"], "--03-07"),
    ("date", ["quý I/2024", "quý 1 năm 2024"], "2024-Q1"),
    ("time", ["14h30", "14:30", "14 giờ 30 phút", "14g30", "14 giờ rưỡi"], "14:30"),
    ("money", ["1,5 tỷ đồng", "1.500.000.000đ", "1 tỉ 500 triệu VNĐ", "1.500 triệu đồng"], "1500000000 VND"),
    ("money", ["20 triệu USD", "$20 triệu", "20.000.000 đô la Mỹ"], "20000000 USD"),
    ("percent", ["12,5%", "12.5 %", "12,50 phần trăm"], "12.5%"),
    ("phone", ["0272 3871 234", "(0272) 3871.234", "+84 272 3871 234", "0084 272 3871234"], "+842723871234"),
    ("document", ["217-QĐ/TW", "217 - qđ / tw", "２１７-QĐ/TW"], "217-qđ/tw"),
    ("hashtag", ["#DânVận", "#dânvận"], "#dânvận"),
]  # fmt: skip


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("kind", "written", "value"), VALUES)
def test_one_value_however_written(kind: EntityType, written: list[str], value: str, form: str) -> None:
    assert {entity_value(kind, unicodedata.normalize(form, each)) for each in written} == {value}


@given(st.text("1207/-.:%$đh quý tháng#+()\u0301２\ud800", max_size=20))
@settings(deadline=None, max_examples=200)
def test_any_text_has_a_value_or_none(text: str) -> None:
    for kind in get_args(EntityType):
        assert entity_value(kind, text) is None or isinstance(entity_value(kind, text), str)


@pytest.mark.parametrize(("text", "expected"), ENTITIES)
def test_entities_of_decomposed_text(text: str, expected: list[tuple[str, str]]) -> None:
    text = unicodedata.normalize("NFD", text)
    found = [(unicodedata.normalize("NFC", text[start:end]), kind) for start, end, kind in find_entities(text)]
    assert found == [(unicodedata.normalize("NFC", piece), kind) for piece, kind in expected]


@pytest.mark.parametrize(("text", "expected"), ENTITIES)
def test_entities_in_analyze(text: str, expected: list[tuple[str, str]]) -> None:
    plain = {"syllable", "number", "word"}
    assert [(token.text, token.kind) for token in analyze(text) if token.kind not in plain] == expected


@pytest.mark.parametrize(("text", "expected"), ENTITIES)
def test_entities(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[start:end], kind) for start, end, kind in find_entities(text)] == expected


@given(st.text("1207/-.@:ĐQTWghtpsw aé%$đ#,()+\u0301\u200b２\n\ud800", max_size=60))
@settings(deadline=None, max_examples=300)
def test_entities_are_ordered_and_disjoint(text: str) -> None:
    end = 0
    for start, stop, _kind in find_entities(text):
        assert end <= start < stop <= len(text)
        end = stop


@pytest.mark.parametrize(
    "unit",
    [
        "-",
        "a.",
        "a@",
        "a@b.",
        "1/",
        "1-Q",
        "1-QĐ/",
        "http://",
        "www.",
        "1.1.",
        "A",
        "://",
        "1 tỷ ",
        "0 ",
        "0.",
        "#a",
        "ngày ",
        "1:",
        "(0",
        "12 tháng ",
        "1-QĐ ",
        "a\u0301",
        "１",
    ],
)
def test_a_megabyte_finishes(unit: str) -> None:
    find_entities(unit * (1_000_000 // len(unit)))
