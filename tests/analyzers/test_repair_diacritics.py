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
from timtin.analyzers.query_repair.diacritics import MOST_SYLLABLES

TEXTS = [
    "Ủy ban nhân dân xã tổng kết phong trào dân vận khéo",
    "Ủy ban nhân dân huyện họp bàn về đường giao thông",
    "Dân vận khéo, dân tin, dân theo",
    "Vẫn còn nhiều hộ dân chưa có nước sạch",
    "Cán bộ dẫn dân đi xem đất",
]
COUNTED = CollectionStatistics.of(TEXTS)

RESTORED = [
    # as typed, the best reading
    ("dan van kheo", "dân vận khéo"),
    ("uy ban nhan dan", "ủy ban nhân dân"),
    ("UY BAN nhan dan Xa", "ỦY BAN nhân dân Xã"),  # letter case as typed
    ("Uy ban: nhan dan (xa)?", "Ủy ban: nhân dân (xã)?"),  # everything between stays
    ("dân van kheo", "dân vận khéo"),  # what has marks is certain, and says what comes next
    ("vẫn", "vẫn"),
    ("van con nhieu ho dan 2024", "vẫn còn nhiều hộ dân 2024"),
    ("facebook covid", "facebook covid"),  # unknown words stay
    ("", ""),
    ("?!", "?!"),
]


@pytest.mark.parametrize(("typed", "meant"), RESTORED)
def test_the_best_reading(typed: str, meant: str) -> None:
    [best, *_others] = restore_diacritics(typed, COUNTED)
    assert best[0] == meant
    assert 0 < best[1] <= 1.000001


def test_neighbours_decide_between_forms() -> None:
    readings = dict(restore_diacritics("dan van", COUNTED, 4))
    assert next(iter(readings)) == "dân vận"
    assert {"dân vận", "dân vẫn"} <= set(readings)
    assert sum(readings.values()) <= 1.000001
    assert restore_diacritics("van con", COUNTED)[0][0] == "vẫn còn"


def test_frequencies_of_an_index_serve_as_well() -> None:
    forms, neighbours = Counter[str](), Counter[str]()
    asked = []
    for text in TEXTS:
        normals = [token.normal for token in tokenize(text)]
        forms.update(set(normals))
        neighbours.update(set(bigrams(normals)))

    def frequency(form: str) -> int:
        asked.append(form)
        return forms[form]

    statistics = FrequencyStatistics(frequency, neighbours.__getitem__, len(TEXTS))
    for typed, meant in RESTORED:
        assert restore_diacritics(typed, statistics)[0][0] == meant
    assert len(asked) == len(set(asked)), "each form is asked for once"


@pytest.mark.shared
def test_accuracy_on_articles_not_counted(shared: Path) -> None:
    with gzip.open(shared / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    random.Random(1).shuffle(articles)
    statistics = CollectionStatistics.of(
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
    text = "dan van kheo " * (MOST_SYLLABLES + 10)
    [(best, _probability)] = restore_diacritics(text, COUNTED, 1)
    assert best.startswith("dân vận khéo dân vận khéo")
    assert best.endswith("dan van kheo ")
    assert fold(best) == text


@given(st.text(max_size=40) | st.text(alphabet="dan vKHEOxbuy1-\u0301\ud800đâ", max_size=40), st.integers(1, 6))
@settings(max_examples=200)
def test_any_text_is_safe(text: str, limit: int) -> None:
    readings = restore_diacritics(text, COUNTED, limit)
    assert 1 <= len(readings) <= limit
    assert [probability for _text, probability in readings] == sorted((p for _t, p in readings), reverse=True)
    assert all(fold(reading) == fold(text) for reading, _probability in readings)


def test_what_is_no_text_is_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"restore\(\) takes a str"):
        restore_diacritics(None, COUNTED)  # type: ignore[arg-type]
