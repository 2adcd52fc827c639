"""Ranking quality must not fall: nDCG@10 over a small sample of public relevance judgments, with some tolerance.

Letter case and Unicode form must not change a ranking.
"""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Iterator
from math import log2
from pathlib import Path

import pytest

import timtin
from timtin.tests.searcher.conftest import write

SAMPLE = 60
SETS = {"xquad_vi": (0.93, 0.92), "alqac2023": (0.88, 0.88)}
"""The lowest accepted nDCG@10 of queries as typed and without diacritics, over a fixed random sample."""

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module", params=SETS)
def judged(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[timtin.Index, list[tuple[str, dict[str, int]]], str]]:
    data = shared / "eval" / request.param
    records = map(json.loads, (data / "corpus.jsonl").read_text().splitlines())
    folder = tmp_path_factory.mktemp("judged")
    write(
        folder, "tantivy", (timtin.Article(id=each["id"], title=each["title"], body=each["text"]) for each in records)
    )
    gains: dict[str, dict[str, int]] = {}
    for line in (data / "qrels.tsv").read_text().splitlines():
        query, _, article, gain = line.split("\t")
        gains.setdefault(query, {})[article] = int(gain)
    lines = [line.split("\t") for line in (data / "queries.tsv").read_text().splitlines()]
    asked = random.Random(request.param).sample([line for line in lines if line[0] in gains], SAMPLE)
    with timtin.open_index(folder) as index:
        yield index, [(text, gains[id]) for id, text in asked], request.param


def ndcg(ids: list[str], gains: dict[str, int]) -> float:
    ideal = sum(gain / log2(place + 2) for place, gain in enumerate(sorted(gains.values(), reverse=True)[:10]))
    return sum(gains.get(id, 0) / log2(place + 2) for place, id in enumerate(ids[:10])) / ideal


def test_ranking_quality(judged: tuple[timtin.Index, list[tuple[str, dict[str, int]]], str]) -> None:
    from timtin.searcher.spelling.suggestion import remove_diacritics

    index, queries, name = judged
    for render, least in zip((str, remove_diacritics), SETS[name], strict=True):
        found = [ndcg([id for id, _ in index.ranking(render(text), 10)], gains) for text, gains in queries]
        assert len(found) == SAMPLE
        assert sum(found) / len(found) >= least, (render, name, sum(found) / len(found))


def test_case_and_unicode_form_change_no_ranking(
    judged: tuple[timtin.Index, list[tuple[str, dict[str, int]]], str],
) -> None:
    index, queries, _ = judged
    for text, _ in queries[::3]:
        typed = index.ranking(text, 20)
        for variant in (text.upper(), unicodedata.normalize("NFD", text)):
            assert index.ranking(variant, 20) == typed, variant
