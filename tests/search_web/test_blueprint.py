"""The search as a blueprint in another Flask app."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from lxml import html

from timtin.search_web import create_app, create_blueprint


@pytest.fixture
def host(folder: Path) -> Flask:
    """An app with its own page and error handler, and two searches."""
    app = Flask("host", static_folder=None)
    app.register_blueprint(create_blueprint(folder), url_prefix="/tim")
    app.register_blueprint(create_blueprint(folder, name="khac"), url_prefix="/a/b")

    @app.get("/")
    def front() -> str:
        return "the host's own"

    @app.errorhandler(404)
    def not_found(_error: object) -> tuple[str, int]:
        return "the host's 404", 404

    return app


@pytest.mark.parametrize("prefix", ["/tim", "/a/b"])
def test_every_link_stays_under_the_prefix(host: Flask, prefix: str) -> None:
    client = host.test_client()
    addresses = (
        "/",
        "/?q=dân",
        "/?q=dân&year=2021",
        "/articles/tin-3?q=dân",
        "/articles/nope",
        "/?page=0",
        "/places/Long An",
        "/documents/217-QĐ/TW",
        "/help",
        "/about?lang=en",
    )
    for address in addresses:
        tree = html.fromstring(client.get(prefix + address).text)
        for each in tree.cssselect("a[href^='/'], link[href], form[action]"):
            target = (each.get("href") or each.get("action")).removeprefix("http://localhost")
            assert target.startswith(prefix + "/")
        with client.get(tree.cssselect("link[rel=stylesheet]")[0].get("href")) as style:
            assert style.content_type.startswith("text/css")


def test_errors_under_the_prefix_are_those_of_the_search(host: Flask) -> None:
    client = host.test_client()
    assert client.get("/tim/api/nothing").json["error"]["code"] == "not_found"
    assert client.get("/tim/api/search?x=1").json["error"]["field"] == "x"
    assert client.post("/tim/api/search").json["error"]["code"] == "method_not_allowed"
    assert "Không có bài này" in client.get("/tim/articles/nope").text
    assert client.get("/tim/readyz").json["status"] == "ready"


def test_the_host_application_is_unaffected(host: Flask) -> None:
    client = host.test_client()
    response = client.get("/")
    assert response.text == "the host's own"
    assert "Content-Security-Policy" not in response.headers
    assert client.get("/nope").text == "the host's 404"
    assert client.get("/api/search").text == "the host's 404"


def test_nested_in_another_blueprint(folder: Path) -> None:
    outer = Blueprint("outer", __name__, url_prefix="/ngoai")
    outer.register_blueprint(create_blueprint(folder), url_prefix="/trong")
    app = Flask("host")
    app.register_blueprint(outer)
    tree = html.fromstring(app.test_client().get("/ngoai/trong/?q=dân").text)
    assert tree.cssselect(".hit h2 a")[0].get("href").startswith("/ngoai/trong/articles/")


def test_under_a_script_name(folder: Path) -> None:
    client: FlaskClient = create_app(folder).test_client()
    tree = html.fromstring(client.get("/?q=dân", environ_overrides={"SCRIPT_NAME": "/cong"}).text)
    assert tree.cssselect("form.search")[0].get("action") == "/cong/"
