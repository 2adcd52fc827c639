"""A query that finds nothing: another spelling is searched at once for people, and only offered to programs."""

from __future__ import annotations

import json
from pathlib import Path


def test_another_spelling_is_searched_at_once(timtin, small_index: Path) -> None:
    out = timtin("search", "daan vaanj", index=small_index).stdout.decode()
    assert "Không có bài nào cho: daan vaanj" in out
    assert "Đang tìm: dân vận" in out
    assert "--exact" in out
    assert "id a1" in out


def test_exact_searches_as_typed_and_still_offers(timtin, small_index: Path) -> None:
    done = timtin("search", "daan", "vaanj", "--exact", index=small_index)
    out = done.stdout.decode()
    assert done.returncode == 0
    assert "Không tìm thấy bài nào." in out
    assert "Thử tìm: dân vận" in out
    assert "id a1" not in out


def test_programs_are_only_offered_it(timtin, small_index: Path) -> None:
    found = json.loads(timtin("search", "daan vaanj", "--json", index=small_index).stdout)
    assert (found["query"], found["total"]) == ("daan vaanj", 0)
    assert found["suggestion"]["query"] == "dân vận"
    for form in ("csv", "jsonl"):
        done = timtin("search", "daan vaanj", "--format", form, index=small_index)
        assert (done.returncode, b"a1" in done.stdout) == (0, False), form


def test_a_query_that_finds_something_is_never_replaced(timtin, small_index: Path) -> None:
    out = timtin("search", "dân vận", index=small_index).stdout.decode()
    assert "Đang tìm" not in out
    assert "Thử tìm" not in out


def test_facets_are_listed_as_asked(timtin, small_index: Path) -> None:
    listed = ("search", "--facets", "year", "--facet-limit", "1", "--facet-sort", "name")
    out = timtin(*listed, index=small_index).stdout.decode()
    assert "2024" in out
    assert "… và 1 giá trị nữa" in out
    found = json.loads(timtin(*listed, "--json", index=small_index).stdout)
    assert found["facets_more"] == {"year": 1}
    assert timtin("search", "--facet-limit", "0", index=small_index).returncode == 2
    assert timtin("search", "--facet-sort", "size", index=small_index).returncode == 2
