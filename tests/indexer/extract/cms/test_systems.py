"""Articles and other pages in the markup of WordPress, SharePoint, VNPT, ASP.NET and unknown portals, to the letter.

A case states the expected fields of the article (`body` as its lines), or the `reason` for which there is none.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from timtin.indexer.extract import extract
from timtin.indexer.page import Page, Rejected
from timtin.model import Article

DATA = Path(__file__).parents[2] / "data"
CASES = json.loads((DATA / "cms-cases.json").read_text("utf-8"))
FIELDS = ("title", "published", "updated", "author", "section", "source", "image", "image_caption", "url", "summary")


def read(name: str) -> Article | Rejected:
    path = DATA / "cms" / name
    return extract(Page(data=path.read_bytes(), origin=name, collection="cms", key=name))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_page(case: dict[str, Any]) -> None:
    article = read(case["file"])
    if "reason" in case:
        assert isinstance(article, Rejected), f"{case['why']}: {article}"
        assert case["reason"] in article.reason
        return
    assert isinstance(article, Article), f"{case['why']}: {article}"
    wanted = {name: case[name] for name in FIELDS if name in case}
    assert {name: getattr(article, name) for name in wanted} == wanted, case["why"]
    if "body" in case:
        assert article.body.split("\n") == case["body"]
    assert [line for line in case.get("body_holds", ()) if line not in article.body.split("\n")] == []
    assert list(article.tags) == case.get("tags", list(article.tags))


def test_every_page_has_its_case() -> None:
    assert {case["file"] for case in CASES} == {path.name for path in (DATA / "cms").iterdir()}
