"""The pages of documents and places, the help page and the page about the site, over a real index."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import html


def page(client: FlaskClient, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == status, address
    return html.fromstring(response.text)


def texts(tree: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in tree.cssselect(selector)]


def test_a_document(client: FlaskClient) -> None:
    tree = page(client, "/documents/217-QĐ/TW")
    assert texts(tree, "h1") == ["217-QĐ/TW"]
    assert texts(tree, ".kicker") == ["Quyết định"]
    assert "24 tin nhắc đến văn bản này" in texts(tree, ".about-it .many")
    assert texts(tree, ".of-year h3") == ["2023", "2022", "2021", "2020"]
    assert len(tree.cssselect(".of-year li")) == 24
    assert [each.get("data-period") for each in tree.cssselect(".bar")] == ["2020", "2021", "2022", "2023"]
    assert tree.cssselect(".bar")[0].get("href") == "/?q=&year=2020&citation=217-Q%C4%90/TW"
    assert any(text.startswith("Hà Nội") for text in texts(tree, ".beside .ledger a"))
    (link,) = tree.cssselect(".latest .all a")
    assert texts(page(client, link.get("href")), ".found h1") == ["24 kết quả"]


@pytest.mark.parametrize(
    "address",
    [
        "/documents/217-qd/tw",  # lower case, without diacritics
        "/documents/Quyết định số 217-QĐ/TW",
        "/documents?number=217-QĐ/TW",
        "/documents?number=&number=217-QĐ%2FTW",
    ],
)
def test_other_spellings_of_a_document_number(client: FlaskClient, address: str) -> None:
    assert texts(page(client, address), "h1") == ["217-QĐ/TW"]


def test_a_place_before_the_reform(client: FlaskClient) -> None:
    tree = page(client, "/places/Long An/Huyện Bến Lức")
    assert texts(tree, "h1") == ["Huyện Bến Lức"]
    assert texts(tree, ".kicker a") == ["Long An"]
    history = texts(tree, ".history")[0]
    assert "30/06/2025" in history
    assert "Nay thuộc Tây Ninh" in history
    assert "12 tin về nơi này" in texts(tree, ".about-it .many")


def test_a_current_place(client: FlaskClient) -> None:
    tree = page(client, "/places/Tây Ninh")
    assert "12 tin về nơi này" in texts(tree, ".about-it .many")

    assert texts(tree, ".history li") == ["Long An", "Tây Ninh"]  # including the former unit of the same name
    assert [each.get("href") for each in tree.cssselect(".history a")] == ["/places/Long%20An"]


def test_a_bare_name_is_every_place_of_that_name(client: FlaskClient) -> None:
    assert texts(page(client, "/places/Bến Lức"), "h1") == ["Bến Lức"]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/documents/9999-QĐ/XX", "Chưa có tin nào nhắc đến 9999-QĐ/XX"),
        ("/documents/<script>alert(1)</script>", "Chưa có tin nào nhắc đến <script>alert(1)</script>"),
        ("/places/Nơi Không Có", "Chưa có tin nào về Nơi Không Có"),
        ("/places/Cà Mau", "Chưa có tin nào về Cà Mau"),
        ("/places/" + "x" * 5000, "Chưa có tin nào về xxx"),
    ],
)
def test_a_subject_without_articles_is_a_404(client: FlaskClient, address: str, message: str) -> None:
    tree = page(client, quote(address), 404)
    assert message in texts(tree, "h1")[0]
    assert tree.cssselect("#q")[0].get("value")


@pytest.mark.parametrize("address", ["/documents", "/places", "/places?path=/", "/documents?number=+", "/places?path="])
def test_a_missing_parameter_is_a_400(client: FlaskClient, address: str) -> None:
    assert texts(page(client, address, 400), "h1") == ["Yêu cầu chưa đúng"]


def test_every_example_of_the_help_is_a_search(client: FlaskClient) -> None:
    for language in ("vi", "en"):
        tree = page(client, f"/help?lang={language}")
        links = [each.get("href") for each in tree.cssselect(".examples a")]
        assert len(links) == 12
        for href in links:
            results = page(client, href)
            assert results.cssselect("body.results")
            assert f"lang={language}" in href


def test_the_help_needs_no_index(tmp_path: object) -> None:
    from timtin.search_web import create_app

    assert create_app(f"{tmp_path}/nowhere").test_client().get("/help").status_code == 200


def test_the_about_page(client: FlaskClient) -> None:
    tree = page(client, "/about")
    figures = dict(zip(texts(tree, ".figures dt"), texts(tree, ".figures dd"), strict=True))
    assert figures["Tin"] == "36"
    assert figures["Tin cũ nhất"] == "01/03/2020"
    assert any(text.startswith("Cổng thông tin Mẫu Lâm") for text in texts(tree, ".lists .ledger a"))


def test_results_of_the_suggested_spelling_replace_an_empty_page(client: FlaskClient) -> None:
    tree = page(client, "/?q=daan+vaanj&year=2021")
    assert texts(tree, ".found h1")[0].startswith("6 kết quả")
    assert texts(tree, ".suggestion") == [
        "Không có tin nào cho “daan vaanj”. Đang hiện kết quả cho “dân vận”. Vẫn tìm “daan vaanj”"
    ]
    assert tree.cssselect("#q")[0].get("value") == "dân vận"
    exact = page(client, tree.cssselect(".suggestion a")[0].get("href"))
    assert texts(exact, "h1") == ["Không tìm thấy tin nào cho “daan vaanj”"]
    assert texts(exact, ".suggestion a") == ["dân vận"]


def test_the_chart_ignores_the_date_filters(client: FlaskClient) -> None:
    tree = page(client, "/?q=dân+vận&after=2021&before=2022")
    assert len(tree.cssselect(".bar")) == 4
    assert [each.get("data-period") for each in tree.cssselect(".bar[aria-current]")] == ["2021", "2022"]
    assert len(tree.cssselect(".hit")) == 10


def test_every_page_links_to_its_feed_and_its_api_response(client: FlaskClient) -> None:
    for address in ("/", "/?q=dân+vận&year=2021&sort=oldest&page=1", "/help", "/about", "/places/Long An", "/nope"):
        tree = html.fromstring(client.get(address).text)
        for name in ("#feed", "#for-programs"):
            assert client.get(tree.cssselect(name)[0].get("href")).status_code == 200
    narrowed = html.fromstring(client.get("/?q=dân+vận&year=2021&page=1").text)
    assert narrowed.cssselect("#feed")[0].get("href") == "/feed.atom?q=d%C3%A2n+v%E1%BA%ADn&year=2021"


def test_empty_parameters_are_ignored(client: FlaskClient) -> None:
    for name in ("year", "month", "page", "limit", "sort", "place", "after", "exact", "lang"):
        assert client.get(f"/?{name}=").status_code == 200
