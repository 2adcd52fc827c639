"""A query without results: the suggested spelling is searched at once in a table, and only named in other formats."""

from __future__ import annotations

import json
from pathlib import Path


def test_the_suggested_spelling_is_searched_at_once(timtin, small_index: Path) -> None:
    out = timtin("search", "daan vaanj", index=small_index).stdout.decode()
    assert "Không có bài nào cho: daan vaanj" in out
    assert "Đang tìm: dân vận" in out
    assert "--exact" in out
    assert "id a1" in out


def test_exact_searches_as_typed_and_still_suggests(timtin, small_index: Path) -> None:
    result = timtin("search", "daan", "vaanj", "--exact", index=small_index)
    out = result.stdout.decode()
    assert result.returncode == 0
    assert "Không tìm thấy bài nào." in out
    assert "Thử tìm: dân vận" in out
    assert "id a1" not in out


def test_other_formats_only_name_the_suggestion(timtin, small_index: Path) -> None:
    result = json.loads(timtin("search", "daan vaanj", "--json", index=small_index).stdout)
    assert (result["query"], result["total"]) == ("daan vaanj", 0)
    assert result["suggestion"]["query"] == "dân vận"
    for form in ("csv", "jsonl"):
        result = timtin("search", "daan vaanj", "--format", form, index=small_index)
        assert (result.returncode, b"a1" in result.stdout) == (0, False), form


def test_a_query_with_results_is_never_replaced(timtin, small_index: Path) -> None:
    out = timtin("search", "dân vận", index=small_index).stdout.decode()
    assert "Đang tìm" not in out
    assert "Thử tìm" not in out


def test_facet_options(timtin, small_index: Path) -> None:
    arguments = ("search", "--facets", "year", "--facet-limit", "1", "--facet-sort", "name")
    out = timtin(*arguments, index=small_index).stdout.decode()
    assert "2024" in out
    assert "… và 1 giá trị nữa" in out
    result = json.loads(timtin(*arguments, "--json", index=small_index).stdout)
    assert result["facets_more"] == {"year": 1}
    assert timtin("search", "--facet-limit", "0", index=small_index).returncode == 2
    assert timtin("search", "--facet-sort", "size", index=small_index).returncode == 2
