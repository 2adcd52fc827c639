"""Real pages kept beside the project: their fields, read exactly, by general rules."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from timtin.indexer.extract import extract
from timtin.indexer.page import Page, Rejected
from timtin.knowledge.dates import parse_published
from timtin.model import Article

pytestmark = pytest.mark.shared

WORDS = re.compile(r"\w+")
BOILERPLATE = (
    "Bản đồ hành chính", "Thống Kê Truy Cập", "Guest", "View count", "Truy cập nội dung luôn", "Chi tiết tin",
    "Tổng số điểm",
    "Ý kiến", "thời tiết các vùng", "bình chọn", "đảng đoàn thể", "GMT", "removebg",
)  # fmt: skip

# Page, start of the title, publication, author, how many paragraphs and captions the article has.
FIVE = [
    ("000", "Khối vận Xã Bình Phú tổ chức Hội nghị Tổng kết", "2024-03-07", "Thanh Xuân", 10),
    ("001", "Bến Lức hội nghị đánh giá", "2022-07-01T14:43:32+07:00", "Việt Hằng – Kim Phượng", 7),
    ("002", "Phường Trường Xuân tổng kết công tác Dân vận năm 2023", "2024-01-23T02:20:00+07:00", "Hạnh Phạm", 7),
    ("003", "Thị ủy Duy Tiên tổng kết công tác dân vận", "2025-01-08T15:13:22+07:00", "Hồng Xiêm- Quang Hiếu", 6),
    ("004", "Ban dân vận Huyện ủy Gia Lâm giao ban", "2024-04-09T21:02:00+07:00", "Hoàng Anh", 9),
]


def read(path: Path) -> Article | Rejected:
    return extract(Page(data=path.read_bytes(), origin=str(path), collection="shared", key=path.name))


@pytest.mark.parametrize(("number", "title", "published", "author", "paragraphs"), FIVE)
def test_the_five_pages(shared: Path, number: str, title: str, published: str, author: str, paragraphs: int) -> None:
    article = read(next((shared / "pages").glob(f"{number}_*.txt")))
    assert isinstance(article, Article)
    assert article.title.startswith(title)
    assert (article.published, article.author) == (published, author)
    lines = article.body.split("\n")
    assert len(lines) == paragraphs
    assert number == "002" or lines[-1].endswith("./.")
    whole = f"{article.title}\n{article.body}"
    assert [phrase for phrase in BOILERPLATE if phrase.lower() in whole.lower() and phrase != "Ý kiến"] == []


def test_the_page_with_metadata_saved_as_text(shared: Path) -> None:
    article = read(next((shared / "pages").glob("003_*.txt")))
    assert isinstance(article, Article)
    assert article.source == "Đài Truyền thanh Thị xã Duy Tiên"
    assert (article.url or "").endswith("-2171.html")
    assert (article.image or "").endswith("11h31m08s374.png")


def test_nukeviet_articles_and_nothing_else(shared: Path) -> None:
    lines = (shared / "portals" / "nukeviet-TRUTH.jsonl").read_text("utf-8").splitlines()
    truths = {truth["file"]: truth for truth in map(json.loads, lines)}
    for path in sorted((shared / "portals" / "nukeviet").iterdir()):
        article = read(path)
        truth = truths.get(path.name)
        if truth is None:
            assert isinstance(article, Rejected), path.name
            continue
        assert isinstance(article, Article), path.name
        assert (article.title, article.author) == (truth["title"], truth["byline"]), path.name
        assert article.published == parse_published(truth["printed_date"]), path.name
        assert _word_f1(article, truth) >= 0.98, path.name
        assert (article.url or "").startswith("http://"), path.name


def test_no_liferay_list_becomes_an_article(shared: Path) -> None:
    for path in sorted((shared / "portals" / "liferay").iterdir()):
        assert isinstance(read(path), Rejected), path.name


def _word_f1(article: Article, truth: dict[str, str]) -> float:
    lead, body = (" ".join(WORDS.findall(truth[part])) for part in ("lead", "body"))
    true = Counter((body if lead in body else f"{lead} {body}").lower().split())
    ours = Counter(WORDS.findall(f"{article.summary or ''} {article.body}".lower()))
    return 2 * (true & ours).total() / (true.total() + ours.total())
