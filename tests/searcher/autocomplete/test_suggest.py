"""Completions: by the beginning of any word, with or without diacritics, with a typing slip, and always findable."""

from __future__ import annotations

import gzip
import json
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import timtin
from timtin.analyzers import normal_and_folded
from timtin.indexer.understand import understand
from timtin.model import IndexDamaged, UsageError, settings
from timtin.searcher.autocomplete.typed_text import one_edit_apart, typed_words
from timtin.store.query_log import QueryLog
from timtin.tests.searcher.conftest import ENGINES, Build, write


def article(id: str, title: str, **more: object) -> timtin.Article:
    return timtin.Article(id=id, title=title, **more)  # type: ignore[arg-type]


NEWS = (
    article("kheo", "Lan tỏa phong trào Dân vận khéo", topics=("Dân vận khéo",), published="2025-03-01"),
    article("kheo2", "Mô hình dân vận khéo ở Tân Trụ", topics=("Dân vận khéo",), published="2024-03-01"),
    article("van", "Hội diễn văn nghệ quần chúng", published="2025-01-01"),
    article("van2", "Vấn nạn lừa đảo qua mạng", published="2023-01-01"),
    article("hoa", "Xã Hoà Bình hòa giải thành nhiều vụ việc", published="2022-05-01"),
    article("doc", "Sơ kết Quyết định 217-QĐ/TW", citations=("217-QĐ/TW",)),
    article("caps", "UỶ BAN NHÂN DÂN XÃ HỌP TỔNG KẾT"),
    article("sign", 'Chợ "xanh" -không rác: mô hình (mới) NOT cũ'),
    article("nfd", unicodedata.normalize("NFD", "Trồng cây đầu xuân")),
    article("html", "<b>Giá & chợ</b> quê"),
)


@pytest.fixture(scope="module", params=ENGINES)
def news(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[timtin.Index]:
    folder = tmp_path_factory.mktemp("suggest")
    write(folder, request.param, NEWS)
    with timtin.open_index(folder) as index:
        yield index


def texts(index: timtin.Index, typed: str, limit: int = 20) -> list[str]:
    return [each.text for each in index.suggest(typed, limit)]


CASES = [
    ("khéo", "Dân vận khéo"),  # any word, not only the first
    ("kheo", "Dân vận khéo"),  # without diacritics
    ("van kh", "Dân vận khéo"),  # several words, the last one unfinished
    ("khéo vậ", "Dân vận khéo"),  # in any order
    ("dân vâ", "Dân vận khéo"),  # Telex half-typed: the tone comes last
    ("DÂN VẬN", "Dân vận khéo"),  # capitals
    ("217", "217-QĐ/TW"),  # a document by its number
    ("217-qd/t", "217-QĐ/TW"),  # punctuation between its parts
    ("hoa bi", "Xã Hoà Bình hòa giải thành nhiều vụ việc"),
    ("hòa b", "Xã Hoà Bình hòa giải thành nhiều vụ việc"),  # the other tone placement
    ("uy ban n", "UỶ BAN NHÂN DÂN XÃ HỌP TỔNG KẾT"),
    ("trồng c", "Trồng cây đầu xuân"),  # decomposed in the article
    ("giá chợ", "<b>Giá & chợ</b> quê"),
    ("phong troa", "Lan tỏa phong trào Dân vận khéo"),  # two letters swapped
    ("dna van kheo", "Dân vận khéo"),  # a slip in a short word next to others
    ("dân vna", "Dân vận khéo"),
    ("phonng tr", "Lan tỏa phong trào Dân vận khéo"),  # a letter too many
    ("quyt dinh", "Sơ kết Quyết định 217-QĐ/TW"),  # a letter too few
    ("phobg trao", "Lan tỏa phong trào Dân vận khéo"),  # an adjacent key
]


@pytest.mark.parametrize(("typed", "expected"), CASES)
def test_what_is_typed_completes(news: timtin.Index, typed: str, expected: str) -> None:
    assert expected in texts(news, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "?!",
        "xyzzy",
        "dân vận khéo xyzzy",
        "van ",
        "\ud800",
        "a" * 5000,
        "kheo " * 50,
        "\0",
        "<mark>x</mark>",
    ],
)
def test_nothing_is_offered_if_no_text_contains_it(news: timtin.Index, typed: str) -> None:
    offered = news.suggest(typed)
    if typed == "van ":  # the space ends the word, so only the whole words `vận`, `văn` and `vấn` match
        assert offered
        assert all("van" in normal_and_folded(each.text)[1] for each in offered)
    else:
        assert offered == ()


