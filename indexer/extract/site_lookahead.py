"""A bounded look ahead at the pages of a run, which gives each page the learned boilerplate of its site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from ..decoding.charset import clean_text, decode
from ..decoding.file_type import is_page_type, page_type
from ..html.tree import parse
from ..page import Item, Page
from .learned_boilerplate import BoilerplateLearner, LearnedLines
from .lines import clean_lines, join_labels

_AHEAD_ITEMS, _AHEAD_BYTES = 256, 16 << 20
_LARGEST = 1 << 20
"""Bytes. A larger page is not sampled: boilerplate is short."""
_EXACT = (b"news-bodyhtml", b'content="NukeViet')
"""Found in pages whose article is delimited so exactly that nothing has to be learned."""
_MAX_SITES = 1000


def with_learned_boilerplate(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the same items in the same order, each page with the learned boilerplate of its site.

    Up to 256 items or 16 MiB are read ahead. Once 60 pages of a site were sampled, what was learned of it no longer
    changes. The result depends on the items and their order alone.
    """
    learners: dict[str, BoilerplateLearner] = {}
    known: dict[str, LearnedLines] = {}
    ahead: list[Item] = []
    size = 0
    for item in items:
        if not isinstance(item, Page) and not ahead:
            yield item  # records have no boilerplate
            continue
        ahead.append(item)
        size += len(item.data) if isinstance(item, Page) else 0
        if len(ahead) >= _AHEAD_ITEMS or size >= _AHEAD_BYTES:
            yield from _learn_and_yield(ahead, learners, known)
            ahead, size = [], 0
    yield from _learn_and_yield(ahead, learners, known)


def _learn_and_yield(
    ahead: list[Item], learners: dict[str, BoilerplateLearner], known: dict[str, LearnedLines]
) -> Iterator[Item]:
    changed = set()
    for item in ahead:
        if isinstance(item, Page) and _is_sampled(item):
            site = site_of(item)
            if site not in learners and len(learners) >= _MAX_SITES:
                continue
            learner = learners.setdefault(site, BoilerplateLearner())
            if not learner.is_full:
                learner.add_page(_lines(item))
                changed.add(site)
    known.update((site, learners[site].learned()) for site in changed)
    for item in ahead:
        learned = known.get(site_of(item)) if isinstance(item, Page) else None
        yield replace(item, learned_lines=learned) if isinstance(item, Page) and learned else item


def site_of(page: Page) -> str:
    """Return the site whose boilerplate a page shares: its host, or its collection and the first folder in there."""
    try:
        host = urlsplit(page.url or page.base_url or "").hostname
    except ValueError:
        host = None
    folder = page.key.split("/", 1)[0] if "/" in page.key else ""
    return host if page.url and host else f"{page.collection}/{folder}"


def _is_sampled(page: Page) -> bool:
    return len(page.data) <= _LARGEST and not any(text in page.data for text in _EXACT)


def _lines(page: Page) -> list[str]:
    """Return the lines of a page as extraction will see them; none if it cannot be read."""
    kind = page.kind or page_type(page.data[:65536], page.key)
    text = decode(page.data, page.charset) if is_page_type(kind) else None
    if text is None:
        return []
    text = clean_text(text)
    if kind != "html":
        return join_labels(clean_lines(text))
    html_page = parse(page, text)
    return html_page.lines if html_page else []
