"""Conformance of every engine: matches, counts and orders as stated in the data files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from timtin.engines.document import Matches, Plan
from timtin.tests.engines.conftest import Make
from timtin.tests.engines.corpus import to_document
from timtin.tests.engines.oracle import facet_counts, found
from timtin.tests.engines.trees import tree

DATA = sorted((Path(__file__).parent / "data").glob("*.json"))


def plan(search: dict[str, Any]) -> Plan:
    """Return the plan described by a search of a data file."""
    return Plan(
        match=tree(search["match"]),
        score=tree(search["score"]) if "score" in search else None,
        filters={name: tree(data) for name, data in search.get("filters", {}).items()},
        facets=tuple(search.get("facets", ())),
        sort=search.get("sort", "relevance"),
        offset=search.get("offset", 0),
        limit=search.get("limit", 100),
    )


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.stem)
@pytest.mark.parametrize("batch", [1, 1000], ids=["many segments", "one segment"])
def test_searches_of_the_data_files(engine: str, path: Path, batch: int, make: Make) -> None:
    data = json.loads(path.read_text("utf-8"))
    reader = make(engine, map(to_document, data["documents"]), batch=batch).reader()
    for search in data["searches"]:
        got = reader.search(plan(search))
        ids = [match.id for match in got.matches]
        expected = search["ids"]
        assert (ids if data.get("ordered") else sorted(ids)) == (
            expected if data.get("ordered") else sorted(expected)
        ), search["comment"]
        assert got.total == search.get("total", len(expected)), search["comment"]
        assert dict(got.facets) == search.get("counts", {}), search["comment"]
        assert all(match.stored == repr(match.id).encode() for match in got.matches)
    reader.close()


@pytest.mark.parametrize("name", ["matching", "facets"])
def test_the_reference_implementation_agrees_with_the_data(name: str) -> None:
    data = json.loads((Path(__file__).parent / "data" / f"{name}.json").read_text("utf-8"))
    documents = [to_document(one) for one in data["documents"]]
    for search in data["searches"]:
        asked = plan(search)
        ids = sorted(one.id for one in found(asked, documents))
        assert len(ids) == search.get("total", len(search["ids"])), search["comment"]
        if asked.limit and not asked.offset:
            assert ids == sorted(search["ids"]), search["comment"]
        counts = {facet: {k: v for k, v in c.items() if k} for facet, c in facet_counts(asked, documents).items()}
        assert counts == search.get("counts", {}), search["comment"]


def test_scores_agree_between_engines(make: Make) -> None:
    """Scores of short texts are equal to five digits; the engines round the lengths of long ones differently."""
    data = json.loads((Path(__file__).parent / "data" / "matching.json").read_text("utf-8"))
    documents = [to_document(one) for one in data["documents"]]
    readers = [make(engine, documents, batch=2).reader() for engine in ("tantivy", "whoosh")]
    for search in data["searches"]:
        scored = Plan(match=tree(search["match"]), score=tree(search["match"]))
        one, other = (_scores(reader.search(scored)) for reader in readers)
        assert one == pytest.approx(other, rel=1e-4), search["comment"]
    for reader in readers:
        reader.close()


def _scores(matches: Matches) -> dict[str, float]:
    return {match.id: match.score for match in matches.matches}
