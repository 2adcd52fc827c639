"""`explain=1`: the explanation of the scores of a page."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    "query", ["dân vận khéo", "dan van kheo", "DÂN VẬN KHÉO", "217-QĐ/TW", "xyzzy xã làm đường hoa kênh"]
)
def test_the_parts_of_a_score_add_up(client: FlaskClient, query: str) -> None:
    result = client.get("/api/search", query_string={"q": query, "explain": "1", "limit": "5"}).json
    assert result["hits"]
    assert [hit["id"] for hit in result["explanation"]["hits"]] == [hit["id"] for hit in result["hits"]]
    for hit in result["explanation"]["hits"]:
        assert hit["parts"]
        assert sum(part["score"] for part in hit["parts"]) == pytest.approx(hit["score"], rel=5e-3, abs=5e-3)


def test_explanations_are_included_only_on_request(client: FlaskClient) -> None:
    assert "explanation" not in client.get("/api/search?q=hoa").json
    assert client.get("/api/search?q=&explain=1").status_code == 200
