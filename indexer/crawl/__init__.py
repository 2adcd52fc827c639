"""The crawler: fetches the pages of a portal into a WARC file, politely, within the site, and resumably.

Layers, top to bottom: run (the crawl) > outcome (handling of an answer) | open_archive | politeness (robots.txt,
delays) > links | archive (the WARC file) | frontier (URLs and checkpoints) > fetch > deadline ; urls > options.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .options import CrawlOptions, CrawlReport, Progress
    from .run import crawl

_HOME = {"CrawlOptions": "options", "CrawlReport": "options", "Progress": "options", "crawl": "run"}

__all__ = ["CrawlOptions", "CrawlReport", "Progress", "crawl"]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value