def test_typed_diacritics_come_first(news: timtin.Index) -> None:
    assert "vấn" in texts(news, "vấn")[0].lower()
    assert "văn" in texts(news, "văn")[0].lower()
    assert len(texts(news, "vấn")) == len(texts(news, "van"))  # the others come after


def test_use_and_recency_rank(news: timtin.Index) -> None:
    first = news.suggest("dân vận")[0]
    assert (first.text, first.kind, first.count, first.id) == ("Dân vận khéo", "topic", 2, None)
    titles = [each.id for each in news.suggest("dan van kheo", 20) if each.kind == "title"]
    assert titles == ["kheo", "kheo2"]


def test_a_text_is_offered_once(build: Build) -> None:
    index = build(
        article("a", "Dân vận khéo", topics=("Dân vận khéo",)),
        article("b", "Dân vận khéo", topics=("Dân vận khéo",)),
    )
    assert texts(index, "dân") == ["Dân vận khéo"]


def test_a_phrase_within_a_longer_one_as_frequent_is_left_out(build: Build) -> None:
    index = build(article("a", "Xây dựng nông thôn mới"), article("b", "Bàn việc xây dựng nông thôn mới ở xã"))
    phrases = [each.text for each in index.suggest("nông th", 20) if each.kind == "phrase"]
    assert phrases == ["xây dựng nông thôn mới"]


def test_html_is_escaped(news: timtin.Index) -> None:
    found = next(each for each in news.suggest("chợ q") if each.id == "html")
    assert found.html == "&lt;b&gt;Giá &amp; <mark>chợ</mark>&lt;/b&gt; <mark>q</mark>uê"
    assert found.to_dict() == {"text": NEWS[-1].title, "html": found.html, "kind": "title", "count": 1, "id": "html"}


def test_a_text_with_an_operator_is_offered_only_if_it_is_found(news: timtin.Index) -> None:
    """The title negates one of its own words, so a search for it finds nothing."""
    assert news.search(NEWS[7].title).total == 0
    assert NEWS[7].title not in texts(news, "xanh")


def test_limits(news: timtin.Index) -> None:
    assert len(news.suggest("h", 1)) == 1
    for limit in (0, -1, settings.number("max_limit") + 1, "8", True, 2.0):
        with pytest.raises(UsageError) as caught:
            news.suggest("a", limit)  # type: ignore[arg-type]
        assert caught.value.field == "limit"
    with pytest.raises(UsageError):
        news.suggest(None)  # type: ignore[arg-type]


_TYPED = st.sampled_from(
    [
        text[:length]
        for each in NEWS
        for text in [unicodedata.normalize("NFC", each.title)]
        for length in range(1, 30, 3)
    ]
)


@hypothesis_settings(max_examples=60)
@given(_TYPED)
def test_case_unicode_form_and_tone_placement_make_no_difference(
    both: tuple[timtin.Index, timtin.Index], typed: str
) -> None:
    for index in both:
        plain = index.suggest(typed)
        for other in (typed.upper(), typed.lower(), unicodedata.normalize("NFD", typed), typed.replace("oà", "òa")):
            assert index.suggest(other) == plain, other


@hypothesis_settings(max_examples=80)
@given(st.text(st.sampled_from('dânvậkhéo hòUB2-\u0301\u200b"()*:'), max_size=12))
def test_every_completion_contains_every_typed_word(both: tuple[timtin.Index, timtin.Index], typed: str) -> None:
    one, other = both
    found = one.suggest(typed)
    assert other.suggest(typed) == found  # the same on both engines
    words = typed_words(unicodedata.normalize("NFC", typed))
    exact = [each for each in found if all(any(map(word.matches, normal_and_folded(each.text)[1])) for word in words)]
    slips = [each for each in found if each not in exact]
    for each in slips:
        missing = [word for word in words if not any(map(word.matches, normal_and_folded(each.text)[1]))]
        assert [len(word.folded) >= 4 for word in missing] == [True]
    assert list(found) == [*exact, *slips]  # exact matches come first


def test_whatever_is_offered_finds_something(both: tuple[timtin.Index, timtin.Index]) -> None:
    seen = set()
    for index in both:
        for letter in "abcdeghiklmnopqrstuvxy0123456789":
            for each in index.suggest(letter, 50):
                seen.add(each.text)
                assert index.search(each.text, limit=1, facets=[]).total > 0, each
    assert len(seen) > 10


