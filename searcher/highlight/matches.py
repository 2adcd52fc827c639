"""Where the terms of a query occur in a text, however they are written there.

No text is analysed as a whole. One regular expression finds everything that could be a syllable of the query (in any
letter case and Unicode form, with any diacritics, and with zero-width characters inside). A second one finds letters
that may represent others (full-width letters, ligatures, other scripts). Only the syllables found by either of them are
normalised and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from heapq import merge

from ...analyzers import fold, normalize
from ...analyzers.normalization.characters import (
    COMBINING_MARK,
    COMBINING_MARKS,
    JOINERS,
    LETTER,
    MAX_TOKEN,
    RUN,
    piece_spans,
)
from ..query.nodes import TEXT
from ..query.terms import HighlightTerm, QueryTerm

MAX_SYLLABLES = 10_000
"""How many matching syllables of one text are looked at. A text that repeats the query more often shows nothing new."""

_MAX_LETTERS = 8
"""How many letters of a syllable the regular expression contains; no Vietnamese syllable is longer."""

_MAX_CLASSES = 800
"""About how many letters of all syllables together the regular expression contains."""

Span = tuple[int, int]
Forms = tuple[str, str] | tuple[()]
"""The normal and the folded form of a syllable; empty for one that is not in the query."""

Citations = Sequence[tuple[str, Span]]
"""The documents that a text cites: the number, and the span in which the text refers to it."""

_FILLER = f"[{COMBINING_MARKS}{JOINERS}]*+"
_NO_LETTER_IN_LINE = re.compile(rf"(?:(?!{LETTER})[^\n\r\u2029])*")
_NO_LETTER = re.compile(rf"(?:(?!{LETTER})[\s\S])*")
_SPACES = re.compile(r"[^\S\n\r\u2029]*")
_INSIDE_RUN = re.compile(f"[{COMBINING_MARKS}{JOINERS}]")
_DRAWN_WITH_LETTER = re.compile(
    f"[{COMBINING_MARKS}\u0488\u0489\u1abe\u20dd-\u20e0\u20e2-\u20e4\ua670-\ua672\u200c\u200d\ufe00-\ufe0f]*"
)
"""Characters that are drawn as one with the letter before them, though they are not part of the word: the keycap of
`1️⃣`."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A highlighted span of a text, and the numbers of the query words that it matches."""

    start: int
    end: int
    words: frozenset[int]


class Gap(IntEnum):
    """What separates two syllables, from near to far."""

    SPACES = 0
    PUNCTUATION = 1
    LINE_BREAKS = 2
    WORDS = 3


class Highlighter:
    """Finds the terms of one query in any number of articles."""

    def __init__(self, terms: Iterable[HighlightTerm]) -> None:
        self.terms = tuple(terms)
        self._words = _word_numbers(self.terms)
        self._pattern = re.compile(_syllable_pattern(self.terms))
        # Both by `QueryTerm.folded`: first the normal forms, then the folded ones.
        self._forms: tuple[set[str], set[str]] = (set(), set())
        prefixes: tuple[list[str], list[str]] = ([], [])
        for term in self.terms:
            for number, syllable in enumerate(term.terms, 1):
                self._forms[syllable.folded].add(syllable.form)
                if term.is_prefix and number == len(term.terms):
                    prefixes[syllable.folded].append(syllable.form)
        self._prefixes = tuple(map(tuple, prefixes))
        self._forms_as_written: dict[str, Forms] = {}

    def highlights(
        self, texts: Sequence[tuple[str, str]], citations: Sequence[Citations] = ()
    ) -> list[list[Highlight]]:
        """Return the highlights of each text of one article, in order and without overlaps.

        A word of several syllables, or a phrase, is highlighted where its syllables are adjacent. Only if they are
        adjacent nowhere in the article, they are highlighted one by one, but never those of a quoted phrase. A document
        is highlighted where its number is printed, else where the article refers to it in other words.

        Args:
            texts: pairs of a field, `title` or `body`, and a text. Terms restricted to the other field are not
                highlighted in it.
            citations: for each text the documents that it cites.
        """
        syllables = [(field, self._matching_syllables(text)) for field, text in texts]
        by_term = [
            [found if term.field in (TEXT, field) else _Syllables("") for field, found in syllables]
            for term in self.terms
        ]
        whole = [_whole_spans(term, found, citations) for term, found in zip(self.terms, by_term, strict=True)]
        present = {term for term, spans in zip(self.terms, whole, strict=True) if any(spans)}
        highlights: list[list[Highlight]] = [[] for _ in texts]
        for term, words, found, spans in zip(self.terms, self._words, by_term, whole, strict=True):
            if term not in present and not term.whole_only and present.isdisjoint(term.alternatives):
                spans = [list(_single_spans(term, each)) for each in found]  # noqa: PLW2901
            for listed, more in zip(highlights, spans, strict=True):
                listed += [Highlight(start, end, words) for start, end in more]
        return [_merged(listed, text) for listed, (_, text) in zip(highlights, texts, strict=True)]

    def _matching_syllables(self, text: str) -> _Syllables:
        syllables, known = _Syllables(text), self._forms_as_written
        for span in self._candidate_spans(text):
            written = text[span[0] : span[1]]
            forms = known.get(written)
            if forms is None:
                forms = known[written] = self._matching_forms(written)
            if forms:
                syllables.add(span, forms)
                if len(syllables.spans) == MAX_SYLLABLES:
                    break
        return syllables

    def _matching_forms(self, written: str) -> Forms:
        """Return both forms of a syllable that is in the query, else ()."""
        form = normalize(written)
        forms = (form, fold(form))
        parts = zip(forms, self._forms, self._prefixes, strict=True)
        return forms if any(one in exact or one.startswith(prefixes) for one, exact, prefixes in parts) else ()

    def _candidate_spans(self, text: str) -> Iterator[Span]:
        """Yield the spans of all syllables that could be in the query, in order."""
        odd = [] if text.isascii() else [_run_start(text, at.start()) for at in _odd_letters().finditer(text)]
        found: Iterable[Span] = (match.span() for match in self._pattern.finditer(text))
        plain = not odd and (text.isascii() or _INSIDE_RUN.search(text) is None)
        end = 0
        for start, stop in merge(found, ((start, start) for start in odd)) if odd else found:
            if start < end or (not plain and start and _is_inside_run(text, start)):
                continue
            end = stop if plain else _run_end(text, start)
            if end - start <= MAX_TOKEN:
                yield start, end
            else:
                yield from ((start + first, start + last) for first, last in piece_spans(text[start:end]))


