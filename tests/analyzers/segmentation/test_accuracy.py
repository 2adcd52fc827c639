"""Word F1 on the gold segmentation of UD_Vietnamese-VTB, computed by `benchmarks/analysis.py`.

pyvi reaches .959 (dev) and .974 (test) on the text as written; punctuation signs count as words.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from timtin.analyzers import count_words, fold, segment_words
from timtin.analyzers.segmentation.unigram import WordCounts

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def benchmark(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_of_analysis", root / "benchmarks" / "analysis.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["dev", "test"])
def gold(request: pytest.FixtureRequest, benchmark: ModuleType, shared: Path) -> tuple[str, list[list[str]]]:
    name = str(request.param)
    return name, list(benchmark.sentences(shared / "segmentation" / f"vi_vtb-ud-{name}.conllu"))


def test_as_written_and_in_capitals(
    benchmark: ModuleType, gold: tuple[str, list[list[str]]], pyvi_tokenize: Callable[[str], str]
) -> None:
    _name, sentences = gold
    written = benchmark.f1(sentences, benchmark.ours())
    assert written >= benchmark.f1(sentences, benchmark.pyvis())
    assert benchmark.f1(sentences, benchmark.ours(), str.upper) >= written - 0.01


def test_without_diacritics(benchmark: ModuleType, gold: tuple[str, list[list[str]]]) -> None:
    name, sentences = gold
    assert benchmark.f1(sentences, benchmark.ours(), fold) >= {"dev": 0.925, "test": 0.945}[name]


@pytest.fixture(scope="module")
def counts(benchmark: ModuleType, shared: Path) -> WordCounts:
    return count_words(benchmark.news_texts(shared / "news" / "gov-articles.jsonl.gz", 4000))


def test_without_diacritics_with_the_counts_of_a_collection(
    benchmark: ModuleType, gold: tuple[str, list[list[str]]], counts: WordCounts
) -> None:
    _name, sentences = gold
    assert benchmark.f1(sentences, benchmark.ours(counts), fold) >= 0.93


def test_tone_placement_makes_no_difference(benchmark: ModuleType, gold: tuple[str, list[list[str]]]) -> None:
    _name, sentences = gold
    for sentence in sentences:
        text = " ".join(sentence)
        if "ủy" in text:
            grouped = [[token.normal for token in word] for word in segment_words(text)]
            assert [[token.normal for token in word] for word in segment_words(text.replace("ủy", "uỷ"))] == grouped
