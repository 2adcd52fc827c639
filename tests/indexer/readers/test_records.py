"""JSONL records: optional fields, and the reasons of rejections."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.indexer.page import ReadOptions, Record, Rejected, identify_content, identify_url
from timtin.indexer.readers import read
from timtin.model import Article


def one(value: object, **options: Any) -> Record | Rejected:
    line = value if isinstance(value, bytes) else json.dumps(value).encode()
    (item,) = read(["-"], ReadOptions(stdin=io.BytesIO(line), **options))
    assert isinstance(item, Record | Rejected)
    return item


def article(value: object, **options: Any) -> Article:
    item = one(value, **options)
    assert isinstance(item, Record), item
    return item.article


# A record that is rejected, and its reason in full or in part.
REJECTED: list[tuple[object, str]] = [
    (b'{"title": "x"', "not valid JSON: Expecting ',' delimiter (column 14)"),
    (b"plain words", "not valid JSON"),
    (b"[" * 100_000, "not valid JSON: nested too deeply"),
    (b'{"title": "x", "id": ' + b"9" * 10_000 + b"}", "not valid JSON"),
    ([1, 2], "a record must be an object, not a list"),
    ("x", "a record must be an object, not text"),
    (None, "a record must be an object, not null"),
    ({}, "neither title nor body"),
    ({"title": " ", "body": "\n", "summary": "x"}, "neither title nor body"),
    ({"title": 5}, "field 'title' must be text, not a number"),
    ({"title": True}, "field 'title' must be text, not true or false"),
    ({"title": "x", "content": ["y"]}, "field 'content' must be text, not a list"),
    ({"title": "x", "published": 20240101}, "field 'published' must be text, not a number"),
    ({"title": "x", "date": {}}, "field 'date' must be text, not an object"),
    ({"title": "x", "tags": [1]}, "field 'tags' must be a list of texts or text with commas, not a list"),
    ({"title": "x", "tags": 1}, "field 'tags' must be a list of texts or text with commas, not a number"),
    ({"title": "x", "attachments": ["y"]}, "field 'attachments' must be a list of objects with 'name' and 'url'"),
    ({"title": "x", "id": 1.5}, "field 'id' must be text or a whole number, not a number"),
    ({"title": "x", "id": False}, "field 'id' must be text or a whole number, not true or false"),
    ({"title": "x", "id": "a" * 513}, "field 'id' is longer than 512 characters"),
    ({"title": "x", "id": "a\nb"}, "field 'id' holds a control character"),
    ({"title": "x", "id": "a\u0000b"}, "field 'id' holds a control character"),
]


@pytest.mark.parametrize(("value", "reason"), REJECTED)
def test_rejected(value: object, reason: str) -> None:
    item = one(value)
    assert isinstance(item, Rejected)
    assert item.source == "stdin:1"
    assert reason in item.reason


def test_all_fields_of_a_record() -> None:
    found = article(
        {
            "id": " t-1 ",
            "url": "https://xa.example/1",
            "title": "Xã  mở lớp\nbơi",
            "summary": "Tóm tắt",
            "body": "Một.\r\nHai.",
            "published": "07/03/2024",
            "author": "Thu Hà",
            "source": "Trang tin xã",
            "place": "Long An",
            "tags": ["a", "a", " b  c "],
            "image": "https://xa.example/1.jpg",
            "attachments": [
                {"name": "Kế hoạch", "url": "https://xa.example/k.pdf"},
                {"url": "https://xa.example/l.pdf"},
            ],
            "unknown": {"ignored": True},
        },
        source="không dùng",
    )
    assert (found.id, found.title, found.body) == ("t-1", "Xã mở lớp bơi", "Một.\nHai.")
    assert (found.published, found.tags, found.source) == ("2024-03-07", ("a", "b c"), "Trang tin xã")
    assert [a.name for a in found.attachments] == ["Kế hoạch", "https://xa.example/l.pdf"]


def test_ids() -> None:
    assert article({"id": 17, "title": "x"}).id == "17"
    assert article({"id": "xã/1 – á", "title": "x"}).id == "xã/1 – á"
    assert article({"id": "", "url": "https://x.example/1", "title": "x"}).id == identify_url("https://x.example/1")
    assert article({"title": "x", "body": "y"}).id == identify_content("x", "y")
    assert article({"title": "x", "body": "y"}).id != article({"title": "xy"}).id


def test_other_names_and_defaults() -> None:
    found = article({"text": "Nội dung", "date": "2024-03-07", "tags": "a, b,,"}, source="Nguồn", place="Long An")
    assert (found.body, found.published, found.tags) == ("Nội dung", "2024-03-07", ("a", "b"))
    assert (found.source, found.place) == ("Nguồn", "Long An")
    assert article({"content": "Nội dung", "body": None}).body == "Nội dung"


def test_invalid_dates_are_left_out() -> None:
    assert article({"title": "x", "published": "hôm nào đó"}).published is None


def test_lone_surrogates_and_control_characters() -> None:
    found = article(b'{"title": "T\\ud800in", "body": "M\\u0000\\u0007\xe1\xbb\x99t\\ud83d\\ude00"}')
    assert found.title == "T\ufffdin"
    assert found.body == "M  ột\U0001f600"


def test_text_stays_as_written_but_names_are_composed() -> None:
    decomposed = "Xa\u0303 A\u0301n"
    found = article({"title": decomposed, "body": decomposed, "author": decomposed, "source": decomposed})
    assert (found.title, found.body) == (decomposed, decomposed)
    assert found.author == found.source == "Xã Án"


def test_an_exported_record_is_read_back_unchanged() -> None:
    first = article({"title": "Tin", "body": "Một.\nHai.", "published": "2024-01-23T02:20:00+07:00", "tags": ["a"]})
    assert article(first.to_record()) == first


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(["id", "url", "title", "body", "text", "published", "date", "tags", "attachments", "image"])


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(fields, json_values, max_size=5) | json_values)
def test_any_json_is_a_record_or_a_reason(value: object) -> None:
    item = one(value)
    if isinstance(item, Record):
        assert item.article.id
        json.dumps(item.article.to_record(), ensure_ascii=False).encode("utf-8")
    else:
        assert item.reason


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=60))
def test_any_line_is_a_record_or_a_reason(line: bytes) -> None:
    for item in read(["-"], ReadOptions(stdin=io.BytesIO(line))):
        assert isinstance(item, Record | Rejected)
