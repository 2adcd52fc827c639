"""The OpenAPI description is accurate: schemathesis reports nothing, and responses match their schemas exactly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema_rs
import pytest
import schemathesis
import schemathesis.config
import schemathesis.engine
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis.engine import events
from schemathesis.specs.openapi import definitions
from werkzeug.serving import make_server

import timtin
from timtin import FilterError
from timtin.model import UsageError
from timtin.search_web import create_app
from timtin.search_web.api import routes as programs
from timtin.search_web.api.openapi import ERRORS, OPERATIONS
from timtin.search_web.http import parameters
from timtin.search_web.http.parameters import FILTERS, Parameter


def findings(app: Flask, paths: str, **options: Any) -> list[str]:
    """Return what schemathesis reports on the operations of `paths`, in all its phases."""
    config = schemathesis.config.SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "continue-on-failure": True,
            "generation": {"max-examples": 10, "deterministic": True, "database": "none"},
            **options,
        }
    )
    reported, requests = [], 0
    with serving(app) as address:
        schema = schemathesis.openapi.from_url(f"{address}/api/openapi.json", config=config)
        for event in schemathesis.engine.from_schema(schema.include(path_regex=paths)).execute():
            match event:
                case events.ScenarioFinished(recorder=recorder):
                    requests += len(recorder.interactions)
                    for case, checks in recorder.checks.items():
                        failures = [f"{c.name}: {c.failure_info.failure!r}" for c in checks if c.failure_info]
                        if failures and valid_as_sent(recorder.interactions[case].request.uri, schema.raw_schema):
                            failures = [each for each in failures if not each.startswith("negative_data_rejection:")]
                        reported += failures
                case events.NonFatalError(value=error, label=label):
                    reported.append(f"{label}: {error!r}")
                case events.FatalError(exception=error):
                    raise error
    assert requests > 20
    return reported


def valid_as_sent(uri: str, description: dict[str, Any]) -> bool:
    """Return whether the query string of a request satisfies the description.

    Schemathesis also mutates the types of values (an array of texts becomes a number, a number an object). A query
    string has no types, so a request may be valid as sent although the generated values were not.
    """
    split = urlsplit(uri)
    operation = description["paths"].get(split.path)
    if operation is None:  # a path with parameters of its own
        return False
    given = parse_qs(split.query, keep_blank_values=True)
    for each in operation["get"].get("parameters", ()):
        values: list[Any] = given.pop(each["name"], [])
        if each["schema"]["type"] == "array":
            value = values if each["explode"] else [word for text in values for word in text.split(",")]
        elif not values or (values == [""] and each.get("allowEmptyValue")):
            if each.get("required"):
                return False
            continue
        elif len(values) > 1:
            return False
        else:
            [text] = values
            value = int(text) if each["schema"]["type"] == "integer" and re.fullmatch(r"-?\d{1,15}", text) else text
        if not jsonschema_rs.is_valid(each["schema"], value):
            return False
    return not given


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the app on a free port, and yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    "paths", ["^/api/search$", "^/api/suggest$", "^/api/(articles|similar)", "^/(feed|health|ready|api/openapi)"]
)
def test_schemathesis_reports_nothing(app: Flask, paths: str) -> None:
    assert findings(app, paths) == []


SENT = [
    ("/feed.atom", True),
    ("/feed.atom?citation=2.4e-81&after=&limit=", True),
    ("/api/search?facets=year,place&year=2024&year=2023&limit=5", True),
    ("/feed.atom?limit=0", False),
    ("/feed.atom?limit=5&limit=5", False),
    ("/feed.atom?year=24", False),
    ("/feed.atom?colour=red", False),
    ("/api/search?facets=colour", False),
    ("/api/articles", False),
    ("/api/articles/1", False),
]


@pytest.mark.parametrize(("uri", "valid"), SENT)
def test_validity_of_requests_as_sent(client: FlaskClient, uri: str, valid: bool) -> None:
    assert valid_as_sent(uri, document(client)) == valid


def test_schemathesis_reports_nothing_with_api_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_API_KEYS", "one,two")
    assert findings(create_app(folder), "^/api/suggest$", headers={"Authorization": "Bearer two"}) == []


def document(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/api/openapi.json")
    assert response.status_code == 200
    description: dict[str, Any] = response.json
    return description


def test_the_document_is_openapi_3_1(client: FlaskClient) -> None:
    description = document(client)
    assert description["openapi"].startswith("3.1.")
    definitions.OPENAPI_31_VALIDATOR.validate(description)
    assert set(description["paths"]) == {operation.path for operation in OPERATIONS}
    ids = [item["get"]["operationId"] for item in description["paths"].values()]
    assert len(ids) == len(set(ids))
    text = json.dumps(description)
    for name in set(re.findall(r"#/components/(\w+/\w+)", text)):
        kind, part = name.split("/")
        assert part in description["components"][kind], name
    for part in description["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **part})


def test_every_api_endpoint_is_described() -> None:
    undescribed = {"api_unknown", "opensearch", "sitemap", "sitemap_part", "metrics"}
    assert {endpoint for endpoint, _, _ in programs.ROUTES} - undescribed == {each.endpoint for each in OPERATIONS}


def exact(description: dict[str, Any], name: str) -> jsonschema_rs.Validator:
    """Return a validator for the schema of this name that rejects properties which the schema does not name."""

    def closed(value: Any) -> Any:
        if isinstance(value, list):
            return [closed(each) for each in value]
        if not isinstance(value, dict):
            return value
        out = {key: closed(each) for key, each in value.items()}
        if "properties" in out and "additionalProperties" not in out:
            out["additionalProperties"] = False
        return out

    components = closed(description["components"])
    return jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{name}", "components": components})


RESPONSES = [
    ("/api/search", "ResultPage"),
    ("/api/search?q=dan+van&explain=1&year=2023", "ResultPage"),
    ("/api/search?q=kịch&facets=", "ResultPage"),
    ("/api/search?q=vắng", "ResultPage"),
    ("/api/suggest?q=x", "Suggestions"),
    ("/api/articles/tin-3", "Article"),
    ("/api/articles/hostile", "Article"),
    ("/api/articles?id=a//b", "Article"),
    ("/api/similar/tin-3", "Similar"),
    ("/api/nothing", "Error"),
    ("/api/search?year=abc", "Error"),
    ("/healthz", "Alive"),
    ("/readyz", "Ready"),
]


@pytest.mark.parametrize(("address", "name"), RESPONSES)
def test_responses_match_their_schemas_exactly(client: FlaskClient, address: str, name: str) -> None:
    exact(document(client), name).validate(client.get(address).json)


def test_errors_are_described_by_status() -> None:
    raised = {error.status for error in vars(timtin).values() if isinstance(error, type) and hasattr(error, "status")}
    assert raised <= set(ERRORS)
    assert {400, 401, 404, 405, 413, 414, 429, 500, 503} == set(ERRORS)


TABLE = {parameter.name: parameter for parameter in parameters.search(100)}
ALMOST_VALID = st.one_of(
    st.text(max_size=12),
    st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}", fullmatch=True),
    st.from_regex(r"(19|20)[0-9]{2}-02-(28|29|30)", fullmatch=True),
    st.sampled_from(
        ["district", "Huyện Bến Lức", "Long An/Huyện Bến Lức", "217-QĐ/TW", "/", "//", "0000", "1900-02-29"]
    ),
)


@pytest.fixture(scope="module")
def index(folder: Path) -> Iterator[timtin.Index]:
    with timtin.open_index(folder) as opened:
        yield opened


@settings(deadline=None, max_examples=200)
@given(name=st.sampled_from(FILTERS), value=ALMOST_VALID)
def test_filters_accept_what_the_searcher_accepts(index: timtin.Index, name: str, value: str) -> None:
    def accepted_by_searcher() -> bool:
        try:
            index.search("", filters={name: [value]}, facets=(), limit=1)
        except FilterError:
            return False
        return True

    def accepted_by_table() -> bool:
        try:
            return bool(TABLE[name].read([value]))
        except FilterError:
            return False

    assert accepted_by_table() == accepted_by_searcher()


@settings(deadline=None, max_examples=200)
@given(
    parameter=st.sampled_from([*TABLE.values()]), value=ALMOST_VALID | st.from_regex(r"-?[0-9]{1,8}", fullmatch=True)
)
def test_schemas_accept_what_the_parameters_accept(parameter: Parameter, value: str) -> None:
    schema = parameter.openapi()["schema"]
    schema = schema.get("items", schema)
    typed_value: Any = value.strip() if parameter.many or parameter.listed else value
    if schema["type"] == "integer":
        typed_value = int(value) if re.fullmatch("[0-9]+", value, re.ASCII) else value
    if not str(typed_value).strip() or (parameter.listed and "," in value):
        return
    try:
        accepted = bool(parameter.read([value]))
    except UsageError:
        accepted = False
    assert jsonschema_rs.is_valid(schema, typed_value) == accepted


@pytest.mark.parametrize("prefix", ["", "/tim"])
def test_the_server_url_is_that_of_the_mounted_search(folder: Path, prefix: str) -> None:
    host = Flask("host", static_folder=None)
    host.register_blueprint(timtin.search_web.create_blueprint(folder), url_prefix=prefix or None)
    description = host.test_client().get(f"{prefix}/api/openapi.json").json
    assert description["servers"] == [{"url": f"http://localhost{prefix}"}]


def test_limits_and_keys_follow_the_settings(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_MAX_LIMIT", "7")
    monkeypatch.setenv("TIMTIN_API_KEYS", "k")
    monkeypatch.setenv("TIMTIN_RATE_LIMIT", "100/minute")
    monkeypatch.setenv("TIMTIN_BASE_URL", "https://tin.example/tim/")
    description = document(create_app(folder).test_client())
    definitions.OPENAPI_31_VALIDATOR.validate(description)
    search = description["paths"]["/api/search"]["get"]
    (limit,) = [each for each in search["parameters"] if each["name"] == "limit"]
    assert limit["schema"]["maximum"] == 7
    assert search["security"] == [{"bearer": []}, {"key": []}]
    assert {"401", "429"} <= set(search["responses"])
    assert "security" not in description["paths"]["/feed.atom"]["get"]
    assert "429" not in description["paths"]["/healthz"]["get"]["responses"]
    assert description["servers"] == [{"url": "https://tin.example/tim"}]
