"""Cited documents: how they are written, what they are not, and that a normal form is its own."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.knowledge.citations import find_citations, normal_citation

FOUND = [
    # whole numbers, the Party's and the state's
    ("theo Quyết định số 217-QĐ/TW của Bộ Chính trị", ["217-QĐ/TW"]),
    ("Kế hoạch số 15 -KH/ĐU ngày 02/3/2024", ["15-KH/ĐU"]),
    ("Thông báo số 5-TB/TU", ["05-TB/TU"]),
    ("Kế hoạch 42-KH/BDVHU-UBND về phối hợp", ["42-KH/BDVHU-UBND"]),
    ("Nghị định số 30/2020/NĐ-CP về công tác văn thư", ["30/2020/NĐ-CP"]),
    ("Quyết định số 749/QĐ - TTg ngày 03/6/2020", ["749/QĐ-TTg"]),
    ("Công văn số 1027/CTK-CSCL", ["1027/CTK-CSCL"]),
    ("Công điện khẩn số 11/CĐ-UBND", ["11/CĐ-UBND"]),
    ("Nghị quyết số 98/2023/QH15 của Quốc hội", ["98/2023/QH15"]),
    ("Quy định số 08-QĐi/TW", ["08-QĐi/TW"]),
    ("thực hiện 05-CT/TW và 21-KL/TW", ["05-CT/TW", "21-KL/TW"]),  # without the type's name
    # written in another's way, put right
    ("Quyết định 217/QĐ-TW", ["217-QĐ/TW"]),
    ("Chỉ thị 16-CT/TTg", ["16/CT-TTg"]),
    ("Nghị quyết 18-NQ/T.Ư", ["18-NQ/TW"]),
    ("Nghị quyết 18-NQ/TƯ", ["18-NQ/TW"]),
    # lists
    ("Quyết định số 217, 218-QĐ/TW", ["217-QĐ/TW", "218-QĐ/TW"]),
    ("Quyết định 217, 218 của Bộ chính trị", ["217-QĐ/TW", "218-QĐ/TW"]),
    ("Nghị quyết số 18 và số 19-NQ/TW", ["18-NQ/TW", "19-NQ/TW"]),
    ("Quyết định số 6525-QĐ/TU, 2200-QĐ/TU", ["6525-QĐ/TU", "2200-QĐ/TU"]),
    # the issuer says the rest
    ("KL số 43 của Ban Bí thư", ["43-KL/TW"]),
    ("hướng dẫn số 09 của tỉnh ủy", ["09-HD/TU"]),
    ("Chỉ thị số 24, ngày 07/8/2023 của Thành ủy Hà Nội", ["24-CT/TU"]),
    ("Nghị quyết 03 của Ban Thường vụ Huyện ủy", ["03-NQ/HU"]),
    ("Nghị quyết số 12 của Thành ủy", ["12-NQ"]),  # of which level?
    ("Quy định 47 ngày 1-11-2011 của Ban Chấp hành Trung ương", ["47-QĐ/TW"]),
    ("Chỉ thị 16 của Thủ tướng Chính phủ", ["16/CT-TTg"]),
    ("Quyết định số 1234 của UBND tỉnh", ["1234/QĐ-UBND"]),
    ("Nghị định 91 năm 2015", ["91/2015/NĐ-CP"]),
    ("Nghị định số 30 ngày 05/3/2020 của Chính phủ", ["30/2020/NĐ-CP"]),
    ("Nghị định số 30 của Chính phủ", ["30-NĐ"]),  # of which year?
    ("Thông tư 22 năm 2021 của Bộ Y tế", ["22/2021/TT-BYT"]),
    # the subject agrees with a known central document
    ("NQ số 25 về đổi mới sự lãnh đạo của đảng với công tác dân vân khéo", ["25-NQ/TW"]),
    ("CT 05 về “Học tập, làm theo tư tưởng đạo đức phong cách Hồ Chí Minh”", ["05-CT/TW"]),
    ("Nghị định 100 về xử phạt vi phạm hành chính giao thông đường bộ", ["100/2019/NĐ-CP"]),
    ("NQ số 25 về phát triển cây ăn trái của xã", ["25-NQ"]),  # it does not
    ("Nghị quyết số 25 của Huyện ủy về công tác dân vận", ["25-NQ/HU"]),  # another's
    # bare
    ("thực hiện Nghị quyết số 25.", ["25-NQ"]),
    ("theo nghị định 116 không đúng", ["116-NĐ"]),
    ("Công văn số 58/PQLĐT", ["58/PQLĐT"]),
]

NOT_FOUND = [
    "phục vụ 24/7, họp ngày 24/7",
    "xe 51F-123.45 và 29-LD/12",
    "điện thoại 0296-3852.123",
    "kế hoạch 5 năm 2021-2025, báo cáo 6 tháng đầu năm",
    "quyết định 3 vấn đề, kết luận 10 cán bộ",
    "chương trình 135, đề án 06, chương trình 30 phút",
    "Điều 5, khoản 2; tỷ lệ 1/500; 2/3 số hộ; 20.000 m3/ngày",
    "tòa nhà CT5, lô đất CT 2, chung cư CT6A",
    "kế hoạch 2024 của xã",
    "quyết định 5 triệu đồng",
    "nghị quyết 5 năm, chỉ thị 3 nội dung",
    "tháng 6/2016 - UBND tỉnh",
    "thắng 3-0, nhiệm kỳ 2020-2025",
    "giá 30/kg, chạy 60 km/h",
    "quốc lộ 14B - TP. Đà Nẵng",
]


@pytest.mark.parametrize(("text", "numbers"), FOUND)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_found(text: str, numbers: list[str], form: str) -> None:
    written = unicodedata.normalize(form, text)
    found = find_citations(written)
    assert [citation.number for citation in found] == numbers
    for citation in found:
        assert written[citation.start : citation.end][0].isdigit()


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text: str) -> None:
    assert find_citations(text) == []


@pytest.mark.parametrize("numbers", [numbers for _, numbers in FOUND])
def test_a_normal_form_is_its_own(numbers: list[str]) -> None:
    assert [normal_citation(number) for number in numbers] == numbers
    known = [number for number in numbers if number != "58/PQLĐT"]  # in small letters it might be a price per kg
    assert [normal_citation(number.lower()) for number in known] == known


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("217-qđ/tw", "217-QĐ/TW"),
        ("217-qd/tw", "217-QĐ/TW"),
        ("qd 217-qd/tw", "217-QĐ/TW"),
        ("217 qđ tw", "217-QĐ/TW"),
        ("217 – QĐ/TW", "217-QĐ/TW"),
        ("“Quyết định số 217-QĐ/TW”", "217-QĐ/TW"),
        ("quyet dinh 217 cua bo chinh tri", "217-QĐ/TW"),
        ("nghi quyet so 25", "25-NQ"),
        ("QĐ 217", "217-QĐ"),
        ("5-ct/tw", "05-CT/TW"),
        ("nghị định 100/2019", "100/2019/NĐ-CP"),
        ("30 2020 nd cp", "30/2020/NĐ-CP"),
        ("42-kh/bdvhu-ubnd", "42-KH/BDVHU-UBND"),
    ],
)
def test_queries(written: str, number: str) -> None:
    assert normal_citation(written) == number


_OTHER = ["", "217", "24/7", "covid-19", "07/3/2024", "dân vận khéo", "kế hoạch 5 năm", "báo cáo 2023", "quyết định"]
_OTHER += ["217, 218-QĐ/TW", "5 km", "Quyết định 217-QĐ/TW và kế hoạch", "\ud800", "x" * 1000]


@pytest.mark.parametrize("text", _OTHER)
def test_other_queries(text: str) -> None:
    assert normal_citation(text) is None


_PARTS = ["1", "05", "217", "2020", "-", "/", " ", ", ", "QĐ", "NQ", "TW", "TTg", "UBND", "số ", "Quyết định ", "của "]
_PARTS += ["Bộ Chính trị", "về ", "dân vận", "ngày 5/3/2020", "\n", "a\u0301", "nghị định ", "năm 2019"]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(_PARTS), max_size=14).map("".join) | st.text(max_size=60))
def test_any_text(text: str) -> None:
    end = 0
    for citation in find_citations(text):
        assert end <= citation.start < citation.end <= len(text)
        assert normal_citation(citation.number) == citation.number
        end = citation.end
    normal_citation(text)
