"""How well an index answers: its rankings against relevance judgments, in the formats of TREC.

The measures are those of `ir-measures`: nDCG@10 (how well the first page is ordered), MRR@10 (how far down the first
good hit stands), recall@100 (what share of the good ones is found at all).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..model import SourceError, UsageError
from .index import Index

DEPTH = 100
"""Hits of a query that are looked at."""

RUN = "timtin"
"""What a run file calls the system that made it."""

_COLUMNS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The means over all judged queries (one that finds nothing counts as 0), and which queries were left out.

    `unjudged` are queries without a relevant article in the judgments, `unasked` judged ones that no query has.
    """

    queries: int
    ndcg: float
    mrr: float
    recall: float
    unjudged: tuple[str, ...]
    unasked: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The figures by the names of the measures."""
        return {
            "queries": self.queries,
            "nDCG@10": round(self.ndcg, 4),
            "MRR@10": round(self.mrr, 4),
            "recall@100": round(self.recall, 4),
            "unjudged": list(self.unjudged),
            "unasked": list(self.unasked),
        }


Judgments = Mapping[str, Mapping[str, int]]
"""The gain of each article by query."""


def evaluate(index: Index, queries: Path, judgments: Path, run_out: Path | None = None) -> Evaluation:
    """Search every judged query and measure what it gives.

    Args:
        index: an open index.
        queries: a text file (UTF-8), a query a line: id, tab, text. Read as it is searched.
        judgments: TREC qrels, four columns (query id, anything, article id, gain) between white space or tabs; with
            tabs, ids may hold spaces.
        run_out: where the rankings go as a TREC run (query id, Q0, article id, rank, score, `timtin`), if anywhere.

    Raises:
        SourceError: a file that cannot be read or written.
        UsageError: a line that is none of these, named by its number; nothing to measure.
    """
    gains = read_judgments(judgments)
    relevant = {query for query, articles in gains.items() if any(gain > 0 for gain in articles.values())}
    asked: dict[str, None] = {}
    rankings: dict[str, dict[str, float]] = {}
    unjudged: list[str] = []
    with ExitStack() as files:
        out = files.enter_context(_writing(run_out)) if run_out else None
        for number, id, text in read_queries(queries):
            if id in asked:
                raise UsageError(f"{queries}, line {number}: the query {id!r} stands there twice.", field="queries")
            asked[id] = None
            if id not in relevant:
                unjudged.append(id)
                continue
            hits = index.ranking(text, DEPTH)
            # A measure breaks ties as it likes: what it is given are places, not scores.
            rankings[id] = {article: float(DEPTH - place) for place, (article, _) in enumerate(hits)}
            if out:
                for place, (article, score) in enumerate(hits, 1):
                    out.write(f"{id}\tQ0\t{article}\t{place}\t{score:.6g}\t{RUN}\n")
    if not rankings:
        raise UsageError(f"No query of {queries} has a relevant article in {judgments}.", field="qrels")
    ndcg, mrr, recall = _measured({id: gains[id] for id in rankings}, rankings)
    unasked = tuple(sorted(relevant - asked.keys()))
    return Evaluation(
        queries=len(rankings), ndcg=ndcg, mrr=mrr, recall=recall, unjudged=tuple(unjudged), unasked=unasked
    )


def read_queries(path: Path) -> Iterator[tuple[int, str, str]]:
    """Line number, id and text of every query, streaming; empty lines are passed over.

    Raises:
        SourceError: it cannot be read.
        UsageError: a line without id, tab and text.
    """
    for number, line in _lines(path):
        id, tab, text = line.partition("\t")
        if not tab or not id.strip() or not text.strip():
            raise UsageError(f"{path}, line {number}: write id, tab, query; not {line[:80]!r}.", field="queries")
        yield number, id.strip(), text.strip()


def read_judgments(path: Path) -> Judgments:
    """The gains of every judged query.

    Raises:
        SourceError: it cannot be read.
        UsageError: a line that has not four columns, or a gain that is no whole number.
    """
    gains: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        columns = [column.strip() for column in (line.split("\t") if "\t" in line else line.split())]
        if len(columns) != _COLUMNS or not all(columns):
            raise UsageError(
                f"{path}, line {number}: write query id, 0, article id, gain; not {line[:80]!r}.", field="qrels"
            )
        query, _, article, gain = columns
        try:
            gains.setdefault(query, {})[article] = int(gain)
        except ValueError:
            raise UsageError(
                f"{path}, line {number}: the gain {gain[:20]!r} is no whole number.", field="qrels"
            ) from None
    return gains


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not text in UTF-8: {error.reason} at byte {error.start}.") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error


def _writing(path: Path) -> IO[str]:
    try:
        return path.open("w", encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error.strerror or error}.") from error


def _measured(gains: Judgments, rankings: Mapping[str, Mapping[str, float]]) -> tuple[float, float, float]:
    import ir_measures  # noqa: PLC0415 - numpy and more; nobody else needs it

    measures = [ir_measures.parse_measure(name) for name in ("nDCG@10", "RR@10", "R@100")]
    qrels: Iterable[object] = (
        ir_measures.Qrel(query, article, gain)
        for query, articles in gains.items()
        for article, gain in articles.items()
    )
    run: Iterable[object] = (
        ir_measures.ScoredDoc(query, article, score)
        for query, articles in rankings.items()
        for article, score in articles.items()
    )
    found = ir_measures.calc_aggregate(measures, list(qrels), list(run))
    ndcg, mrr, recall = (float(found[measure]) for measure in measures)
    return ndcg, mrr, recall
