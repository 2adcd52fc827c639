"""Pages on their way from the readers, given what is learnt of their site: a look ahead, bounded in pages and bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from ..decoding.charset import decode, normal_text
from ..decoding.file_type import is_kind, recognise
from ..html.lines import clean_lines, join_labels
from ..html.tree import parse
from ..page import Item, Page
from .learned_boilerplate import Learner, Learnt

_AHEAD_ITEMS, _AHEAD_BYTES = 256, 16 << 20
_LARGEST = 1 << 20
"""Bytes of a page beyond which it is no sample: furniture is short."""
_EXACT = (b"news-bodyhtml", b'content="NukeViet')
_MOST_SITES = 1000


def with_what_is_learnt(items: Iterable[Item]) -> Iterator[Item]:
    """The same items in the same order, each page with what its site's pages of this run have in common.

    Up to 256 items or 16 MiB are read ahead; from then on what was learnt of a site stays as it is once 60 of its
    pages were seen. It depends on the items and their order alone.
    """
    learners: dict[str, Learner] = {}
    known: dict[str, Learnt] = {}
    ahead: list[Item] = []
    size = 0
    for item in items:
        if not isinstance(item, Page) and not ahead:
            yield item  # records need nothing
            continue
        ahead.append(item)
        size += len(item.data) if isinstance(item, Page) else 0
        if len(ahead) >= _AHEAD_ITEMS or size >= _AHEAD_BYTES:
            yield from _given(ahead, learners, known)
            ahead, size = [], 0
    yield from _given(ahead, learners, known)


def _given(ahead: list[Item], learners: dict[str, Learner], known: dict[str, Learnt]) -> Iterator[Item]:
    seen = set()
    for item in ahead:
        if isinstance(item, Page) and _is_sample(item):
            site = site_of(item)
            if site not in learners and len(learners) >= _MOST_SITES:
                continue
            learner = learners.setdefault(site, Learner())
            if not learner.is_full:
                learner.look(_lines(item))
                seen.add(site)
    known.update((site, learners[site].learnt()) for site in seen)
    for item in ahead:
        learnt = known.get(site_of(item)) if isinstance(item, Page) else None
        yield replace(item, learnt=learnt) if isinstance(item, Page) and learnt else item


def site_of(page: Page) -> str:
    """What a page's furniture belongs to: its host, or its collection and the first folder in there."""
    try:
        host = urlsplit(page.url or page.base_url or "").hostname
    except ValueError:
        host = None
    folder = page.key.split("/", 1)[0] if "/" in page.key else ""
    return host if page.url and host else f"{page.collection}/{folder}"


def _is_sample(page: Page) -> bool:
    """Worth a look; the text of some systems is marked so exactly that nothing need be learnt."""
    return len(page.data) <= _LARGEST and not any(mark in page.data for mark in _EXACT)


def _lines(page: Page) -> list[str]:
    kind = page.kind or recognise(page.data[:65536], page.key)
    text = decode(page.data, page.charset) if is_kind(kind) else None
    if text is None:
        return []
    text = normal_text(text)
    if kind != "html":
        return join_labels(clean_lines(text))
    web = parse(page, text)
    return web.lines if web else []
