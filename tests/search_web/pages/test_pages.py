"""The home, results, article and error pages over a real index, parsed as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import html

from timtin import IndexDamaged, IndexLocked, IndexMissing, IndexVersion, TimtinError
from timtin.search_web import create_app


def page(client: FlaskClient, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status
    assert response.content_type == "text/html; charset=utf-8"
    return html.fromstring(response.text)


def texts(tree: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in tree.cssselect(selector)]


def follow(client: FlaskClient, tree: html.HtmlElement, selector: str, label: str = "") -> html.HtmlElement:
    """Return the page behind the first link with this selector whose text contains the label."""
    links = [each for each in tree.cssselect(selector) if label in each.text_content()]
    assert links, f"no {selector} with {label!r}"
    return page(client, links[0].get("href"))


def test_home(client: FlaskClient) -> None:
    tree = page(client, "/")
    assert tree.cssselect("form[role=search] input[name=q][type=search]")
    assert re.search(r"\d+ tin từ các cổng", tree.text_content())
    assert len(tree.cssselect(".hit")) == 6
    assert texts(tree, ".browse h2")[0] == "Theo nơi"
    assert "Hà Nội 12" in [" ".join(re.findall(r"[^\d]+|\d+", each)) for each in texts(tree, ".ledger a")]


def test_latest_news_come_first(client: FlaskClient) -> None:
    dates = [each.get("datetime") for each in page(client, "/").cssselect(".hit time")]
    assert dates == sorted(dates, reverse=True)


def test_results(client: FlaskClient) -> None:
    tree = page(client, "/?q=dan+van+kheo")
    assert texts(tree, "h1")[0].startswith("24 kết quả")
    assert texts(tree, "head title") == ["dan van kheo – Tìm tin"]
    assert len(tree.cssselect(".hit")) == 10
    assert "dân vận khéo" in texts(tree, ".hit mark")
    meta = texts(tree, ".hit .meta")[0]
    assert re.search(r"\d\d/03/20\d\d, 08:30", meta)
    assert "trước đây: Huyện" in tree.text_content()
    assert "217-QĐ/TW" in texts(tree, ".hit .tags a")
    assert tree.cssselect("input#q")[0].get("value") == "dan van kheo"


def test_adding_and_removing_filters(client: FlaskClient) -> None:
    tree = page(client, "/?q=dân+vận&sort=oldest&page=2")
    narrow = follow(client, tree, "a.value", "2021")
    assert texts(narrow, "h1")[0].startswith("6 kết quả")
    assert texts(narrow, ".chips small") == ["Năm"]
    assert narrow.cssselect(".sorts a[aria-current]")[0].text == "Cũ nhất"
    both = follow(client, narrow, "a.value", "2023")
    assert texts(both, "h1")[0].startswith("12 kết quả")
    assert [each.get("aria-current") for each in both.cssselect("a.value") if each.get("aria-current")] == ["true"] * 2
    one = follow(client, both, ".chips a", "2021")
    assert texts(one, "h1")[0].startswith("6 kết quả")
    assert not follow(client, both, ".chips a", "Bỏ tất cả").cssselect(".chips")


def test_the_form_keeps_the_filters_and_drops_the_page(client: FlaskClient) -> None:
    tree = page(client, "/?q=dân&year=2021&year=2023&sort=oldest&page=1")
    kept = [(each.get("name"), each.get("value")) for each in tree.cssselect("form.search input[type=hidden]")]
    assert kept == [("year", "2021"), ("year", "2023"), ("sort", "oldest")]


def test_the_date_form_shows_the_dates_of_the_url(client: FlaskClient) -> None:
    tree = page(client, "/?q=&after=2021&before=2022-02")
    assert tree.cssselect("#after")[0].get("value") == "2021-01-01"
    assert tree.cssselect("#before")[0].get("value") == "2022-02-28"
    assert "q" in [each.get("name") for each in tree.cssselect(".dates input[type=hidden]")]


def test_paging(client: FlaskClient) -> None:
    tree = page(client, "/?q=dân+vận")
    second = follow(client, tree, "a[rel=next]")
    assert texts(second, ".pager [aria-current=page]") == ["2"]
    third = follow(client, second, ".pager ol a", "3")
    assert len(third.cssselect(".hit")) == 4
    assert not third.cssselect("a[rel=next]")
    back = follow(client, third, "a[rel=prev]")
    assert texts(back, ".hit h2") == texts(second, ".hit h2")


def test_a_page_beyond_the_last_one_links_to_the_first(client: FlaskClient) -> None:
    tree = page(client, "/?q=dân+vận&page=900")
    assert "nằm ngoài kết quả" in tree.text_content()
    assert texts(follow(client, tree, ".advice a"), ".pager [aria-current=page]") == ["1"]


def test_browsing_everything_starts_with_the_newest(client: FlaskClient) -> None:
    tree = page(client, "/?q=")
    assert texts(tree, ".sorts a[aria-current]") == ["Mới nhất"]
    assert texts(tree, ".sorts a") == ["Mới nhất", "Cũ nhất"]


def test_no_result_gives_advice(client: FlaskClient) -> None:
    tree = page(client, '/?q="không đâu có câu này"&year=2021')
    assert texts(tree, "h1")[0].startswith("Không tìm thấy tin nào cho")
    advice = " ".join(texts(tree, ".advice li"))
    assert "Bỏ bớt bộ lọc" in advice
    assert "ngoặc kép" in advice


def test_an_article_highlights_the_query(client: FlaskClient) -> None:
    results = page(client, "/?q=dan+van+kheo")
    tree = follow(client, results, ".hit h2 a")
    assert "dân vận khéo" in texts(tree, ".story .text mark")
    assert len(tree.cssselect(".story .text p")) == 3
    facts = " ".join(texts(tree, ".facts"))
    assert "Huyện" in facts
    assert texts(follow(client, tree, ".facts .links a", "217-QĐ/TW"), "h1") == ["217-QĐ/TW"]
    assert tree.cssselect("a.original")[0].get("rel") == "noopener noreferrer nofollow external"
    assert texts(follow(client, tree, ".back a"), "h1")[0].startswith("24 kết quả")


def test_an_article_without_a_query_has_no_highlights(client: FlaskClient) -> None:
    assert not page(client, "/articles/tin-3").cssselect("mark")


def test_extracted_values_link_to_their_mentions(client: FlaskClient) -> None:
    tree = page(client, "/articles/tin-3?q=dan+van")
    links = {link.get("title"): link.get("href") for link in tree.cssselect(".facts a.where")}
    cited = next(title for title in links if title.startswith("217-QĐ/TW: đọc thấy ở nội dung"))
    read = tree.cssselect(f"span{links[cited]}")
    assert "217-QĐ/TW" in read[0].text_content()
    for href in links.values():
        assert len(tree.cssselect(f".story span{href}")) == 1
    stated = [each.get("title") for each in tree.cssselect(".facts span.where")]
    assert any("nơi của nguồn, “Hà Nội/Huyện Gia Lâm”" in title or "Long An" in title for title in stated)


def test_articles_with_odd_ids_have_working_links(client: FlaskClient, odd_ids: tuple[str, ...]) -> None:
    tree = page(client, "/?q=mã lạ số&limit=50")
    hrefs = [each.get("href") for each in tree.cssselect(".hit h2 a")]
    assert len(hrefs) == len(odd_ids)
    for href in hrefs:
        path = urlsplit(href).path
        assert "//" not in path
        assert not {".", ".."} & set(path.split("/"))  # a browser would rewrite these
        assert "Bài có mã lạ số" in texts(page(client, href), "h1")[0]


def test_markup_in_articles_is_escaped(client: FlaskClient) -> None:
    for address in ("/articles/hostile?q=kịch+bản", "/?q=kịch+bản", "/?q=<script>alert(1)</script>", "/?source=<i>x"):
        response = client.get(address)
        tree = html.fromstring(response.text)
        scripts = [each for each in tree.cssselect("script") if each.get("type") != "application/ld+json"]
        assert [each.get("src", "").split("?")[0] for each in scripts] == ["/static/timtin/timtin.js"]
        assert not tree.cssselect("img, iframe, [onerror], [style], style, main i")
        for each in tree.cssselect("[href]"):
            assert urlsplit(each.get("href")).scheme in ("", "http", "https")
    attachments = page(client, "/articles/hostile").cssselect(".facts dd li a")
    assert [each.text for each in attachments] == ["an toàn.pdf"]
    assert not page(client, "/articles/hostile").cssselect("a.original")


class Outline(HTMLParser):
    """The ids of a page, the references to them, its headings, and its labelled and unlabelled inputs."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.headings: list[int] = []
        self.inputs: set[str] = set()
        self.labelled: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.ids += [attributes["id"]] if attributes.get("id") else []
        self.references |= set((attributes.get("aria-labelledby") or "").split())
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "input" and attributes.get("type") != "hidden":
            self.inputs.add(attributes["id"] or "")
        if tag == "label":
            self.labelled.add(attributes["for"] or "")


