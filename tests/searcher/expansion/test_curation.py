"""Curation: synonyms, best bets and stop phrases from plain files take effect on both engines without a restart."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timtin
from timtin.analyzers import fingerprint
from timtin.indexer.document import to_document
from timtin.searcher.expansion.curation import BEST_BETS, FILES, STOP_PHRASES, SYNONYMS, Curation, read_curation
from timtin.searcher.expansion.curation_files import WatchedCuration
from timtin.searcher.query.parser import parse
from timtin.store.index_folder import create_store

TEXTS = {
    "car": "Xã mua ô tô chở rác.",
    "vehicle": "Huyện mua xe hơi mới.",
    "bike": "Ấp có nhiều xe máy cũ.",
    "flood": "Lũ về sớm ở huyện biên giới.",
    "news": "Tin tức về hội chợ xuân.",
    "ask": "Cho tôi hỏi đường tới chợ xuân.",
    "drill": "Diễn tập phòng thủ ở huyện.",
}
ARTICLES = [
    timtin.Article(id=id, title=f"Số {number}", body=text, source="Báo" if number % 2 else "Đài")
    for number, (id, text) in enumerate(TEXTS.items())
]
FOLDER = {
    SYNONYMS: "# xe cộ\nô tô, xe hơi\nthiên tai => lũ  # một chiều\nxe => ô tô\n",
    BEST_BETS: "hội xuân\tdrill\tgone\tcar\nlũ\tbike\nchợ xuân\tnews\n",
    STOP_PHRASES: "cho tôi hỏi\ntin tức về\nở đâu\n",
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[timtin.Index, ...]]:
    """The articles on each engine, with curation files in the index folder."""
    opened = []
    for engine in ("tantivy", "whoosh"):
        folder = tmp_path_factory.mktemp(engine)
        writer = create_store(folder, engine=engine, fingerprint=fingerprint()).writer()
        for article in ARTICLES:
            writer.put(to_document(article, collection="test"))
        writer.commit()
        (folder / "curation").mkdir()
        for name, text in FOLDER.items():
            (folder / "curation" / name).write_text(text, encoding="utf-8")
        opened.append(timtin.open_index(folder))
    yield tuple(opened)
    for each in opened:
        each.close()


CASES = [
    # (query, what is found, pinned first)
    ("ô tô", {"car", "vehicle"}, ()),
    ("xe hơi", {"car", "vehicle"}, ()),
    ("o to", {"car", "vehicle"}, ()),
    ('"ô tô"', {"car"}, ()),  # phrases in quotes are exact
    ("thiên tai", {"flood"}, ()),
    ("xe máy", {"bike"}, ()),  # a short expression does not cut a word in two
    ("-(ô tô)", set(TEXTS) - {"car", "vehicle"}, ()),
    # best bets
    ("hội xuân", {"drill", "car", "news"}, ("drill", "car")),
    ("HOI XUAN", {"drill", "car", "news", "ask"}, ("drill", "car")),
    ('"hội xuân"', {"drill", "car"}, ("drill", "car")),
    ("hội xuân -chợ", set(), ()),  # only the whole query counts
    ("lũ", {"flood", "bike"}, ("bike",)),
    ("lu", {"flood", "bike"}, ("bike",)),
    ("lụ", set(), ()),  # with other diacritics it is another word
    ("tin tức về lũ", {"flood", "bike"}, ("bike",)),
    # stop phrases
    ("cho tôi hỏi diễn tập phòng thủ ở đâu", {"drill"}, ()),
    ("cho toi hoi dien tap o dau", {"drill"}, ()),
    ("cho tôi hỏi", {"ask"}, ()),  # never the whole query
    ('"cho tôi hỏi" chợ', {"ask"}, ()),  # never in quotes
    ('"diễn tập" cho tôi hỏi', {"drill"}, ()),
]


@pytest.mark.parametrize(("query", "expected", "pinned"), CASES)
def test_curated_searches(
    both: tuple[timtin.Index, ...], query: str, expected: set[str], pinned: tuple[str, ...]
) -> None:
    for index in both:
        page = index.search(query)
        assert {hit.id for hit in page.hits} == expected
        assert page.total == len(expected)
        assert tuple(hit.id for hit in page.hits if hit.pinned) == pinned
        assert tuple(hit.id for hit in page.hits)[: len(pinned)] == pinned
        assert sum(value.count for value in page.facets["source"]) == page.total


def test_every_article_is_on_one_page(both: tuple[timtin.Index, ...]) -> None:
    for index in both:
        for limit in (1, 2, 3):
            pages = [index.search("hội xuân", limit=limit, page=number) for number in (1, 2, 3, 4)]
            ids = [hit.id for page in pages for hit in page.hits]
            assert ids == ["drill", "car", "news"]
            assert {page.total for page in pages} == {3}


def test_filters_and_facets_include_pinned_articles(both: tuple[timtin.Index, ...]) -> None:
    for index in both:
        for value in index.search("hội xuân").facets["source"]:
            page = index.search("hội xuân", filters={"source": [value.value]})
            assert page.total == value.count == len(page.hits)
            assert {hit.source for hit in page.hits} == {value.value}
        dated = index.search("hội xuân", sort="newest")
        assert dated.total == 3
        assert not any(hit.pinned for hit in dated.hits)


def test_synonyms_are_highlighted(both: tuple[timtin.Index, ...]) -> None:
    for index in both:
        found = {hit.id: hit.snippet_html for hit in index.search("ô tô").hits}
        assert found == {"car": "Xã mua <mark>ô tô</mark> chở rác.", "vehicle": "Huyện mua <mark>xe hơi</mark> mới."}


# ---- files ----------------------------------------------------------------------------------------------------------

BAD = [
    # (file, text, line numbers of the problems)
    (SYNONYMS, "a, b\nchỉ một\n=> x\na =>\n…, b\n a , A \nb => c\n", [2, 3, 4, 5, 6]),
    (BEST_BETS, "lũ\n\tid\nlũ\t\t\n…\tid\nbão\tid\n", [1, 2, 3, 4]),
    (STOP_PHRASES, "…\nở đâu\n# lời\n\n" + "x " * 6000 + "\nmột\n" + "hai " * 31, [1, 5, 7]),
]


@pytest.mark.parametrize(("file", "text", "lines"), BAD)
def test_bad_lines_are_reported_and_the_others_take_effect(file: str, text: str, lines: list[int]) -> None:
    for ending in ("\n", "\r\n"):
        found = read_curation({file: text.replace("\n", ending)})
        assert [(each.file, each.line) for each in found.problems] == [(file, line) for line in lines]
        assert found.synonyms or found.pinned or found.stops


def test_files_are_read_again_when_they_change(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    curated = WatchedCuration(tmp_path, clock=lambda: now[0])
    assert curated.current() == Curation()
    (tmp_path / SYNONYMS).write_text("\ufeffa, b", encoding="utf-8")
    assert not curated.current().synonyms, "checked once a second"
    now[0] += 1
    first = curated.current()
    assert set(first.synonyms) == {("a",), ("b",)}
    now[0] += 1
    assert curated.current() is first, "nothing changed"
    (tmp_path / SYNONYMS).write_bytes(b"\xff\xfe, b\nc => d")
    with caplog.at_level(logging.WARNING, "timtin.curation"):
        now[0] += 1
        assert set(curated.current().synonyms) == {("c",)}
    assert f"{tmp_path / SYNONYMS}:1: " in caplog.text
    (tmp_path / SYNONYMS).unlink()
    (tmp_path / STOP_PHRASES).mkdir()
    now[0] += 1
    [problem] = curated.current().problems
    assert (problem.file, problem.line) == (STOP_PHRASES, 0)


def test_an_open_index_sees_changes(build: Callable[..., timtin.Index], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timtin.searcher.expansion.curation_files.CHECK_INTERVAL", 0.0)
    index = build(*ARTICLES)
    assert index.search("thiên tai").total == 0
    folder = index.folder / "curation"
    folder.mkdir()
    (folder / SYNONYMS).write_text("thiên tai => lũ", encoding="utf-8")
    assert index.search("thiên tai").total == 1
    assert index.highlight("thiên tai", [("body", "Mùa lũ")]) == ["Mùa <mark>lũ</mark>"]
    (folder / SYNONYMS).rename(folder / "old")
    assert index.search("thiên tai").total == 0


def test_the_folder_is_a_setting(
    build: Callable[..., timtin.Index], tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("chosen")
    (folder / BEST_BETS).write_text("bất cứ gì\tcar", encoding="utf-8")
    monkeypatch.setenv("TIMTIN_CURATION", str(folder))
    [hit] = build(*ARTICLES).search("bất cứ gì").hits
    assert hit.pinned and hit.to_dict()["pinned"]


LINES = st.text(alphabet=st.sampled_from([*"aăâ b,=>\t#\r\n…-\ufeff\x00\x85\u2028\ufffd"]), max_size=60)


@settings(deadline=None, max_examples=150)
@given(texts=st.tuples(LINES, LINES, LINES), query=st.text(alphabet=st.sampled_from([*'aăâ b"()-']), max_size=12))
def test_any_files_give_a_curation(texts: tuple[str, str, str], query: str) -> None:
    curation = read_curation(dict(zip(FILES, texts, strict=True)))
    lines = {
        name: len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        for name, text in zip(FILES, texts, strict=True)
    }
    assert all(1 <= each.line <= lines[each.file] for each in curation.problems)
    tree = parse(query)
    shorter = curation.without_stop_phrases(tree)
    assert curation.without_stop_phrases(shorter) == shorter or repr(shorter) in repr(tree)
    assert all(id.strip() for id in curation.best_bets(tree))


# ---- any curation, any query: the engines agree, and pages are consistent -------------------------------------------

WORDS = ["ô tô", "xe hơi", "xe", "lũ", "huyện", "chợ xuân", "tin tức", "diễn tập", "rác", "o to", "cho", "khong co"]
EXPRESSIONS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
CURATIONS = st.builds(
    lambda groups, bets, stops: read_curation(
        {
            SYNONYMS: "\n".join(arrow.join(group) for group, arrow in groups),
            BEST_BETS: "\n".join("\t".join((query, *ids)) for query, ids in bets),
            STOP_PHRASES: "\n".join(stops),
        }
    ),
    st.lists(st.tuples(st.lists(EXPRESSIONS, min_size=2, max_size=2), st.sampled_from([",", "=>"])), max_size=4),
    st.lists(st.tuples(EXPRESSIONS, st.lists(st.sampled_from([*TEXTS, "gone"]), min_size=1, max_size=4)), max_size=4),
    st.lists(EXPRESSIONS, max_size=3),
)
QUERIES = st.lists(
    st.one_of(EXPRESSIONS, st.sampled_from(['"chợ xuân"', "-rác", "NOT lũ", "OR", "title:số", "(xe", ")", "hu*"])),
    min_size=1,
    max_size=3,
).map(" ".join)


class FixedCuration(WatchedCuration):
    """A fixed curation instead of watched files."""

    def __init__(self, curation: Curation) -> None:
        self.curation = curation

    def current(self) -> Curation:
        return self.curation


@settings(deadline=None, max_examples=60)
@given(curation=CURATIONS, query=QUERIES, sort=st.sampled_from(["relevance", "newest"]))
def test_pages_are_consistent_under_any_curation(
    both: tuple[timtin.Index, ...], curation: Curation, query: str, sort: str
) -> None:
    results = []
    for index in both:
        snapshot = index._snapshot
        before, snapshot.curation = snapshot.curation, FixedCuration(curation)
        try:
            whole = index.search(query, sort=sort, limit=20)
            pages = [index.search(query, sort=sort, limit=2, page=number, facets=[]) for number in range(1, 6)]
        finally:
            snapshot.curation = before
        ids = [hit.id for hit in whole.hits]
        assert len(set(ids)) == len(ids) == whole.total
        assert sorted(hit.id for page in pages for hit in page.hits) == sorted(ids)
        assert {page.total for page in pages} == {whole.total}
        pinned = [hit.pinned for hit in whole.hits]
        assert pinned == sorted(pinned, reverse=True)
        assert sum(value.count for value in whole.facets["source"]) == whole.total
        front = [hit.id for hit in whole.hits if hit.pinned]
        results.append((set(ids), front, whole.facets))
    assert results[0] == results[1]
