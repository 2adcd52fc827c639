"""The crawl: one URL after the other, from the frontier to its outcome."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import urljoin

from ..._version import __version__
from ...model import UsageError
from .archive import Archive
from .fetch import Answer, Failure, Fetcher
from .frontier import LISTING, Frontier, QueuedUrl
from .open_archive import open_archive
from .options import CrawlOptions, CrawlReport, Progress
from .outcome import UNCOUNTED, AnswerHandler
from .politeness import MAX_ROBOTS_BYTES, ROBOT, HostSchedule
from .urls import Scope, normalize_url

AGENT = f"{ROBOT}/{__version__} (full-text search of local-government news; run by one of its users)"
"""The user agent that is sent to servers."""

_MAX_UNREACHED = 10
"""After so many URLs in a row without a connection, the site is considered to be down."""

_LONG_PAUSE = 0.5
"""Seconds of waiting that are used to flush what was fetched to disk."""


def crawl(
    urls: Sequence[str], out: str, options: CrawlOptions | None = None, progress: Progress | None = None
) -> CrawlReport:
    """Fetch the sites of `urls` into the WARC file `out`, continuing what an earlier crawl left there.

    An interrupted crawl resumes where it stopped. A finished one is repeated: known pages are requested only if they
    have changed, and what is new is appended. Whatever ends the crawl early (an exception, a kill) leaves an intact
    archive.

    Raises:
        UsageError: a URL is not a web address, or `out` cannot be written or is something else.
        TimtinError: another crawl is writing to `out`, or the disk cannot be written.
    """
    options = options or CrawlOptions()
    starts = [_start_url(url) for url in urls]
    started = time.monotonic()
    with ExitStack() as stack:
        frontier, archive = stack.enter_context(open_archive(Path(out), _warcinfo(starts, options)))
        fetcher = stack.enter_context(closing(Fetcher(AGENT, options.timeout)))
        with _rolled_back_on_error(frontier, archive):
            return _Crawl(frontier, archive, fetcher, options, starts).run(out, started, progress)


@contextmanager
def _rolled_back_on_error(frontier: Frontier, archive: Archive) -> Iterator[None]:
    """Restore archive and frontier to their last common checkpoint if the block raises an exception."""
    try:
        with frontier.translated_errors():
            yield
    except BaseException:
        archive.truncate(frontier.roll_back())
        raise


def _start_url(url: str) -> str:
    """Return the URL of a start page in normal form; http is assumed for a bare host name.

    Raises:
        UsageError: it is not a web address.
    """
    text = url.strip()
    normalized = normalize_url(text if "://" in text else f"http://{text}") if text else None
    if normalized is None:
        raise UsageError(f"{url!r} is no web address: http://… or https://… is needed.", field="url")
    return normalized


def _warcinfo(starts: list[str], options: CrawlOptions) -> dict[str, str]:
    """Return the fields of the warcinfo record of this run."""
    return {
        "software": f"timtin/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obeyed",
        "http-header-user-agent": AGENT,
        "description": f"timtin crawl {' '.join(starts)} (scope: {options.scope}, at most {options.limit} pages)",
    }


class _Crawl:
    """One round over the URLs of a frontier."""

    def __init__(
        self, frontier: Frontier, archive: Archive, fetcher: Fetcher, options: CrawlOptions, starts: list[str]
    ) -> None:
        self.frontier, self.archive, self.fetcher, self.options = frontier, archive, fetcher, options
        earlier = [url for url in str(frontier.fact("starts", "")).split("\n") if url]
        self.starts = list(dict.fromkeys([*earlier, *starts]))
        self.scope = Scope.of(self.starts, options.scope)
        self.hosts = HostSchedule(
            options.delay, lambda url: self._fetch(url, MAX_ROBOTS_BYTES), self.scope.is_same_site
        )
        self.resumed = bool(frontier.fact("running", 0))
        self.round = int(frontier.fact("round", 0)) if self.resumed else frontier.start_round()
        self.handler = AnswerHandler(frontier, archive, self.scope, options, self.round)
        # An unchanged page that is requested conditionally shows no links. If the bounds of the crawl have changed,
        # other links count than last time, so every page is requested unconditionally.
        self.bounds = f"{options.scope} {options.depth} {options.same_shape} {' '.join(self.starts)}"
        self.bounds_changed = frontier.fact("bounds") != self.bounds
        frontier.set_fact("starts", "\n".join(self.starts))
        frontier.set_fact("running", 1)
        frontier.commit(archive.size)
        self.unreached: list[int] = []

    def run(self, out: str, started: float, progress: Progress | None) -> CrawlReport:
        for start in self.starts:
            self.frontier.add_start(start)
            if not self.resumed:
                self._add_sitemaps(start)
        stopped = self._fetch_all(progress)
        if stopped is None:
            self.frontier.set_fact("running", 0)
            self.frontier.set_fact("bounds", self.bounds)
        self.frontier.commit(self.archive.sync())
        return self._report(out, time.monotonic() - started, stopped)

    def _add_sitemaps(self, start: str) -> None:
        rules = self.hosts.rules(start)
        if rules.refusal is not None:
            return
        normalized = (normalize_url(written, start) for written in rules.sitemaps())
        named = [url for url in normalized if url and self.scope.is_same_site(url)]
        self.frontier.add(named, kind=LISTING, depth=0)
        self.frontier.add([urljoin(start, "/sitemap.xml")], kind=LISTING, depth=0, guessed=True)

    def _fetch_all(self, progress: Progress | None) -> str | None:
        """Fetch every URL that is due; return the reason if the crawl ends early."""
        pages, waiting = self.frontier.count_pages(self.round, UNCOUNTED), self.frontier.count_waiting()
        since_count = 0
        while True:
            queued = self._next_url(listings_only=pages >= self.options.limit)
            if queued is None:
                return None
            if progress is not None:
                if since_count >= 20:  # counting the URLs for every request would be slow
                    waiting, since_count = self.frontier.count_waiting(), 0
                else:
                    since_count += 1
                progress(pages, waiting, queued.url)
            pages += self._process(queued)
            if self.frontier.is_commit_due() or self.hosts.pause(queued.url) > _LONG_PAUSE:
                self.frontier.commit(self.archive.sync())
            if len(self.unreached) >= _MAX_UNREACHED:
                self.frontier.requeue(self.unreached)
                return "the site does not answer any more; run the same command again to go on"

    def _next_url(self, listings_only: bool) -> QueuedUrl | None:
        """Return the next URL of the host to which a request is allowed first."""
        hosts = self.frontier.hosts()
        while (host := self.hosts.first_free(hosts)) is not None:
            queued = self.frontier.next_url(host, listings_only)
            if queued is not None:
                return queued
            hosts.remove(host)
        return None

    def _process(self, queued: QueuedUrl) -> int:
        """Fetch a URL, if that is allowed, and record its outcome; return 1 if it counts towards the limit, else 0."""
        url = queued.url
        if not (self.scope.is_same_site(url) if queued.kind == LISTING else self.scope.contains(url)):
            self.frontier.record_outcome(queued, self.round, "forbidden", "it is outside the scope of this crawl")
            return 0
        rules = self.hosts.rules(url)
        if rules.refusal is not None:
            self.unreached.append(queued.id)
            self.frontier.record_outcome(queued, self.round, "failed", rules.refusal)
            return 1
        if not rules.allows(url):
            outcome = "absent" if queued.guessed else "forbidden"
            self.frontier.record_outcome(queued, self.round, outcome, "robots.txt forbids it")
            return 0
        conditions = {} if self.bounds_changed else queued.conditions()
        answer = self._fetch(url, self.handler.max_bytes(queued), conditions, self.handler.accepts(queued))
        if isinstance(answer, Failure) and not answer.reached:
            self.unreached.append(queued.id)
        else:
            self.unreached.clear()
        return self.handler.handle(queued, answer)

    def _fetch(
        self,
        url: str,
        limit: int,
        conditions: dict[str, str] | None = None,
        wanted: Callable[[str], bool] = lambda media_type: True,
    ) -> Answer | Failure:
        """Return the answer to a URL, after retries if the server fails or is overloaded."""
        for attempt in range(self.options.retries + 1):
            self.hosts.wait(url)
            answer = self.fetcher.get(url, limit=limit, conditions=conditions, wanted=wanted)
            retry = answer.may_retry if isinstance(answer, Failure) else answer.status == 429 or answer.status >= 500
            retry_after = answer.retry_after() if isinstance(answer, Answer) and retry else None
            pause = min(max(retry_after or 0.0, self.options.back_off * 2**attempt), self.options.longest_wait)
            self.hosts.note_request(url, pause if retry else 0.0)
            if not retry:
                break
        return answer

    def _report(self, out: str, seconds: float, stopped: str | None) -> CrawlReport:
        frontier, number = self.frontier, self.round
        skipped, skipped_more = frontier.notes(number, "skipped", "forbidden")
        failed, failed_more = frontier.notes(number, "failed", "gone")
        counts = {outcome: frontier.count(number, outcome) for outcome in ("stored", "same", "listing", "redirect")}
        return CrawlReport(
            out=out,
            seconds=seconds,
            fetched=sum(counts.values()) + frontier.count(number, "skipped"),
            stored=counts["stored"],
            not_modified=counts["same"],
            redirected=counts["redirect"],
            waiting=frontier.count_waiting(),
            skipped=tuple(skipped),
            skipped_more=skipped_more,
            failed=tuple(failed),
            failed_more=failed_more,
            resumed=self.resumed,
            stopped=stopped,
        )
