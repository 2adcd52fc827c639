"""axe-core finds nothing, on any page in any state: WCAG 2.2 AA and good practice, target sizes included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from timtin.search_web import create_app

pytestmark = pytest.mark.browser

OPTIONS = {"rules": {"target-size": {"enabled": True}}}


def nothing(tab: Any) -> None:
    """The page as it is opened."""


def offered(tab: Any) -> None:
    tab.locator("#q").press_sequentially("mau lam")
    tab.get_by_role("option").first.wait_for()
    tab.locator("#q").press("ArrowDown")


def unfolded(tab: Any) -> None:
    """Every `<details>` open: more values, places within places, copies, the menu."""
    tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


def sheet(tab: Any) -> None:
    if tab.locator(".open-filters").is_visible():
        tab.locator(".open-filters").click()
        unfolded(tab)


def brushed(tab: Any) -> None:
    tab.locator(".bar").first.focus()
    tab.keyboard.press("Shift+ArrowRight")


STATES: dict[str, tuple[str, Callable[[Any], None]]] = {
    "home": ("/", nothing),
    "suggestions": ("/", offered),
    "results": ("/?q=dân vận khéo", unfolded),
    "narrowed": ("/?q=dân vận khéo&year=2021&place=Tây Ninh", nothing),
    "sheet": ("/?q=dân vận khéo&year=2021", sheet),
    "brushed": ("/?q=dân vận khéo", brushed),
    "deep": ("/?q=&limit=2&page=5&sort=oldest", nothing),
    "none": ("/?q=zzyzx&year=2021", nothing),
    "article": ("/articles/tin-3?q=dan van kheo", unfolded),
    "hostile": ("/articles/hostile?q=kịch bản", nothing),
    "document": ("/documents/217-QĐ/TW", nothing),
    "place": ("/places/Tây Ninh", unfolded),
    "help": ("/help", nothing),
    "about": ("/about?lang=en", nothing),
    "400": ("/?year=abc", nothing),
    "404": ("/nope", nothing),
}


@pytest.fixture(scope="module")
def check() -> Callable[[Any, dict[str, Any]], list[str]]:
    """Runs axe over a window; out: what it finds, a line each."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python").Axe()

    def run(tab: Any, options: dict[str, Any]) -> list[str]:
        found = axe.run(tab, options=options).response
        return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]

    return run


@pytest.fixture(scope="module")
def tab(browser: Any, address: str) -> Iterator[Any]:
    context = browser.new_context(base_url=address, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("state", STATES)
def test_nothing_found(tab: Any, check: Callable[[Any, dict[str, Any]], list[str]], state: str) -> None:
    address, reach = STATES[state]
    for width, theme in ((360, "light"), (1440, "dark")):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.emulate_media(color_scheme=theme)
        tab.goto(address)
        reach(tab)
        assert check(tab, OPTIONS) == [], f"{width} px, {theme}"
        tab.emulate_media(color_scheme="dark" if theme == "light" else "light")
        assert check(tab, {"runOnly": ["color-contrast"]}) == [], f"{width} px, not {theme}"


def test_nothing_found_where_there_is_no_index(
    tab: Any, check: Callable[[Any, dict[str, Any]], list[str]], tmp_path: Path
) -> None:
    """The page of a 503, printed by the app and shown with its own style."""
    client = create_app(tmp_path / "nowhere").test_client()
    answer = client.get("/?q=dân")
    assert answer.status_code == 503
    tab.goto("/help")
    tab.evaluate(
        "text => { document.body.innerHTML = new DOMParser().parseFromString(text, 'text/html').body.innerHTML }",
        answer.text,
    )
    assert tab.get_by_role("heading", name="Dành cho người quản trị").is_visible()
    assert check(tab, OPTIONS) == []
