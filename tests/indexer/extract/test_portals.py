"""Pages of invented articles in the layouts of many portals, from bytes to derived fields.

A case states the expected result: fields of the article; `first`, `last`, `absent`, `present` of its text; `events`;
`then` and `now`, paths with `/` ('' for an ambiguous place); `then_has`, `now_has`, paths in which the place lies.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from timtin.indexer.extract import extract
from timtin.indexer.page import Page, Rejected
from timtin.indexer.understand import understand
from timtin.model import Article

DATA = Path(__file__).parents[1] / "data"
CASES = json.loads((DATA / "portals-cases.json").read_text("utf-8"))
FIELDS = ("title", "published", "author", "url", "source", "image", "summary")
LISTS = ("events", "citations", "then", "now")


def read(name: str) -> Article | Rejected:
    path = DATA / "portals" / name
    article = extract(Page(data=path.read_bytes(), origin=name, collection="portals", key=name))
    return article if isinstance(article, Rejected) else understand(article)


def lists(article: Article) -> dict[str, list[str]]:
    return {
        "events": list(article.event_dates),
        "citations": list(article.citations),
        "then": ["/".join(place.path_then) for place in article.places],
        "now": ["/".join(place.path_now) for place in article.places],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_page(case: dict[str, Any]) -> None:
    article = read(case["file"])
    if "reason" in case:
        assert isinstance(article, Rejected), case["why"]
        assert case["reason"] in article.reason
        return
    assert isinstance(article, Article), f"{case['why']}: {article}"
    got = lists(article)
    assert {name: getattr(article, name) for name in FIELDS if name in case} == {
        name: case[name] for name in FIELDS if name in case
    }, case["why"]
    assert {name: got[name] for name in LISTS if name in case} == {name: case[name] for name in LISTS if name in case}
    for name in ("then", "now"):
        above = case.get(f"{name}_has")
        assert above is None or any(f"{path}/".startswith(f"{above}/") for path in got[name]), got[name]
    assert article.author in case.get("author_any", [article.author])
    assert article.body.startswith(case.get("first", "")), article.body[:200]
    assert article.body.endswith(case.get("last", "")), article.body[-200:]
    everything = "\n".join((article.title, article.summary or "", article.body))
    assert [phrase for phrase in case.get("absent", ()) if phrase in everything] == []
    assert [phrase for phrase in case.get("present", ()) if phrase not in everything] == []


def test_every_page_has_its_case() -> None:
    assert {case["file"] for case in CASES} == {path.name for path in (DATA / "portals").iterdir()}


@pytest.mark.parametrize("case", [case for case in CASES if "reason" not in case], ids=lambda case: case["file"])
def test_understanding_twice_changes_nothing(case: dict[str, Any]) -> None:
    article = read(case["file"])
    assert isinstance(article, Article)
    assert understand(article) == article
