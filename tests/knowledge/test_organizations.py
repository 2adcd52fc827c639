"""Organisations that a text names."""

from __future__ import annotations

import unicodedata

import pytest

from timtin.knowledge.organizations import find_organizations

ORGANIZATIONS = [
    ("Đảng uỷ xã phối hợp UBND, UBMTTQ xã", ("Đảng ủy", "UBND", "MTTQ")),  # both tone placements
    ("ỦY BAN NHÂN DÂN huyện", ("UBND",)),
    ("Uỷ ban Mặt trận Tổ quốc Việt Nam xã và HĐND", ("MTTQ", "HĐND")),
    ("Ban Dân vận Huyện ủy", ("Ban Dân vận", "Huyện ủy")),
    ("ông A, Đảng ủy viên, Phó Chủ tịch UBND", ("UBND",)),  # a member does not count as the organisation
    ("Ban tổ chức giải trao cúp", ()),  # nor does the organiser of a tournament
    ("thuộc Đảng. Ủy ban nhân dân xã", ("UBND",)),  # no phrase crosses a full stop
    ("ca mắc mới", ()),  # only `CA` in capitals is the police
    ("CA xã bắt giữ", ("Công an",)),
    ("UBND xã, rồi UBND huyện", ("UBND",)),
]


@pytest.mark.parametrize(("text", "names"), ORGANIZATIONS)
def test_organizations(text: str, names: tuple[str, ...]) -> None:
    assert find_organizations(text) == names
    assert find_organizations(unicodedata.normalize("NFD", text)) == names
