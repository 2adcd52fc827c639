"""The web interface in a real browser (Debian's Chromium, driven by playwright), with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

PAGES = [
    "/",
    "/?q=dân vận khéo&year=2021",
    "/?q=zzyzx",
    "/articles/tin-3?q=dân",
    "/documents/217-QĐ/TW",
    "/places/Long An",
    "/help",
    "/about",
    "/nope",
]

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def tab(request: pytest.FixtureRequest, open_tab: Callable[..., Any]) -> Any:
    """A fresh window, with and without JavaScript."""
    return open_tab(java_script_enabled=request.param)


def box(tab: Any) -> Any:
    """Return the search box: a searchbox, or with the script a combobox."""
    return tab.locator("#q")


def wait_for_heading(tab: Any, text: str) -> None:
    """Wait until a heading contains this text: with the script, results change without a new page."""
    tab.locator("h1", has_text=text).first.wait_for()


def heading(tab: Any) -> str:
    return str(tab.locator("h1").inner_text()).split("\n")[0].strip()


def test_search_filter_page_and_read(tab: Any) -> None:
    tab.goto("/")
    box(tab).fill("dân vận khéo")
    tab.get_by_role("button", name="Tìm").click()
    wait_for_heading(tab, "24 kết quả")

    tab.get_by_role("link", name="Thêm bộ lọc: 2021").click()
    wait_for_heading(tab, "6 kết quả")
    assert tab.get_by_role("link", name="Đang chọn: 2021").get_attribute("aria-current") == "true"
    tab.get_by_role("link", name="Bỏ bộ lọc Năm: 2021").click()
    wait_for_heading(tab, "24 kết quả")
    tab.go_back()
    wait_for_heading(tab, "6 kết quả")
    tab.go_forward()
    wait_for_heading(tab, "24 kết quả")

    tab.get_by_role("link", name="Mới nhất").click()
    tab.locator(".sorts [aria-current]", has_text="Mới nhất").wait_for()
    tab.get_by_role("link", name="Trang sau").click()
    tab.locator(".took", has_text="Trang 2").wait_for()
    assert tab.get_by_role("link", name="Trang 2").get_attribute("aria-current") == "page"

    tab.locator(".hit h2 a").first.click()
    wait_for_heading(tab, "Xã Mẫu Lâm")
    assert tab.locator(".text mark").first.inner_text() == "dân vận khéo"
    tab.get_by_role("complementary").get_by_role("link", name="217-QĐ/TW", exact=True).click()
    assert heading(tab) == "217-QĐ/TW"
    tab.locator(".of-year a").first.click()
    wait_for_heading(tab, "Xã Mẫu Lâm")


def test_a_page_without_results_links_to_all_articles(tab: Any) -> None:
    tab.goto("/?q=zzyzx&year=2021")
    assert heading(tab) == "Không tìm thấy tin nào cho “zzyzx”"
    tab.get_by_role("link", name="Xem tất cả tin").click()
    wait_for_heading(tab, "kết quả")
    assert re.match(r"\d+ kết quả", heading(tab))


def test_the_date_form_filters_results(tab: Any) -> None:
    tab.goto("/?q=dân vận khéo")
    tab.get_by_label("Từ ngày").fill("2021-01-01")
    tab.get_by_label("Đến ngày").fill("2021-12-31")
    tab.get_by_role("button", name="Lọc theo ngày").click()
    wait_for_heading(tab, "6 kết quả")
    assert tab.get_by_label("Đến ngày").input_value() == "2021-12-31"


def test_the_skip_link_and_a_visible_focus(tab: Any) -> None:
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


def test_on_a_phone_the_filters_are_a_sheet(open_tab: Callable[..., Any]) -> None:
    """Without the script, a fragment opens it, and the next page closes it."""
    tab = open_tab(java_script_enabled=False, viewport={"width": 390, "height": 800})
    tab.goto("/?q=dân vận khéo")
    assert not tab.locator("#filters").is_visible()
    tab.get_by_role("link", name="Bộ lọc", exact=True).click()
    tab.get_by_role("link", name="Thêm bộ lọc: 2021").click()
    assert not tab.locator("#filters").is_visible()
    assert heading(tab).startswith("6 kết quả")
    tab.get_by_role("link", name="Bộ lọc 1").click()
    tab.get_by_role("link", name="Xem 6 kết quả").click()
    assert not tab.locator("#filters").is_visible()


def test_a_bar_of_the_chart_filters_by_its_year(tab: Any) -> None:
    tab.goto("/?q=dân vận khéo")
    tab.get_by_role("link", name="2021: 6 tin").click()
    wait_for_heading(tab, "6 kết quả")
    assert tab.locator("#timeline").inner_text() == "Số tin theo tháng, năm 2021"
    tab.get_by_role("link", name="03/2021: 6 tin").click()
    tab.get_by_role("link", name="Bỏ bộ lọc Tháng: 03/2021").wait_for()
    tab.get_by_role("link", name="Mọi năm").click()
    wait_for_heading(tab, "24 kết quả")


def test_the_english_interface(tab: Any) -> None:
    tab.goto("/")
    tab.get_by_role("link", name="English").click()
    assert tab.locator("html").get_attribute("lang") == "en"
    box(tab).fill("dân vận khéo")
    tab.get_by_role("button", name="Search").click()
    wait_for_heading(tab, "24 results")
    tab.get_by_role("link", name="Add the filter: 2021").click()
    wait_for_heading(tab, "6 results")
    tab.locator(".hit h2 a").first.click()
    tab.get_by_role("heading", name="What the article tells").wait_for()
    assert re.search(r"\d+ Mar 2021, 08:30", tab.locator(".story .meta").inner_text())
    tab.get_by_role("link", name="Tiếng Việt").click()
    tab.get_by_role("heading", name="Thông tin trong bài").wait_for()


def test_a_former_place_links_to_its_successor(tab: Any) -> None:
    tab.goto("/places/Long An")
    assert heading(tab) == "Long An"
    tab.locator(".history").get_by_role("link", name="Tây Ninh").click()
    assert heading(tab) == "Tây Ninh"
    assert tab.locator(".history").get_by_role("link", name="Long An").is_visible()
    tab.get_by_role("searchbox", name="Tìm trong các tin này").fill("đường hoa")
    tab.get_by_role("searchbox", name="Tìm trong các tin này").press("Enter")
    wait_for_heading(tab, "12 kết quả")
    assert tab.get_by_role("link", name="Bỏ bộ lọc Nơi: Tây Ninh").is_visible()


def test_the_menu_on_a_phone(tab: Any) -> None:
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto("/?q=dân")
    assert not tab.get_by_role("link", name="Cách tìm").is_visible()
    tab.locator("summary", has_text="Danh mục").click()
    tab.get_by_role("link", name="Cách tìm").click()
    assert heading(tab) == "Cách tìm"
    tab.get_by_role("link", name="chợ OR đường", exact=True).click()
    wait_for_heading(tab, "kết quả")


def test_error_pages_link_to_the_home_page(tab: Any) -> None:
    tab.route("**/*", lambda route: route.continue_())
    response = tab.request.get("/nope")
    assert response.status == 404
    for address, message in (("/?year=abc", "Yêu cầu chưa đúng"), ("/places/Nơi Không Có", "Chưa có tin nào về")):
        assert message in tab.request.get(address).text()
    tab.goto("/help")
    tab.get_by_role("link", name="Tìm tin, trang chủ").click()
    wait_for_heading(tab, "Tìm tin")


@pytest.fixture(scope="module")
def window(browser: Any, address: str) -> Iterator[Any]:
    """One window for tests that only inspect pages."""
    context = browser.new_context(base_url=address, locale="vi-VN")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_wider_than_the_window(window: Any, path: str) -> None:
    window.goto(path)
    for width in (320, 360, 768, 1440):
        window.set_viewport_size({"width": width, "height": 800})
        assert window.evaluate("document.documentElement.scrollWidth") <= width


SHIFTS = """
window.shifted = 0;
new PerformanceObserver(list => {
  for (const each of list.getEntries()) if (!each.hadRecentInput) window.shifted += each.value;
}).observe({type: 'layout-shift', buffered: true});
"""


def test_pages_load_without_layout_shifts(browser: Any, address: str) -> None:
    context = browser.new_context(base_url=address, locale="vi-VN", viewport={"width": 360, "height": 800})
    context.add_init_script(SHIFTS)
    tab = context.new_page()
    for path in PAGES:
        tab.goto(path, wait_until="load")
        tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert tab.evaluate("window.shifted") < 0.01, path
    context.close()


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


@pytest.mark.parametrize("path", PAGES)
def test_contrast(window: Any, path: str) -> None:
    """WCAG AA: a contrast ratio of at least 4.5 for every text against its background."""
    window.goto(path)
    for theme in ("light", "dark"):
        window.emulate_media(color_scheme=theme)
        assert window.evaluate(CONTRAST) == []
