"""The shared index of a server: opened on first use, refreshed, and tried again while missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import timtin
from timtin import Article, IndexMissing
from timtin.search_web import create_app
from timtin.search_web.site.live_index import LiveIndex


class FakeIndex:
    """A stand-in for an index that counts the calls of its methods."""

    def __init__(self) -> None:
        self.refreshed = self.closed = 0

    def refresh(self) -> None:
        self.refreshed += 1

    def close(self) -> None:
        self.closed += 1


def test_the_index_is_refreshed_at_most_every_second(tmp_path: Path) -> None:
    now, index = [100.0], FakeIndex()
    live = LiveIndex(tmp_path, opener=lambda _: index, clock=lambda: now[0])  # type: ignore[arg-type,return-value]
    live.get()
    live.get()
    assert index.refreshed == 0
    now[0] += 1
    live.get()
    live.get()
    assert index.refreshed == 1
    live.close()
    assert index.closed == 1


def test_a_missing_index_is_tried_again(tmp_path: Path) -> None:
    results: list[Any] = [IndexMissing("not yet"), FakeIndex()]

    def opener(_folder: Path) -> Any:
        result = results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

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
