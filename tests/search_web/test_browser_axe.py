"""axe-core reports no violations on any page in any state: WCAG 2.2 AA and best practices, including target sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from timtin.search_web import create_app

pytestmark = pytest.mark.browser

OPTIONS = {"rules": {"target-size": {"enabled": True}}}


def unchanged(tab: Any) -> None:
    """Leave the page as it is loaded."""


def with_completions(tab: Any) -> None:
    tab.locator("#q").press_sequentially("mau lam")
    tab.get_by_role("option").first.wait_for()
    tab.locator("#q").press("ArrowDown")


def with_details_open(tab: Any) -> None:
    """Open every `<details>`: further facet values, places within places, near duplicates, the menu."""
    tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def with_filter_sheet(tab: Any) -> None:
    if tab.locator(".open-filters").is_visible():
        tab.locator(".open-filters").click()
        with_details_open(tab)


def with_selected_bars(tab: Any) -> None:
    tab.locator(".bar").first.focus()
    tab.keyboard.press("Shift+ArrowRight")


STATES: dict[str, tuple[str, Callable[[Any], None]]] = {
    "home": ("/", unchanged),
    "suggestions": ("/", with_completions),
    "results": ("/?q=dân vận khéo", with_details_open),
    "narrowed": ("/?q=dân vận khéo&year=2021&place=Tây Ninh", unchanged),
    "sheet": ("/?q=dân vận khéo&year=2021", with_filter_sheet),
    "brushed": ("/?q=dân vận khéo", with_selected_bars),
    "deep": ("/?q=&limit=2&page=5&sort=oldest", unchanged),
    "none": ("/?q=zzyzx&year=2021", unchanged),
    "article": ("/articles/tin-3?q=dan van kheo", with_details_open),
    "hostile": ("/articles/hostile?q=kịch bản", unchanged),
    "document": ("/documents/217-QĐ/TW", unchanged),
    "place": ("/places/Tây Ninh", with_details_open),
    "help": ("/help", unchanged),
    "about": ("/about?lang=en", unchanged),
    "400": ("/?year=abc", unchanged),
    "404": ("/nope", unchanged),
}


@pytest.fixture(scope="module")
def check() -> Callable[[Any, dict[str, Any]], list[str]]:
    """Return a function that runs axe on a window and returns one line for each violation."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()

    def run(tab: Any, options: dict[str, Any]) -> list[str]:
        result = axe.run(tab, options=options).response
        return [f"{each['id']}: {node['html'][:160]}" for each in result["violations"] for node in each["nodes"]]

    return run


@pytest.fixture(scope="module")
def tab(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(base_url=address, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("state", STATES)
def test_no_violations(tab: Any, check: Callable[[Any, dict[str, Any]], list[str]], state: str) -> None:
    address, prepare = STATES[state]
    for width, theme in ((360, "light"), (1440, "dark")):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=theme)
        tab.goto(address)
        prepare(tab)
        assert check(tab, OPTIONS) == [], f"{width} px, {theme}"
        tab.emulate_media(color_scheme="dark" if theme == "light" else "light")
        assert check(tab, {"runOnly": ["color-contrast"]}) == [], f"{width} px, not {theme}"


def test_no_violations_without_an_index(
    tab: Any, check: Callable[[Any, dict[str, Any]], list[str]], tmp_path: Path
) -> None:
    """The page of a 503 response, inserted into a page that has the stylesheet."""
    client = create_app(tmp_path / "nowhere").test_client()
    response = client.get("/?q=dân")
    assert response.status_code == 503
    tab.goto("/help")
    tab.evaluate(
        "text => { document.body.innerHTML = new DOMParser().parseFromString(text, 'text/html').body.innerHTML }",
        response.text,
    )
    assert tab.get_by_role("heading", name="Dành cho người quản trị").is_visible()
    assert check(tab, OPTIONS) == []
