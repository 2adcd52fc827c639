"""Articles to documents: text fields, exact values, keys."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from timtin import Article, Place
from timtin.engines.fields import BREAK, DAY, EXACT, KEYS, NEWEST, OLDEST, TEXT_FIELDS
from timtin.engines.values import MAX_VALUE
from timtin.indexer.document import to_document
from timtin.model.stored import from_stored

ARTICLE = Article(
    id="a1",
    title="Dân vận khéo ở Bến Lức",
    summary="Uỷ ban họp.",
    body="Đoạn một.\n\n217-QĐ/TW",
    published="2022-07-01T14:43:32+07:00",
    author="Việt Hằng",
    source="Cổng huyện",
    topics=("Dân vận khéo", "Y tế"),
    organizations=("UBND",),
    citations=("217-QĐ/TW",),
    level="district",
    places=(
        Place(name="Huyện Bến Lức", path_then=("Long An", "Huyện Bến Lức"), path_now=("Tây Ninh",)),
        Place(name="Xã Bình Phú", ambiguous=True, candidates=(("An Giang", "Xã Bình Phú"), ("B", "Quận 1"))),
    ),
)


def test_text_fields() -> None:
    texts = to_document(ARTICLE, collection="p").texts
    assert set(texts) == set(TEXT_FIELDS)
    assert texts["title"] == "dân vận khéo ở bến lức"
    assert texts["title_folded"] == "dan van kheo o ben luc"
    assert texts["body"] == f"ủy ban họp {BREAK} đoạn một {BREAK} 217 qđ tw"
    assert texts["body_folded"] == f"uy ban hop {BREAK} doan mot {BREAK} 217 qd tw"
    assert texts["topic"] == f"dân vận khéo {BREAK} y tế"
    assert texts["place"] == f"huyện bến lức {BREAK} long an {BREAK} tây ninh {BREAK} xã bình phú"
    assert texts["pairs"].split() == (
        ["dân_vận", "vận_khéo", "khéo_ở", "ở_bến", "bến_lức", "ủy_ban", "ban_họp", "đoạn_một", "217_qđ", "qđ_tw"]
    )
    assert BREAK not in texts["pairs_folded"]
    assert texts["whole"] == "dân vận khéo ở bến lức ủy ban họp đoạn một 217 qđ tw"
    assert texts["whole_folded"] == "dan van kheo o ben luc uy ban hop doan mot 217 qd tw"


def test_exact_values() -> None:
    exact = to_document(ARTICLE, collection="p").exact
    assert exact["place"] == ("Tây Ninh",)
    assert exact["place_then"] == ("Long An", "Long An/Huyện Bến Lức")
    assert (exact["year"], exact["month"]) == (("2022",), ("2022-07",))
    assert exact["citation"] == ("217-QĐ/TW",)
    assert exact["origin"] == ("p",)
    names = {"huyện bến lức", "bến lức", "long an", "tây ninh", "xã bình phú", "bình phú", "quận 1"}
    assert set(exact["place_name"]) == names
    assert set(exact) <= set(EXACT)


def test_keys_sort_by_time_and_undated_last() -> None:
    earlier, later, undated = (
        to_document(Article(id=str(index), title="a", published=published), collection="").keys
        for index, published in enumerate(["2024-03-07", "2024-03-07T00:00:01+07:00", None])
    )
    assert earlier[DAY] == later[DAY] == 20240307
    assert undated[DAY] == 0
    assert later[NEWEST] > earlier[NEWEST] > undated[NEWEST]
    assert earlier[OLDEST] > later[OLDEST] > undated[OLDEST]


def test_long_values_are_cut_and_blank_ones_left_out() -> None:
    exact = to_document(Article(id="1", title="a", author="x" * 100_000, source=" "), collection="").exact
    assert len(exact["author"][0]) == MAX_VALUE
    assert "source" not in exact
    assert "origin" not in exact


@settings(deadline=None, max_examples=80)
@given(st.text(), st.text(), st.none() | st.dates(date(1990, 1, 1), date(2026, 1, 1)).map(str), st.text())
def test_any_article(title: str, body: str, published: str | None, author: str) -> None:
    article = Article(id=title, title=title, body=body, published=published, author=author)
    document = to_document(article, collection=author)
    assert document == to_document(article, collection=author)
    assert set(document.keys) == set(KEYS)
    assert all(0 <= key < 2**63 for key in document.keys.values())
    for name, text in document.texts.items():
        assert not text or all(text.split(" ")), name
        folded = document.texts.get(name + "_folded")
        assert folded is None or len(folded.split(" ")) == len(text.split(" "))
    if not any("\ud800" <= char <= "\udfff" for char in title + body + author):
        assert from_stored(document.stored) == article
