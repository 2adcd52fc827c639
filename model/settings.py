"""The table of all settings with name, default and help text.

The environment variable of a setting is `TIMTIN_` followed by its name in capitals.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .errors import UsageError


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. The type of a setting is the type of its default."""

    name: str
    default: str | int
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that overrides the default."""
        return f"TIMTIN_{self.name.upper()}"


TABLE: tuple[Setting, ...] = (
    Setting("index", "index", "folder of the index"),
    Setting("engine", "tantivy", "engine of a new index: tantivy or whoosh"),
    Setting("host", "127.0.0.1", "address the web server listens on"),
    Setting("port", 8080, "port the web server listens on (0: any free one)"),
    Setting("threads", 4, "threads of the web server"),
    Setting("limit", 10, "results on a page"),
    Setting("max_limit", 100, "largest number of results on a page that can be requested"),
    Setting("facet_values", 100, "most values listed for a facet (places, years and months are never cut)"),
    Setting("max_query", 2000, "longest query in characters; longer queries are cut"),
    Setting("snippet_chars", 240, "approximate length of a snippet in characters"),
    Setting("max_file_mb", 16, "largest file, line or record that is read, in MiB"),
    Setting("writer_mb", 96, "memory of the tantivy writer before it writes a segment to disk, in MiB"),
    Setting("cors_origin", "*", "origins allowed to read the API, comma-separated (*: any, '': none)"),
    Setting("base_url", "", "public URL of the home page, for feeds and sitemaps ('': the URL of the request)"),
    Setting("api_keys", "", "keys accepted by the API, comma-separated, or @FILE with one key per line ('': none)"),
    Setting("rate_limit", "", "requests per client to the API and feeds, such as 60/minute; 1000/day ('': unlimited)"),
    Setting("proxies", 0, "number of proxies in front of the web server whose X-Forwarded-… headers are trusted"),
    Setting("metrics", 1, "whether /metrics is available (1 or 0)"),
    Setting("curation", "", "folder of synonyms, best bets and stop phrases ('': `curation` in the index folder)"),
    Setting("use_log", "", "file of the query log, SQLite, without personal data ('': nothing is recorded)"),
    Setting("use_log_days", 90, "days that the query log keeps"),
    Setting("use_log_hours", 3, "different hours in which a query must be searched before its words are recorded"),
    Setting("use_log_api", 0, "whether /api/queries returns the report of the query log (1 or 0)"),
    Setting("site_name", "Tìm tin", "name shown at the top of the search page"),
)

_BY_NAME = {setting.name: setting for setting in TABLE}

Name = Literal[
    "index", "engine", "host", "port", "threads", "limit", "max_limit", "facet_values", "max_query",
    "snippet_chars", "max_file_mb", "writer_mb", "cors_origin", "site_name",
    "base_url", "api_keys", "rate_limit", "proxies", "metrics", "curation", "use_log", "use_log_days",
    "use_log_hours", "use_log_api",
]  # fmt: skip


def text(name: Name, environ: Mapping[str, str] | None = None) -> str:
    """Return the value of a text setting."""
    return str(_value(name, environ))


def number(name: Name, environ: Mapping[str, str] | None = None) -> int:
    """Return the value of a numeric setting.

    Raises:
        UsageError: The environment variable is not a whole number.
    """
    return int(_value(name, environ))


def _value(name: str, environ: Mapping[str, str] | None) -> str | int:
    setting = _BY_NAME[name]
    raw = (os.environ if environ is None else environ).get(setting.variable)
    if raw is None:
        return setting.default
    try:
        return type(setting.default)(raw)
    except ValueError:
        raise UsageError(
            f"{setting.variable}={raw!r} is not a whole number; it sets: {setting.help}.", field=name
        ) from None
