"""What the pages of one site have in common is the site's, not an article's: learnt from the pages of the same run.

`Learner` counts in how many sampled pages of a site each line stands; `learnt()` are the lines that count as the
site's own; `without_learnt` takes them out of a text. Lines are compared without case and with every number as 0, so
counters agree. Kept in mind:

* An article rerun under several addresses is one page: pages that share most of their running text count once.
* A line is the site's when it stands in 30 % of at least three different pages. Running text (a sentence) needs 60 %
  of at least eight: a phrase that many articles share is theirs.
* Dates, bylines, credits, names and the lines that end articles are never learnt: they are read as what they are.
* Of a text most of which would go, nothing goes: then it is a rerun, and not what surrounds one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from ..html.lines import has_end_mark, is_paragraph
from .boilerplate import is_stop
from .fields.byline import is_credit, labelled, looks_like_name
from .fields.dateline import read_dateline

Learnt = frozenset[bytes]
"""Digests of the lines that are a site's own."""

SAMPLE = 60
"""Pages of a site that are looked at."""
_LEAST, _SHARE = 3, 0.3
_LEAST_FOR_TEXT, _SHARE_FOR_TEXT = 8, 0.6
_MOST_PAGES = 0.8
_EVERYWHERE = b"*"
_MOST_LINES = 3000
_MOST_KEPT = 0.5
_SAME = 0.5
_NUMBERS = re.compile(r"\d+(?:[.,:/\s]*\d+)*")


class Learner:
    """Looks at up to `SAMPLE` pages of one site; memory is bounded by what they hold."""

    def __init__(self) -> None:
        self._pages: list[tuple[frozenset[bytes], frozenset[bytes]]] = []

    @property
    def is_full(self) -> bool:
        """It has seen enough."""
        return len(self._pages) >= SAMPLE

    def look(self, lines: Iterable[str]) -> None:
        """Take note of a page's lines."""
        short: set[bytes] = set()
        running: set[bytes] = set()
        for line, _ in zip(lines, range(_MOST_LINES), strict=False):
            if _may_be_learnt(line):
                (running if is_paragraph(line) else short).add(digest(line))
        self._pages.append((frozenset(short), frozenset(running)))

    def learnt(self) -> Learnt:
        """The lines that are the site's own, as far as it can be told."""
        pages = self._different()
        count = len(pages)
        if count < _LEAST:
            return frozenset()
        found: set[bytes] = set()
        for kind, least, share in ((0, _LEAST, _SHARE), (1, _LEAST_FOR_TEXT, _SHARE_FOR_TEXT)):
            if count >= least:
                counts = Counter(mark for page in pages for mark in page[kind])
                found.update(mark for mark, times in counts.items() if times >= max(least, share * count))
                found.update([_EVERYWHERE + mark for mark in found if counts[mark] >= _MOST_PAGES * count])
        return frozenset(found)

    def _different(self) -> list[tuple[frozenset[bytes], frozenset[bytes]]]:
        """The pages without those that share most of their running text with an earlier one.

        What stands in most pages is left out of the comparison, where there are enough to say so.
        """
        counts = Counter(mark for _, running in self._pages for mark in running)
        many = _SHARE_FOR_TEXT * len(self._pages) if len(self._pages) >= _LEAST_FOR_TEXT else len(self._pages) + 1
        kept: list[tuple[frozenset[bytes], frozenset[bytes]]] = []
        owns: list[set[bytes]] = []
        for page in self._pages:
            own = {mark for mark in page[1] if counts[mark] < many}
            if own and any(len(own & other) >= _SAME * min(len(own), len(other)) for other in owns if other):
                continue
            kept.append(page)
            owns.append(own)
        return kept


def without_learnt(lines: Sequence[str], learnt: Learnt | None) -> list[str]:
    """The lines that are not the site's own; all of them where most would go."""
    if not learnt:
        return list(lines)
    kept = [line for line in lines if not is_learnt(line, learnt)]
    if sum(map(len, kept)) < _MOST_KEPT * sum(map(len, lines)):
        return list(lines)
    return kept


def is_learnt(line: str, learnt: Learnt | None) -> bool:
    """The line is one of the site's own."""
    return bool(learnt) and bool(line) and digest(line) in learnt and _may_be_learnt(line)  # type: ignore[operator]


def is_everywhere(line: str, learnt: Learnt | None) -> bool:
    """Nearly all pages have the line; a headline that many pages list is still its own page's title."""
    return is_learnt(line, learnt) and _EVERYWHERE + digest(line) in (learnt or ())


def digest(line: str) -> bytes:
    """What equal lines have in common: 8 bytes."""
    key = _NUMBERS.sub("0", " ".join(line.lower().split()))
    return blake2b(key.encode("utf-8", "replace"), digest_size=8).digest()


def _may_be_learnt(line: str) -> bool:
    if not line or is_stop(line) or has_end_mark(line) or labelled(line) is not None or is_credit(line):
        return False
    return read_dateline(line) is None and not looks_like_name(line)
