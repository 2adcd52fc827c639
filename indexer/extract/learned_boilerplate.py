"""Boilerplate learned from the pages of one site in the same run: the lines that these pages have in common.

`BoilerplateLearner` counts in how many sampled pages of a site each line occurs, `learned()` returns the lines that
count as the site's own, and `without_learned_lines` removes them from a text. Lines are compared without case and with
every number as 0, so that counters are equal. Rules:

* An article published at several addresses is one page: pages that share most of their running text count once.
* A line is the site's if it occurs in 30 % of at least three different pages. Running text (a sentence) has to occur in
  60 % of at least eight: a phrase that many articles share belongs to them.
* Dates, bylines, credits, names and the lines that end articles are never learned: the field readers need them.
* If most of a text would be removed, nothing is: such a page repeats an article, it does not surround one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from .boilerplate import is_stop_line
from .fields.byline import is_credit, labelled_name, looks_like_name
from .fields.dateline import read_dateline
from .lines import has_end_mark, is_paragraph

LearnedLines = frozenset[bytes]
"""Digests of the lines that are a site's own."""

SAMPLE = 60
"""Pages of a site that are sampled."""
_MIN_PAGES, _SHARE = 3, 0.3
_MIN_PAGES_FOR_TEXT, _SHARE_FOR_TEXT = 8, 0.6
_MOST_PAGES_SHARE = 0.8
_ON_MOST_PAGES = b"*"
"""Prefix of the second digest kept of a line that is on most pages of its site."""
_MAX_LINES = 3000
_MIN_KEPT_SHARE = 0.5
_SAME = 0.5
_NUMBERS = re.compile(r"\d+(?:[.,:/\s]*\d+)*")

_SampledPage = tuple[frozenset[bytes], frozenset[bytes]]
"""The digests of a page's short lines and of its running text."""


class BoilerplateLearner:
    """Counts the lines of up to `SAMPLE` pages of one site; memory is bounded by the size of these pages."""

    def __init__(self) -> None:
        self._pages: list[_SampledPage] = []

    @property
    def is_full(self) -> bool:
        """Whether the sample is complete."""
        return len(self._pages) >= SAMPLE

    def add_page(self, lines: Iterable[str]) -> None:
        """Add the lines of a page to the sample."""
        short: set[bytes] = set()
        running: set[bytes] = set()
        for line, _ in zip(lines, range(_MAX_LINES), strict=False):
            if _may_be_learned(line):
                (running if is_paragraph(line) else short).add(digest(line))
        self._pages.append((frozenset(short), frozenset(running)))

    def learned(self) -> LearnedLines:
        """Return the lines that are the site's own, according to the pages sampled so far."""
        pages = self._different_pages()
        count = len(pages)
        if count < _MIN_PAGES:
            return frozenset()
        learned: set[bytes] = set()
        for part, min_pages, share in ((0, _MIN_PAGES, _SHARE), (1, _MIN_PAGES_FOR_TEXT, _SHARE_FOR_TEXT)):
            if count >= min_pages:
                counts = Counter(line for page in pages for line in page[part])
                learned.update(line for line, times in counts.items() if times >= max(min_pages, share * count))
                learned.update([_ON_MOST_PAGES + line for line in learned if counts[line] >= _MOST_PAGES_SHARE * count])
        return frozenset(learned)

    def _different_pages(self) -> list[_SampledPage]:
        """Return the pages without those that share most of their running text with an earlier one.

        Text that occurs on most pages is not compared, if there are enough pages to know it.
        """
        counts = Counter(line for _, running in self._pages for line in running)
        many = _SHARE_FOR_TEXT * len(self._pages) if len(self._pages) >= _MIN_PAGES_FOR_TEXT else len(self._pages) + 1
        kept: list[_SampledPage] = []
        own_texts: list[set[bytes]] = []
        for page in self._pages:
            own = {line for line in page[1] if counts[line] < many}
            if own and any(len(own & other) >= _SAME * min(len(own), len(other)) for other in own_texts if other):
                continue
            kept.append(page)
            own_texts.append(own)
        return kept


def without_learned_lines(lines: Sequence[str], learned: LearnedLines | None) -> list[str]:
    """Return the lines that are not the site's own; all lines if most of the text would be removed."""
    if not learned:
        return list(lines)
    kept = [line for line in lines if not is_learned(line, learned)]
    if sum(map(len, kept)) < _MIN_KEPT_SHARE * sum(map(len, lines)):
        return list(lines)
    return kept


def is_learned(line: str, learned: LearnedLines | None) -> bool:
    """Return whether the line is one of the site's own."""
    return bool(learned) and bool(line) and digest(line) in learned and _may_be_learned(line)  # type: ignore[operator]


def is_on_most_pages(line: str, learned: LearnedLines | None) -> bool:
    """Return whether 80 % of the site's pages have the line; a headline that fewer pages list may be a page's title."""
    return is_learned(line, learned) and _ON_MOST_PAGES + digest(line) in (learned or ())


def digest(line: str) -> bytes:
    """Return 8 bytes that are the same for lines that differ only in case, white space and numbers."""
    key = _NUMBERS.sub("0", " ".join(line.lower().split()))
    return blake2b(key.encode("utf-8", "replace"), digest_size=8).digest()


def _may_be_learned(line: str) -> bool:
    if not line or is_stop_line(line) or has_end_mark(line) or labelled_name(line) is not None or is_credit(line):
        return False
    return read_dateline(line) is None and not looks_like_name(line)
