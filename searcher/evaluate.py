"""Evaluation: how well an index ranks, measured against relevance judgments in the formats of TREC.

The measures are those of `ir-measures`: nDCG@10 (how well the first page is ordered), MRR@10 (the reciprocal rank of
the first relevant article) and recall@100 (which share of the relevant articles is found at all).
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
"""How many hits of each query are judged."""

RUN_NAME = "timtin"
"""The name of the system in a run file."""

_COLUMNS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The means over all judged queries, where a query without hits counts as 0, and the queries that were left out.

    `unjudged` are queries without a relevant article in the judgments, `unasked` judged ones that are not among the
    queries.
    """

    queries: int
    ndcg: float
    mrr: float
    recall: float
    unjudged: tuple[str, ...]
    unasked: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the figures by the names of the measures."""
        return {
            "queries": self.queries,
            "nDCG@10": round(self.ndcg, 4),
            "MRR@10": round(self.mrr, 4),
            "recall@100": round(self.recall, 4),
            "unjudged": list(self.unjudged),
            "unasked": list(self.unasked),
        }


Judgments = Mapping[str, Mapping[str, int]]
"""The gain of each article for each query."""


def evaluate(index: Index, queries: Path, judgments: Path, run_out: Path | None = None) -> Evaluation:
    """Search for every judged query and measure the rankings.

    Args:
        index: An open index.
        queries: A text file in UTF-8 with one query a line: id, tab, text. It is read as it is searched.
        judgments: TREC qrels in four columns (query id, anything, article id, gain), separated by white space or by
            tabs. With tabs, ids may contain spaces.
        run_out: Where to write the rankings as a TREC run (query id, Q0, article id, rank, score, `timtin`).

    Raises:
        SourceError: A file cannot be read or written.
        UsageError: A line is malformed (the message has its number), or there is nothing to measure.
    """
    gains = read_judgments(judgments)
    relevant = {query for query, articles in gains.items() if any(gain > 0 for gain in articles.values())}
    ids: dict[str, None] = {}
    rankings: dict[str, dict[str, float]] = {}
    unjudged: list[str] = []
    with ExitStack() as files:
        out = files.enter_context(_open_for_writing(run_out)) if run_out else None
        for number, id, text in read_queries(queries):
            if id in ids:
                raise UsageError(f"{queries}, line {number}: the query {id!r} appears twice.", field="queries")
            ids[id] = None
            if id not in relevant:
                unjudged.append(id)
                continue
            hits = index.ranking(text, DEPTH)
            # The measures break ties between scores in their own ways, so they are given places instead of scores.
            rankings[id] = {article: float(DEPTH - place) for place, (article, _) in enumerate(hits)}
            if out:
                for place, (article, score) in enumerate(hits, 1):
                    out.write(f"{id}\tQ0\t{article}\t{place}\t{score:.6g}\t{RUN_NAME}\n")
    if not rankings:
        raise UsageError(f"No query of {queries} has a relevant article in {judgments}.", field="qrels")
    ndcg, mrr, recall = _measures({id: gains[id] for id in rankings}, rankings)
    unasked = tuple(sorted(relevant - ids.keys()))
    return Evaluation(
        queries=len(rankings), ndcg=ndcg, mrr=mrr, recall=recall, unjudged=tuple(unjudged), unasked=unasked
    )


def read_queries(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line number, id and text of every query; empty lines are skipped.

    Raises:
        SourceError: The file cannot be read.
        UsageError: A line is not id, tab and text.
    """
    for number, line in _lines(path):
        id, tab, text = line.partition("\t")
        if not tab or not id.strip() or not text.strip():
            raise UsageError(f"{path}, line {number}: write id, tab, query; not {line[:80]!r}.", field="queries")
        yield number, id.strip(), text.strip()


def read_judgments(path: Path) -> Judgments:
    """Return the gains of every judged query.

    Raises:
        SourceError: The file cannot be read.
        UsageError: A line has not four columns, or a gain is not a whole number.
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
                f"{path}, line {number}: the gain {gain[:20]!r} is not a whole number.", field="qrels"
            ) from None
    return gains


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file that are not empty, with their numbers."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not text in UTF-8: {error.reason} at byte {error.start}.") from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}.") from error


def _open_for_writing(path: Path) -> IO[str]:
    try:
        return path.open("w", encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error.strerror or error}.") from error


def _measures(gains: Judgments, rankings: Mapping[str, Mapping[str, float]]) -> tuple[float, float, float]:
    """Return the means of nDCG@10, MRR@10 and recall@100."""
    import ir_measures  # noqa: PLC0415 - lazy: loads numpy and more, which nothing else here needs

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
    means = ir_measures.calc_aggregate(measures, list(qrels), list(run))
    ndcg, mrr, recall = (float(means[measure]) for measure in measures)
    return ndcg, mrr, recall
