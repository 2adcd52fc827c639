"""Boilerplate is learned from the pages of a site, and never a part of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.indexer.extract import extract
from timtin.indexer.extract.learned_boilerplate import BoilerplateLearner, is_learned, without_learned_lines
from timtin.indexer.extract.site_lookahead import site_of, with_learned_boilerplate
from timtin.indexer.page import Item, Page, Record, Rejected
from timtin.indexer.prepare import PreparedDocument
from timtin.indexer.workers import prepare_all
from timtin.model import Article

PLACES = ("Hạ", "Thượng", "Đoài", "Đông", "Trại", "Cầu", "Giếng", "Chùa", "Đình", "Bãi", "Gò", "Sậy")
DEEDS = ("đắp lại bờ kênh", "sơn cổng làng", "mở lớp dạy may", "trồng hàng cau", "thả cá giống", "dọn ao đình")
OFFER = "Bà con cần hướng dẫn thủ tục xin mời gọi số máy trực của bộ phận một cửa trong giờ làm việc hằng ngày."
"""Running text that every page prints and that is not in the table of boilerplate phrases."""
BOX = ("Góc bạn đọc nhỏ", "Ảnh đẹp quê mình", "Chợ phiên quê ta: 12 quầy", "Nhịp cầu xóm giềng")


def text_of(number: int) -> list[str]:
    place, deed = PLACES[number % 12], DEEDS[number % 6]
    return [
        f"Sáng nay thôn {place} {deed}, có {number + 20} hộ tham gia từ lúc trời chưa sáng rõ.",
        f"Trưởng thôn {place} cho biết tiền mua vật liệu là {number + 3} triệu đồng do các hộ cùng góp.",
        f"Việc {deed} sẽ xong trước ngày rằm, các thôn bên cạnh thôn {place} cũng hẹn sang giúp một tay.",
    ]


def html_page(number: int, text: Sequence[str] | None = None, title: str | None = None) -> Page:
    title = title or f"Thôn {PLACES[number % 12]} {DEEDS[number % 6]} đợt {number}"
    paragraphs = "".join(f"<p>{line}</p>" for line in text or text_of(number))
    box = "".join(f"<p>{line.replace('12', str(number))}</p>" for line in BOX)
    html = (
        f"<html><head><title>{title}</title></head><body><div class=z1><a href=/>Trang đầu</a></div><div class=z2>"
        f"<h1>{title}</h1><p>1{number % 10}/03/2024 08:00</p>{paragraphs}<p>{OFFER}</p>{box}</div></body></html>"
    )
    return Page(data=html.encode(), origin=f"{number}.html", collection="xa", key=f"{number:03}.html")


def flat_page(number: int) -> Page:
    title = f"Thôn {PLACES[number % 12]} {DEEDS[number % 6]} đợt {number}"
    lines = [
        "Quê mình trên mạng",
        "Bản tin thôn",
        title,
        f"1{number % 10}/03/2024 08:00",
        *text_of(number),
        "",
        *BOX,
        OFFER,
    ]
    return Page(data="\n".join(lines).encode(), origin=f"{number}.txt", collection="xa", key=f"{number:03}.txt")


def bodies(pages: Sequence[Page]) -> list[str]:
    found = [extract(page) for page in with_learned_boilerplate(pages) if isinstance(page, Page)]
    assert all(isinstance(article, Article) for article in found), found
    return [article.body for article in found if isinstance(article, Article)]


@pytest.mark.parametrize("make", [html_page, flat_page], ids=["html", "flat"])
def test_lines_of_every_page_are_in_no_body(make: object) -> None:
    pages = [make(number) for number in range(12)]  # type: ignore[operator]
    assert bodies(pages) == ["\n".join(text_of(number)) for number in range(12)]


def test_a_single_page_keeps_unknown_boilerplate() -> None:
    assert OFFER in bodies([html_page(1)])[0]


@pytest.mark.parametrize("count", [3, 5, 10])
def test_an_article_at_many_addresses_stays_complete(count: int) -> None:
    pages = [html_page(number, text_of(1), f"Tin đăng lại lần thứ {number} của thôn ta") for number in range(count)]
    others = [html_page(number) for number in range(20, 20 + count)]
    for body in [*bodies(pages), *bodies(pages + others)[:count]]:
        assert [line for line in text_of(1) if line not in body] == []


def test_short_lines_of_a_repeated_article_stay() -> None:
    text = ["Kết quả bước đầu", *text_of(1), "Việc còn phải làm", *text_of(2)]
    repeats = [html_page(number, text, f"Báo cáo của thôn Thượng gửi lần {number}") for number in range(5)]
    for body in bodies(repeats + [html_page(number) for number in range(20, 28)])[:5]:
        assert "Kết quả bước đầu" in body
        assert "Việc còn phải làm" in body


def test_a_sentence_that_some_articles_share_stays() -> None:
    quoted = "Lấy sức dân để lo cho cuộc sống của dân là điều mà cán bộ thôn nào ở đây cũng thuộc lòng."
    pages = [html_page(n, [*text_of(n), quoted] if n % 2 else None) for n in range(12)]
    assert sum(quoted in body for body in bodies(pages)) == 6


def test_a_title_that_all_pages_list_stays_a_title() -> None:
    pages = [flat_page(number) for number in range(12)]
    title = pages[3].data.decode().split("\n")[2]
    listed = [replace(page, data=page.data + f"\nTin đọc nhiều\n{title}".encode()) for page in pages]
    articles = [extract(page) for page in with_learned_boilerplate(listed) if isinstance(page, Page)]
    titles = [article.title for article in articles if isinstance(article, Article)]
    assert titles == [page.data.decode().split("\n")[2] for page in pages]


def test_dates_bylines_and_names_are_never_learned() -> None:
    learner = BoilerplateLearner()
    kept = [
        "07/03/2024 08:00",
        "Tác giả: Kim Ngân",
        "Kim Ngân",
        "Nguồn: Đài xã",
        "Tin liên quan",
        "Kết thúc hội nghị./.",
    ]
    for number in range(10):
        learner.add_page([*kept, "Góc bạn đọc nhỏ", f"dòng riêng số {PLACES[number]}"])
    learned = learner.learned()
    assert [line for line in kept if is_learned(line, learned)] == []
    assert is_learned("Góc  BẠN đọc nhỏ", learned)
    assert not is_learned("dòng riêng số Hạ", learned)


def test_nothing_is_learned_from_two_pages() -> None:
    learner = BoilerplateLearner()
    learner.add_page(["Góc bạn đọc nhỏ"])
    learner.add_page(["Góc bạn đọc nhỏ"])
    assert learner.learned() == frozenset()


def test_site_of() -> None:
    made = {"origin": "o", "collection": "c", "data": b""}
    assert site_of(Page(**made, key="a/1.html")) == site_of(Page(**made, key="a/b/2.html"))  # type: ignore[arg-type]
    assert site_of(Page(**made, key="a/1.html")) != site_of(Page(**made, key="b/1.html"))  # type: ignore[arg-type]
    hosts = [site_of(Page(**made, key="x", url=url)) for url in ("http://a.example/1", "https://a.example/2?q")]  # type: ignore[arg-type]
    assert set(hosts) == {"a.example"}
    assert site_of(Page(**made, key="x", url="http://[")) == "c/"  # type: ignore[arg-type]


def test_items_keep_their_order_and_records_are_not_delayed() -> None:
    record = Record(article=Article(id="1", title="Tin"), origin="r", collection="c")
    items: list[Item] = [record, Rejected("x", "y"), html_page(1), record, html_page(2)]
    stream = with_learned_boilerplate(iter(items))
    assert next(stream) is record
    assert [item.origin if not isinstance(item, Rejected) else item.source for item in stream] == [
        "x", "1.html", "r", "2.html",
    ]  # fmt: skip


def test_any_number_of_processes_learns_the_same() -> None:
    pages = [html_page(number) for number in range(40)]
    alone = list(prepare_all(iter(pages), jobs=1))
    assert list(prepare_all(iter(pages), jobs=2, patience=0)) == alone
    assert all(isinstance(one, PreparedDocument) for one in alone)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.text("aăâ bc1\n", max_size=12), max_size=8), max_size=12), st.lists(st.text(max_size=30)))
def test_never_most_of_a_text(pages: list[list[str]], text: list[str]) -> None:
    learner = BoilerplateLearner()
    for lines in pages:
        learner.add_page(lines)
    learned = learner.learned()
    kept = without_learned_lines(text, learned)
    assert 2 * sum(map(len, kept)) >= sum(map(len, text))
    assert [line for line in text if line in kept] == kept
    assert learner.learned() == learned