def test_real_titles_find_themselves(shared: Path, tmp_path: Path) -> None:
    with gzip.open(shared / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line, _ in zip(lines, range(80), strict=False)]
    made = [understand(article(each["id"], each["title"], body=each["body"][:600])) for each in records]
    write(tmp_path, "tantivy", made)
    with timtin.open_index(tmp_path) as index:
        begun = [" ".join(each.title.split()[:2])[:-1] for each in made[::3]]
        offered = [found.text for each in begun for found in index.suggest(each, 5)]
        assert len(offered) > 50
        for text in set(offered):
            assert index.ranking(text, 1), text  # finds as `search` does, without snippets


def test_deleted_texts_are_not_offered(tmp_path: Path) -> None:
    with timtin.create_index(tmp_path) as writer:
        writer.add(NEWS)
    with timtin.open_index(tmp_path) as index:
        assert texts(index, "khéo")
        with timtin.create_index(tmp_path) as writer:
            writer.delete([each.id for each in NEWS if each.id != "van"])
        index.refresh()
        assert texts(index, "khéo") == []
        assert texts(index, "nghe") == ["Hội diễn văn nghệ quần chúng"]
        with timtin.create_index(tmp_path) as writer:
            writer.delete(["van"])
        index.refresh()
        for letter in "abcdeghiklmnopqrstuvxy0123456789":
            assert index.suggest(letter) == ()


def test_a_changed_title_replaces_the_old_one(tmp_path: Path) -> None:
    with timtin.create_index(tmp_path) as writer:
        writer.add([article("a", "Tên ban đầu")])
    with timtin.create_index(tmp_path) as writer:
        writer.add([article("a", "Tên về sau")])
    with timtin.open_index(tmp_path) as index:
        assert texts(index, "ten") == ["Tên về sau"]


def test_damaged_files_are_reported_and_searches_go_on(tmp_path: Path) -> None:
    with timtin.create_index(tmp_path) as writer:
        writer.add(NEWS)
    (names,) = tmp_path.glob("gen-*/completions.json")
    with timtin.open_index(tmp_path) as index:
        assert index.suggest("dan")
        names.write_bytes(b"{")
        index.refresh()
        assert index.search("dân vận").total == 2
        with pytest.raises(IndexDamaged, match="--rebuild"):
            index.suggest("dan")
    names.unlink()
    with timtin.open_index(tmp_path) as index:
        assert index.suggest("dan") == ()


def test_frequent_searches_are_suggested_first(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = build(article("1", "Chợ hoa", body="x"), article("2", "Chợ quê", body="x"))
    assert texts(index, "chợ") == ["Chợ hoa", "Chợ quê"]
    now = [1_700_000_000.0]
    log = QueryLog(tmp_path / "use", clock=lambda: now[0])
    for _ in range(8):  # in eight different hours, so that the query log keeps the words
        log.record_search("chợ quê", 1, interface="page")
        now[0] += 3600
    monkeypatch.setattr("timtin.searcher.autocomplete.suggest.use_log", lambda: log)
    assert texts(index, "cho") == ["Chợ quê", "Chợ hoa"]


@pytest.mark.parametrize(
    ("first", "second", "near"),
    [
        ("phong", "phong", True), ("phong", "phon", True), ("phogn", "phong", True), ("phang", "phong", True),
        ("hpong", "phong", True), ("pphong", "phong", True), ("", "a", True), ("phng", "hong", False),
        ("phong", "pho", False), ("ab", "ba", True), ("abc", "cba", False),
    ],
)  # fmt: skip
def test_one_edit(first: str, second: str, near: bool) -> None:
    assert one_edit_apart(first, second) is near
    assert one_edit_apart(second, first) is near


def test_threads_read_while_a_writer_commits(tmp_path: Path) -> None:
    with timtin.create_index(tmp_path) as writer:
        writer.add(NEWS)
    ended = threading.Event()
    faults: list[Exception] = []

    def read(index: timtin.Index) -> None:
        try:
            while not ended.is_set():
                index.refresh()
                assert index.suggest("dan van")[0].text == "Dân vận khéo"
        except Exception as error:  # noqa: BLE001 - an exception in the thread fails the test
            faults.append(error)

    with timtin.open_index(tmp_path) as index:
        threads = [threading.Thread(target=read, args=(index,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for number in range(8):
            with timtin.create_index(tmp_path) as writer:
                writer.add([article(f"moi{number}", f"Tin mới số {number} của làng")])
        ended.set()
        for thread in threads:
            thread.join()
        assert faults == []
        index.refresh()
        assert len([each for each in index.suggest("tin moi", 20) if each.kind == "title"]) == 8
