"""Curation: an editor's synonyms, best bets and stop phrases, read from the text of plain files (docs/curation.md).

`read_curation` parses the files, and `Curation` applies what they say to a query. A line that cannot be used becomes a
`Problem` with its file and line number; all other lines take effect. `curation_files` watches the files on disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from whoosh.query.compound import And
from whoosh.query.qcore import Query

from ...analyzers import fold, tokenize
from ..query.nodes import TEXT, Quoted, TextLeaf, Word, Words
from ..query.terms import QueryTerm
from .equivalents import Equivalent, Syllables

SYNONYMS, BEST_BETS, STOP_PHRASES = "synonyms.txt", "best_bets.tsv", "stop_phrases.txt"
FILES = (SYNONYMS, BEST_BETS, STOP_PHRASES)

MAX_PINNED = 50
"""The most articles pinned to one query; those beyond are reported as a problem and ignored."""

MAX_LINE_LENGTH = 10_000
"""In characters."""

MAX_SYLLABLES = 30
"""The most syllables of an expression: a longer one is a sentence, which no two users type alike."""

_UNDIVIDED_SYLLABLES = 3
"""An expression of at least so many syllables counts whatever the word segmentation says; a shorter one must not cut a
word in two: `xe` does not apply to `xe máy`."""

_LINE_END = re.compile(r"\r\n|\n|\r")

V = TypeVar("V")

ByFolded = Mapping[Syllables, tuple[tuple[Syllables, V], ...]]
"""Expressions with a value each, looked up by their folded syllables: several expressions may fold to the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A line that cannot be used, or a whole file, where `line` is 0."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"


