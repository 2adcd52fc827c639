"""`/metrics` for Prometheus: requests by endpoint and status, how long they took, what the index holds and its age."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flask import Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ... import __version__
from ...model import TimtinError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .live_index import LiveIndex

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds; a search takes a few milliseconds, and one of many facets over a large index some tenths."""


class Metrics:
    """The numbers of one mounted search, in a registry of its own: several in one process stay apart."""

    def __init__(self, live: LiveIndex) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "timtin_http_requests", "Requests answered.", ("endpoint", "method", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "timtin_http_request_seconds",
            "Time from request to answer.",
            ("endpoint",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.registry.register(_OfIndex(live))

    def count(self, response: Response) -> None:
        """Count the answer to the present request."""
        endpoint = (request.endpoint or "none").rpartition(".")[2]
        method = request.method if request.method in _METHODS else "other"
        self._requests.labels(endpoint, method, str(response.status_code)).inc()
        started = g.pop("timtin_started", None)
        if started is not None:
            self._seconds.labels(endpoint).observe(time.perf_counter() - started)


class _OfIndex(Collector):
    """Asked for at each scrape: whether the index can be searched, how much it holds, when it last changed."""

    def __init__(self, live: LiveIndex) -> None:
        self._live = live

    def describe(self) -> list[Metric]:
        """Nothing: registering must not open the index."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        try:
            articles = self._live.get().count()
        except (TimtinError, OSError):
            self._live.forget()
            articles = None
        yield GaugeMetricFamily("timtin_index_up", "Whether the index can be searched.", float(articles is not None))
        if articles is not None:
            yield GaugeMetricFamily("timtin_index_articles", "Articles in the index.", articles)
        if (changed := self._live.changed) is not None:
            age = max(0.0, time.time() - changed)
            yield GaugeMetricFamily("timtin_index_age_seconds", "Time since the index last changed.", age)
        about = GaugeMetricFamily("timtin_info", "The version that runs.", labels=("version",))
        about.add_metric((__version__,), 1)
        yield about


def start() -> None:
    """Remember when the present request began."""
    g.timtin_started = time.perf_counter()