@pytest.mark.parametrize(
    "address", ["/", "/?q=dân", "/?q=dân&year=2021&after=2020", "/?q=zzzz", "/articles/tin-3?q=dân", "/nope"]
)
def test_structure(client: FlaskClient, address: str) -> None:
    """One h1, unique ids, valid references, labelled inputs, landmarks, no empty links."""
    response = client.get(address)
    outline = Outline()
    outline.feed(response.text)
    assert outline.headings.count(1) == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.references <= set(outline.ids)
    assert outline.inputs == outline.labelled
    tree = html.fromstring(response.text)
    assert tree.get("lang") == "vi"
    assert tree.cssselect("a.skip")[0].get("href") == "#main"
    assert len(tree.cssselect("main#main")) == 1
    assert tree.cssselect("header")
    assert tree.cssselect("footer")
    assert not [each for each in tree.cssselect("a, button") if not (each.text_content().strip())]


BROKEN = [
    (IndexMissing("x"), "Chưa có chỉ mục", "timtin index THƯ_MỤC_TIN"),
    (IndexDamaged("x"), "không đọc được", "--rebuild"),
    (IndexVersion("x"), "phiên bản khác", "--rebuild"),
    (IndexLocked("x"), "tạm thời không đọc được", "timtin index"),
]


