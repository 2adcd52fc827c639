"""Extraction beside trafilatura alone, on the NukeViet pages of `../shared/data/portals` and what they were made from.

    python benchmarks/extraction.py [--misses]

Three extractors read every page: trafilatura with its own metadata, our rules for unknown sites (as if NukeViet were
unknown), and all our rules. Word-F1 compares lead and body with the truth's; a lead that the true body repeats counts
once. A page that is no article counts as wrongly taken when an extractor makes an article of it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from timtin.indexer.extract import extract, generic
from timtin.indexer.extract.html import parse
from timtin.indexer.page import Page, Rejected
from timtin.indexer.readers.decode import decode
from timtin.knowledge.dates import parse_published

PORTALS = Path(__file__).resolve().parents[2] / "shared" / "data" / "portals"
WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    """What an extractor made of a page."""

    title: str
    published: str | None
    author: str | None
    text: str


def by_trafilatura(page: Page) -> Found | None:
    found = trafilatura.bare_extraction(decode(page.data) or "", include_comments=False, with_metadata=True)
    if found is None or not found.text:
        return None
    return Found(found.title or "", found.date, found.author, found.text)


def by_generic_rules(page: Page) -> Found | None:
    web = parse(page, decode(page.data) or "")
    article = generic.read_article(web) if web else None
    if article is None or isinstance(article, Rejected):
        return None
    return Found(article.title, article.published, article.author, f"{article.summary or ''}\n{article.body}")


def by_all_rules(page: Page) -> Found | None:
    article = extract(page)
    if isinstance(article, Rejected):
        return None
    return Found(article.title, article.published, article.author, f"{article.summary or ''}\n{article.body}")


def word_f1(one: str, other: str) -> float:
    left, right = (Counter(WORDS.findall(text.lower())) for text in (one, other))
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def true_text(truth: dict[str, str]) -> str:
    lead, body = (" ".join(WORDS.findall(truth[part])) for part in ("lead", "body"))
    return truth["body"] if lead in body else f"{truth['lead']}\n{truth['body']}"


def measure(
    name: str, extractor: Callable[[Page], Found | None], truths: dict[str, dict[str, str]], misses: bool
) -> None:
    right: Counter[str] = Counter()
    scores: list[float] = []
    pages = sorted((PORTALS / "nukeviet").glob("*.html")) + sorted((PORTALS / "liferay").glob("*.html"))
    started = time.perf_counter()
    for path in pages:
        found = extractor(Page(data=path.read_bytes(), origin=str(path), collection="portals", key=path.name))
        truth = truths.get(path.name)
        if truth is None:
            right["wrongly taken"] += found is not None
            continue
        if found is None:
            scores.append(0.0)
            continue
        scores.append(word_f1(found.text, true_text(truth)))
        told = {
            "title": found.title == truth["title"],
            "published": found.published == parse_published(truth["printed_date"]),
            "day": (found.published or "")[:10] == (parse_published(truth["printed_date"]) or "")[:10],
            "byline": found.author == truth["byline"],
            "F1 >= .98": scores[-1] >= 0.98,
        }
        right.update(key for key, good in told.items() if good)
        if misses and not all(told.values()):
            print(f"  {path.name}: {[key for key, good in told.items() if not good]} {scores[-1]:.3f}", file=sys.stderr)
    seconds = time.perf_counter() - started
    cells = [right[key] for key in ("title", "published", "day", "byline", "F1 >= .98")]
    print(f"| {name} |", " | ".join(f"{cell}/{len(truths)}" for cell in cells), end=" | ")
    print(f"{sum(scores) / len(scores):.4f} | {right['wrongly taken']}/{len(pages) - len(truths)} | {seconds:.1f} |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--misses", action="store_true", help="list what was not told right, on stderr")
    misses = options.parse_args().misses
    if not PORTALS.is_dir():
        sys.exit(f"needs {PORTALS} (real pages, not part of the project)")
    lines = (PORTALS / "nukeviet-TRUTH.jsonl").read_text("utf-8").splitlines()
    truths = {row["file"]: row for row in map(json.loads, lines)}
    print("| extractor | title | published | its day | byline | F1 >= .98 | mean F1 | no articles taken | seconds |")
    print("|---|---|---|---|---|---|---|---|---|")
    measure("trafilatura alone", by_trafilatura, truths, misses)
    measure("ours, as if the site were unknown", by_generic_rules, truths, misses)
    measure("ours", by_all_rules, truths, misses)


if __name__ == "__main__":
    main()
