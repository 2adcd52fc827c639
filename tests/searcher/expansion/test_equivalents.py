"""Equivalent spellings of abbreviations, dates, amounts and document numbers find each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import timtin
from timtin.analyzers import fingerprint
from timtin.indexer.document import to_document
from timtin.store.index_folder import create_store

ENGINES = ("tantivy", "whoosh")

TEXTS = {
    # abbreviations
    "short": "UBND xã họp bàn việc dân.",
    "long": "Ủy ban nhân dân xã họp bàn việc dân.",
    "moved": "Uỷ ban nhân dân thị trấn ra quân.",  # the other tone placement
    "dvk": "Phong trào DVK lan rộng khắp ấp.",
    "kheo": "Phong trào dân vận khéo lan rộng khắp ấp.",
    "apart": "Khéo vận động, dân tin.",  # the syllables, not the phrase
    "front": "Ủy ban MTTQ huyện trao nhà.",
    "front2": "Ủy ban Mặt trận Tổ quốc huyện trao nhà.",
    "front3": "UBMTTQ huyện trao nhà.",
    "btv": "BTV Huyện ủy nghe báo cáo.",
    "standing": "Ban thường vụ nghe báo cáo.",
    "editor": "Biên tập viên đọc bản tin.",
    "city": "Thành phố Hồ Chí Minh đón khách.",
    "city2": "TP.HCM đón khách.",
    "city3": "TPHCM đón khách.",
    "economy": "Phát triển kinh tế - xã hội bền vững.",
    "economy2": "Phát triển KT-XH bền vững.",
    "economy3": "Phát triển KTXH bền vững.",
    "security": "Giữ vững an ninh chính trị, trật tự an toàn xã hội.",
    "security2": "Giữ vững ANCT-TTATXH.",
    "comrade": "Đ/c bí thư phát biểu.",
    "comrade2": "Đồng chí bí thư phát biểu.",
    "bare": "Uy ban nhan dan phuong thong bao.",
    "politics": "Cán bộ chính trị học tập.",
    "politburo": "BCT ban hành văn bản.",
    # dates and amounts
    "day": "Lễ mở ngày 7/3/2024 tại đình.",
    "day2": "Lễ mở 07-03-2024 tại đình.",
    "day3": "Lễ mở ngày 7 tháng 3 năm 2024 tại đình.",
    "otherday": "Lễ mở ngày 8/3/2024 tại đình.",
    "sum": "Thu được 1.500 đồng.",
    "sum2": "Thu được 1500 đồng.",
    "percent": "Đạt 12,5% kế hoạch.",
    # documents: cited ones are in CITED
    "cites": "Nghị quyết mới và Quyết định 217, 218-QĐ/TW được học.",
    "cites2": "Theo QĐ 217 được triển khai.",
    "cites3": "Chỉ thị số 05 của Bộ Chính trị.",
    "agency": "Công văn gửi về.",
    "other": "Kế hoạch 42-KH/HU và 217 hộ dân.",
}
CITED = {"cites": ("217-QĐ/TW", "218-QĐ/TW"), "cites3": ("05-CT/TW",), "other": ("42-KH/HU",), "agency": ("123/UBND",)}
ARTICLES = [
    timtin.Article(id=id, title=f"Tin {number}", body=text, citations=CITED.get(id, ()))
    for number, (id, text) in enumerate(TEXTS.items())
]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[timtin.Index, ...]]:
    """The articles on each engine."""
    opened = []
    for engine in ENGINES:
        folder = tmp_path_factory.mktemp(engine)
        writer = create_store(folder, engine=engine, fingerprint=fingerprint()).writer()
        for article in ARTICLES:
            writer.put(to_document(article, collection="test"))
        writer.commit()
        opened.append(timtin.open_index(folder))
    yield tuple(opened)
    for each in opened:
        each.close()


UBND = {"short", "long", "moved"}
FRONT = {"front", "front2", "front3"}
CITY = {"city", "city2", "city3"}
ECONOMY = {"economy", "economy2", "economy3"}
DAY = {"day", "day2", "day3"}
ALL = set(TEXTS)

CASES = [
    # both directions, in any spelling
    ("UBND xã", {"short", "long"}),
    ("Ủy ban nhân dân xã", {"short", "long"}),
    ("Uỷ ban nhân dân xã", {"short", "long"}),
    ("UBND", UBND | {"bare"}),  # no word has diacritics: all spellings match
    ("ubnd", UBND | {"bare"}),
    ("uy ban nhan dan", UBND | {"bare"}),
    ("UBND thị trấn", {"moved"}),
    ("dvk", {"dvk", "kheo"}),
    ("DVK", {"dvk", "kheo"}),
    ("dân vận khéo", {"dvk", "kheo"}),
    ("dan van kheo", {"dvk", "kheo"}),
    ("title:UBND", set()),
    ("body:UBND xã", {"short", "long"}),
    # partly abbreviated
    ("UBMTTQ", FRONT),
    ("Ủy ban MTTQ", FRONT),
    ("ủy ban mặt trận tổ quốc", FRONT),
    ("MTTQ", {"front", "front2"}),
    # ambiguous: any expansion, but the expansions are not equivalent to each other
    ("BTV", {"btv", "standing", "editor"}),
    ("ban thường vụ", {"btv", "standing"}),
    ("biên tập viên", {"btv", "editor"}),
    # spellings of one abbreviation, and compounds
    ("TP.HCM", CITY),
    ("TPHCM", CITY),
    ("thành phố hồ chí minh", CITY),
    ("KT-XH", ECONOMY),
    ("KTXH", ECONOMY),
    ("kinh tế - xã hội", ECONOMY),
    ("kinh tế xã hội", ECONOMY),
    ("ANCT-TTATXH", {"security", "security2"}),
    ("an ninh chính trị, trật tự an toàn xã hội", {"security", "security2"}),
    ("Đ/c bí thư", {"comrade", "comrade2"}),
    ("đồng chí bí thư", {"comrade", "comrade2"}),
    # a known phrase must not cut a word in two: `bộ chính trị` is not in `cán bộ chính trị`
    ("cán bộ chính trị", {"politics"}),
    # quotes are exact
    ('"UBND"', {"short"}),
    ('"ủy ban nhân dân"', {"long", "moved"}),
    ('"dân vận khéo"', {"kheo"}),
    ('"7/3/2024"', {"day"}),
    # negation leaves out all equivalents; with quotes only what was typed
    ("-UBND", ALL - UBND - {"bare"}),
    ('-"UBND"', ALL - {"short"}),
    ("xã -DVK -UBND", {"economy", "security"}),
    ("họp NOT UBND", set()),
    # operators and parentheses
    ("(UBND OR dvk) AND (xã OR ấp)", {"short", "long", "dvk", "kheo"}),
    # dates
    ("7/3/2024", DAY),
    ("07-03-2024", DAY),
    ("2024-03-07", DAY),
    ("ngày 7 tháng 3 năm 2024", DAY),
    ("ngay 7 thang 3 nam 2024", DAY),
    ("tháng 3/2024", {"day3"}),
    # amounts
    ("1.500", {"sum", "sum2"}),
    ("1500 đồng", {"sum", "sum2"}),
    ("12,5%", {"percent"}),
    ("12.5 %", {"percent"}),
    # documents
    ("QĐ 217", {"cites", "cites2"}),
    ("qd 217", {"cites", "cites2"}),
    ("Quyết định 217", {"cites", "cites2"}),
    ("quyết định số 217", {"cites", "cites2"}),
    ("217-QĐ", {"cites", "cites2"}),
    (
        "Quyết định 217 của Bộ Chính trị",
        {"cites", "cites3", "politics", "politburo"},
    ),  # half of the weight
    ("Quyết định số 217-QĐ/TW", {"cites"}),
    ("217-qd/tw", {"cites"}),
    ("217 - QĐ/TW", {"cites"}),
    ("217 QĐ/TW", {"cites"}),
    ("chỉ thị 05", {"cites3"}),
    ("chi thi 5", {"cites3"}),
    ("CT 05", {"cites3"}),
    ('citation:"QĐ 217"', {"cites"}),
    ("citation:217-QĐ/TW", {"cites"}),
    ("-(Quyết định 217)", ALL - {"cites", "cites2"}),
    ("123/ubnd", {"agency"}),
    ("quyết định 2017", set()),  # no article holds 2017, and those with the other word alone are not meant
    # a word without diacritics in a query with some, which the collection does not hold as typed
    ("phong trào dân vận kheo", {"dvk", "kheo"}),
]


def ids(index: timtin.Index, query: str) -> set[str]:
    page = index.search(query, limit=100)
    assert page.total == len(page.hits)
    return {hit.id for hit in page.hits}


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_finds(both: Any, query: str, expected: set[str]) -> None:
    first, second = both
    assert ids(first, query) == expected
    assert ids(second, query) == expected


FIRST = [
    ("UBND xã", "short"),
    ("ủy ban nhân dân xã", "long"),
    ("dvk", "dvk"),
    ("dân vận khéo", "kheo"),
    ("MTTQ", "front"),
    ("mặt trận tổ quốc", "front2"),
    ("BTV", "btv"),
    ("KT-XH", "economy2"),
    ("kinh tế - xã hội", "economy"),
    ("TPHCM", "city3"),
    ("ngày 7 tháng 3 năm 2024", "day3"),
    ("1500", "sum2"),
    ("Quyết định 217, 218-QĐ/TW", "cites"),
]


@pytest.mark.parametrize(("query", "id"), FIRST)
def test_the_typed_spelling_scores_higher(both: Any, query: str, id: str) -> None:
    for index in both:
        hits = index.search(query).hits
        assert hits[0].id == id
        assert len(hits) == 1 or hits[0].score > hits[1].score


HIGHLIGHTED = [
    ("UBND xã", "long", "<mark>Ủy ban nhân dân xã</mark> họp"),
    ("ủy ban nhân dân xã", "short", "<mark>UBND xã</mark> họp"),
    ("dvk", "kheo", "<mark>dân vận khéo</mark>"),
    ("KT-XH", "economy", "<mark>kinh tế - xã hội</mark>"),
    ("KT-XH", "economy2", "<mark>KT-XH</mark>"),
    ("ANCT-TTATXH", "security", "<mark>an ninh chính trị, trật tự an toàn xã hội</mark>"),
    ("7/3/2024", "day3", "<mark>7 tháng 3 năm 2024</mark>"),
    ("1500", "sum", "<mark>1.500</mark>"),
    ("QĐ 217", "cites", "<mark>Quyết định 217</mark>"),
    ("Quyết định 217", "cites2", "<mark>QĐ 217</mark>"),
    # where an equivalent is found, the syllables of the typed word are not highlighted one by one
    ("ủy ban nhân dân xã", "short", "bàn việc dân."),
    ("ngày 07/03/2024", "day3", "mở ngày <mark>7 tháng 3 năm 2024</mark> tại"),
]


@pytest.mark.parametrize(("query", "id", "expected"), HIGHLIGHTED)
def test_snippets_highlight_equivalents(both: Any, query: str, id: str, expected: str) -> None:
    for index in both:
        snippets = {hit.id: hit.snippet_html for hit in index.search(query, limit=100).hits}
        assert expected in snippets[id]


def test_long_queries_count_an_equivalent_for_all_its_words(both: Any) -> None:
    """Of more than three words a share must match; an abbreviation has the weight of the words it stands for."""
    for index in both:
        assert {"short", "long"} <= ids(index, "ủy ban nhân dân xã họp bàn việc dân")


def test_a_repeated_word_counts_once(both: Any) -> None:
    for index in both:
        assert ids(index, "UBND UBND xã") == {"short", "long"}


PARTS = st.sampled_from(
    ["UBND", "ủy ban nhân dân", "uỷ ban", "dvk", "dân vận khéo", "BTV", "hđnd", "TP.HCM", "KT-XH", "kinh tế", "xã hội",
     "xã", "7/3/2024", "ngày", "tháng 3 năm 2024", "1.500", "QĐ 217", "217-qđ/tw", "chỉ thị 05", "-UBND", '"UBND"',
     "(dvk", "OR", "title:UBND", "Đ/c", "MTTQ", "123/UBND"]
)  # fmt: skip
QUERIES = st.lists(PARTS, min_size=1, max_size=7).map(" ".join)


def results(index: timtin.Index, query: str) -> tuple[Any, ...]:
    page = index.search(query, limit=100)
    return page.total, [(hit.id, round(hit.score, 3), hit.snippet_html) for hit in page.hits], page.facets


@settings(max_examples=60)
@given(query=QUERIES)
@example("UỶ BAN NHÂN DÂN XÃ")
@example("123/ubnd")
def test_case_unicode_form_and_tone_placement_never_change_results(both: Any, query: str) -> None:
    for index in both:
        expected = results(index, query)
        for variant in (unicodedata.normalize("NFD", query), query.upper(), query.replace("ủy", "uỷ")):
            assert results(index, variant) == expected, variant


@settings(max_examples=60)
@given(query=QUERIES)
@example("UBND " * 300)
@example("QĐ 217 " * 200)
@example(" ".join(f"{day}/3/2024" for day in range(1, 32)))
@example("ANCT-TTATXH-KT-XH " * 100)
def test_both_engines_agree(both: Any, query: str) -> None:
    first, second = (index.search(query, limit=100) for index in both)
    assert first.total == second.total == len(first.hits)
    assert {hit.id for hit in first.hits} == {hit.id for hit in second.hits}
    assert first.facets == second.facets


@pytest.mark.parametrize("word", ["UBND", "dvk", "BTV", "KT-XH", "7/3/2024", "1500", "217-QĐ", "TP"])
def test_a_word_and_its_negation_are_complementary(both: Any, word: str) -> None:
    for index in both:
        assert ids(index, word) | ids(index, f"-{word}") == ALL
        assert not ids(index, word) & ids(index, f"-{word}")
