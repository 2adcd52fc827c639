"""The place an article is about: from its title, its publisher, its lead; never from a mere mention."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.indexer.understand.places.main_place import find_places
from timtin.knowledge import gazetteer
from timtin.model import Article, Path

Y2024, Y2026 = "2024-03-07", "2026-03-07"
NONE: Path = ()


def place(published: str | None = Y2024, **fields: str) -> tuple[Path, str | None]:
    """Return `path_then` of the only place (() if there is none or it is ambiguous) and the level."""
    places, level, *_ = find_places(Article(published=published, **{"title": "Tin tức", **fields}))
    assert len(places) <= 1
    return (places[0].path_then if places else ()), level


# title, body → path, level; all of 2024
TITLED = [
    # a type word
    ("Phường Trường Xuân ra quân", "", ("Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân"), "commune"),
    ("TX. Duy Tiên khai mạc hè", "", ("Hà Nam", "Thị xã Duy Tiên"), "district"),
    ("TP.HCM: Quận 1 ra quân", "", ("Hồ Chí Minh", "Quận 1"), "district"),
    ("PHƯỜNG TRƯỜNG XUÂN HỌP MẶT", "", ("Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân"), "commune"),
    ("Đảng uỷ xã Cư M’gar họp", "", ("Đắk Lắk", "Huyện Cư M'gar", "Xã Cư M'gar"), "commune"),
    # a committee shows the type
    ("Thành ủy Tam Kỳ họp", "", ("Quảng Nam", "Thành phố Tam Kỳ"), "district"),
    ("Thành ủy Hà Nội họp", "", ("Hà Nội",), "province"),
    ("Huyện uỷ Gia Lâm họp", "", ("Hà Nội", "Huyện Gia Lâm"), "district"),
    # a chain, in either order
    ("Xã Bình Phú, huyện Càng Long về đích", "", ("Trà Vinh", "Huyện Càng Long", "Xã Bình Phú"), "commune"),
    ("Huyện Thạch Thất: xã Bình Phú về đích", "", ("Hà Nội", "Huyện Thạch Thất", "Xã Bình Phú"), "commune"),
    # the rest of the article says which
    ("Xã Bình Phú về đích", "Lễ đón nhận có ông Phó Bí thư Huyện ủy Tân Hồng.",
     ("Đồng Tháp", "Huyện Tân Hồng", "Xã Bình Phú"), "commune"),
    ("Huyện Châu Thành họp", "Chương trình của UBND tỉnh Long An.", ("Long An", "Huyện Châu Thành"), "district"),
    # a bare name that begins the title, whose type the text gives
    ("Bến Lức trồng cây", "Ban Dân vận Huyện ủy Bến Lức và thị trấn Bến Lức cùng trồng.",
     ("Long An", "Huyện Bến Lức"), "district"),
    ("Bến Lức trồng cây", "Đoàn thanh niên ra quân.", ("Long An", "Huyện Bến Lức"), "district"),  # its town lies in it
    ("Công an Bến Lức tuần tra", "Công an huyện Bến Lức tuần tra đêm.", ("Long An", "Huyện Bến Lức"), "district"),
    # a province and no city of its name
    ("Hưng Yên: Mở hội xuân", "UBND tỉnh Hưng Yên mở hội.", ("Hưng Yên",), "province"),
    ("Thừa Thiên Huế: Mở hội xuân", "", ("Thừa Thiên Huế",), "province"),
    # an office that visits a part of its place
    ("Tỉnh ủy Long An làm việc với Huyện ủy Bến Lức", "", ("Long An",), "province"),
    # two communes of one district
    ("Xã Lương Hòa và xã Tân Bửu kết nghĩa", "Hai xã của huyện Bến Lức.", ("Long An", "Huyện Bến Lức"), "district"),
    # a commune named barely within the title, typed in the text; the one chain of a short page
    ("Người Cẩm Châu học bơi", "Hội Khuyến học phường Cẩm Châu mở lớp.",
     ("Quảng Nam", "Thành phố Hội An", "Phường Cẩm Châu"), "commune"),
    ("Lịch cúp nước", "Xã Hòa Phú, huyện Hòa Vang tạm ngừng cấp nước.",
     ("Đà Nẵng", "Huyện Hòa Vang", "Xã Hòa Phú"), "commune"),
    # officials and other people are no places
    ("Chủ tịch UBND huyện Bình Sơn Nguyễn Văn An tiếp dân", "", ("Quảng Ngãi", "Huyện Bình Sơn"), "district"),
    ("Chủ tịch UBND xã Trần Phú Hùng tiếp dân", "", NONE, None),
    ("Học tập đạo đức Hồ Chí Minh", "Đoàn TNCS Hồ Chí Minh, Chủ tịch Hồ Chí Minh.", NONE, None),
    # a mere mention, or too many
    ("Người trồng hoa", "Anh mua giống ở xã An Lộc (huyện Lộc Hà, Hà Tĩnh).", NONE, None),
    ("Thời tiết", "Hà Nội\nĐà Nẵng\nTP Hồ Chí Minh", NONE, None),
    ("Hà Nội và Hải Phòng ký kết", "", NONE, None),
    # no place is named, but offices of one level
    ("Hội nghị tổng kết", "Huyện ủy chỉ đạo, UBND huyện báo cáo.", NONE, "district"),
    ("", "", NONE, None),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "path", "level"), TITLED)
def test_title_and_text(title: str, body: str, path: Path, level: str | None) -> None:
    assert place(title=title, body=body) == (path, level)


# fields → path; all with the title "Tin tức" and no text, of 2024
PUBLISHED_BY = [
    ({"source": "Đài Truyền thanh Thị xã Duy Tiên"}, ("Hà Nam", "Thị xã Duy Tiên")),
    ({"source": "Cổng thông tin điện tử huyện Thuỷ Nguyên"}, ("Hải Phòng", "Huyện Thủy Nguyên")),
    ({"source": "Báo Nghệ An"}, NONE),  # a newspaper reports about all places
    ({"url": "https://benluc.longan.gov.vn/tin/1"}, ("Long An", "Huyện Bến Lức")),
    ({"url": "http://duytien.hanamtv.vn/vi/1"}, ("Hà Nam", "Thị xã Duy Tiên")),
    ({"url": "http://phuongtruongxuan.tamky.gov.vn/1"}, ("Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân")),
    ({"url": "https://bacninh.gov.vn/1"}, ("Bắc Ninh",)),
    ({"url": "https://binhdinh.example/1"}, NONE),  # no government's host, and one label alone
    ({"url": "http://[broken"}, NONE),
    ({"place": "Long An/Huyện Bến Lức"}, ("Long An", "Huyện Bến Lức")),
    ({"place": "long an/ben luc"}, ("Long An", "Huyện Bến Lức")),
    ({"place": "nơi nào/đó"}, NONE),
]


@pytest.mark.parametrize(("fields", "path"), PUBLISHED_BY)
def test_the_publisher(fields: dict[str, str], path: Path) -> None:
    assert place(**fields)[0] == path


# the title names a part of the publisher's place
WITHIN = [
    ({"place": "Tiền Giang"}, ("Tiền Giang", "Huyện Gò Công Tây", "Xã Bình Phú")),
    ({"source": "UBND huyện Thạch Thất"}, ("Hà Nội", "Huyện Thạch Thất", "Xã Bình Phú")),
    ({"url": "https://chauphu.angiang.gov.vn/1"}, ("An Giang", "Huyện Châu Phú", "Xã Bình Phú")),
    ({"source": "Báo Phú Thọ"}, ("Phú Thọ", "Huyện Phù Ninh", "Xã Bình Phú")),
    ({"place": "Cà Mau"}, ("Cà Mau",)),  # the publisher has none of that name
]


@pytest.mark.parametrize(("fields", "path"), WITHIN)
def test_the_title_within_the_publisher(fields: dict[str, str], path: Path) -> None:
    assert place(title="Xã Bình Phú họp mặt", **fields)[0] == path


# stated place, day → path; nothing else names a place
STATED = [
    ("Tây Ninh", Y2024, ("Tây Ninh",)),  # the province, though a commune elsewhere has its name
    ("tay ninh", None, ("Tây Ninh",)),
    ("Quảng Ninh", Y2026, ("Quảng Ninh",)),
    ("Long An", Y2026, ("Tây Ninh",)),  # what it became, not the ward called Long An
    ("Long An/Huyện Bến Lức", Y2026, ("Tây Ninh",)),
    ("Quảng Nam/Tam Kỳ/Trường Xuân", Y2024, ("Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân")),
    ("Sao Hỏa", Y2024, NONE),
]


@pytest.mark.parametrize(("stated", "day", "path"), STATED)
def test_the_stated_place(stated: str, day: str | None, path: Path) -> None:
    assert place(day, place=stated, body="Bà con phấn khởi.")[0] == path


@pytest.mark.parametrize("day", [Y2024, Y2026, None])
def test_every_whole_path_states_its_unit(day: str | None) -> None:
    known = gazetteer()
    names = known.provinces_today if day == Y2026 else known.provinces_before_reform
    for name in names - {"Huế"}:  # of that name there was a city in a province and is a province
        assert place(day, place=name)[0] == (name,)


def test_a_stated_name_of_several_places_stays_ambiguous() -> None:
    (found,), level, *_ = find_places(Article(title="Tin tức", published=Y2026, place="Xã Bình Phú"))
    assert (found.name, found.ambiguous, found.path_now, level) == ("Xã Bình Phú", True, (), "commune")
    assert len(found.candidates) > 1
    titled, *_ = find_places(Article(title="Phường Tam Kỳ họp", published=Y2026, place="Xã Bình Phú"))
    assert titled[0].path_now == ("Đà Nẵng", "Phường Tam Kỳ")  # the title is more precise


def test_a_visitor_is_not_the_publisher() -> None:
    visit = "Đoàn công tác tỉnh An Giang thăm huyện Gia Lâm"
    assert place(title=visit, url="https://gialam.hanoi.gov.vn/1")[0] == ("Hà Nội", "Huyện Gia Lâm")


def test_an_ambiguous_name_keeps_its_candidates() -> None:
    places, level, *_ = find_places(Article(title="Khối vận xã Bình Phú họp mặt", published=Y2024))
    (found,) = places
    assert (found.name, found.ambiguous, found.path_then, found.path_now) == ("Xã Bình Phú", True, (), ())
    assert len(found.candidates) == 9
    assert list(found.candidates) == sorted(found.candidates)
    assert ("Hà Nội", "Huyện Thạch Thất", "Xã Bình Phú") in found.candidates
    assert level == "commune"


# title, day → path: each era has its own units
ERAS = [
    ("Phường Tam Kỳ ra quân", Y2026, ("Đà Nẵng", "Phường Tam Kỳ")),
    ("Phường Tam Kỳ ra quân", Y2024, NONE),
    ("Bến Lức ra quân", Y2026, ("Tây Ninh", "Xã Bến Lức")),
    ("Huyện Bến Lức ra quân", Y2026, NONE),
    ("Đặc khu Côn Đảo đón khách", Y2026, ("Hồ Chí Minh", "Đặc khu Côn Đảo")),
    ("Huyện Bến Lức ra quân", None, ("Long An", "Huyện Bến Lức")),  # undated: one era alone has it
    ("Thành phố Huế mở hội", "2023-05-01", ("Thừa Thiên Huế", "Thành phố Huế")),
    ("Huế mở hội", "2025-03-01", ("Huế",)),
]


@pytest.mark.parametrize(("title", "day", "path"), ERAS)
def test_eras(title: str, day: str | None, path: Path) -> None:
    assert place(day, title=title, body="Xã Bến Lức." if title.startswith("Bến") else "")[0] == path


def test_path_now() -> None:
    (found,), *_ = find_places(Article(title="Phường Trường Xuân ra quân", published=Y2024))
    assert found.path_now == ("Đà Nẵng", "Phường Tam Kỳ")


def test_a_dateline_names_the_portal() -> None:
    body = "(longan.gov.vn) – Sáng nay, tại Hà Nội, Bộ Nội vụ khai mạc hội nghị."
    assert place(title="Khai mạc hội nghị", body=body)[0] == ("Long An",)


@pytest.mark.parametrize(("title", "body", "path", "level"), TITLED)
def test_unicode_form_changes_nothing(title: str, body: str, path: Path, level: str | None) -> None:
    decomposed = [unicodedata.normalize("NFD", text) for text in (title, body)]
    assert place(title=decomposed[0], body=decomposed[1]) == (path, level)


PIECES = st.lists(
    st.sampled_from(
        [
            "xã ",
            "UBND ",
            "Huyện ủy ",
            "Bình Phú",
            "Bến Lức",
            "Hà Nội",
            ", ",
            " (",
            ")",
            "\n",
            "Q.",
            "1",
            "TP.",
            "-",
            "x",
        ]
    ),
    max_size=30,
).map("".join)


@settings(deadline=None, max_examples=100)
@given(PIECES | st.text(), PIECES | st.text(), st.sampled_from([None, Y2024, Y2026, "x"]))
def test_any_text_gives_a_complete_place_or_none(title: str, body: str, day: str | None) -> None:
    article = Article(title=title, body=body, published=day, source=body[:40], url=title[:40], place=title[:20])
    places, *_ = find_places(article)
    for found in places:
        assert found.name
        assert found.ambiguous == (not found.path_then) == (len(found.candidates) > 1)
    assert find_places(replace(article, places=places)) == find_places(article)


WRITTEN = [
    # how a district, its town or a ward is written, and its path; all of 2024
    *((form, ("Quảng Nam", "Thành phố Tam Kỳ")) for form in ("TP. Tam Kỳ", "TP Tam Kỳ", "Tp.Tam Kỳ", "tp. Tam Kỳ")),
    *(
        (form, ("Hà Nam", "Thị xã Duy Tiên"))
        for form in ("TX Duy Tiên", "TX. Duy Tiên", "Tx Duy Tiên", "THỊ XÃ DUY TIÊN")
    ),
    *(
        (form, ("Long An", "Huyện Bến Lức"))
        for form in ("H. Bến Lức", "H.Bến Lức", "H Bến Lức", "huyện bến lức", "HUYỆN BẾN LỨC", "Huyện uỷ Bến Lức")
    ),
    *((form, ("Long An", "Huyện Bến Lức")) for form in ("huyen Ben Luc", "HUYEN BEN LUC", "Huyen uy Ben Luc")),
    *(
        (form, ("Long An", "Huyện Bến Lức", "Thị trấn Bến Lức"))
        for form in ("TT Bến Lức", "TT. Bến Lức", "thi tran Ben Luc")
    ),
    *((form, ("Hồ Chí Minh", "Quận 1")) for form in ("Q.1", "Q. 1", "Q1", "Quận 1", "QUẬN 1", "quan 1")),
    *((form, ("Hồ Chí Minh", "Quận Bình Thạnh")) for form in ("Q. Bình Thạnh", "Q Bình Thạnh", "quan binh thanh")),
    *((form, ("Hồ Chí Minh", "Thành phố Thủ Đức")) for form in ("TP Thủ Đức", "TP.Thủ Đức", "tp Thu Duc")),
    *((form, ("Hồ Chí Minh",)) for form in ("TPHCM", "TP.HCM", "TP HCM", "Tp.HCM", "TP. Hồ Chí Minh")),
    ("P.5, Q.3", ("Hồ Chí Minh", "Quận 3", "Phường 5")),
    ("Thanh Hoá", ("Thanh Hóa",)),
]


@pytest.mark.parametrize(("written", "path"), WRITTEN)
def test_every_written_form(written: str, path: Path) -> None:
    assert place(title=f"{written} ra quan")[0] == path
    assert place(title=unicodedata.normalize("NFD", f"{written} ra quan"))[0] == path


STATED = [
    # a publisher's stated place of the era that is not the article's: then, now
    (Y2024, "Tây Ninh/Xã Bến Lức", ("Long An", "Huyện Bến Lức"), ("Tây Ninh", "Xã Bến Lức")),
    (Y2024, "Đà Nẵng/Phường Tam Kỳ", ("Quảng Nam", "Thành phố Tam Kỳ"), ("Đà Nẵng", "Phường Tam Kỳ")),
    (Y2024, "Hồ Chí Minh/Phường Sài Gòn", ("Hồ Chí Minh", "Quận 1"), ("Hồ Chí Minh", "Phường Sài Gòn")),
    (Y2026, "Long An/Huyện Bến Lức", ("Tây Ninh",), ("Tây Ninh",)),
    (
        Y2026,
        "Quảng Nam/Thành phố Tam Kỳ/Phường Trường Xuân",
        ("Đà Nẵng", "Phường Tam Kỳ"),
        ("Đà Nẵng", "Phường Tam Kỳ"),
    ),
]


@pytest.mark.parametrize(("day", "stated", "then", "now"), STATED)
def test_a_stated_place_of_the_other_era(day: str, stated: str, then: Path, now: Path) -> None:
    (found,), *_ = find_places(Article(title="Họp mặt", body="Bà con phấn khởi.", published=day, place=stated))
    assert (found.path_then, found.path_now) == (then, now)


def test_the_level_is_the_publishers_where_it_is_known() -> None:
    article = {"title": "Xã Lương Hòa ra quân", "source": "Cổng thông tin huyện Bến Lức"}
    assert place(**article) == (("Long An", "Huyện Bến Lức", "Xã Lương Hòa"), "district")


# What looks like a type word of one letter, or stands in a text without capitals, and names no place.
NO_PLACES = [
    "Ông Nguyễn Văn H Bến Lức kể lại",
    "Bà P Thạnh Đức và anh P Nhựt Chánh đi chợ",
    "bảo đảm an sinh xã hội an toàn cho nhân dân",
    "huyện tổ chức hội nghị với các xã",
]


@pytest.mark.parametrize("title", NO_PLACES)
def test_no_place(title: str) -> None:
    assert find_places(Article(title=title, body="", published=Y2024)).places == ()
