"""The query parser: query text to a syntax tree. Any string gives a tree.

Words side by side bind tightest, then NOT (over the plain words, or the one part, that follow), then AND, then OR.
docs/query-language.md describes the language for users.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from whoosh.query.qcore import Every, NullQuery, Query
from whoosh.query.terms import Term
from whoosh.query.wrappers import Not

from ...analyzers import normalize
from ...knowledge.documents.citations import normal_citation
from .combinators import all_of, any_of
from .lexer import Lexeme, LexemeType, scan
from .nodes import TEXT, PrefixWord, Quoted, Word, Words
from .periods import parse_period_range, published_within

KnownValueLength = Callable[[str, Sequence[str]], int]
"""(field, the words that follow) → how many of these words, from the first, are one known value of the field; 0 if
none."""

MULTIWORD_FIELDS = ("place", "topic", "source", "author", "citation")
"""Fields whose unquoted value may be several words, as long as they are a known value."""

_EXACT = ("citation", "year", "date")
_LONGEST_CITATION = 16
_YEAR = re.compile(r"\d{4}", re.ASCII)


def no_known_value(field: str, words: Sequence[str]) -> int:
    """Return 0: parse without a collection, so that every unquoted field value is one word."""
    return 0


def parse(text: str, known: KnownValueLength = no_known_value) -> Query:
    """Return the syntax tree of a query.

    It is `Every` for an empty query and `NullQuery` for one without a letter or digit.
    """
    lexemes = scan(text)
    if not lexemes:
        return NullQuery if normalize(text).strip() else Every()
    return _Parser(lexemes, known).either(TEXT)


class _Parser:
    """A recursive-descent parser over lexemes whose parentheses are balanced and whose operators have operands."""

    def __init__(self, lexemes: list[Lexeme], known: KnownValueLength) -> None:
        self.lexemes = lexemes
        self.known = known
        self.at = 0

    def next_type(self) -> LexemeType | None:
        return self.lexemes[self.at].type if self.at < len(self.lexemes) else None

    def take(self) -> Lexeme:
        self.at += 1
        return self.lexemes[self.at - 1]

    def either(self, field: str) -> Query:
        parts = [self.both(field)]
        while self.next_type() is LexemeType.OR:
            self.take()
            parts.append(self.both(field))
        return any_of(parts)

    def both(self, field: str) -> Query:
        parts = [self.side_by_side(field)]
        while self.next_type() is LexemeType.AND:
            self.take()
            parts.append(self.side_by_side(field))
        return all_of(parts)

    def side_by_side(self, field: str) -> Query:
        parts: list[Query] = []
        while self.next_type() not in (None, LexemeType.AND, LexemeType.OR, LexemeType.CLOSE):
            parts.append(self.part(field))
        return _join(parts, field)

    def part(self, field: str) -> Query:
        """Parse one part, or a run of plain words, with its negation."""
        negated = False
        while self.next_type() is LexemeType.NOT:
            self.take()
            negated = not negated
        if self.next_type() is LexemeType.MINUS:
            self.take()
            part, negated = self.item(field), not negated
        elif self.next_type() is LexemeType.WORD:
            part = _join(self.plain_words(field), field)
        else:
            part = self.item(field)
        return Not(part) if negated else part

    def plain_words(self, field: str) -> list[Query]:
        words = []
        while self.next_type() is LexemeType.WORD:
            words.append(self.item(field))
        return words

    def item(self, field: str) -> Query:
        lexeme = self.take()
        if lexeme.type is LexemeType.OPEN:
            inner = self.either(field)
            self.take()
            return inner
        if lexeme.type is LexemeType.FIELD:
            return self.field_value(lexeme.name)
        return _leaf(field, lexeme)

    def field_value(self, name: str) -> Query:
        if self.next_type() is not LexemeType.WORD or name not in MULTIWORD_FIELDS:
            return self.item(name)
        ahead = self.words_ahead()
        count = _citation_length(ahead) if name == "citation" else self.known(name, [word.text for word in ahead])
        count = max(1, min(count, len(ahead)))
        self.at += count
        return _leaf(name, Lexeme(LexemeType.QUOTE, tuple(ahead[:count])))

    def words_ahead(self) -> list[Word]:
        end = self.at
        while end < len(self.lexemes) and self.lexemes[end].type is LexemeType.WORD:
            end += 1
        return [self.lexemes[at].words[0] for at in range(self.at, end)]


def _citation_length(words: Sequence[Word]) -> int:
    """Return how many of the words, at most, are a document's number or name: `Nghị định 30/2020/NĐ-CP` in
    `citation:Nghị định 30/2020/NĐ-CP họp`."""
    for count in range(min(len(words), _LONGEST_CITATION), 0, -1):
        number = normal_citation(" ".join(word.text for word in words[:count]))
        if number and (words[count - 1].citation or not number[0].isdigit()):
            return count
    return 1


def _leaf(field: str, lexeme: Lexeme) -> Query:
    if field in _EXACT:
        text = " ".join(word.text for word in lexeme.words)
        exact = None if lexeme.type is LexemeType.PREFIX else _exact_value(field, text)
        if exact is not None:
            return exact
        as_text = (Word(f"{field}:{lexeme.words[0].text}"), *lexeme.words[1:])
        return Quoted(TEXT, as_text) if lexeme.type is LexemeType.QUOTE else Words(TEXT, as_text)
    if lexeme.type is LexemeType.PREFIX:
        return PrefixWord(field, lexeme.words)
    if lexeme.type is LexemeType.QUOTE:
        return Quoted(field, lexeme.words)
    return Words(field, lexeme.words)


def _exact_value(field: str, text: str) -> Query | None:
    """Return the query for the value of an exact field, or None where it is no such value and so is plain text."""
    if field == "citation":
        return Term("citation", normal_citation(text) or text)
    if field == "year":
        return Term("year", text) if _YEAR.fullmatch(text) else None
    days = parse_period_range(text)
    return published_within(days) if days else None


def _join(parts: list[Query], field: str) -> Query:
    """Combine parts typed side by side: the plain words become one `Words` leaf, and all other parts must match."""
    words: list[Word] = []
    breaks: set[int] = set()
    others: list[Query] = []
    after_break = True
    for part in parts:
        if not isinstance(part, Words) or part.fieldname != field:
            others.append(part)
            after_break = True
            continue
        breaks |= {len(words) + at for at in ({0, *part.breaks} if after_break else part.breaks)}
        words += part.words
        after_break = False
    if words:
        others.insert(0, Words(field, tuple(words), frozenset(breaks - {0})))
    return all_of(others)
