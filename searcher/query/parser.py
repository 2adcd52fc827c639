"""Query text to syntax tree: a total function, any string gives a tree.

Words side by side bind tightest, then NOT (over the plain words or the one part that follows), then AND, then OR.
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
from .lexer import Kind, Lexeme, scan
from .nodes import TEXT, Beginning, Quoted, Word, Words
from .periods import span, within
from .terms import all_of, any_of

Known = Callable[[str, Sequence[str]], int]
"""(field, the words that follow) → how many of them, from the first, are one known value of the field (0: none)."""

RUN_ON = ("place", "topic", "source", "author", "citation")
"""Fields whose unquoted value may be several words, where such a value is known."""

_EXACT = ("citation", "year", "date")
_LONGEST_CITATION = 16
_YEAR = re.compile(r"\d{4}", re.ASCII)


def nothing_known(field: str, words: Sequence[str]) -> int:
    """For parsing without a collection: every unquoted field value is one word."""
    return 0


def parse(text: str, known: Known = nothing_known) -> Query:
    """The syntax tree of a query; `Every` for an empty one, `NullQuery` for one without a letter or digit."""
    lexemes = scan(text)
    if not lexemes:
        return NullQuery if normalize(text).strip() else Every()
    return _Parser(lexemes, known).either(TEXT)


class _Parser:
    """Recursive descent over lexemes whose parentheses and operators are known to be sound."""

    def __init__(self, lexemes: list[Lexeme], known: Known) -> None:
        self.lexemes = lexemes
        self.known = known
        self.at = 0

    def kind(self) -> Kind | None:
        return self.lexemes[self.at].kind if self.at < len(self.lexemes) else None

    def take(self) -> Lexeme:
        self.at += 1
        return self.lexemes[self.at - 1]

    def either(self, field: str) -> Query:
        parts = [self.both(field)]
        while self.kind() is Kind.OR:
            self.take()
            parts.append(self.both(field))
        return any_of(parts)

    def both(self, field: str) -> Query:
        parts = [self.side_by_side(field)]
        while self.kind() is Kind.AND:
            self.take()
            parts.append(self.side_by_side(field))
        return all_of(parts)

    def side_by_side(self, field: str) -> Query:
        parts: list[Query] = []
        while self.kind() not in (None, Kind.AND, Kind.OR, Kind.CLOSE):
            parts.append(self.part(field))
        return _together(parts, field)

    def part(self, field: str) -> Query:
        """One part, or the run of plain words that stands here, with its negation."""
        negated = False
        while self.kind() is Kind.NOT:
            self.take()
            negated = not negated
        if self.kind() is Kind.MINUS:
            self.take()
            part, negated = self.item(field), not negated
        elif self.kind() is Kind.WORD:
            part = _together(self.plain_words(field), field)
        else:
            part = self.item(field)
        return Not(part) if negated else part

    def plain_words(self, field: str) -> list[Query]:
        words = []
        while self.kind() is Kind.WORD:
            words.append(self.item(field))
        return words

    def item(self, field: str) -> Query:
        lexeme = self.take()
        if lexeme.kind is Kind.OPEN:
            inner = self.either(field)
            self.take()
            return inner
        if lexeme.kind is Kind.FIELD:
            return self.field_value(lexeme.name)
        return _leaf(field, lexeme)

    def field_value(self, name: str) -> Query:
        if self.kind() is not Kind.WORD or name not in RUN_ON:
            return self.item(name)
        ahead = self.words_ahead()
        count = _citation_length(ahead) if name == "citation" else self.known(name, [word.text for word in ahead])
        count = max(1, min(count, len(ahead)))
        self.at += count
        return _leaf(name, Lexeme(Kind.QUOTE, tuple(ahead[:count])))

    def words_ahead(self) -> list[Word]:
        end = self.at
        while end < len(self.lexemes) and self.lexemes[end].kind is Kind.WORD:
            end += 1
        return [self.lexemes[at].words[0] for at in range(self.at, end)]


def _citation_length(words: Sequence[Word]) -> int:
    """How many of the words make a document's number or name (`citation:Nghị định 30/2020/NĐ-CP`), the longest."""
    for count in range(min(len(words), _LONGEST_CITATION), 0, -1):
        number = normal_citation(" ".join(word.text for word in words[:count]))
        if number and (words[count - 1].citation or not number[0].isdigit()):
            return count
    return 1


def _leaf(field: str, lexeme: Lexeme) -> Query:
    if field in _EXACT:
        text = " ".join(word.text for word in lexeme.words)
        exact = None if lexeme.kind is Kind.BEGINNING else _exact(field, text)
        if exact is not None:
            return exact
        spelled = (Word(f"{field}:{lexeme.words[0].text}"), *lexeme.words[1:])
        return Quoted(TEXT, spelled) if lexeme.kind is Kind.QUOTE else Words(TEXT, spelled)
    if lexeme.kind is Kind.BEGINNING:
        return Beginning(field, lexeme.words)
    if lexeme.kind is Kind.QUOTE:
        return Quoted(field, lexeme.words)
    return Words(field, lexeme.words)


def _exact(field: str, text: str) -> Query | None:
    """The query for an exact field; None where the value is not one, so that it is text."""
    if field == "citation":
        return Term("citation", normal_citation(text) or text)
    if field == "year":
        return Term("year", text) if _YEAR.fullmatch(text) else None
    days = span(text)
    return within(days) if days else None


def _together(parts: list[Query], field: str) -> Query:
    """Parts that stand side by side: the plain words among them are judged together, everything else must match."""
    words: list[Word] = []
    breaks: set[int] = set()
    others: list[Query] = []
    apart = True
    for part in parts:
        if not isinstance(part, Words) or part.fieldname != field:
            others.append(part)
            apart = True
            continue
        breaks |= {len(words) + at for at in ({0, *part.breaks} if apart else part.breaks)}
        words += part.words
        apart = False
    if words:
        others.insert(0, Words(field, tuple(words), frozenset(breaks - {0})))
    return all_of(others)
