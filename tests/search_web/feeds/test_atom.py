"""`/feed.atom`: valid according to RFC 4287 and 5005, parsed by feedparser, with stable ids and times."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import timtin
from timtin import Article
from timtin.search_web import create_app, create_blueprint
from timtin.search_web.feeds.atom import clean, rfc3339, summary, urn
from timtin.search_web.http.parameters import feed as table

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"

FEED_PARTS = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "author": (0, 9), "generator": (0, 1), "icon": (0, 1),
              "link": (1, 20), "entry": (0, 1000)}  # fmt: skip
ENTRY_PARTS = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (0, 1), "author": (0, 9), "link": (1, 9),
               "category": (0, 99), "summary": (0, 1), "content": (0, 1)}  # fmt: skip
"""How often an element may occur in a feed and in an entry: sections 4.1.1 and 4.1.2 of RFC 4287."""

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def check_element(element: Any, parts: dict[str, tuple[int, int]]) -> None:
    counts = Counter(child.tag.removeprefix(ATOM) for child in element if not child.tag.startswith(OPENSEARCH))
    assert set(counts) <= set(parts)
    for name, (least, most) in parts.items():
        assert least <= counts[name] <= most, name
    for name in ("updated", "published"):
        for each in element.findall(ATOM + name):
            assert DATE.fullmatch(each.text)
            datetime.fromisoformat(each.text)
    assert element.findtext(f"{ATOM}id").startswith("urn:uuid:")
    links = element.findall(ATOM + "link")
    assert len([link for link in links if link.get("rel") == "alternate"]) == 1
    for link in links:
        assert re.match(r"https?://[^/\s]+/", link.get("href"))
        assert link.get("href").isascii() or link.get("rel") == "via"
    for author in element.findall(ATOM + "author"):
        assert author.findtext(ATOM + "name")


def parse_valid(text: bytes) -> Any:
    """Return the root of a feed after checking it against the rules of the RFC for feeds, entries and links."""
    root = etree.fromstring(text)
    assert root.tag == ATOM + "feed"
    check_element(root, FEED_PARTS)
    entries = root.findall(ATOM + "entry")
    for entry in entries:
        check_element(entry, ENTRY_PARTS)
    assert root.find(ATOM + "author") is not None or all(entry.find(ATOM + "author") is not None for entry in entries)
    ids = [entry.findtext(ATOM + "id") for entry in entries]
    assert len(ids) == len(set(ids))
    parsed = feedparser.parse(text)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    assert len(parsed.entries) == len(entries)
    return root


def link(root: Any, rel: str) -> str | None:
    hrefs = [each.get("href") for each in root.findall(ATOM + "link") if each.get("rel") == rel]
    return hrefs[0] if hrefs else None


SEARCHES = ["", "?q=hoa", "?q=kịch bản", "?q=vắng tanh", "?q=hoa&place=Hà Nội&year=2021&limit=3&page=2", "?limit=100",
            '?q="%26<>%00%FF%ED%A0%80\'', "?sort=oldest", "?sort=relevance&q=hoa", "?page=999999"]  # fmt: skip


@pytest.mark.parametrize("search", SEARCHES)
def test_any_search_is_a_valid_feed(client: FlaskClient, search: str) -> None:
    response = client.get("/feed.atom" + search)
    assert response.status_code == 200
    assert response.content_type == "application/atom+xml; charset=utf-8"
    root = parse_valid(response.data)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"


def test_entries_are_the_newest_hits(client: FlaskClient) -> None:
    root = parse_valid(client.get("/feed.atom?q=hoa&limit=5").data)
    hits = client.get("/api/search?q=hoa&limit=5&sort=newest").json["hits"]
    entries = root.findall(ATOM + "entry")
    assert [entry.findtext(ATOM + "title") for entry in entries] == [hit["title"] for hit in hits]
    assert [entry.findtext(ATOM + "id") for entry in entries] == [urn(f"article:{hit['id']}") for hit in hits]
    assert link(entries[0], "alternate") == f"http://localhost/articles/{hits[0]['id']}"
    assert link(entries[0], "via") == hits[0]["url"]
    assert root.findtext(OPENSEARCH + "totalResults") == "24"
    times = [datetime.fromisoformat(entry.findtext(ATOM + "updated")) for entry in entries]
    assert times == sorted(times, reverse=True)
    assert datetime.fromisoformat(root.findtext(ATOM + "updated")) == times[0]


def test_paging_through_all_entries(client: FlaskClient) -> None:
    entry_ids, address, pages, ids = [], "/feed.atom?q=hoa&limit=7", 0, set()
    while address:
        root = parse_valid(client.get(address.removeprefix("http://localhost")).data)
        ids.add(root.findtext(ATOM + "id"))
        entry_ids += [entry.findtext(ATOM + "id") for entry in root.findall(ATOM + "entry")]
        pages += 1
        assert (link(root, "previous") is None) == (pages == 1)
        assert client.get(link(root, "self")).data == client.get(address).data
        address = link(root, "next")
    assert (pages, len(entry_ids), len(set(entry_ids))) == (4, 24, 24)
    assert len(ids) == 1  # all pages belong to one feed
    assert link(root, "last") == link(root, "self")


def test_ids_and_times_do_not_depend_on_the_address(
    folder: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMTIN_BASE_URL", "https://tin.example/moi")
    moved = parse_valid(create_app(folder).test_client().get("/feed.atom").data)
    original = parse_valid(client.get("/feed.atom").data)
    for name in ("id", "updated"):
        assert [e.findtext(ATOM + name) for e in moved.findall(ATOM + "entry")] == [
            e.findtext(ATOM + name) for e in original.findall(ATOM + "entry")
        ]
    assert link(moved.find(ATOM + "entry"), "alternate").startswith("https://tin.example/moi/articles/")
    assert link(moved, "self") == "https://tin.example/moi/feed.atom"
    other = parse_valid(client.get("/feed.atom?q=hoa").data)
    assert other.findtext(ATOM + "id") != original.findtext(ATOM + "id")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("odd") / "index"
    with timtin.create_index(folder) as index:
        index.add(
            [
                Article(id="day", title="Theo ngày", body="x", published="2024-03-07"),
                Article(
                    id="changed", title="Đã sửa", body="x", published="2024-03-01", updated="2024-03-09T10:00:00+07:00"
                ),
                Article(id="undated", title="", body="Chỉ có\x0b nội dung ]]> & <b>thẻ</b>\ufffe"),
                Article(id="../x", title="Mã lạ <i>", body="y " * 900, author="A & B", url="javascript:alert(1)"),
            ]
        )
    return create_app(folder).test_client()


def test_times_of_dated_updated_and_undated_articles(odd: FlaskClient) -> None:
    root = parse_valid(odd.get("/feed.atom").data)
    entries = {entry.findtext(ATOM + "id"): entry for entry in root.findall(ATOM + "entry")}
    day, changed, undated, strange = (entries[urn(f"article:{id}")] for id in ("day", "changed", "undated", "../x"))
    assert day.findtext(ATOM + "updated") == day.findtext(ATOM + "published") == "2024-03-07T00:00:00+07:00"
    assert changed.findtext(ATOM + "updated") == "2024-03-09T10:00:00+07:00"
    assert changed.findtext(ATOM + "published") == "2024-03-01T00:00:00+07:00"
    assert root.findtext(ATOM + "updated") == "2024-03-09T10:00:00+07:00"
    assert undated.findtext(ATOM + "updated") == "1970-01-01T00:00:00Z"
    assert undated.find(ATOM + "published") is None
    assert undated.findtext(ATOM + "title")
    assert "<b>thẻ</b>" in undated.findtext(ATOM + "summary")
    assert link(strange, "alternate") == "http://localhost/articles?id=../x"
    assert link(strange, "via") is None
    assert strange.findtext(f"{ATOM}author/{ATOM}name") == "A & B"
    assert len(strange.findtext(ATOM + "summary")) <= 501


def test_entry_links_open_the_articles(client: FlaskClient, odd_ids: tuple[str, ...]) -> None:
    root = parse_valid(client.get("/feed.atom?limit=100").data)
    for entry in root.findall(ATOM + "entry"):
        assert client.get(link(entry, "alternate")).status_code == 200
    assert {urn(f"article:{id}") for id in odd_ids} <= {e.findtext(ATOM + "id") for e in root.findall(ATOM + "entry")}


@pytest.mark.parametrize(
    "query_string", ["?year=x", "?facets=year", "?explain=1", "?colour=red", "?limit=101", "?page=0", "?q=a&q=b"]
)
def test_errors_have_the_shape_of_the_api(client: FlaskClient, query_string: str) -> None:
    response = client.get("/feed.atom" + query_string)
    assert response.status_code == 400
    assert response.json["error"]["field"] == re.match(r"\?(\w+)", query_string)[1]  # type: ignore[index]


def test_an_unchanged_feed_is_a_304(client: FlaskClient) -> None:
    first = client.get("/feed.atom?q=hoa")
    again = client.get("/feed.atom?q=hoa", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head("/feed.atom?q=hoa").headers["ETag"] == first.headers["ETag"]


def test_links_inside_another_app(folder: Path) -> None:
    host = Flask("host", static_folder=None)
    host.register_blueprint(create_blueprint(folder, name="b"), url_prefix="/tim/tin")
    root = parse_valid(host.test_client().get("/tim/tin/feed.atom?q=hoa").data)
    for each in root.iter(ATOM + "link"):
        assert each.get("rel") == "via" or each.get("href").startswith("http://localhost/tim/tin/")


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_cleaned_text_is_valid_xml(text: str) -> None:
    etree.fromstring(etree.tostring(element := etree.Element("x")))
    element.text = clean(text)
    assert etree.fromstring(etree.tostring(element)).text in (clean(text), None, clean(text).replace("\r", "\n"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("", None),
        ("hôm qua", None),
        ("2024-03-07", "2024-03-07T00:00:00+07:00"),
        ("2024-03-07T08:30:00", "2024-03-07T08:30:00+07:00"),
        ("2024-03-07T08:30:00.5Z", "2024-03-07T08:30:00+00:00"),
        ("0001-01-01", "0001-01-01T00:00:00+07:00"),
    ],
)
def test_times(value: str | None, expected: str | None) -> None:
    assert rfc3339(value) == expected


def test_summaries_are_cut_between_words() -> None:
    assert summary(Article(body="một hai\n ba bốn"), 10) == "một hai…"
    assert summary(Article(body="nội dung", summary=" tóm  tắt ")) == "tóm tắt"
    assert summary(Article(body="x" * 30), 10) == "x" * 10 + "…"


def test_the_feed_has_the_parameters_of_a_search() -> None:
    names = {parameter.name for parameter in table(10)}
    assert {"q", "place", "after", "sort", "page", "limit"} <= names
    assert not {"facets", "explain"} & names
