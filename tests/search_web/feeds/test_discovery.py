"""How others find what is here: sitemap, robots, OpenSearch, and what pages say of themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

import timtin
from timtin import Article
from timtin.search_web import create_app, create_blueprint
from timtin.search_web.feeds import sitemap
from timtin.search_web.pages.linked_data import script_json

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OS = "{http://a9.com/-/spec/opensearch/1.1/}"


def listed(client: FlaskClient, address: str) -> list[tuple[str, str | None]]:
    got = client.get(address)
    assert (got.status_code, got.content_type) == (200, "application/xml; charset=utf-8")
    root = etree.fromstring(got.data)
    return [(each.findtext(f"{MAP}loc"), each.findtext(f"{MAP}lastmod")) for each in root]


def test_the_sitemap_names_every_article_once(client: FlaskClient) -> None:
    pages = [address for address, when in listed(client, "/sitemap.xml") if when]
    articles = [row for page in pages for row in listed(client, page)]
    total = client.get("/readyz").json["articles"]
    assert len(articles) == len({address for address, _ in articles}) == total
    for address, _ in articles:
        assert client.get(address).status_code == 200
    dated = dict(articles)
    assert dated["http://localhost/articles/tin-3"] == "2023-03-04T08:30:00+07:00"
    assert dated["http://localhost/articles/hostile"] is None


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_pages_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.setattr(sitemap, "PER_PAGE", 10)
    monkeypatch.setattr(sitemap, "BATCH", 3)
    with timtin.create_index(tmp_path / "index", engine=engine) as index:
        index.add(Article(id=str(n), title=f"Tin {n}", published=f"2024-{1 + n // 25:02}-03") for n in range(50))
        index.add(Article(id=f"u{n}", title=f"Không ngày {n}") for n in range(10))
    client = create_app(tmp_path / "index").test_client()
    pages = [address for address, _ in listed(client, "/sitemap.xml")]
    assert [page.removeprefix("http://localhost/sitemap-") for page in pages] == [
        "2024-02-1.xml", "2024-02-2.xml", "2024-02-3.xml", "2024-01-1.xml", "2024-01-2.xml", "2024-01-3.xml",
        "undated-1.xml",
    ]  # fmt: skip
    rows = [[address for address, _ in listed(client, page)] for page in pages]
    assert [len(each) for each in rows] == [10, 10, 5, 10, 10, 5, 10]
    assert len({address for each in rows for address in each}) == 60
    assert client.get("/sitemap-2024-02-4.xml").status_code == 404
    assert client.get("/sitemap-undated-2.xml").status_code == 404


@pytest.mark.parametrize(
    "part", ["2024-02", "2024-13-1", "2024-02-0", "x", "%00", "2024-02-1-1", "1999-01-1", "٢٠٢٤-02-1"]
)
def test_no_such_page(client: FlaskClient, part: str) -> None:
    got = client.get(f"/sitemap-{part}.xml")
    assert (got.status_code, got.json["error"]["code"]) == (404, "not_found")


def test_an_empty_index_has_an_empty_sitemap(tmp_path: Path) -> None:
    with timtin.create_index(tmp_path / "index"):
        pass
    client = create_app(tmp_path / "index").test_client()
    assert listed(client, "/sitemap.xml") == []
    assert client.get("/sitemap-undated-1.xml").status_code == 404


def test_a_page_of_the_sitemap_is_streamed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "BATCH", 2)
    asked: list[tuple[int, int]] = []
    plain = timtin.Index.list_month

    def spied(self: timtin.Index, month: str | None, offset: int, limit: int) -> Any:
        asked.append((offset, limit))
        return plain(self, month, offset, limit)

    monkeypatch.setattr(timtin.Index, "list_month", spied)
    with app.test_client().get("/sitemap-2023-03-1.xml", buffered=False) as got:
        assert got.is_streamed
        chunks = got.iter_encoded()
        next(chunks), next(chunks)
        assert asked == [(0, 2)]  # what was not read yet is not in memory
        assert len(list(chunks)) == 6
    assert asked == [(0, 2), (2, 2), (4, 2), (6, 2)]


def test_robots(client: FlaskClient) -> None:
    got = client.get("/robots.txt")
    assert got.content_type.startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(got.text.splitlines())
    assert rules.site_maps() == ["http://localhost/sitemap.xml"]
    assert rules.can_fetch("bot", "/articles/tin-1")
    assert not rules.can_fetch("bot", "/api/search?q=x")
    assert "Disallow: /*?" in got.text.splitlines()  # the standard library's parser knows no patterns


def test_robots_belong_to_the_host(folder: Path) -> None:
    host = Flask("host", static_folder=None)
    host.register_blueprint(create_blueprint(folder), url_prefix="/tim")
    assert host.test_client().get("/tim/robots.txt").status_code == 404
    assert host.test_client().get("/robots.txt").status_code == 404


def templates(client: FlaskClient, address: str = "/opensearch.xml") -> dict[str, str]:
    got = client.get(address)
    assert got.content_type == "application/opensearchdescription+xml; charset=utf-8"
    root = etree.fromstring(got.data)
    assert root.tag == OS + "OpenSearchDescription"
    assert 0 < len(root.findtext(OS + "ShortName")) <= 16
    assert 0 < len(root.findtext(OS + "Description")) <= 1024
    return {each.get("type"): each.get("template") for each in root.findall(OS + "Url")}


def fill(template: str, words: str) -> str:
    return template.replace("{searchTerms}", words).replace("{startPage?}", "").replace("{count?}", "")


def test_opensearch_templates_lead_somewhere(client: FlaskClient) -> None:
    found = templates(client)
    assert set(found) == {
        "text/html", "application/atom+xml", "application/json", "application/x-suggestions+json",
        "application/opensearchdescription+xml",
    }  # fmt: skip
    for kind, template in found.items():
        got = client.get(fill(template, "d%C3%A2n+v%E1%BA%ADn"))
        assert got.status_code == 200, template
        assert got.content_type.startswith(kind)


def test_suggestions_for_browsers(client: FlaskClient) -> None:
    template = templates(client)["application/x-suggestions+json"]
    got = client.get(fill(template, "m%E1%BA%ABu"))
    typed, completions = got.json
    assert typed == "mẫu"
    assert completions == [each["text"] for each in client.get("/api/suggest?q=mẫu").json["suggestions"]]
    assert client.get(fill(template, "")).json == ["", []]


def test_browsers_are_not_sent_where_a_key_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_API_KEYS", "one")
    monkeypatch.setenv("TIMTIN_SITE_NAME", "Tin tức của hai mươi xã phường")
    found = templates(create_app(folder).test_client())
    assert not {"application/json", "application/x-suggestions+json"} & set(found)


def head(client: FlaskClient, address: str) -> Any:
    got = client.get(address)
    assert got.status_code == 200
    return html.fromstring(got.text).find("head")


def one(tree: Any, path: str, name: str) -> str:
    (found,) = tree.cssselect(path)
    value: str = found.get(name)
    return value


CANONICAL = [
    ("/", "/"),
    ("/?q=hoa&page=2", "/?q=hoa&page=2"),
    ("/?utm_source=x&q=hoa", "/?q=hoa"),
    ("/articles/tin-3?q=hoa", "/articles/tin-3"),
    ("/articles/tin-3?lang=en", "/articles/tin-3"),
    ("/articles?id=a//b&q=hoa", "/articles?id=a//b"),
]


@pytest.mark.parametrize(("address", "canonical"), CANONICAL)
def test_one_address_for_one_thing(client: FlaskClient, address: str, canonical: str) -> None:
    tree = head(client, address)
    assert one(tree, "link[rel=canonical]", "href") == f"http://localhost{canonical}"
    assert one(tree, "meta[property='og:url']", "content") == f"http://localhost{canonical}"
    assert client.get(one(tree, "link[type='application/atom+xml']", "href")).status_code == 200
    assert client.get(one(tree, "link[rel=search]", "href")).status_code == 200
    assert one(tree, "meta[name=description]", "content")


def test_addresses_are_those_of_the_setting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_BASE_URL", "https://tin.example/tim")
    client = create_app(folder).test_client()
    tree = head(client, "/articles/tin-3")
    assert one(tree, "link[rel=canonical]", "href") == "https://tin.example/tim/articles/tin-3"
    assert json.loads(tree.cssselect("script[type='application/ld+json']")[0].text)["url"].startswith(
        "https://tin.example/tim/"
    )
    for address in ("/sitemap.xml", "/sitemap-undated-1.xml", "/opensearch.xml", "/feed.atom", "/robots.txt"):
        text = client.get(address, headers={"Host": "evil.example"}).text
        assert "https://tin.example/tim/" in text
        assert "evil" not in text


@pytest.mark.parametrize("host", ["bad host", "", "x/y", 'a"b', "[", "tin.example:99999999"])
def test_a_request_that_does_not_say_where_it_came_to(
    client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    for address in ("/feed.atom", "/sitemap.xml", "/sitemap-undated-1.xml", "/opensearch.xml", "/robots.txt"):
        got = client.get(address, headers={"Host": host})
        assert (got.status_code, got.json["error"]["code"]) == (400, "bad_request")
    for address in ("/", "/articles/tin-3", "/api/search?q=hoa&limit=1", "/api/openapi.json"):
        got = client.get(address, headers={"Host": host})
        assert got.status_code == 200
        assert "http:///" not in got.text + got.headers.get("Link", "")
    monkeypatch.setenv("TIMTIN_BASE_URL", "https://tin.example")
    told = create_app(folder).test_client()
    assert "https://tin.example/" in told.get("/feed.atom", headers={"Host": host}).text


@pytest.mark.parametrize("prefix", ["/tim", "/a/b"])
def test_addresses_inside_another_app(folder: Path, prefix: str) -> None:
    host = Flask("host", static_folder=None)
    host.register_blueprint(create_blueprint(folder), url_prefix=prefix)
    client = host.test_client()
    assert one(head(client, f"{prefix}/articles/tin-3"), "link[rel=canonical]", "href") == (
        f"http://localhost{prefix}/articles/tin-3"
    )
    assert all(
        page.startswith(f"http://localhost{prefix}/sitemap-") for page, _ in listed(client, f"{prefix}/sitemap.xml")
    )


def data(client: FlaskClient, address: str) -> Any:
    (script,) = head(client, address).cssselect("script[type='application/ld+json']")
    return json.loads(script.text)


def test_an_article_as_linked_data(client: FlaskClient) -> None:
    found = data(client, "/articles/tin-3")
    assert (found["@context"], found["@type"]) == ("https://schema.org", "NewsArticle")
    assert found["headline"] == "Xã Mẫu Lâm 3 làm đường hoa"
    assert found["datePublished"] == "2023-03-04T08:30:00+07:00"
    assert found["publisher"] == {"@type": "Organization", "name": "Đài truyền thanh Mẫu Lâm"}
    assert found["isBasedOn"] == "https://tin.example/3"
    assert found["citation"] == ["217-QĐ/TW"]
    assert None not in found.values()


def test_hostile_text_stays_text(client: FlaskClient) -> None:
    found = data(client, "/articles/hostile")
    assert found["headline"].startswith("<script>")
    assert "isBasedOn" not in found
    text = client.get("/articles/hostile").text
    assert text.count("<script") == text.count("</script>")
    assert "<script>alert" not in text


def test_the_site_as_linked_data(client: FlaskClient) -> None:
    found = data(client, "/")
    assert found["@type"] == "WebSite"
    template = found["potentialAction"]["target"]["urlTemplate"]
    assert client.get(template.replace("{search_term_string}", "hoa")).status_code == 200


def test_results_are_not_for_search_engines(client: FlaskClient) -> None:
    assert one(head(client, "/?q=hoa"), "meta[name=robots]", "content").startswith("noindex")
    for address in ("/", "/articles/tin-3"):
        assert not head(client, address).cssselect("meta[name=robots]")


def test_an_error_page_says_nothing(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/articles/nope").text)
    assert not tree.cssselect("link[rel=canonical], script[type='application/ld+json']")


@settings(max_examples=80)
@given(st.recursive(st.text(max_size=20), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner)))
def test_nothing_ends_a_script_early(value: Any) -> None:
    written = str(script_json(value))
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == json.loads(json.dumps(value).encode("utf-8", "replace")) or "?" in written
