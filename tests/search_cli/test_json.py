"""`--json`: exactly one JSON value on standard output in any locale, with the keys of the contract."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from timtin import open_index

# The command, and the keys that its JSON object must have.
SHAPES = [
    (("search", "dan van"), {"query", "total", "page", "limit", "took_ms", "hits", "facets", "suggestion"}),
    (
        ("show", "a1"),
        {
            "id", "url", "title", "summary", "body", "published", "event_dates", "author", "source", "places", "level",
            "organizations", "topics", "citations", "attachments", "duplicates",
        },
    ),
    (("stats",), {"articles", "engine", "format", "bytes"}),
]  # fmt: skip


@pytest.mark.parametrize(("command", "names"), SHAPES, ids=[command[0] for command, _ in SHAPES])
def test_shapes(timtin, small_index: Path, command: tuple[str, ...], names: set[str]) -> None:
    result = timtin(*command, "--json", index=small_index)
    assert result.returncode == 0, result.stderr.decode()
    assert names <= set(json.loads(result.stdout))
    assert result.stderr == b""


def test_output_is_utf8_in_any_locale(timtin, small_index: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    for command in (("show", "a1"), ("search", "Dân vận khéo")):
        for form in ((), ("--json",)):
            result = timtin(*command, *form, index=small_index, env=plain)
            assert result.returncode == 0, result.stderr.decode()
            assert "Dân" in result.stdout.decode()
    # The query is decoded as UTF-8 even if the locale is not UTF-8.
    assert json.loads(timtin("search", "xoài", "--json", index=small_index, env=plain).stdout)["total"] == 1


def test_arguments_that_are_not_utf8(timtin, small_index: Path) -> None:
    result = timtin("search", b"d\xe2n \xff v\xc3", "--json", index=small_index)
    assert result.returncode == 0, result.stderr.decode()
    assert "\N{REPLACEMENT CHARACTER}" in json.loads(result.stdout.decode())["query"]
    assert timtin("show", b"\xff", index=small_index).returncode == 1


def test_words_need_no_quotes(timtin, small_index: Path) -> None:
    together = json.loads(timtin("search", "dan van kheo", "--json", index=small_index).stdout)
    apart = json.loads(timtin("search", "dan", "van", "kheo", "--json", index=small_index).stdout)
    assert together["query"] == apart["query"]
    assert [hit["id"] for hit in together["hits"]] == [hit["id"] for hit in apart["hits"]]


def test_filters_sort_and_paging(timtin, small_index: Path) -> None:
    def ids(*arguments: str) -> list[str]:
        result = timtin("search", *arguments, "--json", "--facets", "", index=small_index)
        assert result.returncode == 0, result.stderr.decode()
        result_page = json.loads(result.stdout)
        assert result_page["facets"] == {}
        return [hit["id"] for hit in result_page["hits"]]

    assert ids("--sort", "newest") == ["a1", "a2", "a3"]
    assert ids("--sort", "oldest") == ["a2", "a1", "a3"]
    assert ids("--sort", "newest", "--limit", "1", "--page", "2") == ["a2"]
    assert ids("--filter", "year=2024") == ["a1"]
    assert sorted(ids("--filter", "year=2024", "--filter", "year=2023")) == ["a1", "a2"]
    assert ids("--filter", "year=2024", "--filter", "source=Nơi khác") == []


def test_facets(timtin, small_index: Path) -> None:
    result_page = json.loads(timtin("search", "--json", "--facets", "year,source", index=small_index).stdout)
    assert set(result_page["facets"]) == {"year", "source"}
    everything = json.loads(timtin("search", "--json", index=small_index).stdout)
    assert {"place", "year", "citation", "author"} <= set(everything["facets"])


def test_analyze(timtin) -> None:
    text = "Xã Phú Mỹ họp ngày 05/3, theo 217-QĐ/TW…"
    tokens = json.loads(timtin("analyze", text, "--json").stdout)
    assert tokens
    for token in tokens:
        assert text[token["start"] : token["end"]] == token["text"]
        assert {"text", "folded", "start", "end", "kind"} <= set(token)
    assert json.loads(timtin("analyze", "-", "--json", stdin=text.encode()).stdout) == tokens
    assert json.loads(timtin("analyze", "", "--json").stdout) == []


def test_export_and_index_again(timtin, small_index: Path, tmp_path: Path) -> None:
    lines = timtin("export", index=small_index).stdout
    assert len(lines.splitlines()) == 3
    copy = tmp_path / "copy"
    assert timtin("index", "-", index=copy, stdin=lines).returncode == 0
    for id in ("a1", "a2", "a3"):
        assert timtin("show", id, "--json", index=copy).stdout == timtin("show", id, "--json", index=small_index).stdout
    assert sorted(timtin("export", index=copy).stdout.splitlines()) == sorted(lines.splitlines())
    array = json.loads(timtin("export", "--json", index=small_index).stdout)
    assert sorted(array, key=lambda article: article["id"]) == sorted(
        map(json.loads, lines.splitlines()), key=lambda article: article["id"]
    )
    out = tmp_path / "out.jsonl.gz"
    assert json.loads(timtin("export", "--out", out, "--json", index=small_index).stdout) == {
        "articles": 3,
        "out": str(out),
    }
    assert json.loads(timtin("index", out, "--json", index=copy).stdout)["unchanged"] == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "out.jsonl.gz"]


def test_delete_and_block(timtin, records: bytes, tmp_path: Path) -> None:
    index = tmp_path / "index"
    timtin("index", "-", index=index, stdin=records)
    result = timtin("delete", "a1", "nobody", "--json", index=index)
    assert result.returncode == 0
    assert json.loads(result.stdout) == {"deleted": 1, "unknown": ["nobody"], "blocked": [], "articles": 2}
    assert b"nobody" in result.stderr
    assert timtin("show", "a1", index=index).returncode == 1
    assert json.loads(timtin("delete", "a2", "--block", "--json", index=index).stdout)["blocked"] == ["a2"]
    report = json.loads(timtin("index", "-", "--json", index=index, stdin=records).stdout)
    assert (report["indexed"], report["unchanged"], len(report["rejected"])) == (1, 1, 1)
    assert "blocked" in report["rejected"][0]["reason"]


def test_the_sample_exported_and_indexed_again_is_equal(timtin, root: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert timtin("index", root / "sample" / "pages", index=first).returncode == 0
    out = tmp_path / "out.jsonl"
    assert timtin("export", "--out", out, index=first).returncode == 0
    assert timtin("index", out, index=second).returncode == 0
    with open_index(first) as one, open_index(second) as other:
        articles = {article.id: article for article in one.articles()}
        assert len(articles) >= 50
        assert {article.id: article for article in other.articles()} == articles


def test_show_prints_provenance(timtin, small_index: Path) -> None:
    shown = timtin("show", "a1", index=small_index).stdout.decode()
    assert "đọc thấy ở: nội dung, “… " in shown
    assert "UBND xã thực hiện Quyết định 217-QĐ/TW.”" in shown
    article = json.loads(timtin("show", "a1", "--json", index=small_index).stdout)
    read = [each for each in article["mentions"] if each["value"] == "217-QĐ/TW"]
    assert read
    for each in article["mentions"]:
        assert article[each["part"]][each["start"] : each["end"]] == each["text"]
