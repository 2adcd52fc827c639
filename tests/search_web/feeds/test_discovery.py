"""Discovery by search engines, crawlers and browsers: sitemap, robots.txt, OpenSearch, metadata of pages."""

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


def sitemap_rows(client: FlaskClient, address: str) -> list[tuple[str, str | None]]:
    response = client.get(address)
    assert (response.status_code, response.content_type) == (200, "application/xml; charset=utf-8")
    root = etree.fromstring(response.data)
    return [(each.findtext(f"{MAP}loc"), each.findtext(f"{MAP}lastmod")) for each in root]


def test_the_sitemap_names_every_article_once(client: FlaskClient) -> None:
    pages = [address for address, when in sitemap_rows(client, "/sitemap.xml") if when]
    articles = [row for page in pages for row in sitemap_rows(client, page)]
    total = client.get("/readyz").json["articles"]
    assert len(articles) == len({address for address, _ in articles}) == total
    for address, _ in articles:
        assert client.get(address).status_code == 200
    dated = dict(articles)
    assert dated["http://localhost/articles/tin-3"] == "2023-03-04T08:30:00+07:00"
    assert dated["http://localhost/articles/hostile"] is None


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_the_sitemap_is_split_into_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    monkeypatch.setattr(sitemap, "PER_PAGE", 10)
    monkeypatch.setattr(sitemap, "BATCH", 3)
    with timtin.create_index(tmp_path / "index", engine=engine) as index:
        index.add(Article(id=str(n), title=f"Tin {n}", published=f"2024-{1 + n // 25:02}-03") for n in range(50))
        index.add(Article(id=f"u{n}", title=f"Không ngày {n}") for n in range(10))
    client = create_app(tmp_path / "index").test_client()
    pages = [address for address, _ in sitemap_rows(client, "/sitemap.xml")]
    assert [page.removeprefix("http://localhost/sitemap-") for page in pages] == [
        "2024-02-1.xml", "2024-02-2.xml", "2024-02-3.xml", "2024-01-1.xml", "2024-01-2.xml", "2024-01-3.xml",
        "undated-1.xml",
    ]  # fmt: skip
    rows = [[address for address, _ in sitemap_rows(client, page)] for page in pages]
    assert [len(each) for each in rows] == [10, 10, 5, 10, 10, 5, 10]
    assert len({address for each in rows for address in each}) == 60
    assert client.get("/sitemap-2024-02-4.xml").status_code == 404
    assert client.get("/sitemap-undated-2.xml").status_code == 404


@pytest.mark.parametrize(
    "part", ["2024-02", "2024-13-1", "2024-02-0", "x", "%00", "2024-02-1-1", "1999-01-1", "٢٠٢٤-02-1"]
)
def test_an_unknown_part_is_a_404(client: FlaskClient, part: str) -> None:
    response = client.get(f"/sitemap-{part}.xml")
    assert (response.status_code, response.json["error"]["code"]) == (404, "not_found")


def test_an_empty_index_has_an_empty_sitemap(tmp_path: Path) -> None:
    with timtin.create_index(tmp_path / "index"):
        pass
    client = create_app(tmp_path / "index").test_client()
    assert sitemap_rows(client, "/sitemap.xml") == []
    assert client.get("/sitemap-undated-1.xml").status_code == 404


def test_a_part_of_the_sitemap_is_streamed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "BATCH", 2)
    calls: list[tuple[int, int]] = []
    list_month = timtin.Index.list_month

    def recorded(self: timtin.Index, month: str | None, offset: int, limit: int) -> Any:
        calls.append((offset, limit))
        return list_month(self, month, offset, limit)

    monkeypatch.setattr(timtin.Index, "list_month", recorded)
    with app.test_client().get("/sitemap-2023-03-1.xml", buffered=False) as response:
        assert response.is_streamed
        chunks = response.iter_encoded()
        next(chunks), next(chunks)
        assert calls == [(0, 2)]  # later batches are not loaded yet
        assert len(list(chunks)) == 6
    assert calls == [(0, 2), (2, 2), (4, 2), (6, 2)]


def test_robots_txt(client: FlaskClient) -> None:
    response = client.get("/robots.txt")
    assert response.content_type.startswith("text/plain")
    rules = RobotFileParser()
    rules.parse(response.text.splitlines())
    assert rules.site_maps() == ["http://localhost/sitemap.xml"]
    assert rules.can_fetch("bot", "/articles/tin-1")
    assert not rules.can_fetch("bot", "/api/search?q=x")
    assert "Disallow: /*?" in response.text.splitlines()  # the standard library's parser does not support wildcards


def test_a_blueprint_has_no_robots_txt(folder: Path) -> None:
    host = Flask("host", static_folder=None)
    host.register_blueprint(create_blueprint(folder), url_prefix="/tim")
    assert host.test_client().get("/tim/robots.txt").status_code == 404
    assert host.test_client().get("/robots.txt").status_code == 404


def templates(client: FlaskClient, address: str = "/opensearch.xml") -> dict[str, str]:
    response = client.get(address)
    assert response.content_type == "application/opensearchdescription+xml; charset=utf-8"
    root = etree.fromstring(response.data)
    assert root.tag == OS + "OpenSearchDescription"
    assert 0 < len(root.findtext(OS + "ShortName")) <= 16
    assert 0 < len(root.findtext(OS + "Description")) <= 1024
    return {each.get("type"): each.get("template") for each in root.findall(OS + "Url")}


def fill(template: str, words: str) -> str:
    return template.replace("{searchTerms}", words).replace("{startPage?}", "").replace("{count?}", "")