# ---- Runs: what the tokenizer takes for one token --------------------------------------------------------------------


def _is_inside_run(text: str, at: int) -> bool:
    """Return whether a run continues here, after a combining mark or a zero-width character."""
    return text[at - 1] > "\x7f" and _INSIDE_RUN.match(text, at - 1) is not None and _run_start(text, at) < at


def _run_end(text: str, start: int) -> int:
    run = RUN.match(text, start)
    return run.end() if run else start


def _run_start(text: str, at: int) -> int:
    """Return where the run begins that contains the letter at this offset."""
    start = at
    while at:
        at -= 1
        if text[at].isalnum():
            start = at
        elif not _INSIDE_RUN.match(text, at):
            break
    return start


# ---- From syllables to terms -----------------------------------------------------------------------------------------


class _Syllables:
    """The syllables of one text that occur in the query: spans, forms, and an index from form to list positions."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Span] = []
        self.forms: list[tuple[str, str]] = []
        self._by_form: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})

    def add(self, span: Span, forms: tuple[str, str]) -> None:
        """Append a syllable with its normal and its folded form."""
        number = len(self.spans)
        self._by_form[0].setdefault(forms[0], []).append(number)
        self._by_form[1].setdefault(forms[1], []).append(number)
        self.spans.append(span)
        self.forms.append(forms)

    def matching(self, term: QueryTerm, is_prefix: bool) -> list[int]:
        """Return the numbers of the syllables that match the term."""
        if not is_prefix:
            return self._by_form[term.folded].get(term.form, [])
        return [number for number, forms in enumerate(self.forms) if forms[term.folded].startswith(term.form)]

    def continues(self, number: int, term: QueryTerm, is_prefix: bool, widest: Gap) -> bool:
        """Return whether the syllable of this number matches the term and is close to the syllable before it."""
        if number >= len(self.spans):
            return False
        form = self.forms[number][term.folded]
        fits = form.startswith(term.form) if is_prefix else form == term.form
        return fits and _gap(self.text, self.spans[number - 1][1], self.spans[number][0]) <= widest


def _whole_spans(term: HighlightTerm, texts: Sequence[_Syllables], citations: Sequence[Citations]) -> list[list[Span]]:
    """Return the spans in each text in which all syllables of the term are adjacent."""
    widest = Gap.SPACES if term.whitespace_only else Gap.PUNCTUATION
    spans = [list(_occurrences(term, syllables, widest)) for syllables in texts]
    if term.whole_only and not any(spans):  # the engine counts words only, so a phrase may go on in the next line
        spans = [list(_occurrences(term, syllables, Gap.LINE_BREAKS)) for syllables in texts]
    if term.citation and not any(spans):
        spans = [[span for number, span in cited if number == term.citation] for cited in citations] or spans
    return spans


def _occurrences(term: HighlightTerm, syllables: _Syllables, widest: Gap) -> Iterator[Span]:
    first, *rest = term.terms
    for at in syllables.matching(first, term.is_prefix and not rest):
        steps = enumerate(rest, 1)
        if all(
            syllables.continues(at + step, syllable, term.is_prefix and step == len(rest), widest)
            for step, syllable in steps
        ):
            yield syllables.spans[at][0], syllables.spans[at + len(rest)][1]


def _single_spans(term: HighlightTerm, syllables: _Syllables) -> Iterator[Span]:
    """Yield the spans of the syllables of the term one by one."""
    last = len(term.terms) - 1
    for number, syllable in enumerate(term.terms):
        yield from (syllables.spans[at] for at in syllables.matching(syllable, term.is_prefix and number == last))


def _gap(text: str, start: int, end: int) -> Gap:
    if end - start == 1 and text[start] == " ":
        return Gap.SPACES
    if _SPACES.fullmatch(text, start, end):
        return Gap.SPACES
    if _NO_LETTER_IN_LINE.fullmatch(text, start, end):
        return Gap.PUNCTUATION
    return Gap.LINE_BREAKS if _NO_LETTER.fullmatch(text, start, end) else Gap.WORDS


def _word_numbers(terms: Sequence[HighlightTerm]) -> list[frozenset[int]]:
    """Return the numbers of the query words that each term represents.

    A term has its own number, and an equivalent spelling has the numbers of the terms that it may replace.
    """
    replaced: dict[HighlightTerm, set[int]] = {}
    for number, term in enumerate(terms):
        for alternative in term.alternatives:
            replaced.setdefault(alternative, set()).add(number)
    return [frozenset(replaced.get(term, (number,))) for number, term in enumerate(terms)]


def _merged(highlights: list[Highlight], text: str) -> list[Highlight]:
    """Return the highlights in order, those joined that overlap, touch or have only spaces between them.

    No highlight ends within a character as it is drawn.
    """
    merged: list[Highlight] = []
    for highlight in sorted(highlights, key=lambda each: (each.start, each.end)):
        drawn = _DRAWN_WITH_LETTER.match(text, highlight.end)
        if drawn and drawn.end() > highlight.end:
            highlight = Highlight(highlight.start, drawn.end(), highlight.words)  # noqa: PLW2901
        if merged and (highlight.start <= merged[-1].end or _SPACES.fullmatch(text, merged[-1].end, highlight.start)):
            last = merged.pop()
            end = max(last.end, highlight.end)
            highlight = Highlight(last.start, end, last.words | highlight.words)  # noqa: PLW2901
        merged.append(highlight)
    return merged


# ---- The regular expression ------------------------------------------------------------------------------------------


def _syllable_pattern(terms: Sequence[HighlightTerm]) -> str:
    """Return a regular expression for everything that could be a syllable of the terms.

    It begins with the class of all first letters, for which `re` searches fastest, and then branches by what follows
    each of them. Of many syllables only the first letters are included, so that compiling it never takes long; what it
    finds is compared as a whole anyway.
    """
    deepest = max(1, min(_MAX_LETTERS, _MAX_CLASSES // max(1, sum(len(term.terms) for term in terms))))
    branches: dict[str, set[str]] = {}
    for term in terms:
        for number, syllable in enumerate(term.terms):
            first, *more = (_written_letters(char) for char in syllable.form if not COMBINING_MARK.match(char))
            is_prefix = term.is_prefix and number == len(term.terms) - 1
            cut = len(more) >= deepest
            end = f"{LETTER}*" if is_prefix or cut else f"(?!{LETTER})"
            included = more[: deepest - 1] if cut else more
            rest = _FILLER + "".join(f"[{letters}]{_FILLER}" for letters in included) + end
            branches.setdefault(first, set()).add(rest)
    choices = "|".join(f"(?<=[{first}])(?:{'|'.join(sorted(rests))})" for first, rests in sorted(branches.items()))
    return rf"[{''.join(sorted(branches))}](?<!{LETTER}[\s\S])(?:{choices})"


@lru_cache(maxsize=1024)
def _written_letters(char: str) -> str:
    """Return every way to write a letter, in any case and with any diacritics, as the inside of a regex class."""
    base = fold(char)
    same = _letters_by_fold().get(base, ())
    letters = {base, base.upper(), *same} if char == base or char in same else {char, *char.upper()}
    return "".join(re.escape(letter) for letter in sorted(letters) if len(letter) == 1)


@cache
def _odd_letters() -> re.Pattern[str]:
    """Return a pattern for letters that may represent others and are not listed by `_written_letters`: `ﬁ`, `ß`, other
    scripts."""
    known = "".join(letter for letters in _letters_by_fold().values() for letter in letters)
    return re.compile(rf"[^\W_0-9A-Za-z{known}]")


@cache
def _letters_by_fold() -> dict[str, list[str]]:
    """Return Latin letters with diacritics (so all Vietnamese ones) and full-width letters by the letter that they
    fold to."""
    letters: dict[str, list[str]] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF10, 0xFF5B), 0x212A):
        base = fold(chr(code))
        if len(base) == 1 and base != chr(code):
            letters.setdefault(base, []).append(chr(code))
    return letters
