"""The side index of completions: exact counts, one transaction, and reading without locks."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.engines.document import Document
from timtin.model import IndexDamaged, IndexWriteError
from timtin.store.completions import ledger as completion_ledger
from timtin.store.completions import writer as completions
from timtin.store.completions.reader import NAMES_FILE, CompletionsReader
from timtin.store.completions.segment import CompletionSegment
from timtin.store.completions.writer import LEDGER_FILE, CompletionsWriter

Offered = tuple[tuple[str, str], ...]


def document(id: str, *offered: tuple[str, str], day: int = 0) -> Document:
    return Document(id=id, texts={}, exact={}, keys={"day": day}, stored=b"", completions=offered)


def write(folder: Path, *documents: Document, gone: tuple[str, ...] = ()) -> None:
    writer = CompletionsWriter(folder)
    for each in documents:
        writer.put(each)
    for id in gone:
        writer.delete(id)
    writer.commit()


def visible(found: CompletionsReader) -> dict[tuple[str, str], int]:
    """Return all completions with their numbers of articles."""
    segments = found.segments()
    out: dict[tuple[str, str], int] = {}
    for segment in segments:
        hidden = segment.superseded_by(segments[1]) if len(segments) > 1 and segment is segments[0] else None
        for number in range(len(segment)):
            if hidden is None or not hidden[number]:
                key = segment.kind(number), segment.text(number)
                assert key not in out, "in both files"
                out[key] = int(segment.counts[number])
    return out


def read(folder: Path) -> dict[tuple[str, str], int]:
    return visible(CompletionsReader(folder))


KHEO = ("topic", "Dân vận khéo")


def test_articles_count_once_and_not_after_replacement_or_deletion(tmp_path: Path) -> None:
    write(tmp_path, document("a", KHEO, ("title", "Họp")), document("b", KHEO), document("b", KHEO))
    assert read(tmp_path) == {KHEO: 2, ("title", "Họp"): 1}
    write(tmp_path, document("a", KHEO))
    assert read(tmp_path) == {KHEO: 2}
    write(tmp_path, gone=("a", "nobody"))
    assert read(tmp_path) == {KHEO: 1}
    write(tmp_path, gone=("b",))
    assert read(tmp_path) == {}


def test_a_phrase_becomes_a_completion_with_its_second_article(tmp_path: Path) -> None:
    phrase = ("phrase", "nông thôn mới")
    write(tmp_path, document("a", phrase))
    assert read(tmp_path) == {}
    write(tmp_path, document("a", phrase))  # the same article again
    assert read(tmp_path) == {}
    write(tmp_path, document("b", phrase))
    assert read(tmp_path) == {phrase: 2}


def test_spellings_of_one_text_are_one_completion(tmp_path: Path) -> None:
    write(tmp_path, document("a", ("place", "Xã Hoà Bình")), document("b", ("place", "XÃ HÒA BÌNH")))
    assert list(read(tmp_path).values()) == [2]


def test_a_title_names_an_article_with_this_title(tmp_path: Path) -> None:
    title = ("title", "Thông báo")
    write(tmp_path, document("a", title), document("b", title))
    write(tmp_path, document("b", title))  # replaced by itself, it remains the owner
    segment = CompletionsReader(tmp_path).segments()[-1]
    assert segment.owner(0) == "b"
    write(tmp_path, gone=("b",))
    segment = CompletionsReader(tmp_path).segments()[-1]
    assert (segment.owner(0), int(segment.counts[0])) == ("", 1)


def test_completions_are_ranked_by_number_of_articles_and_recency(tmp_path: Path) -> None:
    rows = [
        document("a", ("place", "Một"), day=20240101),
        *(document(f"b{number}", ("place", "Nhiều"), day=20240101) for number in range(5)),
        document("c", ("place", "Mới"), day=20250601),
        document("d", ("place", "Cũ"), day=20100101),
    ]
    write(tmp_path, *rows)
    (segment,) = CompletionsReader(tmp_path).segments()
    assert [segment.text(number) for number in range(4)] == ["Nhiều", "Mới", "Một", "Cũ"]


_IDS = st.sampled_from("abcdef")
_OFFERED = st.lists(
    st.tuples(st.sampled_from(["topic", "phrase", "title"]), st.sampled_from(["một", "hai", "ba"])),
    max_size=4,
    unique=True,
).map(tuple)
_STEPS = st.lists(
    st.one_of(st.tuples(_IDS, _OFFERED), st.tuples(_IDS, st.none()), st.sampled_from(["commit", "rollback"]))
)


@settings(max_examples=60)
@given(_STEPS, st.sampled_from([0, 2, 10_000]))
def test_any_sequence_of_changes_commits_and_rollbacks(
    tmp_path_factory: pytest.TempPathFactory, steps: list[object], small: int
) -> None:
    """The files agree with a dictionary of the committed articles; `small` decides how often a new base is written."""
    folder = tmp_path_factory.mktemp("ledger")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completions, "_MIN_CHANGED", small)
        patch.setattr(completions, "_BATCH", 3)
        committed: dict[str, Offered] = {}
        now: dict[str, Offered] = {}
        writer = CompletionsWriter(folder)
        for step in [*steps, "commit"]:
            if step == "commit":
                writer.commit()
                committed = dict(now)
                assert read(folder) == expected(committed)
            elif step == "rollback":
                writer.rollback()
                now = dict(committed)
            elif isinstance(step, tuple) and step[1] is None:
                writer.delete(step[0])
                now.pop(step[0], None)
            elif isinstance(step, tuple):
                writer.put(document(step[0], *step[1]))
                now[step[0]] = step[1]
    assert len(list(folder.iterdir())) <= 4


def expected(articles: dict[str, Offered]) -> dict[tuple[str, str], int]:
    counts = Counter(each for offered in articles.values() for each in offered)
    return {each: count for each, count in counts.items() if each[0] != "phrase" or count > 1}


def test_readers_keep_their_snapshot_and_create_no_files(tmp_path: Path) -> None:
    write(tmp_path, document("a", KHEO))
    reader = CompletionsReader(tmp_path)
    files = sorted(tmp_path.iterdir())
    assert visible(reader) == {KHEO: 1}
    assert sorted(tmp_path.iterdir()) == files
    assert reader.refreshed() is reader
    write(tmp_path, document("b", KHEO))
    assert visible(reader) == {KHEO: 1}
    later = reader.refreshed()
    assert visible(later) == {KHEO: 2}
    assert later.segments()[0] is reader.segments()[0]  # the base is mapped once


def test_files_have_the_mode_of_the_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    before = os.umask(0o077)
    try:
        write(tmp_path, document("a", KHEO))
    finally:
        os.umask(before)
    assert {oct(path.stat().st_mode & 0o777) for path in tmp_path.iterdir()} == {"0o644"}


def test_an_index_without_articles_has_no_completions(tmp_path: Path) -> None:
    CompletionsWriter(tmp_path).commit()
    assert list(tmp_path.iterdir()) == []
    assert read(tmp_path) == {}


def test_a_writer_that_is_killed_has_changed_nothing(tmp_path: Path) -> None:
    write(tmp_path, document("a", KHEO))
    script = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from timtin.store.completions import writer as completions
        from timtin.engines.document import Document
        completions._BATCH = 1
        writer = completions.CompletionsWriter(Path(sys.argv[1]))
        for number in range(500):
            offered = (("topic", f"Chủ đề {number}"), ("topic", "Dân vận khéo"))
            writer.put(Document(id=f"x{number}", texts={}, exact={}, keys={}, stored=b"", completions=offered))
        os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False)
    assert read(tmp_path) == {KHEO: 1}
    write(tmp_path, document("b", KHEO))
    assert read(tmp_path) == {KHEO: 2}


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, document("a", KHEO))
    many = [document(f"x{number}", ("title", f"Tiêu đề dài số {number} " * 4)) for number in range(2000)]
    with monkeypatch.context() as patch:
        patch.setattr(completion_ledger, "_TABLES", "PRAGMA max_page_count = 20;" + completion_ledger._TABLES)
        writer = CompletionsWriter(tmp_path)
        with pytest.raises(IndexWriteError, match="full"):
            for each in many:
                writer.put(each)
        writer.rollback()
    assert read(tmp_path) == {KHEO: 1}
    write(tmp_path, *many)
    assert len(read(tmp_path)) == 2001


def test_an_interrupted_commit_is_completed_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, document("a", KHEO))

    whole = completions.write_atomically

    def refuse(path: Path, data: bytes) -> None:
        if path.name == NAMES_FILE:
            raise IndexWriteError("no room")
        whole(path, data)

    for small in (0, 10_000):  # the commit has written a new base, or a recent file
        monkeypatch.setattr(completions, "_MIN_CHANGED", small)
        before = read(tmp_path)
        monkeypatch.setattr(completions, "write_atomically", refuse)
        with pytest.raises(IndexWriteError):
            write(tmp_path, document(f"b{small}", KHEO))
        monkeypatch.setattr(completions, "write_atomically", whole)
        assert read(tmp_path) == before
        write(tmp_path, document(f"c{small}", KHEO))
        assert read(tmp_path) == {KHEO: before[KHEO] + 2}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"base": "../manifest.json"}', b'{"base": "completions-9-base.bin"}']
)
def test_a_damaged_names_file_is_reported(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAMES_FILE).write_bytes(content)
    with pytest.raises(IndexDamaged):
        CompletionsReader(tmp_path).segments()


@pytest.mark.parametrize("size", [0, 10, 60, -20])
def test_a_truncated_file_is_reported(tmp_path: Path, size: int) -> None:
    write(tmp_path, document("a", KHEO))
    (path,) = tmp_path.glob("*-base.bin")
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(IndexDamaged):
        CompletionsReader(tmp_path).segments()


def test_a_damaged_ledger_is_reported_to_writers_only(tmp_path: Path) -> None:
    write(tmp_path, document("a", KHEO))
    (tmp_path / LEDGER_FILE).write_bytes(b"no database at all" * 100)
    assert read(tmp_path) == {KHEO: 1}
    with pytest.raises(IndexDamaged, match="--rebuild"):
        write(tmp_path, document("b", KHEO))


def test_phrases_of_one_article_are_pruned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completion_ledger, "MAX_SINGLE_PHRASES", 10)
    monkeypatch.setattr(completions, "_MIN_CHANGED", 0)
    often = ("phrase", "hay gặp")
    write(tmp_path, *(document(f"{n}", ("phrase", f"cụm {n}"), *([often] if n < 2 else [])) for n in range(20)))
    write(tmp_path, document("again", ("phrase", "cụm 3")))
    assert read(tmp_path) == {often: 2}
    write(tmp_path, gone=tuple(map(str, range(20))))
    assert read(tmp_path) == {}


def test_words_within_one_edit(tmp_path: Path) -> None:
    write(tmp_path, document("a", ("place", "Nguyễn thành trường")))
    common = CompletionSegment(next(tmp_path.glob("*-base.bin"))).common
    for typed in ("nguyen", "nguyn", "ngguyen", "nguyem", "ngueyn", "guyen", "nguy"):
        assert "nguyen" in common.within_one_edit(typed), typed
    for typed in ("ngan", "thanhh xa", "", "x" * 50):
        assert "nguyen" not in common.within_one_edit(typed), typed
