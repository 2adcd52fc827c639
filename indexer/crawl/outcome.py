"""What becomes of an answer: stored, followed, or neither, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..decoding.file_type import recognise
from .addresses import Scope, is_binary, normal, trap
from .fetch import REDIRECTS, Answer, Failure, unpacked
from .links import links_of
from .listing import LARGEST as LARGEST_LISTING
from .listing import is_listing, listed
from .options import CrawlOptions
from .state import LISTING, PAGE, Known, State

if TYPE_CHECKING:
    from .archive import Archive

_HOPS = 10
"""Redirects in a row."""

_NESTED = 5
"""Sitemap indexes within each other."""

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_PERHAPS = frozenset(
    {
        "", "text/plain", "text/xml", "application/xml", "application/octet-stream", "application/rss+xml",
        "application/atom+xml", "application/rdf+xml", "application/x-rss+xml", "application/force-download",
    }
)  # fmt: skip
"""Types under which portals send pages and feeds too: the content decides."""

UNCOUNTED = frozenset({"forbidden", "listing", "redirect", "absent"})
"""Outcomes that do not count against the limit of pages."""


@dataclass(frozen=True, slots=True)
class End:
    """What became of a url: the outcome, the reason where there is one, and what else is to be known of it."""

    outcome: str
    note: str | None = None
    columns: dict[str, Any] = field(default_factory=dict)


class Settling:
    """Settles one url of a round after the other."""

    def __init__(self, state: State, archive: Archive, scope: Scope, options: CrawlOptions, number: int) -> None:
        self._state, self._archive, self._scope, self._options, self._round = state, archive, scope, options, number

    def limit(self, known: Known) -> int:
        """The most bytes that are read of an answer."""
        return max(LARGEST_LISTING, self._options.max_bytes) if known.kind == LISTING else self._options.max_bytes

    def wanted(self, known: Known) -> Callable[[str], bool]:
        """Says of a media type whether such an answer is read at all."""
        if known.kind == LISTING:
            return lambda media_type: True
        return lambda media_type: media_type in _PAGES or media_type in _PERHAPS

    def settle(self, known: Known, answer: Answer | Failure) -> int:
        """Settle a url by its answer; gives 1 where it counts against the limit of pages, else 0."""
        end = self._end(known, answer)
        if known.guessed and end.outcome in ("failed", "gone", "skipped"):
            end = End("absent")
        self._state.settle(known, self._round, end.outcome, end.note, **end.columns)
        return 0 if known.kind == LISTING or end.outcome in UNCOUNTED else 1

    def _end(self, known: Known, answer: Answer | Failure) -> End:
        if isinstance(answer, Failure):
            return End("failed", answer.reason)
        if answer.status == 304:
            return self._unmodified(known, answer)
        if answer.status in REDIRECTS:
            return self._redirect(known, answer)
        if answer.status not in (200, 203):
            outcome = "gone" if answer.status in (404, 410) else "failed"
            return End(outcome, f"the answer is {answer.status} {answer.reason}".rstrip())
        return self._answered(known, answer)

    def _answered(self, known: Known, answer: Answer) -> End:
        if answer.problem is not None:
            return End("skipped", answer.problem)
        limit = self.limit(known)
        content, whole = answer.content(limit)
        if not whole:
            large = f"larger than {limit / (1 << 20):g} MiB when unpacked"
            return End("skipped", large) if len(content) >= limit else End("failed", "its compression is broken")
        if content.startswith(b"\x1f\x8b"):
            content, _ = unpacked(content, LARGEST_LISTING)
        if not content.strip():
            return End("skipped", "it is empty")
        if known.kind == LISTING or is_listing(content):
            return self._listing(known, answer, content)
        if answer.media_type() not in _PAGES and recognise(content[:65536], known.url) != "html":
            return End("skipped", "neither a web page nor a feed")
        return self._page(known, answer, content)

    def _unmodified(self, known: Known, answer: Answer) -> End:
        if not known.conditions():
            return End("failed", "the answer is 304, though nothing was asked conditionally")
        if known.stored is None:
            return End("listing")
        self._archive.unmodified(answer, known.stored)
        return End("same")

    def _redirect(self, known: Known, answer: Answer) -> End:
        target = normal(_utf8(answer.header("Location")), known.url)
        if target is None:
            return End("failed", "it redirects to no web address")
        if not (self._scope.same_site(target) if known.kind == LISTING else self._scope.holds(target)):
            return End("skipped", f"it redirects to {target}, which is outside this crawl")
        if is_binary(target):
            return End("skipped", f"it redirects to {target}, which is no page")
        if known.hops >= _HOPS:
            return End("failed", f"more than {_HOPS} redirects in a row")
        if target == known.url or self._state.loops(known.url, target, self._round):
            return End("failed", "it redirects to itself, directly or in a circle")
        self._state.add([target], kind=known.kind, depth=known.depth, hops=known.hops + 1, guessed=known.guessed)
        return End("redirect", columns={"target": target})

    def _listing(self, known: Known, answer: Answer, content: bytes) -> End:
        if not is_listing(content) and (answer.media_type() in _PAGES or not content.lstrip().startswith(b"http")):
            return End("skipped", "neither a sitemap nor a feed")
        for entry in listed(content):
            found = normal(entry.loc, known.url)
            if found is None:
                continue
            url = self._scope.spelt(found)
            if entry.kind == "sitemap":
                if known.depth < _NESTED and self._scope.same_site(url):
                    self._state.add([url], kind=LISTING, depth=known.depth + 1)
            elif self._scope.holds(url) and not is_binary(url):
                self._state.add([url], kind=PAGE, depth=1)
        return End("listing", columns={"kind": min(known.kind, LISTING), **_validators(answer)})

    def _page(self, known: Known, answer: Answer, content: bytes) -> End:
        links = links_of(content, known.url, answer.header("X-Robots-Tag"))
        if known.depth < self._options.depth:
            found = dict.fromkeys(map(self._scope.spelt, links.pages))
            pages = [url for url in found if self._scope.holds(url) and not is_binary(url) and not trap(url)]
            self._state.add(pages, kind=PAGE, depth=known.depth + 1, most=self._options.same_shape)
        feeds = [url for url in map(self._scope.spelt, links.feeds) if self._scope.same_site(url)]
        self._state.add(feeds, kind=LISTING, depth=0)
        if not links.stored:
            return End("skipped", "it asks not to be indexed (noindex)")
        digest = self._archive.digest(answer.body)
        if known.stored is not None and digest == known.digest:
            self._archive.same(answer, digest, known.stored)
            return End("same", columns=_validators(answer))
        digest, date = self._archive.response(answer)
        return End("stored", columns={"digest": digest, "stored": date, **_validators(answer)})


def _utf8(header: str) -> str:
    """A header's text: HTTP reads it as Latin-1, Vietnamese servers write UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _validators(answer: Answer) -> dict[str, Any]:
    """What a later request asks with whether the page has changed."""
    return {"etag": answer.header("ETag") or None, "modified": answer.header("Last-Modified") or None}
