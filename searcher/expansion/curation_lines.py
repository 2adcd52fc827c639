"""The lines of the curation files: docs/curation.md. Pure text in, `Curation` out.

A line that says nothing sensible is told with its file and number, and the others hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeVar

from ...analyzers import tokenize
from .curation import MOST_PINNED, Curation, Form, Problem, folded_form

SYNONYMS, BEST_BETS, STOP_PHRASES = "synonyms.txt", "best_bets.tsv", "stop_phrases.txt"
FILES = (SYNONYMS, BEST_BETS, STOP_PHRASES)

LONGEST_LINE = 10_000
MOST_SYLLABLES = 30
"""Of an expression: a longer one is a sentence, which nobody types twice."""

_LINE_END = re.compile(r"\r\n|\n|\r")

V = TypeVar("V")


def read(files: Mapping[str, str | Problem]) -> Curation:
    """What the texts of the files say; a file that could not be read is its problem."""
    problems = [text for text in files.values() if isinstance(text, Problem)]
    texts = {name: text for name, text in files.items() if isinstance(text, str)}
    synonyms = _read_synonyms(texts.get(SYNONYMS, ""), problems)
    pinned = _read_best_bets(texts.get(BEST_BETS, ""), problems)
    stops = _read_stop_phrases(texts.get(STOP_PHRASES, ""), problems)
    return Curation(
        synonyms=synonyms,
        pinned=pinned,
        stops=stops,
        problems=tuple(sorted(problems, key=lambda each: (FILES.index(each.file), each.line))),
        lengths=(max(map(len, synonyms), default=0), max(map(len, stops), default=0)),
    )


def _read_synonyms(text: str, problems: list[Problem]) -> dict[Form, tuple[tuple[Form, tuple[Form, ...]], ...]]:
    found: dict[Form, dict[Form, None]] = {}
    for number, line in _lines(SYNONYMS, text, problems):
        left, arrow, right = line.partition("=>")
        try:
            typed = _expressions(left)
            others = _expressions(right) if arrow else typed
        except ValueError as error:
            problems.append(Problem(file=SYNONYMS, line=number, text=str(error)))
            continue
        pairs = [(form, other) for form in typed for other in others if form != other]
        if not pairs:
            problems.append(
                Problem(
                    file=SYNONYMS, line=number, text="write expressions that differ: `a, b` both ways, `a => b` one"
                )
            )
        for form, other in pairs:
            found.setdefault(form, {})[other] = None
    return _by_fold((form, tuple(others)) for form, others in found.items())


def _read_best_bets(text: str, problems: list[Problem]) -> dict[Form, tuple[tuple[Form, tuple[str, ...]], ...]]:
    found: dict[Form, dict[str, None]] = {}
    for number, line in _lines(BEST_BETS, text, problems):
        query, *ids = (part.strip() for part in line.split("\t"))
        ids = [id for id in ids if id]
        try:
            form = _expression(query)
        except ValueError as error:
            problems.append(Problem(file=BEST_BETS, line=number, text=str(error)))
            continue
        if not ids:
            problems.append(Problem(file=BEST_BETS, line=number, text="write a query, a tab, and the ids of articles"))
            continue
        pinned = found.setdefault(form, {})
        pinned.update(dict.fromkeys(ids))
        if len(pinned) > MOST_PINNED:
            told = f"more than {MOST_PINNED} articles for one query; the first {MOST_PINNED} are pinned"
            problems.append(Problem(file=BEST_BETS, line=number, text=told))
            found[form] = dict.fromkeys(list(pinned)[:MOST_PINNED])
    return _by_fold((form, tuple(ids)) for form, ids in found.items())


def best_bet_lines(text: str | Problem, ids: Collection[str]) -> Iterator[tuple[int, str]]:
    """Where these ids are pinned."""
    for number, line in _lines(BEST_BETS, text if isinstance(text, str) else "", []):
        yield from ((number, id) for id in map(str.strip, line.split("\t")[1:]) if id in ids)


def _read_stop_phrases(text: str, problems: list[Problem]) -> dict[Form, tuple[Form, ...]]:
    found: dict[Form, dict[Form, None]] = {}
    for number, line in _lines(STOP_PHRASES, text, problems):
        try:
            form = _expression(line)
        except ValueError as error:
            problems.append(Problem(file=STOP_PHRASES, line=number, text=str(error)))
            continue
        found.setdefault(folded_form(form), {})[form] = None
    return {key: tuple(forms) for key, forms in found.items()}


def _lines(file: str, text: str, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """The lines that say something; `#` at the beginning of one, or behind a space, begins a comment."""
    for number, line in enumerate(_LINE_END.split(text), 1):
        if len(line) > LONGEST_LINE:
            problems.append(Problem(file=file, line=number, text=f"longer than {LONGEST_LINE} characters"))
            continue
        if "\ufffd" in line:
            problems.append(Problem(file=file, line=number, text="no UTF-8; save the file as UTF-8"))
            continue
        said = line if not line.lstrip().startswith("#") else ""
        said = said.partition(" #")[0] if file != BEST_BETS else said
        if said.strip():
            yield number, unicodedata.normalize("NFC", said.strip(" \r\ufeff"))


def _expressions(text: str) -> list[Form]:
    parts = [part for part in text.split(",") if part.strip()]
    if not parts:
        raise ValueError("nothing on one side of `=>`")
    return list(dict.fromkeys(map(_expression, parts)))


def _expression(text: str) -> Form:
    """The syllables of an expression.

    Raises:
        ValueError: it has none, or too many.
    """
    form = tuple(token.normal for token in tokenize(text))
    if not form:
        raise ValueError(f"no letter and no digit in {text.strip()[:40]!r}")
    if len(form) > MOST_SYLLABLES:
        raise ValueError(f"more than {MOST_SYLLABLES} syllables in {text.strip()[:40]!r}…")
    return form


def _by_fold(entries: Iterable[tuple[Form, V]]) -> dict[Form, tuple[tuple[Form, V], ...]]:
    found: dict[Form, tuple[tuple[Form, V], ...]] = {}
    for form, value in entries:
        key = folded_form(form)
        found[key] = (*found.get(key, ()), (form, value))
    return found
