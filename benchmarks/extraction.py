"""Extraction compared with trafilatura alone, on pages whose fields are known.

    python benchmarks/extraction.py [--misses]

Two sets: the NukeViet and Liferay pages of `../shared/data/portals` (real markup, with the data they were made from),
and the pages of our own writing in `tests/indexer/data/cms` (WordPress, SharePoint, VNPT, ASP.NET, unknown systems;
`more`: Joomla, Drupal, EasyDNNnews, a block theme, NukeViet 3, Liferay 7 and others).
Three extractors read every page: trafilatura with its own metadata, the rules for unknown systems alone
(`generic.py`), and all rules. Word-F1 compares lead and body with those of the truth; a lead that the true body repeats
counts once. A page that is no article counts as wrongly accepted if an extractor makes an article of it.
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
from typing import Any

import trafilatura

from timtin.indexer.decoding.charset import decode
from timtin.indexer.extract import extract
from timtin.indexer.extract.cms.generic import extract_generic
from timtin.indexer.html.tree import parse
from timtin.indexer.page import Page, Rejected
from timtin.knowledge.dates import parse_published

PORTALS = Path(__file__).resolve().parents[2] / "shared" / "data" / "portals"
OWN = Path(__file__).resolve().parents[1] / "tests" / "indexer" / "data"
WORDS = re.compile(r"\w+")


@dataclass(frozen=True)
class Extracted:
    """What an extractor made of a page."""

    title: str
    published: str | None
    author: str | None
    text: str


def by_trafilatura(page: Page) -> Extracted | None:
    found = trafilatura.bare_extraction(decode(page.data) or "", include_comments=False, with_metadata=True)
    if found is None or not found.text:
        return None
    return Extracted(found.title or "", found.date, found.author, found.text)


def by_generic_rules(page: Page) -> Extracted | None:
    html_page = parse(page, decode(page.data) or "")
    article = extract_generic(html_page) if html_page else None
    if article is None or isinstance(article, Rejected):
        return None
    return Extracted(article.title, article.published, article.author, f"{article.summary or ''}\n{article.body}")


def by_all_rules(page: Page) -> Extracted | None:
    article = extract(page)
    if isinstance(article, Rejected):
        return None
    return Extracted(article.title, article.published, article.author, f"{article.summary or ''}\n{article.body}")


def word_f1(one: str, other: str) -> float:
    left, right = (Counter(WORDS.findall(text.lower())) for text in (one, other))
    return 2 * (left & right).total() / max(1, left.total() + right.total())


@dataclass(frozen=True)
class Truth:
    """The true fields of a page."""

    title: str
    published: str | None
    author: str | None
    text: str


def real_pages() -> dict[Path, Truth | None]:
    """Return NukeViet's and Liferay's pages, each with its true fields if it is an article."""
    lines = (PORTALS / "nukeviet-TRUTH.jsonl").read_text("utf-8").splitlines()
    rows = {row["file"]: row for row in map(json.loads, lines)}
    paths = [path for system in ("nukeviet", "liferay") for path in sorted((PORTALS / system).glob("*.html"))]
    return {path: _real(rows[path.name]) if path.name in rows else None for path in paths}


def _real(row: dict[str, str]) -> Truth:
    lead, body = (" ".join(WORDS.findall(row[part])) for part in ("lead", "body"))
    text = row["body"] if lead in body else f"{row['lead']}\n{row['body']}"
    return Truth(row["title"], parse_published(row["printed_date"]), row["byline"], text)


def own_pages(system: str) -> dict[Path, Truth | None]:
    """Return our own pages in the markup of one system."""
    cases = json.loads((OWN / "cms-cases.json").read_text("utf-8"))
    return {OWN / "cms" / case["file"]: _own(case) for case in cases if case["file"].startswith(system)}


def _own(case: dict[str, Any]) -> Truth | None:
    if "reason" in case:
        return None
    text = "\n".join([case.get("summary") or "", *(case.get("body") or case["body_holds"])])
    return Truth(case["title"], case["published"], case["author"], text)


def measure(
    name: str, extractor: Callable[[Page], Extracted | None], pages: dict[Path, Truth | None], misses: bool
) -> None:
    right: Counter[str] = Counter()
    scores: list[float] = []
    started = time.perf_counter()
    for path, truth in pages.items():
        found = extractor(Page(data=path.read_bytes(), origin=str(path), collection="portals", key=path.name))
        if truth is None:
            right["wrongly accepted"] += found is not None
            if misses and found is not None:
                print(f"  {path.name}: no article, but accepted as one", file=sys.stderr)
            continue
        if found is None:
            scores.append(0.0)
            continue
        scores.append(word_f1(found.text, truth.text))
        correct = {
            "title": found.title == truth.title,
            "published": found.published == truth.published,
            "day": (found.published or "")[:10] == (truth.published or "")[:10],
            "byline": found.author == truth.author,
            "F1 >= .98": scores[-1] >= 0.98,
        }
        right.update(key for key, good in correct.items() if good)
        if misses and not all(correct.values()):
            print(
                f"  {path.name}: {[key for key, good in correct.items() if not good]} {scores[-1]:.3f}", file=sys.stderr
            )
    seconds = time.perf_counter() - started
    cells = [right[key] for key in ("title", "published", "day", "byline", "F1 >= .98")]
    print(f"| {name} |", " | ".join(f"{cell}/{len(scores)}" for cell in cells), end=" | ")
    mean = sum(scores) / max(1, len(scores))
    print(f"{mean:.4f} | {right['wrongly accepted']}/{len(pages) - len(scores)} | {seconds:.1f} |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--misses", action="store_true", help="list wrong fields on stderr")
    misses = options.parse_args().misses
    sets = {system: own_pages(system) for system in ("wordpress", "sharepoint", "vnpt", "aspnet", "unknown", "more")}
    if PORTALS.is_dir():
        sets = {"NukeViet and Liferay, real": real_pages(), **sets}
    else:
        print(f"without {PORTALS} (real pages, not part of the project)", file=sys.stderr)
    print(
        "| extractor | title | published | its day | byline | F1 >= .98 | mean F1 | non-articles accepted | seconds |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for system, pages in sets.items():
        print(f"| **{system}** | | | | | | | | |")
        measure("trafilatura alone", by_trafilatura, pages, misses)
        measure("timtin, generic.py only", by_generic_rules, pages, misses)
        measure("timtin", by_all_rules, pages, misses)


if __name__ == "__main__":
    main()
