"""Understanding an article: event dates, and that understanding is pure and happens once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin import Article
from timtin.indexer.understand import understand
from timtin.indexer.understand.event_dates import find_event_dates

PUBLISHED = "2024-03-07T08:00:00+07:00"

EVENTS = [
    # opening, event dates
    ("Vào sáng Ngày 01/03/2024, xã họp.", ("2024-03-01",)),
    ("Thực hiện kế hoạch năm. Chiều 5-3, xã họp.", ("2024-03-05",)),
    ("(TT) - Tối 28.2, tại sân vận động, huyện khai mạc giải.", ("2024-02-28",)),
    ("Sáng nay (7/3), UBND xã họp.", ("2024-03-07",)),
    ("Khoảng 12 giờ 45 phút ngày 4.3, lửa bùng lên.", ("2024-03-04",)),
    ("Nhân kỷ niệm 79 năm thành lập (27-7-1947 – 27-7-2026), chiều 3-3, Hội họp mặt.", ("2024-03-03",)),
    ("Trong hai ngày 5-6/3, huyện tổ chức tập huấn.", ("2024-03-05", "2024-03-06")),
    ("Sáng 5/3 và chiều 6/3, huyện tổ chức tập huấn.", ("2024-03-05", "2024-03-06")),
    ("Hội nghị diễn ra vào ngày 4/3/2024 tại xã.", ("2024-03-04",)),
    ("Ngày 5/3, đoàn làm việc. Trước đó, ngày 1/3, đoàn đã khảo sát.", ("2024-03-05",)),
    ("Hôm nay (7/3), UBND xã họp.", ("2024-03-07",)),
    ("Sáng nay, UBND xã họp.", ("2024-03-07",)),  # told from the publication
    ("Chiều qua, tại hội trường, xã họp.", ("2024-03-06",)),
    ("Hôm qua, huyện khai mạc giải.", ("2024-03-06",)),
    ("Giải diễn ra từ ngày 5 đến ngày 7/3 tại xã.", ("2024-03-05", "2024-03-06", "2024-03-07")),
    ("Từ ngày 5/3 đến ngày 6/3, xã tổ chức tập huấn.", ("2024-03-05", "2024-03-06")),
    ("Lễ hội diễn ra trong 02 ngày (từ ngày 5/3 đến hết ngày 6/3).", ("2024-03-05", "2024-03-06")),
    ("Trong 2 ngày 5 và 6/3, xã tổ chức tập huấn.", ("2024-03-05", "2024-03-06")),
    ("Ngày 5/3 âm lịch, làng mở hội.", ()),
    # no event
    ("Xã hôm nay đã khác, đường rộng thênh thang.", ()),  # these times
    ("Hôm nay đường làng đã khác.", ()),
    ("Từ ngày 15/12/2023 đến ngày 5/3/2024, công an xử lý 40 vụ.", ()),  # a period
    ("Trước đó, tại cuộc họp hôm 5/3, xã đã bàn.", ()),
    ("Xã bàn tiếp việc đã nêu (ngày 5/3).", ()),
    ("Phần mềm được phát hành vào ngày 5/3 có thêm việc.", ()),
    ("Đến ngày 17.2, tỉnh thu hút 36 dự án.", ()),
    ("Từ ngày 1/1/2024, chế độ mới có hiệu lực.", ()),
    ("Thực hiện Kế hoạch số 12-KH/HU, ngày 25/01/2024 về công tác năm, xã họp.", ()),
    ("Căn cứ Chỉ thị số 24-CT/TU ngày 07/8/2023 của Thành ủy.", ()),
    ("Năm 2024, huyện phấn đấu; giai đoạn 2021-2025 đạt chuẩn.", ()),
    ("Ngày 30/4/1975, đất nước thống nhất.", ()),  # too long ago to be the news
    ("", ()),
]


@pytest.mark.parametrize(("opening", "days"), EVENTS)
def test_event_dates(opening: str, days: tuple[str, ...]) -> None:
    assert find_event_dates(Article(body=opening, published=PUBLISHED)) == days
    assert find_event_dates(Article(summary=opening, body="Xã.", published=PUBLISHED)) == days


def test_what_comes_after_the_opening_is_no_event_of_the_article() -> None:
    assert find_event_dates(Article(body="Xã họp.\nHai.\nBa.\nSáng 5/3, việc khác.", published=PUBLISHED)) == ()


def test_everything_is_told_anew() -> None:
    article = Article(
        id="1",
        title=" UBND xã triển khai Nghị quyết số 25 ",
        body="Chiều 5/3, Đảng ủy xã học tập Chỉ thị 05-CT/TW.\n",
        published="Thứ năm - 07/03/2024 08:00",
        author="  ",
        citations=("99-QĐ/TW",),
        topics=("Cũ",),
    )
    understood = understand(article)
    assert understood.title == "UBND xã triển khai Nghị quyết số 25"
    assert understood.published == PUBLISHED
    assert understood.author is None
    assert understood.citations == ("25-NQ", "05-CT/TW")
    assert understood.organizations == ("UBND", "Đảng ủy")
    assert understood.event_dates == ("2024-03-05",)
    assert "Cũ" not in understood.topics


def test_a_doubted_date_is_none() -> None:
    assert understand(Article(title="a", published="hôm qua")).published is None


_PARTS = ["UBND xã ", "Sáng 5/3, ", "217-QĐ/TW", "huyện Gia Lâm", "\n", " ", "ngày 1/2/2024 ", "NQ số 25 về dân vận"]
_PARTS += ["ủy", "a\u0301", "Xã Bình Phú", "dân vận khéo", "tỉnh Long An", "."]
_TEXTS = st.lists(st.sampled_from(_PARTS), max_size=8).map("".join) | st.text(max_size=40)


@settings(deadline=None, max_examples=80)
@given(_TEXTS, _TEXTS, st.none() | _TEXTS, st.sampled_from([None, "07/03/2024", "x", PUBLISHED]))
def test_pure_and_idempotent(title: str, body: str, summary: str | None, published: str | None) -> None:
    article = Article(id="1", title=title, body=body, summary=summary, published=published)
    understood = understand(article)
    assert understand(understood) == understood
    assert understand(article) == understood
    assert replace(article) == article
