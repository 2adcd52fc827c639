"""Precision and recall on generated near duplicates and look-alikes of real articles (`benchmarks/near_duplicate_corpus.py`)."""

from __future__ import annotations

import gzip
import json
import sys
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from timtin.indexer.document import to_document
from timtin.model import Article
from timtin.store.near_duplicates.groups import NearDuplicatesReader
from timtin.store.near_duplicates.signatures import NearDuplicatesWriter

ARTICLES = 300


@pytest.fixture
def reruns(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = spec_from_file_location("timtin_reruns", root / "benchmarks" / "near_duplicate_corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_reruns_are_found_and_look_alikes_are_not(shared: Path, tmp_path: Path, reruns: ModuleType) -> None:
    with gzip.open(shared / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, ARTICLES)]
    originals = [
        Article(id=one["id"], title=one["title"] or "", summary=one["summary"], body=one["body"]) for one in records
    ]
    random = Random(20240307)
    articles, true = reruns.corpus(originals, random)
    random.shuffle(articles)
    writer = NearDuplicatesWriter(tmp_path)
    for each in articles:
        writer.put(to_document(each, collection="test"))
    writer.commit()
    with closing(NearDuplicatesReader(tmp_path)) as copies:
        found = {frozenset((each.id, other)) for each in articles for other in copies.near_duplicates_of(each.id)}
    assert len(true) > ARTICLES
    assert len(articles) > 2 * ARTICLES
    assert len(found & true) >= 0.95 * len(true)
    assert len(found & true) >= 0.99 * len(found)
