"""The script in a real browser: completions, results in place, the chart, the sheet of filters."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(open_tab: Callable[..., Any]) -> Any:
    return open_tab()


def wait_for_heading(tab: Any, text: str) -> None:
    tab.locator("h1", has_text=text).first.wait_for()


FOCUSED = """() => {
  const each = document.activeElement, name = each.className;
  return each.dataset?.key || each.id || name?.baseVal || name || each.tagName;
}"""


def focused(tab: Any) -> str:
    """Return what identifies the focused element: its key, id, class or tag name."""
    return str(tab.evaluate(FOCUSED))


def type_and_wait(tab: Any, text: str) -> Any:
    """Type into the search box, wait for completions, and return the box."""
    box = tab.locator("#q")
    box.press_sequentially(text)
    tab.get_by_role("option").first.wait_for()
    return box


class TestCompletions:
    def test_by_keyboard(self, tab: Any) -> None:
        tab.goto("/")
        box = type_and_wait(tab, "mau lam 1")
        assert box.get_attribute("role") == "combobox"
        assert box.get_attribute("aria-expanded") == "true"
        options = tab.get_by_role("option")
        count = options.count()
        box.press("ArrowDown")
        assert options.nth(0).get_attribute("aria-selected") == "true"
        assert box.get_attribute("aria-activedescendant") == options.nth(0).get_attribute("id")
        box.press("End")
        assert options.nth(count - 1).get_attribute("aria-selected") == "true"
        box.press("ArrowDown")  # after the last option, back to the box
        assert box.get_attribute("aria-activedescendant") is None
        box.press("ArrowUp")
        assert options.nth(count - 1).get_attribute("aria-selected") == "true"
        assert box.input_value() == "mau lam 1"
        box.press("Escape")
        assert box.get_attribute("aria-expanded") == "false"
        assert box.input_value() == "mau lam 1"
        box.press("ArrowDown")
        options.first.wait_for()
        box.press("ArrowDown")
        box.press("Enter")
        tab.locator("h1", has_text="Xã Mẫu Lâm").wait_for()  # a title opens its article

    def test_choosing_a_document_searches_for_it(self, tab: Any) -> None:
        tab.goto("/")
        type_and_wait(tab, "217")
        tab.get_by_role("option", name="217-QĐ/TW").click()
        wait_for_heading(tab, "24 kết quả")
        assert tab.locator("#q").input_value() == "217-QĐ/TW"

    def test_enter_searches_for_the_typed_text(self, tab: Any) -> None:
        tab.goto("/")
        type_and_wait(tab, "đường hoa").press("Enter")
        wait_for_heading(tab, "24 kết quả")
        assert tab.get_by_role("listbox").count() == 0 or not tab.get_by_role("listbox").is_visible()

    def test_keys_of_an_input_method_are_ignored(self, tab: Any) -> None:
        """Enter and arrow keys belong to an input method while it composes a word (`isComposing`, key code 229)."""
        tab.goto("/")
        box = type_and_wait(tab, "mau")
        box.press("ArrowDown")
        for name in ("ArrowDown", "Enter", "Escape"):
            box.evaluate(
                """(box, key) => {
                  const down = rest => new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true, ...rest});
                  box.dispatchEvent(new CompositionEvent('compositionstart'));
                  box.dispatchEvent(down({isComposing: true}));
                  box.dispatchEvent(new CompositionEvent('compositionend'));
                  box.dispatchEvent(down({keyCode: 229}));
                }""",
                name,
            )
        assert tab.get_by_role("option").nth(0).get_attribute("aria-selected") == "true"
        assert tab.url.endswith("/")

    def test_only_the_last_response_is_shown(self, tab: Any) -> None:
        """A late response to an earlier text never replaces the completions of the current text."""
        waiting: list[Any] = []

        def respond(route: Any) -> None:
            text = route.request.url.partition("q=")[2]
            if text == "m":
                waiting.append(route)
                return
            route.fulfill(
                body=json.dumps(
                    {
                        "query": text,
                        "suggestions": [{"text": text, "html": text, "kind": "phrase", "count": 1, "id": None}],
                    }
                )
            )

        tab.route("**/api/suggest*", respond)
        tab.goto("/")
        box = tab.locator("#q")
        with tab.expect_request("**/api/suggest?q=m"):
            box.press_sequentially("m")
        box.press_sequentially("au")
        tab.get_by_role("option", name="mau").wait_for()
        tab.unroute_all(behavior="ignoreErrors")
        assert waiting
        assert tab.get_by_role("option").all_inner_texts()[0].startswith("mau")

    def test_markup_in_titles_is_shown_as_text(self, tab: Any) -> None:
        tab.goto("/")
        type_and_wait(tab, "script alert")
        assert "<script>" in tab.get_by_role("option").first.inner_text()
        assert tab.locator("[role=option] script").count() == 0

    def test_searching_works_when_completions_fail(self, tab: Any) -> None:
        tab.route("**/api/suggest*", lambda route: route.fulfill(body="not json"))
        tab.goto("/")
        box = tab.locator("#q")
        box.press_sequentially("dân vận", delay=5)
        box.press("Enter")
        wait_for_heading(tab, "24 kết quả")

    def test_slash_focuses_the_search_box(self, tab: Any) -> None:
        tab.goto("/?q=dân")
        tab.locator("h1").click()
        tab.keyboard.press("/")
        assert focused(tab) == "q"


class TestInPlace:
    """Results are replaced within the document, so a property set on `window` survives."""

    def open_page(self, tab: Any, address: str) -> Any:
        tab.goto(address)
        tab.evaluate("window.stays = true")
        return tab

    def test_facets_keep_the_focus_and_are_announced(self, tab: Any) -> None:
        self.open_page(tab, "/?q=dân vận khéo")
        link = tab.get_by_role("link", name="Thêm bộ lọc: 2021")
        link.focus()
        link.press("Enter")
        wait_for_heading(tab, "6 kết quả")
        assert tab.evaluate("window.stays")
        assert focused(tab) == "year=2021"
        tab.locator("#live", has_text="6 kết quả").wait_for(state="attached")
        assert "year=2021" in tab.url
        assert tab.title().startswith("dân vận khéo")
        kept = tab.locator("form.search .kept input").evaluate_all("all => all.map(each => each.name + each.value)")
        assert kept == ["year2021"]
        tab.get_by_role("link", name="Bỏ bộ lọc Năm: 2021").press("Enter")
        wait_for_heading(tab, "24 kết quả")
        assert focused(tab) != "BODY"

    def test_back_and_forward_restore_results_and_scroll_position(self, tab: Any) -> None:
        tab.set_viewport_size({"width": 1200, "height": 500})
        self.open_page(tab, "/?q=dân vận khéo")
        tab.evaluate("scrollTo({top: 900, behavior: 'instant'})")
        tab.locator(".pager").get_by_role("link", name="Trang sau").click()
        tab.locator(".took", has_text="Trang 2").wait_for()
        tab.wait_for_function("scrollY === 0")
        tab.go_back()
        tab.locator(".took", has_text="Trang 1").wait_for()
        tab.wait_for_function("scrollY > 500")
        tab.go_forward()
        tab.locator(".took", has_text="Trang 2").wait_for()
        assert tab.evaluate("window.stays")

    def test_a_new_search_keeps_the_filters(self, tab: Any) -> None:
        self.open_page(tab, "/?q=dân vận khéo&year=2021")
        tab.locator("#q").fill("đường hoa")
        tab.locator("#q").press("Enter")
        tab.wait_for_url("**q=%C4%91*&year=2021*")
        wait_for_heading(tab, "6 kết quả")
        assert tab.evaluate("window.stays")

    @pytest.mark.parametrize("failure", ["aborted", "error"])
    def test_the_link_is_followed_when_fetching_fails(self, browser: Any, address: str, failure: str) -> None:
        context = browser.new_context(base_url=address, locale="vi-VN")
        tab = context.new_page()
        tab.goto("/?q=dân vận khéo")

        def fail(route: Any) -> None:
            if route.request.resource_type != "fetch":
                route.continue_()
            elif failure == "aborted":
                route.abort()
            else:
                route.fulfill(status=500, body="<p>no</p>")

        tab.route("**/*", fail)
        tab.get_by_role("link", name="Thêm bộ lọc: 2021").click()
        wait_for_heading(tab, "6 kết quả")
        assert tab.get_by_role("link", name="Bỏ bộ lọc Năm: 2021").is_visible()
        tab.unroute_all(behavior="ignoreErrors")
        context.close()

    def test_a_click_with_a_modifier_key_is_left_to_the_browser(self, tab: Any) -> None:
        self.open_page(tab, "/?q=dân vận khéo")
        with tab.context.expect_page() as opened:
            tab.get_by_role("link", name="Thêm bộ lọc: 2021").click(modifiers=["Control"])
        opened.value.close()
        assert "year" not in tab.url


class TestSheet:
    """On a phone, the filters cover the page until they are closed, and are one history entry."""

    @pytest.fixture
    def phone(self, open_tab: Callable[..., Any]) -> Any:
        tab = open_tab(viewport={"width": 390, "height": 800})
        tab.goto("/?q=dân vận khéo")
        tab.get_by_role("link", name="Bộ lọc", exact=True).click()
        tab.get_by_role("dialog").wait_for()
        return tab

    def test_selecting_several_filters_is_one_history_entry(self, phone: Any) -> None:
        assert focused(phone) == "done"
        phone.get_by_role("link", name="Thêm bộ lọc: 2021").click()
        phone.get_by_role("link", name="Đang chọn: 2021").wait_for()
        phone.get_by_role("link", name="Thêm bộ lọc: 2023").click()
        phone.get_by_role("link", name="Đang chọn: 2023").wait_for()
        assert phone.get_by_role("dialog").is_visible()
        phone.locator("#filters .done").click()
        wait_for_heading(phone, "12 kết quả")
        assert not phone.locator("#filters").is_visible()
        assert focused(phone) == "open-filters"
        phone.go_back()
        wait_for_heading(phone, "24 kết quả")
        assert not phone.locator("#filters").is_visible()

    def test_escape_and_the_back_button_close_the_sheet(self, phone: Any) -> None:
        assert phone.locator("#found").evaluate("each => each.inert")
        phone.keyboard.press("Escape")
        assert not phone.locator("#filters").is_visible()
        assert not phone.locator("#found").evaluate("each => each.inert")
        phone.get_by_role("link", name="Bộ lọc", exact=True).click()
        phone.go_back()
        phone.locator("#filters").wait_for(state="hidden")


class TestChart:
    def test_dragging_selects_years(self, tab: Any) -> None:
        tab.goto("/?q=dân vận khéo")
        first, last = (tab.get_by_role("link", name=f"{year}: 6 tin").bounding_box() for year in (2021, 2022))
        tab.mouse.move(first["x"] + 10, first["y"] + 20)
        tab.mouse.down()
        tab.mouse.move(last["x"] + 10, last["y"] + 20, steps=4)
        assert tab.locator(".bar.brushed").count() == 2
        tab.mouse.up()
        wait_for_heading(tab, "12 kết quả")
        assert "after=2021" in tab.url
        assert "before=2022" in tab.url
        assert tab.locator(".bar[aria-current]").count() == 2
        assert tab.locator(".bar").count() == 4  # unselected bars stay visible
        tab.get_by_role("link", name="Bỏ khoảng thời gian").click()
        wait_for_heading(tab, "24 kết quả")

    def test_by_keyboard(self, tab: Any) -> None:
        tab.goto("/?q=dân vận khéo")
        tab.get_by_role("link", name="2020: 6 tin").focus()
        tab.keyboard.press("ArrowRight")
        tab.keyboard.press("Shift+ArrowRight")
        tab.locator("#live", has_text="Từ 2021 đến 2022").wait_for(state="attached")
        tab.keyboard.press("Enter")
        wait_for_heading(tab, "12 kết quả")

    def test_a_click_selects_one_bar(self, tab: Any) -> None:
        tab.goto("/places/Long An")
        tab.get_by_role("link", name="2022: 6 tin").click()
        wait_for_heading(tab, "6 kết quả")

    def test_dragging_on_the_page_of_a_document(self, tab: Any) -> None:
        tab.goto("/documents/217-QĐ/TW")
        first, last = (tab.get_by_role("link", name=f"{year}: 6 tin").bounding_box() for year in (2022, 2023))
        tab.mouse.move(last["x"] + 10, last["y"] + 20)  # from right to left
        tab.mouse.down()
        tab.mouse.move(first["x"] + 10, first["y"] + 20, steps=4)
        tab.mouse.up()
        wait_for_heading(tab, "12 kết quả")
        assert tab.get_by_role("link", name="Bỏ bộ lọc Văn bản: 217-QĐ/TW").is_visible()
