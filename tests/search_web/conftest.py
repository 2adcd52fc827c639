"""A small real index, and clients of the app over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import timtin
from timtin import Article, Attachment
from timtin.search_web import create_app

BODY = (
    "Ngày 05/03/2024, xã Mẫu Lâm sơ kết phong trào dân vận khéo theo Quyết định số 217-QĐ/TW.\n"
    "Bà con hiến đất mở hai con ngõ & trồng hoa dọc bờ kênh.\n\n"
    "Mỗi tổ cử một người trông coi."
)

ODD_IDS = (
    "tin/2024/1", "a//b", "/dau", "../len", "a/./b", "mot hai", "a?b#c%20d&e=f", "đường-về", "%2F", "q\\w", "dòng\nmới",
)  # fmt: skip
"""Ids that a path does not carry unharmed, or that look as if it did not."""


def _articles() -> list[Article]:
    plain = [
        Article(
            id=f"tin-{number}",
            url=f"https://tin.example/{number}",
            title=f"Xã Mẫu Lâm {number} làm đường hoa",
            body=BODY,
            published=f"{2020 + number % 4}-03-{1 + number:02}T08:30:00+07:00",
            source=("Cổng thông tin Mẫu Lâm", "Đài truyền thanh Mẫu Lâm")[number % 2],
            place=("Long An/Huyện Bến Lức", "Hà Nội/Huyện Gia Lâm")[number % 2],
        )
        for number in range(24)
    ]
    odd = [Article(id=id, title=f"Bài có mã lạ số {number}", body="Nội dung.") for number, id in enumerate(ODD_IDS)]
    hostile = Article(
        id="hostile",
        url="javascript:alert(1)",
        title="<script>alert('x')</script> & “ngoặc”",
        body="<img src=x onerror=alert(1)> kịch bản\nDòng hai",
        summary="<b>Tóm tắt</b> kịch bản",
        source="<i>Nguồn</i>",
        author='"><script>',
        attachments=(
            Attachment(name="an toàn.pdf", url="https://tin.example/a.pdf"),
            Attachment(name="độc.pdf", url="JavaScript:alert(2)"),
            Attachment(name="dữ liệu", url="data:text/html,x"),
        ),
    )
    return [*plain, *odd, hostile]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a real index of a few articles."""
    path = tmp_path_factory.mktemp("web") / "index"
    with timtin.create_index(str(path)) as index:
        report = index.add(_articles())
    assert report.indexed == 24 + len(ODD_IDS) + 1
    return path


@pytest.fixture(scope="session")
def app(folder: Path) -> Flask:
    """The app over it."""
    return create_app(folder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the app."""
    return app.test_client()


@pytest.fixture
def odd_ids() -> tuple[str, ...]:
    return ODD_IDS


@pytest.fixture
def failing() -> Callable[[timtin.TimtinError], FlaskClient]:
    """A client of an app whose index cannot be opened for the given reason."""

    def client_of(error: timtin.TimtinError) -> FlaskClient:
        def opener(_folder: Path) -> timtin.Index:
            raise error

        return create_app("nowhere", opener=opener).test_client()

    return client_of
