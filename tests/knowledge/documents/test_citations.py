"""Citations: how documents are cited, what is not a citation, and that every normal form is stable."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.knowledge.documents.citations import find_citations, normal_citation

FOUND = [
    # the issuer before the number
    ("Tỉnh ủy ban hành Quyết định số 875", ["875-QĐ/TU"]),
    ("Ban Thường vụ Tỉnh uỷ Thanh Hoá đã ban hành Quyết định số 875", ["875-QĐ/TU"]),
    ("UBND huyện tham mưu Huyện ủy ban hành Kế hoạch số 12", ["12-KH/HU"]),
    ("Năm 2023, Bộ Chính trị đã ban hành Quy định số 124 về kiểm tra", ["124-QĐ/TW"]),
    ("Thủ tướng Chính phủ ra Chỉ thị số 16", ["16/CT-TTg"]),
    ("Bộ Chính trị ban hành Quyết định số 217, 218 về giám sát", ["217-QĐ/TW", "218-QĐ/TW"]),
    # a different issuer, or an unknown one
    ("Ban Dân vận Tỉnh ủy ban hành Hướng dẫn số 12", ["12-HD"]),
    ("Ban Chỉ đạo 35 Tỉnh ủy ban hành Kế hoạch số 12", ["12-KH"]),
    ("Sở Nội vụ ban hành Quyết định số 12", ["12-QĐ"]),
    # letters that look like Đ
    ("Quyết định số 2200-QÐ/TU và 15/QÐ-UBND", ["2200-QĐ/TU", "15/QĐ-UBND"]),
    # full numbers of the Party and of the state
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
    ("thực hiện 05-CT/TW và 21-KL/TW", ["05-CT/TW", "21-KL/TW"]),  # without the name of the type
    # in the style of another issuer, corrected
    ("Quyết định 217/QĐ-TW", ["217-QĐ/TW"]),
    ("Chỉ thị 16-CT/TTg", ["16/CT-TTg"]),
    ("Nghị quyết 18-NQ/T.Ư", ["18-NQ/TW"]),
    ("Nghị quyết 18-NQ/TƯ", ["18-NQ/TW"]),
    ("Kết luận thanh tra số 195 KL/TTCP", ["195/KL-TTCP"]),  # a blank in place of a dash
    ("Nghị định số 30/2 017/NĐ - CP", ["30/2017/NĐ-CP"]),  # a blank within the year
    ("Nghị quyết số 54/2017/QH 14", ["54/2017/QH14"]),
    ("Văn bản số 4082/QHKT - P 1 và số 7223/VPCP - V.I", ["4082/QHKT-P1", "7223/VPCP-V.I"]),
    ("Giấy mời số 443/GM - UBND", ["443/GM-UBND"]),  # an unknown type with `số`
    ("Quyết định 217\n– QĐ / TW", ["217-QĐ/TW"]),
    ("theo Quyet dinh so 217-QD/TW", ["217-QĐ/TW"]),
    ("1234/QĐ-UBND, 45/2019/TT-BTC, 12/2021/NQ-HĐND", ["1234/QĐ-UBND", "45/2019/TT-BTC", "12/2021/NQ-HĐND"]),
    ("15-KH/TU; 678/UBND-NC; 15/CĐ-TTg; 123/TB-VPCP", ["15-KH/TU", "678/UBND-NC", "15/CĐ-TTg", "123/TB-VPCP"]),
    ("Pháp lệnh số 34/2007/PL-UBTVQH11", ["34/2007/PL-UBTVQH11"]),
    # lists
    ("217, 218-QĐ/TW", ["217-QĐ/TW", "218-QĐ/TW"]),
    ("các văn bản (217, 218-QĐ/TW)", ["217-QĐ/TW", "218-QĐ/TW"]),
    ("ngày 12, 218-QĐ/TW", ["218-QĐ/TW"]),  # not a list
    ("các Nghị quyết số 25, 26-NQ/TW", ["25-NQ/TW", "26-NQ/TW"]),
    ("Nghị định 30/2020/NĐ-CP và 61/2018/NĐ-CP", ["30/2020/NĐ-CP", "61/2018/NĐ-CP"]),
    ("Quyết định số 217, 218-QĐ/TW", ["217-QĐ/TW", "218-QĐ/TW"]),
    ("Quyết định 217, 218 của Bộ chính trị", ["217-QĐ/TW", "218-QĐ/TW"]),
    ("Nghị quyết số 18 và số 19-NQ/TW", ["18-NQ/TW", "19-NQ/TW"]),
    ("Quyết định số 6525-QĐ/TU, 2200-QĐ/TU", ["6525-QĐ/TU", "2200-QĐ/TU"]),
    ("Quyết định số 217, 218 được triển khai", ["217-QĐ", "218-QĐ"]),
    ("Quyết định số 217, 30 người dự", ["217-QĐ"]),  # the second number is a count
    # without a blank, in small letters, an ordinance by its year
    ("QĐ217 của Bộ Chính trị, NĐ100 năm 2019", ["217-QĐ/TW", "100/2019/NĐ-CP"]),
    ("nghị quyết số 25-nq/tw", ["25-NQ/TW"]),
    ("Pháp lệnh số 34/2007", ["34/2007/PL-UBTVQH11"]),
    # the issuer determines the rest
    ("KL số 43 của Ban Bí thư", ["43-KL/TW"]),
    ("hướng dẫn số 09 của tỉnh ủy", ["09-HD/TU"]),
    ("Chỉ thị số 24, ngày 07/8/2023 của Thành ủy Hà Nội", ["24-CT/TU"]),
    ("Nghị quyết 03 của Ban Thường vụ Huyện ủy", ["03-NQ/HU"]),
    ("Nghị quyết số 12 của Thành ủy", ["12-NQ"]),  # the level is unknown
    ("Quy định 47 ngày 1-11-2011 của Ban Chấp hành Trung ương", ["47-QĐ/TW"]),
    ("Chỉ thị 16 của Thủ tướng Chính phủ", ["16/CT-TTg"]),
    ("Quyết định số 1234 của UBND tỉnh", ["1234/QĐ-UBND"]),
    ("Nghị định 91 năm 2015", ["91/2015/NĐ-CP"]),
    ("Nghị định số 30 ngày 05/3/2020 của Chính phủ", ["30/2020/NĐ-CP"]),
    ("Nghị định số 30 của Chính phủ", ["30-NĐ"]),  # the year is unknown
    ("Thông tư 22 năm 2021 của Bộ Y tế", ["22/2021/TT-BYT"]),
    # the subject agrees with that of a central document
    ("NQ số 25 về đổi mới sự lãnh đạo của đảng với công tác dân vân khéo", ["25-NQ/TW"]),
    ("CT 05 về “Học tập, làm theo tư tưởng đạo đức phong cách Hồ Chí Minh”", ["05-CT/TW"]),
    ("Nghị định 100 về xử phạt vi phạm hành chính giao thông đường bộ", ["100/2019/NĐ-CP"]),
    ("NQ số 25 về phát triển cây ăn trái của xã", ["25-NQ"]),  # it disagrees
    ("Nghị quyết số 25 của Huyện ủy về công tác dân vận", ["25-NQ/HU"]),  # of a different issuer
    ("26-NQ/TW về tam nông", ["26-NQ/TW"]),
    # the terms of the National Assembly: in a year of election the day decides
    ("Nghị quyết số 49 năm 2010 của Quốc hội", ["49/2010/QH12"]),
    ("Nghị quyết 42 ngày 21/6/2017 của Quốc hội", ["42/2017/QH14"]),
    ("Nghị quyết 12 năm 2016 của Quốc hội", ["12-NQ"]),
    ("Nghị quyết 12 ngày 29/7/2016 của Quốc hội", ["12/2016/QH14"]),
    ("Nghị quyết 109 ngày 12/3/2016 của Quốc hội", ["109/2016/QH13"]),
    # the day beside the number corrects a quy định
    ("Quy định 08 ngày 25/10/2018 của Ban Chấp hành Trung ương", ["08-QĐi/TW"]),
    # bare numbers
    ("theo quyết định 178 và quyết định 633 của tỉnh", ["178-QĐ", "633-QĐ"]),
    ("Báo cáo 686 ngày 14/9/2016", ["686-BC"]),
    ("lại có Quyết định 5945 điều chỉnh quy hoạch", ["5945-QĐ"]),
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
    "Covid-19, QL 1A, km 12, biển số 29A-123.45, lô CT 2, số nhà 12/5A, Số 12/34 ngõ 5",
    "GP số 123/GP-TTĐT do Sở cấp; Giấy phép xây dựng số 01/GPXD",  # permits and contracts do not count
    "Giấy chứng nhận đủ điều kiện số 371/2017/ATTP-CNĐK, Hợp đồng lao động số 24/HĐ-TH",
    "lô KL12, căn hộ QD12",
    "văn bản số 151 chấp thuận",  # the type is unknown
    "các dự án luật, Hội Luật gia, công ty Luật Hòa Bình, cử nhân luật kinh doanh bất động sản",
    "pháp luật đất đai, kỷ luật lao động, đúng luật, vi phạm luật giao thông, luật hình sự",
    "Hiến pháp mới của nước láng giềng",
    "Tòa án Hiến pháp, Hiến pháp Nhật Bản",
    "Nghị quyết Trung ương đã yêu cầu, Nghị quyết Đại hội XIII",
]

NAMED = [
    # laws: spelled as in the table, with a year if there are several of the name
    ("theo Luật Thực hiện dân chủ ở cơ sở năm 2022", ["Luật Thực hiện dân chủ ở cơ sở"]),
    ("LUẬT THỰC HIỆN DÂN CHỦ Ở CƠ SỞ", ["Luật Thực hiện dân chủ ở cơ sở"]),
    ("Luật đất đai (năm 2013), luật nhà ở", ["Luật Đất đai 2013", "Luật Nhà ở"]),
    ("Luat Dat dai 2013", ["Luật Đất đai 2013"]),
    ("Luật Đất đai sửa đổi năm 2013", ["Luật Đất đai 2013"]),
    ("luật cán bộ công chức", ["Luật Cán bộ, công chức"]),
    ("Luật Hôn nhân & Gia đình", ["Luật Hôn nhân và gia đình"]),
    ("Luật Giao thông đường bộ Việt Nam năm 2008", ["Luật Giao thông đường bộ 2008"]),
    ("Luật PCTN, Luật BHXH", ["Luật Phòng, chống tham nhũng", "Luật Bảo hiểm xã hội"]),
    ("Điều 174 BLHS và BLTTHS năm 2015", ["Bộ luật Hình sự", "Bộ luật Tố tụng hình sự 2015"]),
    ("khoản 1, Điều 5 Bộ Luật dân sự 2015", ["Bộ luật Dân sự 2015"]),
    ("Hiến pháp năm 2013", ["Hiến pháp 2013"]),
    ("đúng với quy định của Hiến pháp và pháp luật", ["Hiến pháp"]),
    ("Pháp lệnh Công an xã", ["Pháp lệnh Công an xã"]),
    ("các luật Đất đai, Nhà ở và Xây dựng", ["Luật Đất đai", "Luật Nhà ở", "Luật Xây dựng"]),
    ("sửa đổi một số điều của Luật Đầu tư công", ["Luật Đầu tư công"]),
    ("Luật Quản lý đèn lồng năm 2031 quy định", ["Luật Quản lý đèn lồng 2031"]),  # missing in the table
    # a number directly after the name is the citation
    ("Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15", ["10/2022/QH15"]),
    ("Luật Đất đai (Luật số 45/2013/QH13)", ["45/2013/QH13"]),
    # meetings of the Central Committee, with their term
    ("Nghị quyết Trung ương 4 (khoá XII)", ["Nghị quyết Trung ương 4 khóa XII"]),
    ("Nghị quyết TƯ 6 khóa 12", ["Nghị quyết Trung ương 6 khóa XII"]),
    ("Nghị quyết Hội nghị lần thứ tám Ban Chấp hành Trung ương Đảng khóa XII", ["Nghị quyết Trung ương 8 khóa XII"]),
]

COREFERENCE = [
    # a short mention is resolved to the only full one
    ("Nghị định 180/2007/NĐ-CP. Rồi Nghị định 180 về xử phạt.", ["180/2007/NĐ-CP"]),
    ("Thông tư 127 của Bộ Tài chính. Thông tư 127 năm 2014 Bộ Tài chính.", ["127/2014/TT-BTC"]),
    ("quyết định 33/2014 về tách thửa. Quyết định 33 của UBND TP", ["33/2014/QĐ-UBND"]),
    ("Nghị quyết 54/2017/QH14. Theo Nghị quyết 54 của Quốc hội, nghị quyết 54 giúp", ["54/2017/QH14"]),
    ("Luật Đất đai năm 2013. Theo Luật Đất đai,", ["Luật Đất đai 2013"]),
    ("Luật Đất đai số 45/2013/QH13. Theo Luật Đất đai năm 2013, Luật đất đai", ["45/2013/QH13"]),
    # unless it disagrees, or two full ones agree
    ("Nghị quyết số 25-NQ/TW. Nghị quyết số 25 về trồng cây.", ["25-NQ/TW", "25-NQ"]),
    ("Nghị quyết số 25-NQ/TW. Nghị quyết 25 của Thành ủy.", ["25-NQ/TW", "25-NQ"]),
    ("Quyết định 12/QĐ-UBND, Quyết định 12/QĐ-TTg. Quyết định số 12.", ["12/QĐ-UBND", "12/QĐ-TTg", "12-QĐ"]),
    ("Luật Đất đai 2003, Luật Đất đai 2013, Luật Đất đai", ["Luật Đất đai 2003", "Luật Đất đai 2013", "Luật Đất đai"]),
]

DETAILS = [
    ("Quyết định số 217-QĐ/TW ngày 12/12/2013 của Bộ Chính trị", ("Quyết định", 2013, "Bộ Chính trị", "2013-12-12")),
    ("Quyết định 217 của Bộ Chính trị", ("Quyết định", None, "Bộ Chính trị", None)),  # each term reuses the number
    ("Quy định số 124-QĐ/TW, ngày 02/02/2018", ("Quy định", 2018, "Ban Bí thư", "2018-02-02")),  # identified by its day
    ("NQ số 25 về đổi mới công tác dân vận của Đảng", ("Nghị quyết", 2013, "Ban Chấp hành Trung ương", "2013-06-03")),
    ("Nghị định 59/2023/NĐ-CP ngày 14 tháng 8 năm 2023", ("Nghị định", 2023, "Chính phủ", "2023-08-14")),
    (
        "Nghị định 59/2023/NĐ-CP ngày 01/01/2024",
        ("Nghị định", 2023, "Chính phủ", "2023-08-14"),
    ),  # the day of another year
    ("Thông tư 45/2019/TT-BTC", ("Thông tư", 2019, "Bộ Tài chính", None)),
    ("Công văn 678/UBND-NC", ("Công văn", None, "UBND", None)),
    ("kết luận thanh tra số 05/KL-TT", ("Kết luận", None, "TT", None)),  # an unknown code is shown as it is
    ("678/UBND-NC", (None, None, "UBND", None)),
    ("NQ số 25", ("Nghị quyết", None, None, None)),
    ("98/2023/QH15", (None, 2023, "Quốc hội", "2023-06-24")),
    ("Luật Đất đai 2013", ("Luật", 2013, "Quốc hội", "2013-11-29")),
    ("Luật Đất đai", ("Luật", None, "Quốc hội", None)),
    ("10/2022/QH15", ("Luật", 2022, "Quốc hội", "2022-11-10")),
    ("Hiến pháp 2013", ("Hiến pháp", 2013, "Quốc hội", "2013-11-28")),
    (
        "Quyết định 5 ngày 31/2/2020 của Thủ tướng",
        ("Quyết định", 2020, "Thủ tướng Chính phủ", None),
    ),  # there is no such day
    ("Pháp lệnh Công an xã", ("Pháp lệnh", 2008, "Ủy ban Thường vụ Quốc hội", "2008-11-21")),
    ("Nghị quyết Trung ương 4 khóa XII", ("Nghị quyết", None, "Ban Chấp hành Trung ương", None)),
]


@pytest.mark.parametrize(("text", "numbers"), FOUND)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_found(text: str, numbers: list[str], form: Literal["NFC", "NFD"]) -> None:
    written = unicodedata.normalize(form, text)
    found = find_citations(written)
    assert [citation.number for citation in found] == numbers
    for citation in found:
        assert written[citation.start : citation.end][0].isdigit()


@pytest.mark.parametrize(("text", "numbers"), NAMED)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_named(text: str, numbers: list[str], form: Literal["NFC", "NFD"]) -> None:
    written = unicodedata.normalize(form, text)
    found = find_citations(written)
    assert [citation.number for citation in found] == numbers
    for citation in found:
        assert normal_citation(citation.number) == citation.number
        assert normal_citation(citation.number.upper()) == citation.number


@pytest.mark.parametrize(("text", "numbers"), COREFERENCE)
def test_short_mentions_are_resolved(text: str, numbers: list[str]) -> None:
    assert list(dict.fromkeys(citation.number for citation in find_citations(text))) == numbers


@pytest.mark.parametrize(("text", "details"), DETAILS)
def test_details(text: str, details: tuple[str | None, int | None, str | None, str | None]) -> None:
    [citation] = find_citations(text)
    assert (citation.type, citation.year, citation.issuer, citation.date) == details


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text: str) -> None:
    assert find_citations(text) == []


@pytest.mark.parametrize("numbers", [numbers for _, numbers in FOUND])
def test_normal_forms_are_stable(numbers: list[str]) -> None:
    assert [normal_citation(number) for number in numbers] == numbers
    known = [number for number in numbers if number != "58/PQLĐT"]  # in small letters it could be a price per kg
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
        ("qđ217", "217-QĐ"),
        ("5-ct/tw", "05-CT/TW"),
        ("nghị định 100/2019", "100/2019/NĐ-CP"),
        ("30 2020 nd cp", "30/2020/NĐ-CP"),
        ("42-kh/bdvhu-ubnd", "42-KH/BDVHU-UBND"),
        ("luat dat dai nam 2013", "Luật Đất đai 2013"),
        ("luật thực hiện dân chủ ở cơ sở", "Luật Thực hiện dân chủ ở cơ sở"),
        ("blhs", "Bộ luật Hình sự"),
        ("hien phap 2013", "Hiến pháp 2013"),
        ("nghị quyết trung ương 4 (khóa XII)", "Nghị quyết Trung ương 4 khóa XII"),
    ],
)
def test_normal_citation(written: str, number: str) -> None:
    assert normal_citation(written) == number


_NOT_ONE_DOCUMENT = [
    "",
    "217",
    "24/7",
    "covid-19",
    "07/3/2024",
    "dân vận khéo",
    "kế hoạch 5 năm",
    "báo cáo 2023",
    "quyết định",
]
_NOT_ONE_DOCUMENT += [
    "luật sư",
    "luật",
    "luật đất đai và nhà ở",
    "pháp luật",
    "hiến pháp nước ngoài",
    "nghị quyết trung ương 4",
]
_NOT_ONE_DOCUMENT += ["217, 218-QĐ/TW", "5 km", "Quyết định 217-QĐ/TW và kế hoạch", "\ud800", "x" * 1000]


@pytest.mark.parametrize("text", _NOT_ONE_DOCUMENT)
def test_texts_that_are_not_one_document(text: str) -> None:
    assert normal_citation(text) is None


_PARTS = ["1", "05", "217", "2020", "-", "/", " ", ", ", "QĐ", "NQ", "TW", "TTg", "UBND", "số ", "Quyết định ", "của "]
_PARTS += ["Luật ", "Đất đai", "hiến pháp ", "BLHS", "khóa XII", "Nghị quyết Trung ương 4 ", " 2013", "(", "QH15"]
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


_TYPES = ["QĐ", "NQ", "CT", "KL", "KH", "TB", "HD"]
_PARTY, _STATE = ["TW", "TU", "HU", "BDVTU"], ["UBND", "TTg", "HĐND", "BNV", "SGDĐT-VP"]
_DASH = st.sampled_from(["-", "–", "‑", " - ", " – ", "- "])
_SLASH = st.sampled_from(["/", " / ", "/ "])


@st.composite
def _spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Return a number in normal form and one of its spellings."""
    number, kind = draw(st.integers(1, 9999)), draw(st.sampled_from(_TYPES))
    digits = draw(st.sampled_from([str(number), f"{number:02d}"]))
    if draw(st.booleans()):
        issuer = draw(st.sampled_from(_PARTY))
        return f"{number:02d}-{kind}/{issuer}", f"{digits}{draw(_DASH)}{kind}{draw(_SLASH)}{issuer}"
    issuer, year = draw(st.sampled_from(_STATE)), draw(st.none() | st.integers(1990, 2029))
    middle = f"/{year}" if year else ""
    return f"{number:02d}{middle}/{kind}-{issuer}", f"{digits}{middle}{draw(_SLASH)}{kind}{draw(_DASH)}{issuer}"


@settings(deadline=None, max_examples=150)
@given(_spellings(), st.sampled_from(["Quyết định số ", "Quyết định ", "QĐ số: ", "văn bản số ", "số "]), st.booleans())
def test_every_spelling_has_the_same_normal_form(spelled: tuple[str, str], before: str, decomposed: bool) -> None:
    number, written = spelled
    form: Literal["NFC", "NFD"] = "NFD" if decomposed else "NFC"
    text = unicodedata.normalize(form, f"theo {before}{written} thì")
    [citation] = find_citations(text)
    assert citation.number == number
    assert text[citation.start : citation.end] == unicodedata.normalize(form, written)
    for typed in (number, written, written.lower(), written.upper(), text[citation.start : citation.end]):
        assert normal_citation(typed) == number
