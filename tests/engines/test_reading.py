"""Readers: stored bytes, terms, large results, deep queries, and threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from whoosh.query import And, Every, Not, NumericRange, Or, Phrase, Prefix, Query, Term

from timtin.engines.document import Plan
from timtin.engines.fields import BREAK, PlanError, exact_field
from timtin.engines.nodes import MinimumMatch
from timtin.model import IndexDamaged, UsageError
from timtin.tests.engines.conftest import Make
from timtin.tests.engines.corpus import document, to_document


def test_stored_bytes_of_existing_ids(engine: str, make: Make) -> None:
    reader = make(engine, [document(str(n), "x") for n in range(1200)], batch=500).reader()
    assert reader.stored([]) == {}
    assert reader.stored(["7", "none", "7"]) == {"7": b"'7'"}
    assert len(reader.stored(str(n) for n in range(2000))) == 1200
    reader.close()


def test_terms_most_frequent_first_then_by_code_points(engine: str, make: Make) -> None:
    bodies = ["dân vận", f"dân {BREAK} vận động", "dân đi", "dan"]
    reader = make(engine, [document(str(n), body, place=["B", "A"]) for n, body in enumerate(bodies)], batch=2).reader()
    assert reader.terms("body", "", 10) == [("dân", 3), ("vận", 2), ("dan", 1), ("đi", 1), ("động", 1)]
    assert reader.terms("body", "v", 10) == [("vận", 2)]
    assert reader.terms("body", "", 2) == [("dân", 3), ("vận", 2)]
    assert reader.terms("body", "zz", 10) == reader.terms("title", "", 10) == reader.terms("body", "d", 0) == []
    assert reader.terms(exact_field("place"), "", 10) == [("A", 4), ("B", 4)]
    assert reader.terms("place", "", 10) == []
    reader.close()


def test_document_frequency(engine: str, make: Make) -> None:
    reader = make(engine, [document("1", "dân dân", year=["2024"]), document("2", "dân")], batch=1).reader()
    assert reader.document_frequency("body", "dân") == 2
    assert reader.document_frequency("year", "2024") == reader.document_frequency(exact_field("year"), "2024") == 1
    assert reader.document_frequency("body", "xyz") == reader.document_frequency("title", "dân") == 0
    reader.close()


def test_documents_are_complete_whatever_is_committed_meanwhile(engine: str, make: Make) -> None:
    store = make(engine, [document(str(n), "x") for n in range(1100)], batch=400)
    reader = store.reader()
    stream = reader.documents()
    seen = [next(stream)[0]]
    writer = store.writer()
    for n in range(1100):
        writer.delete(str(n))
    writer.commit()
    reader.refresh()
    assert reader.count() == 0
    seen += [id for id, _ in stream]
    assert len(seen) == len(set(seen)) == 1100
    reader.close()


def test_an_empty_index_answers_everything(engine: str, make: Make) -> None:
    reader = make(engine).reader()
    got = reader.search(Plan(match=Every(), score=Term("body", "x"), facets=("place",)))
    assert (got.matches, got.total, got.facets) == ((), 0, {"place": {}})
    assert (reader.count(), list(reader.documents()), reader.terms("body", "", 5)) == (0, [], [])
    assert reader.document_frequency("body", "x") == 0
    reader.close()


@pytest.mark.parametrize("values", [70_000])
def test_facets_of_huge_cardinality_are_exact(engine: str, make: Make, values: int) -> None:
    """More than the 65,000 values of one tantivy aggregation, with deleted documents and several segments."""
    one = 500
    documents = [
        document(str(n), "x", topic=[f"v{n * one + k}" for k in range(one)] + ["mọi"], year=[str(n % 2)])
        for n in range(values // one)
    ]
    store = make(engine, [document("0", "x", topic=["cũ"]), *documents], batch=60)
    reader = store.reader()
    facets = reader.search(Plan(match=Every(), facets=("topic", "year"), limit=1)).facets
    assert len(facets["topic"]) == values + 1
    assert facets["topic"]["mọi"] == values // one
    assert sum(facets["topic"].values()) == values + values // one
    assert facets["year"] == {"0": values // one // 2, "1": values // one // 2}
    some = reader.search(Plan(match=Term("year", "1"), facets=("topic",), limit=0)).facets["topic"]
    assert len(some) == values // 2 + 1
    reader.close()


def test_a_prefix_matches_however_many_words_have_it(engine: str, make: Make) -> None:
    reader = make(engine, [document(str(n), f"từ{n}") for n in range(300)], batch=100).reader()
    assert reader.search(Plan(match=Prefix("body", "từ"))).total == 300
    reader.close()


def test_pages_of_equal_scores_neither_repeat_nor_miss(engine: str, make: Make) -> None:
    documents = [
        to_document({"id": f"{n:03}", "texts": {"body": "dân"}, "keys": {"newest": n % 50}}) for n in range(230)
    ]
    reader = make(engine, documents, batch=41).reader()
    for score in (Term("body", "dân"), Prefix("body", "d"), None):
        pages = [reader.search(Plan(match=Every(), score=score, offset=at, limit=7)) for at in range(0, 240, 7)]
        ids = [match.id for page in pages for match in page.matches]
        assert ids == [f"{n:03}" for n in sorted(range(230), key=lambda n: (-(n % 50), f"{n:03}"))]
        assert {page.total for page in pages} == {230}
    reader.close()


def deep(levels: int) -> Query:
    """Return a tree whose levels cannot be flattened."""
    query: Query = Term("body", "dân")
    for level in range(levels):
        query = Not(And([query, Every()])) if level % 2 else Or([query, Term("body", "xyz")])
    return query


def test_hundreds_of_nested_levels_run_also_in_a_thread(engine: str, make: Make) -> None:
    reader = make(engine, [document("1", "dân"), document("2", "khác")]).reader()
    plan = Plan(match=deep(190), score=deep(190), filters={"x": deep(100)})
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(reader.search, plan).result().total == reader.search(plan).total
    chain: Query = Term("body", "dân")
    for _ in range(5000):
        chain = And([chain, Every()])
    assert reader.search(Plan(match=chain)).total == 1
    reader.close()


def test_deeper_nesting_is_refused_not_crashed(engine: str, make: Make) -> None:
    reader = make(engine, [document("1", "dân")]).reader()
    with pytest.raises(UsageError, match="nested more than 300 levels"):
        reader.search(Plan(match=deep(5000)))
    reader.close()


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(Term("nowhere", "x"), id="unknown field"),
        pytest.param(Term("place", "Tây Ninh"), id="an exact value in a text field"),
        pytest.param(Phrase("pairs", ["a", "b"]), id="phrase without positions"),
        pytest.param(Phrase("body", ["a", "b"], slop=2), id="sloppy phrase"),
        pytest.param(NumericRange("year", 1, 2), id="range over a field that is not a key"),
        pytest.param(Every("body"), id="every document of a field"),
    ],
)
def test_an_invalid_plan_raises_plan_error(engine: str, make: Make, query: Query) -> None:
    reader = make(engine, [document("1", "dân")]).reader()
    with pytest.raises(PlanError):
        reader.search(Plan(match=MinimumMatch([Every(), query], 1)))
    reader.close()


def test_threads_share_a_reader_while_it_is_refreshed(engine: str, make: Make) -> None:
    store = make(engine, [document(f"old{n}", "dân vận", year=["2023"]) for n in range(40)], batch=20)
    reader = store.reader()
    plan = Plan(match=Phrase("body", ["dân", "vận"]), score=Term("body", "dân"), facets=("year",), limit=50)

    def search(_: int) -> tuple[Any, ...]:
        got = reader.search(plan)
        return got.total, len(got.matches), sum(got.facets["year"].values())

    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(search, range(60))
        writer = store.writer()
        for n in range(10):
            writer.put(document(f"new{n}", "dân vận", year=["2024"]))
        writer.commit()
        reader.refresh()
        assert set(answers) <= {(40, 40, 40), (50, 50, 50)}
    assert search(0) == (50, 50, 50)
    reader.close()


def test_damaged_files_are_reported(engine: str, make: Make) -> None:
    store = make(engine, [document(str(n), f"dân {n}") for n in range(50)])
    generation = store.folder / "gen-000001"
    for path in generation.iterdir():
        if path.is_file() and path.suffix not in (".lock",):
            path.write_bytes(b"broken" * 3)
    with pytest.raises(IndexDamaged, match="cannot be read"):
        store.reader()
    for path in generation.iterdir():
        path.unlink()
    with pytest.raises(IndexDamaged, match="cannot be read"):
        store.reader()
