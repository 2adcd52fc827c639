from __future__ import annotations

import gzip
import json
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers import bigrams, fold, tokenize
from timtin.analyzers.query_repair import CollectionStatistics, FrequencyStatistics, restore_diacritics
from timtin.analyzers.query_repair.diacritics import MAX_SYLLABLES

TEXTS = [
    "Ủy ban nhân dân xã tổng kết phong trào dân vận khéo",
    "Ủy ban nhân dân huyện họp bàn về đường giao thông",
    "Dân vận khéo, dân tin, dân theo",
    "Vẫn còn nhiều hộ dân chưa có nước sạch",
    "Cán bộ dẫn dân đi xem đất",
]
STATISTICS = CollectionStatistics.from_texts(TEXTS)

RESTORED = [
    # as typed, the best reading
    ("dan van kheo", "dân vận khéo"),
    ("uy ban nhan dan", "ủy ban nhân dân"),
    ("UY BAN nhan dan Xa", "ỦY BAN nhân dân Xã"),  # letter case as typed
    ("Uy ban: nhan dan (xa)?", "Ủy ban: nhân dân (xã)?"),  # everything between the words is kept
    ("dân van kheo", "dân vận khéo"),  # a syllable with diacritics is certain and determines the next one
    ("vẫn", "vẫn"),
    ("van con nhieu ho dan 2024", "vẫn còn nhiều hộ dân 2024"),
    ("facebook covid", "facebook covid"),  # unknown words are unchanged
    ("", ""),
    ("?!", "?!"),
]


@pytest.mark.parametrize(("typed", "intended"), RESTORED)
def test_the_best_reading(typed: str, intended: str) -> None:
    [best, *_others] = restore_diacritics(typed, STATISTICS)
    assert best[0] == intended
    assert 0 < best[1] <= 1.000001


def test_neighbours_decide_between_forms() -> None:
    readings = dict(restore_diacritics("dan van", STATISTICS, 4))
    assert next(iter(readings)) == "dân vận"
    assert {"dân vận", "dân vẫn"} <= set(readings)
    assert sum(readings.values()) <= 1.000001
    assert restore_diacritics("van con", STATISTICS)[0][0] == "vẫn còn"


def test_document_frequencies_can_be_used() -> None:
    forms, neighbours = Counter[str](), Counter[str]()
    looked_up = []
    for text in TEXTS:
        normals = [token.normal for token in tokenize(text)]
        forms.update(set(normals))
        neighbours.update(set(bigrams(normals)))

    def frequency(form: str) -> int:
        looked_up.append(form)
        return forms[form]

    statistics = FrequencyStatistics(frequency, neighbours.__getitem__, len(TEXTS))
    for typed, intended in RESTORED:
        assert restore_diacritics(typed, statistics)[0][0] == intended
    assert len(looked_up) == len(set(looked_up)), "each form is looked up once"


@pytest.mark.shared
def test_accuracy_on_articles_outside_the_statistics(shared: Path) -> None:
    with gzip.open(shared / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    random.Random(1).shuffle(articles)
    statistics = CollectionStatistics.from_texts(
        line for article in articles[:1200] for line in (article["title"], *article["body"].split("\n"))
    )
    right = total = 0
    for article in articles[-150:]:
        meant = [token.normal for token in tokenize(article["title"])]
        found = [token.normal for token in tokenize(restore_diacritics(fold(" ".join(meant)), statistics, 1)[0][0])]
        right += sum(map(str.__eq__, found, meant))
        total += len(meant)
    assert right > 0.91 * total


def test_a_long_text_is_restored_up_to_a_limit() -> None:
    text = "dan van kheo " * (MAX_SYLLABLES + 10)
    [(best, _probability)] = restore_diacritics(text, STATISTICS, 1)
    assert best.startswith("dân vận khéo dân vận khéo")
    assert best.endswith("dan van kheo ")
    assert fold(best) == text


@given(st.text(max_size=40) | st.text(alphabet="dan vKHEOxbuy1-\u0301\ud800đâ", max_size=40), st.integers(1, 6))
@settings(max_examples=200)
def test_any_text_is_safe(text: str, limit: int) -> None:
    readings = restore_diacritics(text, STATISTICS, limit)
    assert 1 <= len(readings) <= limit
    assert [probability for _text, probability in readings] == sorted((p for _t, p in readings), reverse=True)
    assert all(fold(reading) == fold(text) for reading, _probability in readings)


def test_other_types_raise_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"restore_diacritics\(\) takes a str"):
        restore_diacritics(None, STATISTICS)  # type: ignore[arg-type]
