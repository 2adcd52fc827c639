"""`explain=1`: why the hits of a page stand where they do."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    "query", ["dân vận khéo", "dan van kheo", "DÂN VẬN KHÉO", "217-QĐ/TW", "xyzzy xã làm đường hoa kênh"]
)
def test_parts_add_up(client: FlaskClient, query: str) -> None:
    told = client.get("/api/search", query_string={"q": query, "explain": "1", "limit": "5"}).json
    assert told["hits"]
    assert [hit["id"] for hit in told["explanation"]["hits"]] == [hit["id"] for hit in told["hits"]]
    for hit in told["explanation"]["hits"]:
        assert hit["parts"]
        assert sum(part["score"] for part in hit["parts"]) == pytest.approx(hit["score"], rel=5e-3, abs=5e-3)


def test_only_where_it_is_asked_for(client: FlaskClient) -> None:
    assert "explanation" not in client.get("/api/search?q=hoa").json
    assert client.get("/api/search?q=&explain=1").status_code == 200
