"""Handling of an answer: it is stored, its links are followed, or it is rejected with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ..decoding.file_type import page_type
from .archive import Archive
from .fetch import REDIRECTS, Answer, Failure, decompress
from .frontier import LISTING, PAGE, Frontier, QueuedUrl
from .links import MAX_LISTING_BYTES, is_listing, listed_urls, page_links
from .options import CrawlOptions
from .urls import Scope, is_binary, is_trap, normalize_url

_MAX_REDIRECTS = 10
"""Redirects in a row."""

_MAX_NESTING = 5
"""Sitemap indexes within each other."""

_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_POSSIBLE_TYPES = frozenset(
    {
        "", "text/plain", "text/xml", "application/xml", "application/octet-stream", "application/rss+xml",
        "application/atom+xml", "application/rdf+xml", "application/x-rss+xml", "application/force-download",
    }
)  # fmt: skip
"""Media types under which portals also send pages and feeds: the content decides."""

UNCOUNTED = frozenset({"forbidden", "listing", "redirect", "absent"})
"""Outcomes that do not count towards the limit of pages."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a URL, its reason if there is one, and other columns of the frontier to set."""

    outcome: str
    note: str | None = None
    columns: dict[str, Any] = field(default_factory=dict)


class AnswerHandler:
    """Handles the answers of one round: archives pages, queues what they link to, and records each outcome."""

    def __init__(self, frontier: Frontier, archive: Archive, scope: Scope, options: CrawlOptions, number: int) -> None:
        self._frontier, self._archive, self._scope, self._options = frontier, archive, scope, options
        self._round = number

    def max_bytes(self, queued: QueuedUrl) -> int:
        """Return the maximum number of bytes that are read of the answer to a URL."""
        if queued.kind == LISTING:
            return max(MAX_LISTING_BYTES, self._options.max_bytes)
        return self._options.max_bytes

    def accepts(self, queued: QueuedUrl) -> Callable[[str], bool]:
        """Return the predicate that decides by the media type whether the answer to a URL is read."""
        if queued.kind == LISTING:
            return lambda media_type: True
        return lambda media_type: media_type in _PAGE_TYPES or media_type in _POSSIBLE_TYPES

    def handle(self, queued: QueuedUrl, answer: Answer | Failure) -> int:
        """Handle the answer to a URL; return 1 if it counts towards the limit of pages, else 0."""
        result = self._outcome(queued, answer)
        if queued.guessed and result.outcome in ("failed", "gone", "skipped"):
            result = Outcome("absent")
        self._frontier.record_outcome(queued, self._round, result.outcome, result.note, **result.columns)
        return 0 if queued.kind == LISTING or result.outcome in UNCOUNTED else 1

    def _outcome(self, queued: QueuedUrl, answer: Answer | Failure) -> Outcome:
        if isinstance(answer, Failure):
            return Outcome("failed", answer.reason)
        if answer.status == 304:
            return self._handle_not_modified(queued, answer)
        if answer.status in REDIRECTS:
            return self._handle_redirect(queued, answer)
        if answer.status not in (200, 203):
            outcome = "gone" if answer.status in (404, 410) else "failed"
            return Outcome(outcome, f"the answer is {answer.status} {answer.reason}".rstrip())
        return self._handle_content(queued, answer)

    def _handle_content(self, queued: QueuedUrl, answer: Answer) -> Outcome:
        if answer.problem is not None:
            return Outcome("skipped", answer.problem)
        limit = self.max_bytes(queued)
        content, is_complete = answer.content(limit)
        if not is_complete:
            too_large = f"larger than {limit / (1 << 20):g} MiB when unpacked"
            return (
                Outcome("skipped", too_large)
                if len(content) >= limit
                else Outcome("failed", "its compression is broken")
            )
        if content.startswith(b"\x1f\x8b"):
            content, _ = decompress(content, MAX_LISTING_BYTES)
        if not content.strip():
            return Outcome("skipped", "it is empty")
        if queued.kind == LISTING or is_listing(content):
            return self._handle_listing(queued, answer, content)
        if answer.media_type() not in _PAGE_TYPES and page_type(content[:65536], queued.url) != "html":
            return Outcome("skipped", "neither a web page nor a feed")
        return self._handle_page(queued, answer, content)

    def _handle_not_modified(self, queued: QueuedUrl, answer: Answer) -> Outcome:
        if not queued.conditions():
            return Outcome("failed", "the answer is 304, though the request was not conditional")
        if queued.stored is None:
            return Outcome("listing")
        self._archive.write_not_modified(answer, queued.stored)
        return Outcome("same")

    def _handle_redirect(self, queued: QueuedUrl, answer: Answer) -> Outcome:
        target = normalize_url(_utf8(answer.header("Location")), queued.url)
        if target is None:
            return Outcome("failed", "it redirects to no web address")
        if not (self._scope.is_same_site(target) if queued.kind == LISTING else self._scope.contains(target)):
            return Outcome("skipped", f"it redirects to {target}, which is outside this crawl")
        if is_binary(target):
            return Outcome("skipped", f"it redirects to {target}, which is no page")
        if queued.hops >= _MAX_REDIRECTS:
            return Outcome("failed", f"more than {_MAX_REDIRECTS} redirects in a row")
        if target == queued.url or self._frontier.redirects_back(queued.url, target, self._round):
            return Outcome("failed", "it redirects to itself, directly or in a circle")
        self._frontier.add([target], kind=queued.kind, depth=queued.depth, hops=queued.hops + 1, guessed=queued.guessed)
        return Outcome("redirect", columns={"target": target})

    def _handle_listing(self, queued: QueuedUrl, answer: Answer, content: bytes) -> Outcome:
        if not is_listing(content) and (answer.media_type() in _PAGE_TYPES or not content.lstrip().startswith(b"http")):
            return Outcome("skipped", "neither a sitemap nor a feed")
        for listed in listed_urls(content):
            normalized = normalize_url(listed.loc, queued.url)
            if normalized is None:
                continue
            url = self._scope.prefer_https(normalized)
            if listed.kind == "sitemap":
                if queued.depth < _MAX_NESTING and self._scope.is_same_site(url):
                    self._frontier.add([url], kind=LISTING, depth=queued.depth + 1)
            elif self._scope.contains(url) and not is_binary(url):
                self._frontier.add([url], kind=PAGE, depth=1)
        return Outcome("listing", columns={"kind": min(queued.kind, LISTING), **_validators(answer)})

    def _handle_page(self, queued: QueuedUrl, answer: Answer, content: bytes) -> Outcome:
        links = page_links(content, queued.url, answer.header("X-Robots-Tag"))
        if queued.depth < self._options.depth:
            urls = dict.fromkeys(map(self._scope.prefer_https, links.pages))
            pages = [url for url in urls if self._scope.contains(url) and not is_binary(url) and not is_trap(url)]
            self._frontier.add(pages, kind=PAGE, depth=queued.depth + 1, max_same_shape=self._options.same_shape)
        feeds = [url for url in map(self._scope.prefer_https, links.feeds) if self._scope.is_same_site(url)]
        self._frontier.add(feeds, kind=LISTING, depth=0)
        if not links.may_store:
            return Outcome("skipped", "it asks not to be indexed (noindex)")
        digest = self._archive.digest(answer.body)
        if queued.stored is not None and digest == queued.digest:
            self._archive.write_identical(answer, digest, queued.stored)
            return Outcome("same", columns=_validators(answer))
        digest, date = self._archive.write_response(answer)
        return Outcome("stored", columns={"digest": digest, "stored": date, **_validators(answer)})


def _utf8(header: str) -> str:
    """Return the text of a header: HTTP reads it as Latin-1, but Vietnamese servers write UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _validators(answer: Answer) -> dict[str, Any]:
    """Return the values with which a later request can ask whether the page has changed."""
    return {"etag": answer.header("ETag") or None, "modified": answer.header("Last-Modified") or None}
