"""`/embed.js`: how it is served, and `<timtin-search>` in a browser on pages of another origin, with a strict CSP."""

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


def test_it_is_small(client: FlaskClient) -> None:
    assert len(client.get("/embed.js").data) < 10_000


def test_how_it_is_served(client: FlaskClient) -> None:
    got = client.get("/embed.js", headers={"Origin": "https://portal.example"})
    assert got.status_code == 200
    assert got.content_type == "text/javascript; charset=utf-8"
    assert got.headers["Access-Control-Allow-Origin"] == "*"  # a module is fetched with CORS
    assert got.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=86400" in got.headers["Cache-Control"]
    again = client.get("/embed.js", headers={"If-None-Match": got.headers["ETag"]})
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
    """The search, under a prefix of a server of its own."""
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
    """Somebody's site: what it shows is set by each test."""

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
    made = Portal()
    with serving(made.app) as address:
        yield made, address


Show = Callable[..., Any]


@pytest.fixture
def show(browser: Any, api: str, portal: tuple[Portal, str]) -> Iterator[Show]:
    """Open a page of the portal with this body; any complaint of the browser fails the test."""
    made, address = portal
    contexts, complaints = [], []

    def open_page(
        body: str = BOX, *, scripts: str = CLASSIC, css: str = "", complaining: bool = False, **context: Any
    ) -> Any:
        made.page = PAGE.replace("{scripts}", scripts).replace("{body}", body).replace("{api}", api)
        made.css = css
        made.policy = CSP.replace("{api}", api.removesuffix("/tim"))
        opened = browser.new_context(locale="vi-VN", **context)
        contexts.append(opened)
        opened.set_default_timeout(10_000)
        page = opened.new_page()
        if not complaining:
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def heard(page: Any, name: str, *, cancel: bool = False) -> Callable[[], list[dict[str, Any]]]:
    """What listeners at the document hear: only composed, bubbling events come there."""
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
    def test_type_choose_read(self, show: Show, api: str, scripts: str) -> None:
        page = show(scripts=scripts)
        selected, searched = heard(page, "timtin-select"), heard(page, "timtin-search")
        box = page.get_by_role("combobox", name="Tìm tin")
        assert box.get_attribute("aria-expanded") == "false"
        box.press_sequentially("duong h")
        page.get_by_role("option").first.wait_for()
        assert box.get_attribute("aria-expanded") == "true"
        assert page.get_by_role("listbox").locator("mark").count() > 0
        box.press("ArrowDown")
        chosen = page.get_by_role("option", selected=True)
        assert chosen.get_attribute("id") == box.get_attribute("aria-activedescendant")
        wanted = chosen.inner_text()
        box.press("Enter")
        page.get_by_role("region", name="kết quả").wait_for()
        assert box.input_value() == wanted
        assert page.get_by_role("option").count() == 0
        assert selected()[0]["text"] == wanted
        assert searched()[0]["query"] == wanted
        assert searched()[0]["url"].startswith(f"{api}/?q=")
        first = page.get_by_role("listitem").first
        assert first.locator("mark").count() > 0
        assert "/03/20" in first.inner_text()
        assert "Mẫu Lâm" in first.inner_text()
        link = first.get_by_role("link")
        assert link.get_attribute("href").startswith(f"{api}/articles/tin-")
        page.get_by_role("link", name="Xem tất cả 24 kết quả").click()
        assert page.locator("h1").inner_text().startswith("24 kết quả")

    def test_the_list_is_worked_by_keys(self, show: Show) -> None:
        page = show()
        box = page.get_by_role("combobox")
        box.press_sequentially("duong")
        page.get_by_role("option").first.wait_for()
        count = page.get_by_role("option").count()
        assert page.get_by_role("status").inner_text() == f"{count} gợi ý"
        box.press("ArrowUp")
        assert box.get_attribute("aria-activedescendant") == f"o{count - 1}"
        box.press("ArrowDown")  # beyond the last: back to what was typed
        assert box.get_attribute("aria-activedescendant") == ""
        box.press("Escape")
        assert page.get_by_role("option").count() == 0
        assert box.input_value() == "duong"
        box.press("ArrowDown")  # asks again
        page.get_by_role("option").first.wait_for()
        box.press("Tab")  # leaving closes; the button is next
        assert page.get_by_role("option").count() == 0
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Tìm"
        page.keyboard.press("Enter")
        page.get_by_role("listitem").first.wait_for()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.part.value") == "title"

    def test_a_suggestion_is_chosen_by_pointer(self, show: Show) -> None:
        page = show()
        page.get_by_role("combobox").press_sequentially("mau lam")
        page.get_by_role("option").first.click()
        page.get_by_role("listitem").first.wait_for()

    def test_keys_of_an_input_method_are_its_own(self, show: Show) -> None:
        page = show()
        box = page.get_by_role("combobox")
        box.focus()
        keys = page.context.new_cdp_session(page)
        keys.send("Input.imeSetComposition", {"text": "đường", "selectionStart": 5, "selectionEnd": 5})
        page.get_by_role("option").first.wait_for()  # offers come while composing
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
        more = page.get_by_role("link", name="Xem tất cả 6 kết quả")
        assert more.get_attribute("href").endswith("&year=2021&year=2022&place_then=Long+An")

    def test_attributes_that_say_nothing(self, show: Show) -> None:
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

    def test_nothing_found_and_nothing_asked(self, show: Show) -> None:
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

    def test_text_stays_text(self, show: Show) -> None:
        page = show()
        page.get_by_role("combobox").fill("kịch bản")
        page.keyboard.press("Enter")
        row = page.get_by_role("listitem").first
        row.wait_for()
        assert row.get_by_role("link").inner_text() == "<script>alert('x')</script> & “ngoặc”"
        assert "<b>Tóm tắt</b> kịch bản" in row.inner_text()
        assert row.locator("script, img, b, i").count() == 0

    def test_odd_ids_have_links_that_lead_there(self, show: Show, odd_ids: tuple[str, ...]) -> None:
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
        looks = (
            "() => { const root = document.querySelector('timtin-search').shadowRoot;"
            " return [...root.querySelectorAll('*')].map(each => { const s = getComputedStyle(each);"
            " return [s.color, s.fontSize, s.fontFamily, s.display, s.backgroundColor, s.textTransform].join() }) }"
        )
        outside = (
            "() => { const s = getComputedStyle(document.querySelector('p')); return [...s].map(n => s[n]).join() }"
        )
        seen = []
        for css in ("", hostile):
            page = show(css=css)
            page.get_by_role("combobox").fill("dân vận khéo")
            page.keyboard.press("Enter")
            page.get_by_role("listitem").first.wait_for()
            seen.append(page.evaluate(looks))
        assert seen[0] == seen[1]
        with_element = show().evaluate(outside)
        assert show(scripts="").evaluate(outside) == with_element

    def test_the_page_styles_it_through_its_hooks(self, show: Show) -> None:
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

    def test_when_the_search_does_not_answer(self, show: Show) -> None:
        nowhere = "http://127.0.0.1:9"  # refused, by the page's policy and by the port
        page = show(f'<timtin-search src="{nowhere}"></timtin-search>', complaining=True)
        box = page.get_by_role("combobox")
        box.press_sequentially("dân")
        box.press("Enter")
        told = page.get_by_role("region").get_by_text("Chưa tìm được, xin thử lại sau.")
        told.wait_for()
        assert page.get_by_role("link", name="Mở trang tìm kiếm").get_attribute("href") == f"{nowhere}/?q=d%C3%A2n"
        assert page.get_by_role("status").inner_text().startswith("Chưa tìm được")

    @pytest.mark.parametrize(
        "answer",
        [(500, "{}"), (400, json.dumps({"error": {"code": "bad_filter"}})), (200, "<html>"), (200, "[]")],
        ids=["500", "400", "html", "other json"],
    )
    def test_answers_that_are_none(self, show: Show, answer: tuple[int, str]) -> None:
        page = show(complaining=True)
        page.route("**/api/**", lambda route: route.fulfill(status=answer[0], body=answer[1]))
        box = page.get_by_role("combobox")
        box.press_sequentially("dân")
        page.wait_for_timeout(300)  # the suggestions' answer is no answer either
        assert page.get_by_role("option").count() == 0
        box.press("Enter")
        page.get_by_role("region").get_by_text("Chưa tìm được").wait_for()

    def test_several_come_go_and_move(self, show: Show) -> None:
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
        added = "const made = document.createElement('timtin-search'); made.value = 'x'; document.body.append(made)"
        page.evaluate(added)
        assert page.get_by_role("combobox").count() == 2
        assert page.get_by_role("combobox").last.input_value() == "x"
        assert page.get_by_role("combobox").first.input_value() == "dân vận khéo"

    def test_removed_in_the_middle_of_a_search(self, show: Show) -> None:
        page = show()
        page.get_by_role("combobox").press_sequentially("dân")
        page.evaluate("const box = document.querySelector('timtin-search'); box.search('dân'); box.remove()")
        page.wait_for_timeout(300)
        assert page.locator("timtin-search").count() == 0

    def test_only_the_last_answer_is_shown(self, show: Show) -> None:
        page = show()
        late: list[Any] = []
        page.route("**/api/search?q=zzyzx*", lambda route: late.append(route))  # noqa: PLW0108 - it looks inside
        page.evaluate(
            "const box = document.querySelector('timtin-search'); box.search('zzyzx'); box.search('dân vận khéo')"
        )
        page.get_by_role("listitem").first.wait_for()
        for route in late:
            route.abort()
        page.wait_for_timeout(100)
        assert page.get_by_role("listitem").count() == 5

    def test_a_page_that_shows_results_of_its_own(self, show: Show) -> None:
        page = show()
        searched = heard(page, "timtin-search", cancel=True)
        page.get_by_role("combobox").fill("dân vận khéo")
        page.keyboard.press("Enter")
        assert [each["query"] for each in searched()] == ["dân vận khéo"]
        page.wait_for_timeout(100)
        assert not page.get_by_role("region").is_visible()

    def test_a_suggestion_that_the_page_takes_itself(self, show: Show) -> None:
        page = show()
        selected = heard(page, "timtin-select", cancel=True)
        page.get_by_role("combobox").press_sequentially("mau lam")
        page.get_by_role("option").first.click()
        assert selected()[0]["text"]
        assert page.get_by_role("option").count() == 0
        assert not page.get_by_role("region").is_visible()

    def test_a_chosen_result_is_told(self, show: Show) -> None:
        page = show()
        selected = heard(page, "timtin-select", cancel=True)
        page.get_by_role("combobox").fill("dân vận khéo")
        page.keyboard.press("Enter")
        before = page.url
        page.get_by_role("listitem").first.get_by_role("link").click()
        assert selected()[0]["id"].startswith("tin-")
        assert page.url == before

    def test_without_javascript_the_form_inside_is_there(self, show: Show, api: str) -> None:
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
    def test_axe_finds_nothing(self, show: Show, theme: str) -> None:
        axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
        page = show(css=":root { color-scheme: light dark }", color_scheme=theme)
        box = page.get_by_role("combobox")

        def complaints() -> list[str]:
            found = axe.run(page)
            return [f"{each['id']}: {node['html']}" for each in found.response["violations"] for node in each["nodes"]]

        assert complaints() == []
        box.press_sequentially("duong")
        page.get_by_role("option").first.wait_for()
        box.press("ArrowDown")
        assert complaints() == []
        box.press("Enter")
        page.get_by_role("listitem").first.wait_for()
        assert complaints() == []
        dark = page.get_by_role("region").evaluate("each => getComputedStyle(each).backgroundColor")
        assert (dark == "rgb(255, 255, 255)") == (theme == "light")
        box.fill("zzyzx")
        box.press("Enter")
        page.get_by_role("region").get_by_text("Không tìm thấy").wait_for()
        assert complaints() == []

    def test_it_fits_a_phone(self, show: Show) -> None:
        page = show(viewport={"width": 320, "height": 640})
        page.get_by_role("combobox").fill("dân vận khéo")
        page.keyboard.press("Enter")
        page.get_by_role("listitem").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
