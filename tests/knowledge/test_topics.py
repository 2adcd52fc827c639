"""Topics of an article."""

from __future__ import annotations

import pytest

from timtin.knowledge import topics as topics_module
from timtin.knowledge.topics import find_topics

TOPICS = [
    ("Xã A ra mắt mô hình Dân vận khéo", "", ("Dân vận khéo",)),  # in the title
    ("Tin vắn", "Bàn việc giải phóng mặt bằng. Tiến độ giải phóng mặt bằng.", ("Giải phóng mặt bằng",)),
    ("Tin vắn", "Nhắc một lần đến tôn giáo.", ()),  # one mention is not enough
    ("Tin vắn", "Nhắc tôn giáo. " * 2 + "và nhiều việc khác nữa. " * 80, ()),  # nor are two mentions in a long text
    ("", "", ()),
]


@pytest.mark.parametrize(("title", "text", "found"), TOPICS)
def test_topics(title: str, text: str, found: tuple[str, ...]) -> None:
    assert find_topics(title, text) == found


def test_topics_are_ordered_by_weight_and_limited_to_five() -> None:
    text = (
        "Tôn giáo. " * 9 + "Bóng đá. " * 8 + "Tiêm chủng. " * 7 + "Ô nhiễm. " * 6 + "Ma túy. " * 5 + "Giảm nghèo. " * 4
    )
    assert find_topics("", text) == ("Tôn giáo", "Thể thao", "Y tế", "Môi trường", "Phòng chống ma túy")


def test_weak_phrases_only_count_together() -> None:
    assert find_topics("Tin vắn", "Có doanh nghiệp dự họp. Doanh nghiệp nêu ý kiến.") == ()
    assert find_topics("Tin vắn", "Khu công nghiệp mở rộng, thêm hai doanh nghiệp và một nhà máy.") == (
        "Công nghiệp và đầu tư",
    )
    assert find_topics("Doanh nghiệp dự họp", "Doanh nghiệp nêu ý kiến. Doanh nghiệp đầu tư thêm nhà máy.") == (
        "Công nghiệp và đầu tư",
    )


def test_longer_phrases_hide_topics_within_them() -> None:
    assert find_topics("Sở Nông nghiệp và Môi trường họp", "Bệnh viện đa khoa họp. " * 9) == ()


def test_topics_are_listed() -> None:
    assert len(topics_module.TOPICS) >= 40
    assert len(set(topics_module.TOPICS)) == len(topics_module.TOPICS)
    with pytest.raises(AttributeError):
        _ = topics_module.NOTHING
