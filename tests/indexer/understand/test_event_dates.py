"""Event dates: the first sentence that dates the reported event, in articles published on 7 March 2024."""

from __future__ import annotations

import pytest

from timtin import Article
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
    ("Sáng nay, UBND xã họp.", ("2024-03-07",)),  # relative to the publication
    ("Chiều qua, tại hội trường, xã họp.", ("2024-03-06",)),
    ("Hôm qua, huyện khai mạc giải.", ("2024-03-06",)),
    ("Giải diễn ra từ ngày 5 đến ngày 7/3 tại xã.", ("2024-03-05", "2024-03-06", "2024-03-07")),
    ("Từ ngày 5/3 đến ngày 6/3, xã tổ chức tập huấn.", ("2024-03-05", "2024-03-06")),
    ("Lễ hội diễn ra trong 02 ngày (từ ngày 5/3 đến hết ngày 6/3).", ("2024-03-05", "2024-03-06")),
    ("Trong 2 ngày 5 và 6/3, xã tổ chức tập huấn.", ("2024-03-05", "2024-03-06")),
    ("Ngày 5/3 âm lịch, làng mở hội.", ()),
    # no event
    ("Xã hôm nay đã khác, đường rộng thênh thang.", ()),  # "nowadays"
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


def test_dates_after_the_opening_do_not_count() -> None:
    assert find_event_dates(Article(body="Xã họp.\nHai.\nBa.\nSáng 5/3, việc khác.", published=PUBLISHED)) == ()
