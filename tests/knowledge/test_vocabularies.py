"""Organisations, topics and the tables they come from."""

from __future__ import annotations

import unicodedata

import pytest

from timtin.analyzers import fold, normalize
from timtin.knowledge import topics as topics_module
from timtin.knowledge.dates import parse_published
from timtin.knowledge.documents.central_documents import find_central_document
from timtin.knowledge.documents.citations import normal_citation
from timtin.knowledge.organizations import find_organizations
from timtin.knowledge.tables import read_table, split_values
from timtin.knowledge.topics import find_topics

ORGANIZATIONS = [
    ("Đảng uỷ xã phối hợp UBND, UBMTTQ xã", ("Đảng ủy", "UBND", "MTTQ")),  # either tone placement
    ("ỦY BAN NHÂN DÂN huyện", ("UBND",)),
    ("Uỷ ban Mặt trận Tổ quốc Việt Nam xã và HĐND", ("MTTQ", "HĐND")),
    ("Ban Dân vận Huyện ủy", ("Ban Dân vận", "Huyện ủy")),
    ("ông A, Đảng ủy viên, Phó Chủ tịch UBND", ("UBND",)),  # a member is not the organisation
    ("Ban tổ chức giải trao cúp", ()),  # nor is who organises a tournament
    ("thuộc Đảng. Ủy ban nhân dân xã", ("UBND",)),  # no phrase goes across a full stop
    ("ca mắc mới", ()),  # `CA` in capitals alone is the police
    ("CA xã bắt giữ", ("Công an",)),
    ("UBND xã, rồi UBND huyện", ("UBND",)),
]


@pytest.mark.parametrize(("text", "names"), ORGANIZATIONS)
def test_organizations(text: str, names: tuple[str, ...]) -> None:
    assert find_organizations(text) == names
    assert find_organizations(unicodedata.normalize("NFD", text)) == names


TOPICS = [
    ("Xã A ra mắt mô hình Dân vận khéo", "", ("Dân vận khéo",)),  # in the title
    ("Tin vắn", "Bàn việc giải phóng mặt bằng. Tiến độ giải phóng mặt bằng.", ("Giải phóng mặt bằng",)),
    ("Tin vắn", "Nhắc một lần đến tôn giáo.", ()),  # once is in passing
    ("Tin vắn", "Nhắc tôn giáo. " * 2 + "và nhiều việc khác nữa. " * 80, ()),  # twice in a long text too
    ("", "", ()),
]


@pytest.mark.parametrize(("title", "text", "found"), TOPICS)
def test_topics(title: str, text: str, found: tuple[str, ...]) -> None:
    assert find_topics(title, text) == found


def test_the_topic_most_spoken_of_comes_first_and_five_at_most() -> None:
    text = (
        "Tôn giáo. " * 9 + "Bóng đá. " * 8 + "Tiêm chủng. " * 7 + "Ô nhiễm. " * 6 + "Ma túy. " * 5 + "Giảm nghèo. " * 4
    )
    assert find_topics("", text) == ("Tôn giáo", "Thể thao", "Y tế", "Môi trường", "Phòng chống ma túy")


def test_weak_phrases_tell_a_topic_only_together() -> None:
    assert find_topics("Tin vắn", "Có doanh nghiệp dự họp. Doanh nghiệp nêu ý kiến.") == ()
    assert find_topics("Tin vắn", "Khu công nghiệp mở rộng, thêm hai doanh nghiệp và một nhà máy.") == (
        "Công nghiệp và đầu tư",
    )
    assert find_topics("Doanh nghiệp dự họp", "Doanh nghiệp nêu ý kiến. Doanh nghiệp đầu tư thêm nhà máy.") == (
        "Công nghiệp và đầu tư",
    )


def test_longer_phrases_hide_topics_within_them() -> None:
    assert find_topics("Sở Nông nghiệp và Môi trường họp", "Bệnh viện đa khoa họp. " * 9) == ()


def test_known_documents_need_an_agreeing_subject() -> None:
    known = find_central_document("NQ", "25", "công tác thanh niên thời kỳ công nghiệp hóa")
    assert known is not None
    assert (known.number, known.date) == ("25-NQ/TW", "2008-07-25")
    assert find_central_document("NQ", "25", "công tác") is None
    assert find_central_document("NQ", "9999", "công tác dân vận") is None
    assert find_central_document("NQ", "54", "thí điểm cơ chế đặc thù phát triển TP Hồ Chí Minh", "chinh phu") is None
    known = find_central_document("NQ", "54", "thí điểm cơ chế đặc thù phát triển TP Hồ Chí Minh", "quoc hoi")
    assert known is not None
    assert known.number == "54/2017/QH14"


def test_the_table_of_central_documents_is_sound() -> None:
    table = read_table("central_documents.tsv", 4)
    assert len(table) >= 100
    assert len(set(table)) == len(table)
    for number, day, issuer, subject in table:
        assert normal_citation(number) == number
        assert not day or parse_published(day) == day
        assert issuer
        assert subject


@pytest.mark.parametrize("name", ["organizations.tsv", "topics.tsv"])
def test_tables_hold_no_phrase_twice(name: str) -> None:
    table = read_table(name, 3)
    assert all(key and values for key, values, _ in table)
    phrases = [phrase for _, *cells in table for cell in cells for phrase in split_values(cell)]
    assert len({normalize(phrase) + str(phrase.isupper()) for phrase in phrases}) == len(phrases)


@pytest.mark.parametrize(("name", "column", "columns"), [("issuers.tsv", 3, 4), ("document_codes.tsv", 2, 3)])
def test_tables_of_numbers_are_written_without_marks(name: str, column: int, columns: int) -> None:
    for row in read_table(name, columns):
        assert fold(row[column]) == row[column]


def test_topics_are_listed() -> None:
    assert len(topics_module.TOPICS) >= 40
    assert len(set(topics_module.TOPICS)) == len(topics_module.TOPICS)
    with pytest.raises(AttributeError):
        _ = topics_module.NOTHING
