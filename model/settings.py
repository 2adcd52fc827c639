"""Every setting, in one table: name, default, help. The environment variable is `TIMTIN_` and the name in capitals."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .errors import UsageError


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table; its type is the type of its default."""

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
    Setting("max_limit", 100, "most results a page may be asked to hold"),
    Setting("facet_values", 100, "most values listed of a facet (places, years and months are never cut)"),
    Setting("max_query", 2000, "longest query in characters; what is beyond is left out"),
    Setting("snippet_chars", 240, "length of a snippet in characters, about"),
    Setting("max_file_mb", 16, "largest file, line or record that is read, in MiB"),
    Setting("writer_mb", 96, "memory the tantivy writer may fill before it spills to disk, in MiB"),
    Setting("cors_origin", "*", "origins allowed to read the API, comma-separated (*: any, '': none)"),
    Setting("base_url", "", "public address of the home page, for feeds and sitemaps ('': what a request came to)"),
    Setting("api_keys", "", "keys that the API asks for, comma-separated, or @FILE with one on a line ('': none)"),
    Setting("rate_limit", "", "requests a client may make of API and feeds, as 60/minute; 1000/day ('': any number)"),
    Setting("proxies", 0, "proxies in front of the web server whose X-Forwarded-… headers are believed"),
    Setting("metrics", 1, "whether /metrics answers (1 or 0)"),
    Setting("curation", "", "folder of synonyms, best bets and stop phrases ('': `curation` in the index folder)"),
    Setting("use_log", "", "file of the use log, SQLite, without personal data ('': nothing is recorded)"),
    Setting("use_log_days", 90, "days that the use log keeps"),
    Setting("use_log_hours", 3, "different hours in which a query must be asked before the use log keeps its words"),
    Setting("use_log_api", 0, "whether /api/queries tells what the use log counted (1 or 0)"),
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
    """The value of a setting that is text."""
    return str(_value(name, environ))


def number(name: Name, environ: Mapping[str, str] | None = None) -> int:
    """The value of a setting that is a whole number.

    Raises:
        UsageError: the environment holds something that is no whole number.
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
            f"{setting.variable}={raw!r} is no whole number; it sets the {setting.help}.", field=name
        ) from None
