"""The crawl: one url after the other, from what is due to what became of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from ... import __version__
from ...model import UsageError
from .addresses import Scope, normal
from .fetch import Answer, Failure, Fetcher
from .hosts import Hosts
from .open_archive import open_archive
from .options import CrawlOptions, CrawlReport, Progress
from .outcome import UNCOUNTED, Settling
from .robots import LARGEST as LARGEST_ROBOTS
from .robots import ROBOT
from .state import LISTING, Known, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .archive import Archive

AGENT = f"{ROBOT}/{__version__} (full-text search of local-government news; run by one of its users)"
"""What we call ourselves to servers."""

_UNREACHED = 10
"""After so many urls in a row that no server answered for, the site is taken to be down."""

_WORTHWHILE = 0.5
"""Seconds of waiting in which what was fetched is brought to the disk meanwhile."""


def crawl(
    urls: Sequence[str], out: str, options: CrawlOptions | None = None, progress: Progress | None = None
) -> CrawlReport:
    """Fetch the sites of `urls` into the WARC file `out`; what an earlier crawl left there is gone on with.

    An interrupted crawl goes on where it was; a finished one is made again, asking for known pages only if they have
    changed and appending what is new. Whatever ends it early (an exception, a kill) leaves a sound archive.

    Raises:
        UsageError: a url is none, or `out` cannot be written or is something else.
        TimtinError: another crawl is writing there, or the disk refused.
    """
    options = options or CrawlOptions()
    starts = [_start(url) for url in urls]
    begun = time.monotonic()
    with ExitStack() as stack:
        state, archive = stack.enter_context(open_archive(Path(out), _about(starts, options)))
        fetcher = stack.enter_context(closing(Fetcher(AGENT, options.timeout)))
        with _in_step(state, archive):
            return _Crawl(state, archive, fetcher, options, starts).run(out, begun, progress)


@contextmanager
def _in_step(state: State, archive: Archive) -> Iterator[None]:
    """Whatever ends the crawl early: archive and database are taken back to where both were whole."""
    try:
        with state.refusals():
            yield
    except BaseException:
        archive.cut(state.roll_back())
        raise


def _start(url: str) -> str:
    """A start page's url as normal; a bare host name is taken for http.

    Raises:
        UsageError: it is no web address.
    """
    text = url.strip()
    found = normal(text if "://" in text else f"http://{text}") if text else None
    if found is None:
        raise UsageError(f"{url!r} is no web address: http://… or https://… is needed.", field="url")
    return found


def _about(starts: list[str], options: CrawlOptions) -> dict[str, str]:
    """What the archive says of this run."""
    return {
        "software": f"timtin/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "robots": "obeyed",
        "http-header-user-agent": AGENT,
        "description": f"timtin crawl {' '.join(starts)} (scope: {options.scope}, at most {options.limit} pages)",
    }


class _Crawl:
    """One round over the urls of a state."""

    def __init__(
        self, state: State, archive: Archive, fetcher: Fetcher, options: CrawlOptions, starts: list[str]
    ) -> None:
        self.state, self.archive, self.fetcher, self.options = state, archive, fetcher, options
        known = [url for url in str(state.fact("starts", "")).split("\n") if url]
        self.starts = list(dict.fromkeys([*known, *starts]))
        self.scope = Scope.of(self.starts, options.scope)
        self.hosts = Hosts(options.delay, lambda url: self._get(url, LARGEST_ROBOTS), self.scope.same_site)
        self.resumed = bool(state.fact("running", 0))
        self.round = int(state.fact("round", 0)) if self.resumed else state.new_round()
        self.settling = Settling(state, archive, self.scope, options, self.round)
        # Asked conditionally, a page that has not changed shows no links: where others count than last time, they are
        # to be seen again.
        self.bounds = f"{options.scope} {options.depth} {options.same_shape} {' '.join(self.starts)}"
        self.afresh = state.fact("bounds") != self.bounds
        state.tell("starts", "\n".join(self.starts))
        state.tell("running", 1)
        state.commit(archive.size)
        self.unreached: list[int] = []

    def run(self, out: str, begun: float, progress: Progress | None) -> CrawlReport:
        for start in self.starts:
            self.state.raise_to_start(start)
            if not self.resumed:
                self._sitemaps(start)
        stopped = self._loop(progress)
        if stopped is None:
            self.state.tell("running", 0)
            self.state.tell("bounds", self.bounds)
        self.state.commit(self.archive.sync())
        return self._report(out, time.monotonic() - begun, stopped)

    def _sitemaps(self, start: str) -> None:
        rules = self.hosts.rules(start)
        if rules.refused is not None:
            return
        named = [url for written in rules.sitemaps() if (url := normal(written, start)) and self.scope.same_site(url)]
        self.state.add(named, kind=LISTING, depth=0)
        self.state.add([urljoin(start, "/sitemap.xml")], kind=LISTING, depth=0, guessed=True)

    def _loop(self, progress: Progress | None) -> str | None:
        """Everything that is due; gives the reason where it ended before its time."""
        asked, waiting, seen = self.state.asked(self.round, UNCOUNTED), self.state.waiting(), 0
        while True:
            known = self._next(listings_only=asked >= self.options.limit)
            if known is None:
                return None
            if progress is not None:
                waiting, seen = (self.state.waiting(), 0) if seen >= 20 else (waiting, seen + 1)
                progress(asked, waiting, known.url)
            asked += self._one(known)
            if self.state.late() or self.hosts.pause(known.url) > _WORTHWHILE:
                self.state.commit(self.archive.sync())
            if len(self.unreached) >= _UNREACHED:
                self.state.due_again(self.unreached)
                return "the site does not answer any more; run the same command again to go on"

    def _next(self, listings_only: bool) -> Known | None:
        """The url that is next, of the host that may be asked first."""
        names = self.state.hosts()
        while (name := self.hosts.first_free(names)) is not None:
            known = self.state.next(name, listings_only)
            if known is not None:
                return known
            names.remove(name)
        return None

    def _one(self, known: Known) -> int:
        """One url from due to settled; gives 1 where it counts against the limit."""
        if not (self.scope.same_site(known.url) if known.kind == LISTING else self.scope.holds(known.url)):
            self.state.settle(known, self.round, "forbidden", "it is outside the scope of this crawl")
            return 0
        rules = self.hosts.rules(known.url)
        if rules.refused is not None:
            self.unreached.append(known.id)
            self.state.settle(known, self.round, "failed", rules.refused)
            return 1
        if not rules.allows(known.url):
            self.state.settle(known, self.round, "absent" if known.guessed else "forbidden", "robots.txt forbids it")
            return 0
        answer = self._get(
            known.url,
            self.settling.limit(known),
            {} if self.afresh else known.conditions(),
            self.settling.wanted(known),
        )
        if isinstance(answer, Failure) and not answer.reached:
            self.unreached.append(known.id)
        else:
            self.unreached.clear()
        return self.settling.settle(known, answer)

    def _get(
        self,
        url: str,
        limit: int,
        conditions: dict[str, str] | None = None,
        wanted: Callable[[str], bool] = lambda media_type: True,
    ) -> Answer | Failure:
        """An answer, after some more tries where the server is out of sorts."""
        for attempt in range(self.options.retries + 1):
            self.hosts.wait(url)
            answer = self.fetcher.get(url, limit=limit, conditions=conditions, wanted=wanted)
            again = answer.again if isinstance(answer, Failure) else answer.status == 429 or answer.status >= 500
            asks = answer.retry_after() if isinstance(answer, Answer) and again else None
            pause = min(max(asks or 0.0, self.options.back_off * 2**attempt), self.options.longest_wait)
            self.hosts.asked(url, pause if again else 0.0)
            if not again:
                break
        return answer

    def _report(self, out: str, seconds: float, stopped: str | None) -> CrawlReport:
        state, number = self.state, self.round
        skipped, skipped_more = state.notes(number, "skipped", "forbidden")
        failed, failed_more = state.notes(number, "failed", "gone")
        counts = {outcome: state.count(number, outcome) for outcome in ("stored", "same", "listing", "redirect")}
        return CrawlReport(
            out=out,
            seconds=seconds,
            fetched=sum(counts.values()) + state.count(number, "skipped"),
            stored=counts["stored"],
            not_modified=counts["same"],
            redirected=counts["redirect"],
            waiting=state.waiting(),
            skipped=tuple(skipped),
            skipped_more=skipped_more,
            failed=tuple(failed),
            failed_more=failed_more,
            resumed=self.resumed,
            stopped=stopped,
        )