def test_opensearch_templates_work(client: FlaskClient) -> None:
    urls = templates(client)
    assert set(urls) == {
        "text/html", "application/atom+xml", "application/json", "application/x-suggestions+json",
        "application/opensearchdescription+xml",
    }  # fmt: skip
    for kind, template in urls.items():
        response = client.get(fill(template, "d%C3%A2n+v%E1%BA%ADn"))
        assert response.status_code == 200, template
        assert response.content_type.startswith(kind)


def test_suggestions_for_browsers(client: FlaskClient) -> None:
    template = templates(client)["application/x-suggestions+json"]
    response = client.get(fill(template, "m%E1%BA%ABu"))
    typed, completions = response.json
    assert typed == "mẫu"
    assert completions == [each["text"] for each in client.get("/api/suggest?q=mẫu").json["suggestions"]]
    assert client.get(fill(template, "")).json == ["", []]


def test_browsers_are_not_offered_an_api_that_requires_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_API_KEYS", "one")
    monkeypatch.setenv("TIMTIN_SITE_NAME", "Tin tức của hai mươi xã phường")
    urls = templates(create_app(folder).test_client())
    assert not {"application/json", "application/x-suggestions+json"} & set(urls)


def head(client: FlaskClient, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.text).find("head")


def one(tree: Any, path: str, name: str) -> str:
    (element,) = tree.cssselect(path)
    value: str = element.get(name)
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
def test_canonical_urls(client: FlaskClient, address: str, canonical: str) -> None:
    tree = head(client, address)
    assert one(tree, "link[rel=canonical]", "href") == f"http://localhost{canonical}"
    assert one(tree, "meta[property='og:url']", "content") == f"http://localhost{canonical}"
    assert client.get(one(tree, "link[type='application/atom+xml']", "href")).status_code == 200
    assert client.get(one(tree, "link[rel=search]", "href")).status_code == 200
    assert one(tree, "meta[name=description]", "content")


def test_absolute_urls_follow_the_setting_base_url(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_an_invalid_host_header(client: FlaskClient, folder: Path, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    for address in ("/feed.atom", "/sitemap.xml", "/sitemap-undated-1.xml", "/opensearch.xml", "/robots.txt"):
        response = client.get(address, headers={"Host": host})
        assert (response.status_code, response.json["error"]["code"]) == (400, "bad_request")
    for address in ("/", "/articles/tin-3", "/api/search?q=hoa&limit=1", "/api/openapi.json"):
        response = client.get(address, headers={"Host": host})
        assert response.status_code == 200
        assert "http:///" not in response.text + response.headers.get("Link", "")
    monkeypatch.setenv("TIMTIN_BASE_URL", "https://tin.example")
    configured = create_app(folder).test_client()
    assert "https://tin.example/" in configured.get("/feed.atom", headers={"Host": host}).text


@pytest.mark.parametrize("prefix", ["/tim", "/a/b"])
def test_absolute_urls_inside_another_app(folder: Path, prefix: str) -> None:
    host = Flask("host", static_folder=None)
    host.register_blueprint(create_blueprint(folder), url_prefix=prefix)
    client = host.test_client()
    assert one(head(client, f"{prefix}/articles/tin-3"), "link[rel=canonical]", "href") == (
        f"http://localhost{prefix}/articles/tin-3"
    )
    assert all(
        page.startswith(f"http://localhost{prefix}/sitemap-")
        for page, _ in sitemap_rows(client, f"{prefix}/sitemap.xml")
    )


def linked_data(client: FlaskClient, address: str) -> Any:
    (script,) = head(client, address).cssselect("script[type='application/ld+json']")
    return json.loads(script.text)


def test_an_article_as_linked_data(client: FlaskClient) -> None:
    properties = linked_data(client, "/articles/tin-3")
    assert (properties["@context"], properties["@type"]) == ("https://schema.org", "NewsArticle")
    assert properties["headline"] == "Xã Mẫu Lâm 3 làm đường hoa"
    assert properties["datePublished"] == "2023-03-04T08:30:00+07:00"
    assert properties["publisher"] == {"@type": "Organization", "name": "Đài truyền thanh Mẫu Lâm"}
    assert properties["isBasedOn"] == "https://tin.example/3"
    assert properties["citation"] == ["217-QĐ/TW"]
    assert None not in properties.values()


def test_markup_in_linked_data_is_escaped(client: FlaskClient) -> None:
    properties = linked_data(client, "/articles/hostile")
    assert properties["headline"].startswith("<script>")
    assert "isBasedOn" not in properties
    text = client.get("/articles/hostile").text
    assert text.count("<script") == text.count("</script>")
    assert "<script>alert" not in text


def test_the_site_as_linked_data(client: FlaskClient) -> None:
    properties = linked_data(client, "/")
    assert properties["@type"] == "WebSite"
    template = properties["potentialAction"]["target"]["urlTemplate"]
    assert client.get(template.replace("{search_term_string}", "hoa")).status_code == 200


def test_results_pages_are_noindex(client: FlaskClient) -> None:
    assert one(head(client, "/?q=hoa"), "meta[name=robots]", "content").startswith("noindex")
    for address in ("/", "/articles/tin-3"):
        assert not head(client, address).cssselect("meta[name=robots]")


def test_an_error_page_has_no_metadata(client: FlaskClient) -> None:
    tree = html.fromstring(client.get("/articles/nope").text)
    assert not tree.cssselect("link[rel=canonical], script[type='application/ld+json']")


@settings(max_examples=80)
@given(st.recursive(st.text(max_size=20), lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner)))
def test_no_value_can_end_the_script_element(value: Any) -> None:
    written = str(script_json(value))
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == json.loads(json.dumps(value).encode("utf-8", "replace")) or "?" in written