@pytest.mark.parametrize(("error", "message", "command"), BROKEN)
def test_an_unavailable_index_is_explained(
    failing: Callable[[TimtinError], FlaskClient], error: TimtinError, message: str, command: str
) -> None:
    tree = page(failing(error), "/?q=đường hoa", 503)
    assert message in tree.text_content()
    assert command in texts(tree, "pre")[0]
    assert tree.cssselect("#q")[0].get("value") == "đường hoa"


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/nope", 404, "Không có trang này"),
        ("/articles/nope", 404, "Không có bài này"),
        ("/?year=abc&q=tin", 400, "Năm (year)"),
        ("/?page=0", 400, "page"),
        ("/?page=99999999999999999999", 400, "page"),
        ("/articles", 400, "Yêu cầu chưa đúng"),
        ("/static/timtin/nope.css", 404, "Không có trang này"),
    ],
)
def test_error_pages(client: FlaskClient, address: str, status: int, message: str) -> None:
    tree = page(client, address, status)
    assert message in tree.text_content()
    assert tree.cssselect("form[role=search]")


def test_a_page_is_read_only(client: FlaskClient) -> None:
    response = client.post("/")
    assert response.status_code == 405
    assert "chỉ để đọc" in response.text


def test_an_empty_index_has_a_home_page(tmp_path: Path) -> None:
    import timtin

    with timtin.create_index(str(tmp_path / "index")):
        pass
    assert "chưa có tin nào" in create_app(tmp_path / "index").test_client().get("/").text


def test_the_site_has_the_name_of_the_setting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_SITE_NAME", "Tin Mẫu & Lâm")
    assert texts(page(create_app(folder).test_client(), "/"), "h1") == ["Tin Mẫu & Lâm"]
