"""Prometheus metrics: requests by endpoint and status, their duration, and the size and age of the index."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flask import Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ..._version import __version__
from ...model import TimtinError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .live_index import LiveIndex

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Histogram buckets in seconds. A search takes milliseconds, or tenths of a second with many facets."""


class Metrics:
    """The metrics of one mounted search, in a registry of its own, so that several in one process stay separate."""

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
        self.registry.register(_IndexCollector(live))

    def count(self, response: Response) -> None:
        """Count the response to the current request."""
        endpoint = (request.endpoint or "none").rpartition(".")[2]
        method = request.method if request.method in _METHODS else "other"
        self._requests.labels(endpoint, method, str(response.status_code)).inc()
        started = g.pop("timtin_started", None)
        if started is not None:
            self._seconds.labels(endpoint).observe(time.perf_counter() - started)


class _IndexCollector(Collector):
    """Collects the state of the index at each scrape: whether it can be searched, its size, its age."""

    def __init__(self, live: LiveIndex) -> None:
        self._live = live

    def describe(self) -> list[Metric]:
        """Return nothing, since registration must not open the index."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges."""
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
        version = GaugeMetricFamily("timtin_info", "The running version.", labels=("version",))
        version.add_metric((__version__,), 1)
        yield version


def start() -> None:
    """Record the start time of the current request."""
    g.timtin_started = time.perf_counter()
