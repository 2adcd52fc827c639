"""`/embed.js`: its HTTP response, and `<timtin-search>` in a browser on pages of another origin with a strict CSP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from timtin.search_web import create_blueprint
from timtin.tests.search_web.conftest import ARGUMENTS, CHROMIUM, serving

browsing = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")]


def test_the_script_is_small(client: FlaskClient) -> None:
    assert len(client.get("/embed.js").data) < 10_000


def test_response_headers(client: FlaskClient) -> None:
    response = client.get("/embed.js", headers={"Origin": "https://portal.example"})
    assert response.status_code == 200
    assert response.content_type == "text/javascript; charset=utf-8"
    assert response.headers["Access-Control-Allow-Origin"] == "*"  # a module is fetched with CORS
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=86400" in response.headers["Cache-Control"]
    again = client.get("/embed.js", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.post("/embed.js").status_code == 405


def test_under_a_prefix(folder: Path) -> None:
    app = Flask("host")
    app.register_blueprint(create_blueprint(folder), url_prefix="/tim")
    assert b"timtin-search" in app.test_client().get("/tim/embed.js").data


# --- in a browser ---------------------------------------------------------------------------------------------------

CSP = (
    "default-src 'none'; script-src {api}; connect-src {api}; style-src 'self'; img-src data:; form-action {api}; "
    "base-uri 'none'; require-trusted-types-for 'script'"
)
PAGE = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Cổng xã</title>'
    '<link rel="stylesheet" href="/page.css"><link rel="icon" href="data:,">{scripts}'
    "<main><h1>Cổng xã</h1><p>Đoạn văn.</p>{body}</main></html>"
)
CLASSIC = '<script src="{api}/embed.js" async></script>'
MODULE = '<script type="module" src="{api}/embed.js"></script>'
BOX = "<timtin-search></timtin-search>"


@pytest.fixture(scope="module")
def api(folder: Path) -> Iterator[str]:
    """The address of the search, under a prefix of its own server."""
    app = Flask("api", static_folder=None)
    app.register_blueprint(create_blueprint(folder), url_prefix="/tim")
    with serving(app) as address:
        yield f"{address}/tim"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


class Portal:
    """A web site that embeds the search; each test sets its page, stylesheet and policy."""

    def __init__(self) -> None:
        self.page = self.css = self.policy = ""
        self.app = Flask("portal", static_folder=None)
        self.app.add_url_rule("/", view_func=lambda: Response(self.page, headers=self._headers()), endpoint="page")
        self.app.add_url_rule(
            "/page.css", view_func=lambda: Response(self.css, content_type="text/css"), endpoint="css"
        )

    def _headers(self) -> dict[str, str]:
        return {"Content-Security-Policy": self.policy, "Content-Type": "text/html; charset=utf-8"}


@pytest.fixture(scope="module")
def portal() -> Iterator[tuple[Portal, str]]:
    site = Portal()
    with serving(site.app) as address:
        yield site, address


Show = Callable[..., Any]


@pytest.fixture
def show(browser: Any, api: str, portal: tuple[Portal, str]) -> Iterator[Show]:
    """Return a function that opens a page of the portal with this body.

    Console messages and page errors fail the test, unless `allow_errors` is set.
    """
    site, address = portal
    contexts, console_messages = [], []

    def open_page(
        body: str = BOX, *, scripts: str = CLASSIC, css: str = "", allow_errors: bool = False, **context: Any
    ) -> Any:
        site.page = PAGE.replace("{scripts}", scripts).replace("{body}", body).replace("{api}", api)
        site.css = css
        site.policy = CSP.replace("{api}", api.removesuffix("/tim"))
        opened = browser.new_context(locale="vi-VN", **context)
        contexts.append(opened)
        opened.set_default_timeout(10_000)
        page = opened.new_page()
        if not allow_errors:
            page.on("console", lambda message: console_messages.append(message.text))
            page.on("pageerror", lambda error: console_messages.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert console_messages == []


def listen(page: Any, name: str, *, cancel: bool = False) -> Callable[[], list[dict[str, Any]]]:
    """Listen to an event at the document, which only composed, bubbling events reach.

    Returns a function that returns the details of the events so far; `cancel` prevents their default action.
    """
    page.evaluate(
        "([name, cancel]) => { window[name] = []; document.addEventListener(name, event => {"
        " window[name].push(event.detail); if (cancel) event.preventDefault(); }); }",
        [name, cancel],
    )
    return lambda: page.evaluate("name => window[name]", name)


@pytest.mark.browser
class TestInABrowser:
    pytestmark = browsing

    @pytest.mark.parametrize("scripts", [CLASSIC, MODULE, CLASSIC + MODULE + CLASSIC], ids=["classic", "module", "all"])
    def test_type_choose_and_read(self, show: Show, api: str, scripts: str) -> None:
        page = show(scripts=scripts)
        selected, searched = listen(page, "timtin-select"), listen(page, "timtin-search")
        box = page.get_by_role("combobox", name="Tìm tin")
        assert box.get_attribute("aria-expanded") == "false"
        box.press_sequentially("duong h")
        page.get_by_role("option").first.wait_for()
        assert box.get_attribute("aria-expanded") == "true"
        assert page.get_by_role("listbox").locator("mark").count() > 0
        box.press("ArrowDown")
        active = page.get_by_role("option", selected=True)
        assert active.get_attribute("id") == box.get_attribute("aria-activedescendant")
        text = active.inner_text()
        box.press("Enter")
        page.get_by_role("region", name="kết quả").wait_for()
        assert box.input_value() == text
        assert page.get_by_role("option").count() == 0
        assert selected()[0]["text"] == text
        assert searched()[0]["query"] == text
        assert searched()[0]["url"].startswith(f"{api}/?q=")
        first = page.get_by_role("listitem").first
        assert first.locator("mark").count() > 0
        assert "/03/20" in first.inner_text()
        assert "Mẫu Lâm" in first.inner_text()
        link = first.get_by_role("link")
        assert link.get_attribute("href").startswith(f"{api}/articles/tin-")
        page.get_by_role("link", name="Xem tất cả 24 kết quả").click()
        assert page.locator("h1").inner_text().startswith("24 kết quả")

    def test_the_list_by_keyboard(self, show: Show) -> None:
        page = show()
        box = page.get_by_role("combobox")
        box.press_sequentially("duong")
        page.get_by_role("option").first.wait_for()
        count = page.get_by_role("option").count()
        assert page.get_by_role("status").inner_text() == f"{count} gợi ý"
        box.press("ArrowUp")
        assert box.get_attribute("aria-activedescendant") == f"o{count - 1}"
        box.press("ArrowDown")  # after the last option, back to the typed text
        assert box.get_attribute("aria-activedescendant") == ""
        box.press("Escape")
        assert page.get_by_role("option").count() == 0
        assert box.input_value() == "duong"
        box.press("ArrowDown")  # requests completions again
        page.get_by_role("option").first.wait_for()
        box.press("Tab")  # leaving the box closes the list; the button is next
        assert page.get_by_role("option").count() == 0
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Tìm"
        page.keyboard.press("Enter")
        page.get_by_role("listitem").first.wait_for()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.part.value") == "title"

    def test_choosing_a_suggestion_with_the_pointer(self, show: Show) -> None:
        page = show()
        page.get_by_role("combobox").press_sequentially("mau lam")
        page.get_by_role("option").first.click()
        page.get_by_role("listitem").first.wait_for()

    def test_keys_of_an_input_method_are_ignored(self, show: Show) -> None:
        page = show()
        box = page.get_by_role("combobox")
        box.focus()
        keys = page.context.new_cdp_session(page)
        keys.send("Input.imeSetComposition", {"text": "đường", "selectionStart": 5, "selectionEnd": 5})
        page.get_by_role("option").first.wait_for()  # completions are shown while composing
        for key in ("ArrowDown", "Enter"):
            keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": key, "windowsVirtualKeyCode": 229})
        assert box.get_attribute("aria-activedescendant") == ""
        assert page.get_by_role("listitem").count() == 0
        keys.send("Input.insertText", {"text": "đường"})
        assert box.input_value() == "đường"
        box.press("Enter")
        page.get_by_role("listitem").first.wait_for()

    def test_filters_and_limit(self, show: Show, api: str) -> None:
        page = show('<timtin-search filter-year="2021|2022" filter-place-then="Long An" limit="3"></timtin-search>')
        page.get_by_role("combobox").fill("đường hoa")
        page.keyboard.press("Enter")
        page.get_by_role("listitem").first.wait_for()
        assert page.get_by_role("listitem").count() == 3
        link = page.get_by_role("link", name="Xem tất cả 6 kết quả")
        assert link.get_attribute("href").endswith("&year=2021&year=2022&place_then=Long+An")

    def test_empty_and_invalid_attributes_are_ignored(self, show: Show) -> None:
        page = show('<timtin-search filter-place="" filter-year="|2021" limit="many" src="" lang=""></timtin-search>')
        page.get_by_role("combobox", name="Tìm tin").fill("đường hoa")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Xem tất cả 6 kết quả").wait_for()
        assert page.get_by_role("listitem").count() == 5

    def test_results_as_a_page(self, show: Show, api: str) -> None:
        page = show(f'<timtin-search src="{api}?x=1" results="page" filter-year="2021"></timtin-search>')
        page.get_by_role("combobox").fill("dân vận khéo")
        page.get_by_role("button", name="Tìm").click()
        page.wait_for_url(f"{api}/?q=*")
        assert page.locator("h1").inner_text().startswith("6 kết quả")

    def test_no_results_and_an_empty_query(self, show: Show) -> None:
        page = show()
        box = page.get_by_role("combobox")
        box.fill("zzyzx")
        box.press("Enter")
        page.get_by_role("region").get_by_text("Không tìm thấy bài nào.").wait_for()
        box.fill(" ")
        box.press("Enter")
        page.get_by_role("region").wait_for(state="hidden")

    def test_in_english(self, show: Show) -> None:
        page = show('<div lang="en-GB"><timtin-search placeholder="Search our commune"></timtin-search></div>')
        box = page.get_by_role("combobox", name="Search our commune")
        box.fill("zzyzx")
        box.press("Enter")
        page.get_by_text("Nothing found.").first.wait_for()
        page.evaluate("document.querySelector('timtin-search').lang = 'vi'")
        page.get_by_role("button", name="Tìm").wait_for()
        assert page.get_by_role("combobox").input_value() == "zzyzx"

    def test_markup_in_articles_is_shown_as_text(self, show: Show) -> None:
        page = show()
        page.get_by_role("combobox").fill("kịch bản")
        page.keyboard.press("Enter")
        row = page.get_by_role("listitem").first
        row.wait_for()
        assert row.get_by_role("link").inner_text() == "<script>alert('x')</script> & “ngoặc”"
        assert "<b>Tóm tắt</b> kịch bản" in row.inner_text()
        assert row.locator("script, img, b, i").count() == 0

    def test_links_to_odd_ids_work(self, show: Show, odd_ids: tuple[str, ...]) -> None:
        page = show('<timtin-search limit="50"></timtin-search>')
        page.get_by_role("combobox").fill("bài có mã lạ")
        page.keyboard.press("Enter")
        page.get_by_role("listitem").first.wait_for()
        links = page.get_by_role("listitem").get_by_role("link")
        hrefs = [links.nth(number).get_attribute("href") for number in range(links.count())]
        assert len(hrefs) == len(odd_ids)
        for href in hrefs:
            assert page.request.get(href).status == 200, href

    def test_no_style_leaks_in_or_out(self, show: Show) -> None:
        hostile = (
            "* { color: rgb(255, 0, 0) !important; font: 40px/3 monospace !important; text-transform: uppercase; }"
            "input, button, ul, ol, li, a, mark, div, form { display: none !important; background: lime !important }"
        )
        all_styles = (
            "() => { const root = document.querySelector('timtin-search').shadowRoot;"
            " return [...root.querySelectorAll('*')].map(each => { const s = getComputedStyle(each);"
            " return [s.color, s.fontSize, s.fontFamily, s.display, s.backgroundColor, s.textTransform].join() }) }"
        )
        outside = (
            "() => { const s = getComputedStyle(document.querySelector('p')); return [...s].map(n => s[n]).join() }"
        )
        styles = []
        for css in ("", hostile):
            page = show(css=css)
            page.get_by_role("combobox").fill("dân vận khéo")
            page.keyboard.press("Enter")
            page.get_by_role("listitem").first.wait_for()
            styles.append(page.evaluate(all_styles))
        assert styles[0] == styles[1]
        with_element = show().evaluate(outside)
        assert show(scripts="").evaluate(outside) == with_element

    def test_the_page_styles_it_by_properties_and_parts(self, show: Show) -> None:
        page = show(
            css="timtin-search { --timtin-font: monospace; --timtin-color: rgb(1, 2, 3) }"
            "timtin-search::part(button) { background: rgb(4, 5, 6) }"
            "timtin-search::part(mark) { background: rgb(7, 8, 9) }"
        )
        page.get_by_role("combobox").fill("dân vận khéo")
        page.keyboard.press("Enter")
        style = "(each, name) => getComputedStyle(each)[name]"
        page.get_by_role("listitem").locator("mark").first.wait_for()
        assert page.get_by_role("listitem").locator("mark").first.evaluate(style, "backgroundColor") == "rgb(7, 8, 9)"
        assert page.get_by_role("button").evaluate(style, "backgroundColor") == "rgb(4, 5, 6)"
        assert page.get_by_role("combobox").evaluate(style, "color") == "rgb(1, 2, 3)"
        assert page.get_by_role("combobox").evaluate(style, "fontFamily") == "monospace"

    def test_an_unreachable_search(self, show: Show) -> None:
        nowhere = "http://127.0.0.1:9"  # blocked by the page's policy, and nothing listens there
        page = show(f'<timtin-search src="{nowhere}"></timtin-search>', allow_errors=True)
        box = page.get_by_role("combobox")
        box.press_sequentially("dân")
        box.press("Enter")
        message = page.get_by_role("region").get_by_text("Chưa tìm được, xin thử lại sau.")
        message.wait_for()
        assert page.get_by_role("link", name="Mở trang tìm kiếm").get_attribute("href") == f"{nowhere}/?q=d%C3%A2n"
        assert page.get_by_role("status").inner_text().startswith("Chưa tìm được")

    @pytest.mark.parametrize(
        "response",
        [(500, "{}"), (400, json.dumps({"error": {"code": "bad_filter"}})), (200, "<html>"), (200, "[]")],
        ids=["500", "400", "html", "other json"],
    )
    def test_invalid_responses(self, show: Show, response: tuple[int, str]) -> None:
        page = show(allow_errors=True)
        page.route("**/api/**", lambda route: route.fulfill(status=response[0], body=response[1]))
        box = page.get_by_role("combobox")
        box.press_sequentially("dân")
        page.wait_for_timeout(300)  # the response to the completions request is invalid, too
        assert page.get_by_role("option").count() == 0
        box.press("Enter")
        page.get_by_role("region").get_by_text("Chưa tìm được").wait_for()

    def test_several_elements_added_moved_and_removed(self, show: Show) -> None:
        page = show(
            '<div id="a"><timtin-search></timtin-search></div>'
            '<div id="b"><timtin-search lang="en"></timtin-search></div>'
        )
        first, second = page.locator("#a").get_by_role("combobox"), page.locator("#b").get_by_role("combobox")
        first.fill("dân vận khéo")
        first.press("Enter")
        page.locator("#a").get_by_role("listitem").first.wait_for()
        assert page.locator("#b").get_by_role("listitem").count() == 0
        second.press_sequentially("duong")
        page.locator("#b").get_by_role("option").first.wait_for()
        assert page.locator("#a").get_by_role("option").count() == 0
        page.evaluate("document.querySelector('#b').append(document.querySelector('#a timtin-search'))")
        page.evaluate("document.querySelector('#b [lang]').remove()")
        added = "const box = document.createElement('timtin-search'); box.value = 'x'; document.body.append(box)"
        page.evaluate(added)
        assert page.get_by_role("combobox").count() == 2
        assert page.get_by_role("combobox").last.input_value() == "x"
        assert page.get_by_role("combobox").first.input_value() == "dân vận khéo"

    def test_removal_during_a_search(self, show: Show) -> None:
        page = show()
        page.get_by_role("combobox").press_sequentially("dân")
        page.evaluate("const box = document.querySelector('timtin-search'); box.search('dân'); box.remove()")
        page.wait_for_timeout(300)
        assert page.locator("timtin-search").count() == 0

    def test_only_the_last_response_is_shown(self, show: Show) -> None:
        page = show()
        late: list[Any] = []
        page.route("**/api/search?q=zzyzx*", lambda route: late.append(route))  # noqa: PLW0108 - playwright inspects the signature
        page.evaluate(
            "const box = document.querySelector('timtin-search'); box.search('zzyzx'); box.search('dân vận khéo')"
        )
        page.get_by_role("listitem").first.wait_for()
        for route in late:
            route.abort()
        page.wait_for_timeout(100)
        assert page.get_by_role("listitem").count() == 5

    def test_a_page_can_show_the_results_itself(self, show: Show) -> None:
        page = show()
        searched = listen(page, "timtin-search", cancel=True)
        page.get_by_role("combobox").fill("dân vận khéo")
        page.keyboard.press("Enter")
        assert [each["query"] for each in searched()] == ["dân vận khéo"]
        page.wait_for_timeout(100)
        assert not page.get_by_role("region").is_visible()

    def test_a_page_can_handle_a_suggestion_itself(self, show: Show) -> None:
        page = show()
        selected = listen(page, "timtin-select", cancel=True)
        page.get_by_role("combobox").press_sequentially("mau lam")
        page.get_by_role("option").first.click()
        assert selected()[0]["text"]
        assert page.get_by_role("option").count() == 0
        assert not page.get_by_role("region").is_visible()

    def test_a_page_can_handle_a_chosen_result_itself(self, show: Show) -> None:
        page = show()
        selected = listen(page, "timtin-select", cancel=True)
        page.get_by_role("combobox").fill("dân vận khéo")
        page.keyboard.press("Enter")
        before = page.url
        page.get_by_role("listitem").first.get_by_role("link").click()
        assert selected()[0]["id"].startswith("tin-")
        assert page.url == before

    def test_without_javascript_the_form_inside_is_used(self, show: Show, api: str) -> None:
        body = (
            "<timtin-search><form action='{api}/'><label>Tìm <input name='q'></label><button>Đi</button></form>"
            "</timtin-search>"
        )
        page = show(body, java_script_enabled=False)
        page.get_by_role("textbox").fill("dân vận khéo")
        page.get_by_role("button", name="Đi").click()
        assert page.locator("h1").inner_text().startswith("24 kết quả")
        with_script = show(body)
        with_script.get_by_role("combobox").wait_for()
        assert not with_script.get_by_role("button", name="Đi").is_visible()

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_axe_reports_no_violations(self, show: Show, theme: str) -> None:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
        page = show(css=":root { color-scheme: light dark }", color_scheme=theme)
        box = page.get_by_role("combobox")

        def violations() -> list[str]:
            result = axe.run(page)
            return [f"{each['id']}: {node['html']}" for each in result.response["violations"] for node in each["nodes"]]

        assert violations() == []
        box.press_sequentially("duong")
        page.get_by_role("option").first.wait_for()
        box.press("ArrowDown")
        assert violations() == []
        box.press("Enter")
        page.get_by_role("listitem").first.wait_for()
        assert violations() == []
        dark = page.get_by_role("region").evaluate("each => getComputedStyle(each).backgroundColor")
        assert (dark == "rgb(255, 255, 255)") == (theme == "light")
        box.fill("zzyzx")
        box.press("Enter")
        page.get_by_role("region").get_by_text("Không tìm thấy").wait_for()
        assert violations() == []

    def test_it_fits_a_phone(self, show: Show) -> None:
        page = show(viewport={"width": 320, "height": 640})
        page.get_by_role("combobox").fill("dân vận khéo")
        page.keyboard.press("Enter")
        page.get_by_role("listitem").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