# ---- The rules -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """What the curation files say at one moment, and what it does to a query."""

    synonyms: ByFolded[tuple[Syllables, ...]] = field(default_factory=lambda: MappingProxyType({}))
    pinned: ByFolded[tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    stops: Mapping[Syllables, tuple[Syllables, ...]] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()
    longest_synonym: int = 0
    """In syllables."""
    longest_stop_phrase: int = 0
    """In syllables."""

    def equivalents(self, run: Sequence[Word], terms: Sequence[Sequence[QueryTerm]]) -> Iterator[Equivalent]:
        """Yield the synonyms of spans of a run of neighbouring words; `terms` are those of each word."""
        if not self.synonyms:
            return
        syllables = [word.syllables for word in run]
        for start in range(len(run)):
            for end, typed in _stretches(syllables, start, self.longest_synonym):
                folded = [term.folded for word_terms in terms[start:end] for term in word_terms]
                forms = dict.fromkeys(self._synonyms(typed, folded))
                if forms:
                    overrides = len(typed) >= _UNDIVIDED_SYLLABLES or end - start in (1, len(run))
                    yield Equivalent(start, end, tuple(forms), overrides_segmentation=overrides)

    def _synonyms(self, typed: Syllables, folded: Sequence[bool]) -> Iterator[Syllables]:
        for form, others in self.synonyms.get(folded_form(typed), ()):
            if all(any_diacritics or one == two for one, two, any_diacritics in zip(typed, form, folded, strict=True)):
                yield from others

    def best_bets(self, tree: Query) -> tuple[str, ...]:
        """Return the ids of the articles pinned to a query.

        The query must be the pinned text as a whole, as plain words or as one phrase; diacritics may be left out on
        either side. Where nothing is pinned to the query as typed, it is compared without its stop phrases.
        """
        for variant in (tree, self.without_stop_phrases(tree)) if self.pinned else ():
            if isinstance(variant, Words | Quoted) and variant.fieldname == TEXT:
                pinned = self.pinned.get(folded_form(variant.syllables), ())
                ids = [id for form, ids in pinned if _same_expression(variant.syllables, form) for id in ids]
                if ids:
                    return tuple(dict.fromkeys(ids))[:MAX_PINNED]
        return ()

    def without_stop_phrases(self, tree: Query) -> Query:
        """Return the query without its stop phrases (`cho tôi hỏi`).

        Phrases in quotes, negated words and words of one field are kept, and so is a query that has nothing else.
        """
        if not self.stops:
            return tree
        if isinstance(tree, Words):
            return self._shortened(tree) or tree
        if not isinstance(tree, And):
            return tree
        parts = [self._shortened(part) if isinstance(part, Words) else part for part in tree.subqueries]
        kept = [part for part in parts if part is not None]
        if not any(isinstance(part, TextLeaf) for part in kept):
            return tree
        return kept[0] if len(kept) == 1 else And(kept)

    def _shortened(self, words: Words) -> Words | None:
        """Return the words without stop phrases; None where no word is left."""
        if words.fieldname != TEXT:
            return words
        kept: list[Word] = []
        breaks: set[int] = set()
        for run in words.runs():
            for word, follows in self._outside_stop_phrases(run):
                if not follows:
                    breaks.add(len(kept))
                kept.append(word)
        if len(kept) == len(words.words):
            return words
        return Words(words.fieldname, tuple(kept), frozenset(breaks - {0, len(kept)})) if kept else None

    def _outside_stop_phrases(self, run: Sequence[Word]) -> Iterator[tuple[Word, bool]]:
        """Yield the words of a run outside its stop phrases, and whether each directly follows the one before.

        Where stop phrases overlap, the longest from the left is removed.
        """
        syllables = [word.syllables for word in run]
        skip, follows = 0, False
        for at, word in enumerate(run):
            if at < skip:
                continue
            ends = [
                end
                for end, typed in _stretches(syllables, at, self.longest_stop_phrase)
                if any(_same_expression(typed, form) for form in self.stops.get(folded_form(typed), ()))
            ]
            if ends:
                skip, follows = max(ends), False
            else:
                yield word, follows
                follows = True


def folded_form(form: Sequence[str]) -> Syllables:
    """Return the syllables without diacritics."""
    return tuple(map(fold, form))


def _same_expression(typed: Sequence[str], form: Syllables) -> bool:
    """Return whether two expressions are the same if any syllable of either may lack its diacritics."""
    return len(typed) == len(form) and all(
        one == two or two == fold(one) or one == fold(two) for one, two in zip(typed, form, strict=True)
    )


def _stretches(words: Sequence[Syllables], start: int, longest: int) -> Iterator[tuple[int, Syllables]]:
    """Yield the stretches of whole words from `start`, of at most `longest` syllables: their ends and syllables."""
    typed: Syllables = ()
    for end in range(start, len(words)):
        typed += words[end]
        if len(typed) > longest:
            break
        if typed:
            yield end + 1, typed


# ---- The files -------------------------------------------------------------------------------------------------------


def read_curation(files: Mapping[str, str | Problem]) -> Curation:
    """Parse the texts of the files, by file name; a file that could not be read is given as its `Problem`."""
    problems = [text for text in files.values() if isinstance(text, Problem)]
    texts = {name: text for name, text in files.items() if isinstance(text, str)}
    synonyms = _read_synonyms(texts.get(SYNONYMS, ""), problems)
    pinned = _read_best_bets(texts.get(BEST_BETS, ""), problems)
    stops = _read_stop_phrases(texts.get(STOP_PHRASES, ""), problems)
    return Curation(
        synonyms=synonyms,
        pinned=pinned,
        stops=stops,
        problems=tuple(sorted(problems, key=lambda problem: (FILES.index(problem.file), problem.line))),
        longest_synonym=max(map(len, synonyms), default=0),
        longest_stop_phrase=max(map(len, stops), default=0),
    )


def _read_synonyms(text: str, problems: list[Problem]) -> ByFolded[tuple[Syllables, ...]]:
    synonyms: dict[Syllables, dict[Syllables, None]] = {}
    for number, line in _entries(SYNONYMS, text, problems):
        left, arrow, right = line.partition("=>")
        try:
            typed = _expressions(left)
            others = _expressions(right) if arrow else typed
        except ValueError as error:
            problems.append(Problem(file=SYNONYMS, line=number, text=str(error)))
            continue
        pairs = [(form, other) for form in typed for other in others if form != other]
        if not pairs:
            message = "write expressions that differ: `a, b` both ways, `a => b` one"
            problems.append(Problem(file=SYNONYMS, line=number, text=message))
        for form, other in pairs:
            synonyms.setdefault(form, {})[other] = None
    return _by_folded((form, tuple(others)) for form, others in synonyms.items())


def _read_best_bets(text: str, problems: list[Problem]) -> ByFolded[tuple[str, ...]]:
    best_bets: dict[Syllables, dict[str, None]] = {}
    for number, line in _entries(BEST_BETS, text, problems):
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
        pinned = best_bets.setdefault(form, {})
        pinned.update(dict.fromkeys(ids))
        if len(pinned) > MAX_PINNED:
            message = f"more than {MAX_PINNED} articles for one query; the first {MAX_PINNED} are pinned"
            problems.append(Problem(file=BEST_BETS, line=number, text=message))
            best_bets[form] = dict.fromkeys(list(pinned)[:MAX_PINNED])
    return _by_folded((form, tuple(ids)) for form, ids in best_bets.items())


def pinned_lines(text: str | Problem, ids: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the line numbers in the text of `best_bets.tsv` at which one of these ids is pinned, with the id."""
    for number, line in _entries(BEST_BETS, text if isinstance(text, str) else "", []):
        yield from ((number, id) for id in map(str.strip, line.split("\t")[1:]) if id in ids)


def _read_stop_phrases(text: str, problems: list[Problem]) -> dict[Syllables, tuple[Syllables, ...]]:
    phrases: dict[Syllables, dict[Syllables, None]] = {}
    for number, line in _entries(STOP_PHRASES, text, problems):
        try:
            form = _expression(line)
        except ValueError as error:
            problems.append(Problem(file=STOP_PHRASES, line=number, text=str(error)))
            continue
        phrases.setdefault(folded_form(form), {})[form] = None
    return {folded: tuple(forms) for folded, forms in phrases.items()}


def _entries(file: str, text: str, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold an entry, in NFC, with their numbers.

    A line that begins with `#` is a comment; in the `.txt` files so is the rest of a line behind ` #`.
    """
    for number, line in enumerate(_LINE_END.split(text), 1):
        if len(line) > MAX_LINE_LENGTH:
            problems.append(Problem(file=file, line=number, text=f"longer than {MAX_LINE_LENGTH} characters"))
            continue
        if "\ufffd" in line:
            problems.append(Problem(file=file, line=number, text="not UTF-8; save the file as UTF-8"))
            continue
        entry = line if not line.lstrip().startswith("#") else ""
        entry = entry.partition(" #")[0] if file != BEST_BETS else entry
        if entry.strip():
            yield number, unicodedata.normalize("NFC", entry.strip(" \r\ufeff"))


def _expressions(text: str) -> list[Syllables]:
    parts = [part for part in text.split(",") if part.strip()]
    if not parts:
        raise ValueError("nothing on one side of `=>`")
    return list(dict.fromkeys(map(_expression, parts)))


def _expression(text: str) -> Syllables:
    """Return the syllables of an expression.

    Raises:
        ValueError: It has no syllables, or too many.
    """
    form = tuple(token.normal for token in tokenize(text))
    if not form:
        raise ValueError(f"no letter or digit in {text.strip()[:40]!r}")
    if len(form) > MAX_SYLLABLES:
        raise ValueError(f"more than {MAX_SYLLABLES} syllables in {text.strip()[:40]!r}…")
    return form


def _by_folded(entries: Iterable[tuple[Syllables, V]]) -> ByFolded[V]:
    by_folded: dict[Syllables, tuple[tuple[Syllables, V], ...]] = {}
    for form, value in entries:
        key = folded_form(form)
        by_folded[key] = (*by_folded.get(key, ()), (form, value))
    return by_folded
