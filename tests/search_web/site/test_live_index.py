"""The shared index: opened late, followed, found again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import timtin
from timtin import Article, IndexMissing
from timtin.search_web import create_app
from timtin.search_web.site.live_index import LiveIndex


class Counting:
    """Stands for an index and counts what is done to it."""

    def __init__(self) -> None:
        self.refreshed = self.closed = 0

    def refresh(self) -> None:
        self.refreshed += 1

    def close(self) -> None:
        self.closed += 1


def test_it_is_refreshed_at_most_every_second(tmp_path: Path) -> None:
    now, opened = [100.0], Counting()
    live = LiveIndex(tmp_path, opener=lambda _: opened, clock=lambda: now[0])  # type: ignore[arg-type,return-value]
    live.get()
    live.get()
    assert opened.refreshed == 0
    now[0] += 1
    live.get()
    live.get()
    assert opened.refreshed == 1
    live.close()
    assert opened.closed == 1


def test_a_missing_index_is_looked_for_again(tmp_path: Path) -> None:
    answers: list[Any] = [IndexMissing("not yet"), Counting()]

    def opener(_folder: Path) -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    live = LiveIndex(tmp_path, opener=opener)
    with pytest.raises(IndexMissing):
        live.get()
    assert live.get() is live.get()


def test_new_commits_and_a_new_index_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timtin.search_web.site.live_index.REFRESH_SECONDS", 0.0)
    folder = tmp_path / "index"
    client = create_app(folder).test_client()
    assert client.get("/readyz").status_code == 503
    for number in (1, 2):
        with timtin.create_index(str(folder)) as index:
            index.add([Article(id=str(number), title="Tin mẫu", body="Nội dung.")])
        assert client.get("/api/search").json["total"] == number
