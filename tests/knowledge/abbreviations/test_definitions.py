"""Abbreviations that a text defines itself."""

from __future__ import annotations

import gzip
import json
import unicodedata
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timtin.analyzers import normalize
from timtin.knowledge.abbreviations.definitions import find_definitions
from timtin.knowledge.abbreviations.table import expand_abbreviation

DEFINED = [
    ("Xã bàn về dân vận khéo (DVK) hôm qua", [("DVK", "dân vận khéo")]),
    ("phong trào “Dân vận khéo” (DVK)", [("DVK", "Dân vận khéo")]),
    ("DVK (dân vận khéo) là gì", [("DVK", "dân vận khéo")]),
    ("Hội đồng nhân dân (sau đây gọi tắt là HĐND)", [("HĐND", "Hội đồng nhân dân")]),
    ("Hội đồng nhân dân, viết tắt là HĐND, họp", [("HĐND", "Hội đồng nhân dân")]),
    ("HĐND là viết tắt của cụm từ “hội đồng nhân dân”", [("HĐND", "hội đồng nhân dân")]),
    ("sở Khoa học và Công nghệ (KHCN)", [("KHCN", "Khoa học và Công nghệ")]),  # `và` has no letter
    ("phát triển kinh tế - xã hội (KT-XH), an ninh", [("KT-XH", "kinh tế - xã hội")]),
    ("Trung ương (TW)", [("TW", "Trung ương")]),
    ("chi cục ( CCTK ) và hợp tác xã ( HTX )", [("HTX", "hợp tác xã")]),  # spaces added by a program
    ("Tổ chức Y tế Thế giới (WHO)", []),  # the initials disagree
    ("cán bộ (CBCC)", []),  # one letter too many
    ("dân. Vận khéo (DVK)", []),  # not across a full stop
    ("đội vận khéo (DVK)", []),  # đ is not d
    ("Hội đồng nhân dân họp HĐND", []),  # nothing indicates a definition
    ("dân vận khéo (DVK xã)", []),  # more in the parentheses
    ("a b c (ABC)", []),  # single letters are not words
    ("", []),
]


@pytest.mark.parametrize(("text", "found"), DEFINED)
def test_find_definitions(text: str, found: list[tuple[str, str]]) -> None:
    assert [(each.short, each.long) for each in find_definitions(text)] == found
    decomposed = unicodedata.normalize("NFD", text)
    assert [(each.short, each.long) for each in find_definitions(decomposed)] == found


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["dân vận khéo", "(DVK)", "DVK", "(", ")", "gọi tắt là", "và", "𝔸", "U\u0301", "\ud800"]))
)
@example(["dân vận khéo", "(DVK)"] * 3)
def test_offsets_contain_both_forms(parts: list[str]) -> None:
    text = " ".join(parts)
    for each in find_definitions(text):
        stretch = unicodedata.normalize("NFC", text[each.start : each.end])
        assert each.short in stretch
        assert each.long in stretch


def test_definitions_of_real_news(shared: object) -> None:
    """That definitions are found in real articles; docs/abbreviations.md states how precision was measured."""
    with gzip.open(Path(str(shared)) / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        bodies = [json.loads(line)["body"] for line in islice(lines, 800)]
    found = [each for body in bodies for each in find_definitions(body)]
    assert len(found) > 20
    known = [each for each in found if expand_abbreviation(each.short)]
    agreeing = [each for each in known if normalize(each.long) in expand_abbreviation(each.short)]
    assert len(agreeing) >= 0.8 * len(known) > 0
