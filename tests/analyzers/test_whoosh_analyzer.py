from __future__ import annotations

import pickle
import unicodedata
from collections.abc import Iterator

import pytest
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser
from whoosh.query import Prefix, Term
from whoosh.searching import Searcher

from timtin.analyzers import VietnameseAnalyzer

DOCUMENTS = {
    "1": "Phong trào Dân vận khéo ở xã",
    "2": "Tướng dẫn văn khéo léo",
    "3": "DÂN VẬN KHÉO NĂM 2023",
    "4": unicodedata.normalize("NFD", "Uỷ ban tổ chức dân vận"),
    "5": "dan van khong dau",
}

SEARCHES = [
    # query, matching ids
    ("dan van", {"1", "2", "3", "4", "5"}),  # without diacritics: every word with this folded form
    ('"dan van"', {"1", "2", "3", "4", "5"}),
    ('"dan van kheo"', {"1", "2", "3"}),
    ("dân", {"1", "3", "4"}),  # with diacritics: as typed, never dẫn
    ("dẫn", {"2"}),
    ("Dân Vận KHÉO", {"1", "3"}),
    ('"dân vận khéo"', {"1", "3"}),
    ('"vận dân"', set()),
    (unicodedata.normalize("NFD", '"dân vận"'), {"1", "3", "4"}),
    ("ủy ban", {"4"}),
    ("uỷ ban", {"4"}),
    ("2023", {"3"}),
]


@pytest.fixture(params=[False, True], ids=["syllables", "compounds"])
def searcher(request: pytest.FixtureRequest) -> Iterator[Searcher]:
    schema = Schema(id=ID(stored=True), text=TEXT(stored=True, analyzer=VietnameseAnalyzer(compounds=request.param)))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for id_, text in DOCUMENTS.items():
        writer.add_document(id=id_, text=text)
    writer.commit()
    with index.searcher() as searcher:
        yield searcher


@pytest.mark.parametrize(("query", "expected"), SEARCHES)
def test_searches(searcher: Searcher, query: str, expected: set[str]) -> None:
    found = searcher.search(QueryParser("text", searcher.schema).parse(query))
    assert {hit["id"] for hit in found} == expected


@pytest.mark.parametrize(
    ("query", "id_", "highlighted"),
    [
        ("dan van", "1", ["Dân", "vận"]),
        ("dân vận", "3", ["DÂN", "VẬN"]),
        ('"uy ban"', "4", ["Uỷ", "ban"]),
        ("khéo", "1", ["khéo"]),
    ],
)
def test_highlights(searcher: Searcher, query: str, id_: str, highlighted: list[str]) -> None:
    hits = searcher.search(QueryParser("text", searcher.schema).parse(query))
    html = next(hit for hit in hits if hit["id"] == id_).highlights("text")
    bold = [part.split("</b>")[0].split(">", 1)[1] for part in html.split("<b")[1:]]
    assert [unicodedata.normalize("NFC", word) for word in " ".join(bold).split()] == highlighted


def test_prefix(searcher: Searcher) -> None:
    parsed = QueryParser("text", searcher.schema).parse("VẬ*")
    assert parsed == Prefix("text", "vậ")
    assert {hit["id"] for hit in searcher.search(parsed)} == {"1", "3", "4"}


def tokens(text: str, **options: object) -> list[tuple[object, ...]]:
    found = VietnameseAnalyzer(compounds=bool(options.pop("compounds", False)))(
        text, positions=True, chars=True, **options
    )
    return [(token.text, token.pos, token.startchar, token.endchar) for token in found]


def test_index_mode_emits_both_forms_at_one_position() -> None:
    assert tokens("Dân ta", mode="index") == [("dân", 0, 0, 3), ("dan", 0, 0, 3), ("ta", 1, 4, 6)]
    assert tokens("Dân ta", mode="index", start_pos=7, start_char=100)[2] == ("ta", 8, 104, 106)


def test_query_mode_emits_the_normal_form() -> None:
    assert [text for text, *_ in tokens("Dân ta", mode="query")] == ["dân", "ta"]


def test_compounds_have_the_position_of_their_first_syllable() -> None:
    assert tokens("dân vận khéo", compounds=True) == [
        ("dân_vận", 0, 0, 7), ("dan_van", 0, 0, 7),
        ("dân", 0, 0, 3), ("dan", 0, 0, 3), ("vận", 1, 4, 7), ("van", 1, 4, 7), ("khéo", 2, 8, 12), ("kheo", 2, 8, 12),
    ]  # fmt: skip
    assert [text for text, *_ in tokens("dân vận", compounds=True, mode="query")] == ["dân", "vận"]


def test_compounds_can_be_searched_as_terms(searcher: Searcher) -> None:
    found = {hit["id"] for hit in searcher.search(Term("text", "dân_vận"))}
    assert found == ({"1", "3", "4"} if searcher.schema["text"].analyzer.compounds else set())


def test_untokenized_and_original() -> None:
    analyzer = VietnameseAnalyzer()
    assert [token.text for token in analyzer("Uỷ Ban", tokenize=False)] == ["ủy ban"]
    assert [token.original for token in analyzer("Uỷ Ban", keeporiginal=True, mode="query")] == ["Uỷ", "Ban"]
    with pytest.raises(TypeError, match="takes a str, not bytes"):
        list(analyzer(b"tin"))


def test_the_pickled_class_path_is_stable() -> None:
    analyzer = VietnameseAnalyzer(compounds=True)
    pickled = pickle.dumps(analyzer)
    assert b"timtin.analyzers.whoosh_analyzer" in pickled
    assert pickle.loads(pickled) == analyzer
    assert analyzer != VietnameseAnalyzer()
    assert repr(analyzer) == "VietnameseAnalyzer(compounds=True, i_for_y=False)"


def test_i_for_y_applies_to_index_and_query() -> None:
    analyzer = VietnameseAnalyzer(i_for_y=True)
    assert [token.text for token in analyzer("Kỹ sĩ", mode="query")] == ["kĩ", "sĩ"]
    assert [token.text for token in analyzer("kĩ sỹ", mode="index")] == ["kĩ", "ki", "sĩ", "si"]
    assert [token.text for token in VietnameseAnalyzer()("kỹ", mode="query")] == ["kỹ"]
