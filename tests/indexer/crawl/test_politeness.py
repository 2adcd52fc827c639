"""The pause that robots.txt demands between two requests."""

from __future__ import annotations

import pytest
from protego import Protego

from timtin.indexer.crawl.politeness import RobotsRules


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("5", 5), ("0.5", 0.5), ("1e9", 600), ("nan", 0), ("-3", 0), ("soon", 0), ("", 0)],
)
def test_the_delay_that_a_host_demands(written: str, seconds: float) -> None:
    assert RobotsRules(Protego.parse(f"User-agent: *\nCrawl-delay: {written}")).delay() == seconds
