"""Journeys in a real browser (Debian's Chromium, driven by playwright), with and without JavaScript."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = ["/", "/?q=dân vận khéo&year=2021", "/?q=zzyzx", "/articles/tin-3?q=dân", "/nope"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
]


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """The app, served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join(10)
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium for all journeys."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def tab(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Any]:
    """A fresh window; any complaint of the browser (a refused script or style, a 404) fails the journey."""
    context = browser.new_context(base_url=address, java_script_enabled=request.param, locale="vi-VN")
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def heading(tab: Any) -> str:
    return str(tab.locator("h1").inner_text()).split("\n")[0].strip()


def test_search_narrow_widen_turn_the_page_read(tab: Any) -> None:
    tab.goto("/")
    tab.get_by_role("searchbox").fill("dân vận khéo")
    tab.get_by_role("button", name="Tìm").click()
    assert heading(tab).startswith("24 kết quả")

    tab.get_by_role("link", name="Thêm bộ lọc: 2021").click()
    assert heading(tab).startswith("6 kết quả")
    assert tab.get_by_role("link", name="Đang chọn: 2021").get_attribute("aria-current") == "true"
    tab.get_by_role("link", name="Bỏ bộ lọc Năm: 2021").click()
    assert heading(tab).startswith("24 kết quả")
    tab.go_back()
    assert heading(tab).startswith("6 kết quả")
    tab.go_forward()

    tab.get_by_role("link", name="Mới nhất").click()
    tab.get_by_role("link", name="Trang sau").click()
    assert tab.get_by_role("link", name="Trang 2").get_attribute("aria-current") == "page"

    tab.locator(".hit h2 a").first.click()
    assert heading(tab).startswith("Xã Mẫu Lâm")
    assert tab.locator(".text mark").first.inner_text() == "dân vận khéo"
    tab.get_by_role("complementary").get_by_role("link", name="217-QĐ/TW").click()
    assert heading(tab) == "24 kết quả"


def test_no_results_and_the_way_out(tab: Any) -> None:
    tab.goto("/?q=zzyzx&year=2021")
    assert heading(tab) == "Không tìm thấy tin nào cho “zzyzx”"
    tab.get_by_role("link", name="Xem tất cả tin").click()
    assert re.match(r"\d+ kết quả", heading(tab))


def test_dates_narrow(tab: Any) -> None:
    tab.goto("/?q=dân vận khéo")
    tab.get_by_label("Từ ngày").fill("2021-01-01")
    tab.get_by_label("Đến ngày").fill("2021-12-31")
    tab.get_by_role("button", name="Lọc theo ngày").click()
    assert heading(tab).startswith("6 kết quả")
    assert tab.get_by_label("Đến ngày").input_value() == "2021-12-31"


def test_keyboard_alone(tab: Any) -> None:
    tab.goto("/?q=dân vận khéo")
    tab.keyboard.press("Tab")
    skip = tab.get_by_role("link", name="Đến nội dung chính")
    assert skip.evaluate("each => each === document.activeElement")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    focused = tab.evaluate(
        "() => [document.activeElement.closest('main') !== null, getComputedStyle(document.activeElement).outlineStyle]"
    )
    assert focused == [True, "solid"]


def test_on_a_phone_the_filters_are_a_sheet(tab: Any) -> None:
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto("/?q=dân vận khéo")
    assert not tab.locator("#filters").is_visible()
    tab.get_by_role("link", name="Bộ lọc", exact=True).click()
    tab.get_by_role("link", name="Thêm bộ lọc: 2021").click()
    assert not tab.locator("#filters").is_visible()
    assert heading(tab).startswith("6 kết quả")
    tab.get_by_role("link", name="Bộ lọc 1").click()
    tab.get_by_role("link", name="Xong").click()
    assert not tab.locator("#filters").is_visible()


@pytest.fixture(scope="module")
def window(browser: Any, address: str) -> Iterator[Any]:
    """One window for whatever only looks."""
    context = browser.new_context(base_url=address)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("where", PAGES)
def test_nothing_is_wider_than_the_window(window: Any, where: str) -> None:
    window.goto(where)
    for width in (320, 360, 768, 1440):
        window.set_viewport_size({"width": width, "height": 800})
        assert window.evaluate("document.documentElement.scrollWidth") <= width


CONTRAST = """
() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = color => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const luminance = color => rgb(color).slice(0, 3).map(c => c / 255)
    .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const behind = each => { for (; each; each = each.parentElement) {
    const color = getComputedStyle(each).backgroundColor; if (rgb(color)[3] === 255) return color; } return 'white'; };
  const bad = [];
  for (const each of document.querySelectorAll('body *')) {
    const text = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!text || !each.checkVisibility()) continue;
    const [low, high] = [getComputedStyle(each).color, behind(each)].map(luminance).sort((a, b) => a - b);
    const ratio = (high + .05) / (low + .05);
    if (ratio < 4.5) bad.push(`${each.tagName}.${each.className}: ${ratio.toFixed(2)}`);
  }
  return [...new Set(bad)];
}
"""


@pytest.mark.parametrize("where", PAGES)
def test_contrast(window: Any, where: str) -> None:
    """WCAG AA: 4.5 to 1 for every text against what is behind it."""
    window.goto(where)
    for theme in ("light", "dark"):
        window.emulate_media(color_scheme=theme)
        assert window.evaluate(CONTRAST) == []
