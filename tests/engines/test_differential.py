"""Random documents and plans: both engines agree with each other and with the reference implementation."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import And, Every, Not, NullQuery, NumericRange, Or, Phrase, Prefix, Query, Term

from timtin.engines.document import Document, Matches, Plan
from timtin.engines.nodes import DocumentIds, MinimumMatch, exact
from timtin.engines.registry import engine_named
from timtin.tests.engines.oracle import facet_counts, found

WORDS = ["dân", "vận", "khéo", "dâ", "v", "\u2029"]
PLACES = ["A", "A/1", "B", "dân"]
FIELDS = ["body", "title", "place"]
FACETS = ("place", "year")

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
keys = st.one_of(st.integers(0, 9), st.integers(2**62, 2**63 - 1))
documents = st.builds(
    lambda id, texts, places, years, key: Document(
        id=id,
        texts=texts,
        exact={"place": tuple(places), "year": tuple(years)},
        keys={"newest": key, "oldest": 2**63 - 1 - key, "day": key % 7},
        stored=id.encode(),
    ),
    st.sampled_from("abcdefghij"),
    st.dictionaries(st.sampled_from([*FIELDS, "pairs"]), texts, max_size=4),
    st.lists(st.sampled_from(PLACES), max_size=3),
    st.lists(st.sampled_from(["2023", "2024"]), max_size=1),
    keys,
)
leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(Term, st.sampled_from([*FIELDS, "pairs"]), st.sampled_from(WORDS)),
    st.builds(exact, st.sampled_from(FACETS), st.sampled_from([*PLACES, "2023", "2024"])),
    st.builds(Phrase, st.sampled_from(FIELDS), st.lists(st.sampled_from(WORDS[:4]), max_size=3)),
    st.builds(Prefix, st.sampled_from([*FIELDS, "pairs", "exact_place"]), st.sampled_from(["", "d", "v", "A", "dâ"])),
    st.builds(NumericRange, st.sampled_from(["newest", "day"]), st.none() | keys, st.none() | keys),
    st.just(Every()),
    st.builds(DocumentIds, st.lists(st.sampled_from([*"abcdefghijz", "", "x" * 2000]), max_size=3)),
    st.just(NullQuery),
)
trees: st.SearchStrategy[Query] = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(And, st.lists(parts, max_size=4)),
        st.builds(Or, st.lists(parts, max_size=4)),
        st.builds(MinimumMatch, st.lists(parts, max_size=4), st.integers(0, 4)),
    ),
    max_leaves=8,
)
plans = st.builds(
    Plan,
    match=trees,
    score=st.none() | trees,
    filters=st.dictionaries(st.sampled_from([*FACETS, "after"]), trees, max_size=2),
    facets=st.just(FACETS),
    limit=st.just(100),
)
steps = st.lists(
    st.tuples(documents | st.sampled_from("abcdefghij"), st.sampled_from([False, False, False, True])), max_size=20
)


@settings(deadline=None, max_examples=40)
@given(steps=steps, asked=st.lists(plans, min_size=3, max_size=8), sort=st.sampled_from(["newest", "oldest"]))
def test_engines_agree_with_plain_python(steps: list[tuple[Any, bool]], asked: list[Plan], sort: Any) -> None:
    alive = _alive(steps)
    with TemporaryDirectory() as folder:
        for name in ("tantivy", "whoosh"):
            files = Path(folder) / name
            files.mkdir()
            _write(name, files, steps)
            with closing(engine_named(name).reader(files)) as reader:
                assert reader.count() == len(alive)
                assert dict(reader.documents()) == {one.id: one.stored for one in alive}
                for plan in asked:
                    _check(plan, alive, reader.search(plan))
                    by_date = Plan(match=plan.match, filters=plan.filters, sort=sort, limit=100)
                    expected = sorted(
                        found(plan, alive), key=lambda one: (-one.keys[sort], -one.keys["newest"], one.id)
                    )
                    assert [match.id for match in reader.search(by_date).matches] == [one.id for one in expected]
                    _check_paging(plan, reader)


@settings(deadline=None, max_examples=20)
@given(steps=steps, asked=st.lists(plans, min_size=2, max_size=6))
def test_scores_agree(steps: list[tuple[Any, bool]], asked: list[Plan]) -> None:
    alive = [step for step in steps if isinstance(step[0], Document)]
    fresh = list(
        {step[0].id: (step[0], False) for step in alive}.values()
    )  # without deletions: deleted documents count until they are merged away
    with TemporaryDirectory() as folder:
        scores: list[list[dict[str, float]]] = []
        for name in ("tantivy", "whoosh"):
            files = Path(folder) / name
            files.mkdir()
            _write(name, files, fresh)
            with closing(engine_named(name).reader(files)) as reader:
                scores.append([{match.id: match.score for match in reader.search(plan).matches} for plan in asked])
        for one, other in zip(*scores, strict=True):
            assert one.keys() == other.keys()
            assert all(abs(one[id] - other[id]) <= 1e-4 * max(1.0, abs(one[id])) for id in one)


def _write(name: str, files: Path, steps: list[tuple[Any, bool]]) -> None:
    engine = engine_named(name)
    engine.create(files)
    writer = engine.writer(files)
    for what, commit in steps:
        if isinstance(what, Document):
            writer.put(what)
        else:
            writer.delete(what)
        if commit:
            writer.commit()
            writer = engine.writer(files)
    writer.commit()


def _alive(steps: list[tuple[Any, bool]]) -> list[Document]:
    alive: dict[str, Document] = {}
    for what, _ in steps:
        if isinstance(what, Document):
            alive[what.id] = what
        else:
            alive.pop(what, None)
    return list(alive.values())


def _check(plan: Plan, alive: list[Document], got: Matches) -> None:
    expected = {one.id: one.stored for one in found(plan, alive)}
    assert {match.id: match.stored for match in got.matches} == expected
    assert got.total == len(expected) == len(got.matches)
    assert got.facets == facet_counts(plan, alive)


def _check_paging(plan: Plan, reader: Any) -> None:
    whole = [match.id for match in reader.search(plan).matches]
    paged = []
    for offset in range(0, len(whole) + 2, 2):
        page = Plan(match=plan.match, score=plan.score, filters=plan.filters, offset=offset, limit=2)
        paged += [match.id for match in reader.search(page).matches]
    assert paged == whole
