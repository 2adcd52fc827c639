"""The lexer: query text to words, quotes, parentheses, field names, minus signs and operators.

It takes any string, in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from ...analyzers import tokenize
from .nodes import Word

MAX_DEPTH = 20
"""How deep parentheses may nest; the content of deeper ones is plain text."""

FIELD_NAMES = ("title", "body", "author", "source", "place", "topic", "citation", "year", "date")

OPENING_QUOTES = frozenset('"“„‟«＂')
CLOSING_QUOTES = frozenset('"“„‟«＂”»')  # many keyboards quote “so“

_FIELD = re.compile(rf"({'|'.join(FIELD_NAMES)}):", re.IGNORECASE | re.ASCII)
_CHUNK = re.compile(r"[^\s()" + "".join(OPENING_QUOTES | CLOSING_QUOTES) + r"]+")


class LexemeType(Enum):
    """The types of lexemes."""

    WORD = "a word as typed"
    PREFIX = "the beginning of a word, followed by a star"
    QUOTE = "words between quotation marks"
    FIELD = "a field name with its colon, directly in front of its value"
    MINUS = "a minus sign that negates what follows directly"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One lexeme: its type, its words (exactly one for WORD and PREFIX), and the field name (for FIELD)."""

    type: LexemeType
    words: tuple[Word, ...] = ()
    name: str = ""
    plain: bool = False
    """Whether the word is text even where it is written like an operator."""

    @property
    def operator(self) -> LexemeType | None:
        """The operator that the word is if it has operands; None for every other lexeme."""
        return _OPERATORS.get(self.words[0].text) if self.type is LexemeType.WORD and not self.plain else None


_OPERATORS = {"AND": LexemeType.AND, "OR": LexemeType.OR, "NOT": LexemeType.NOT}
_UNARY = (LexemeType.MINUS, LexemeType.FIELD)
"""Lexemes that apply to the operand directly behind them."""


def scan(text: str) -> list[Lexeme]:
    """Return the lexemes of a query.

    In the result, parentheses are balanced and never empty, and every operator has its operands.
    """
    return _resolve_operators(_Scanner(text).run())


@dataclass
class _Scanner:
    text: str
    out: list[Lexeme] = field(default_factory=list)

    def run(self) -> list[Lexeme]:
        text, at = self.text, 0
        self.quotes = _quotes(text)
        self.parens = _parens(text, self.quotes)
        self.closers = set(self.parens.values())
        depth = 0
        while at < len(text):
            if at in self.quotes:
                at = self._quote(at)
            elif at in self.parens:
                if depth == MAX_DEPTH:
                    at = self._too_deep(at)
                else:
                    self.out.append(Lexeme(LexemeType.OPEN))
                    depth, at = depth + 1, at + 1
            elif at in self.closers:
                self._close()
                depth, at = depth - 1, at + 1
            elif self._is_minus(at):
                self.out.append(Lexeme(LexemeType.MINUS))
                at += 1
            else:
                at = self._chunk(at)
        return self.out

    def _quote(self, at: int) -> int:
        end = self.quotes[at]
        words = _plain_words(self.text, at + 1, end)
        self._append_operand(Lexeme(LexemeType.QUOTE, words) if words else None)
        return end + 1

    def _too_deep(self, at: int) -> int:
        end = self.parens[at]
        words = _plain_words(self.text, at + 1, end)
        self._append_operand(None)
        self.out += [Lexeme(LexemeType.WORD, (word,), plain=True) for word in words]
        return end + 1

    def _close(self) -> None:
        if self.out and self.out[-1].type is LexemeType.OPEN:  # empty parentheses
            self.out.pop()
            self._append_operand(None)
        else:
            self.out.append(Lexeme(LexemeType.CLOSE))

    def _chunk(self, at: int) -> int:
        """Read a field name or a word; skip white space and a quote or parenthesis without a partner."""
        chunk = _CHUNK.match(self.text, at)
        if not chunk:
            return at + 1
        name = _FIELD.match(self.text, at)
        if name and name.end() <= chunk.end() and not self._follows_field():
            end = name.end()
            value = _word(self.text[end : chunk.end()], end)
            if value or (end == chunk.end() and (end in self.quotes or end in self.parens)):
                self.out.append(Lexeme(LexemeType.FIELD, name=name[1].lower()))
                if value:
                    self.out.append(value)
                return chunk.end()
        self._append_operand(_word(chunk[0], at))
        return chunk.end()

    def _append_operand(self, operand: Lexeme | None) -> None:
        """Append an operand; where there is none, drop the `-` and `title:` that would have applied to it."""
        if operand:
            self.out.append(operand)
            return
        while self.out and self.out[-1].type in _UNARY:
            self.out.pop()

    def _follows_field(self) -> bool:
        return bool(self.out) and self.out[-1].type is LexemeType.FIELD

    def _is_minus(self, at: int) -> bool:
        text, after = self.text, at + 1
        if text[at] != "-" or after == len(text) or (at and not (text[at - 1].isspace() or text[at - 1] == "(")):
            return False
        return text[after].isalnum() or after in self.quotes or after in self.parens


def _plain_words(text: str, start: int, end: int) -> tuple[Word, ...]:
    """Return the words of a span of plain text, except those without a letter or digit."""
    words = (Word(chunk[0], chunk.start()) for chunk in _CHUNK.finditer(text, start, end))
    return tuple(word for word in words if word.syllables)


def _word(chunk: str, start: int) -> Lexeme | None:
    tokens = tokenize(chunk)
    if not tokens:
        return None
    if chunk[-1] == "*" and tokens[-1].end == len(chunk) - 1:
        return Lexeme(LexemeType.PREFIX, (Word(chunk[:-1], start),))
    return Lexeme(LexemeType.WORD, (Word(chunk, start),))


def _quotes(text: str) -> dict[int, int]:
    """Map the offset of each opening quotation mark to that of its closing one; unpaired ones are left out."""
    closing_at, start = {}, None
    for at, char in enumerate(text):
        if start is None and char in OPENING_QUOTES:
            start = at
        elif start is not None and char in CLOSING_QUOTES:
            closing_at[start] = at
            start = None
    return closing_at


def _parens(text: str, quotes: dict[int, int]) -> dict[int, int]:
    """Map the offset of each parenthesis outside quotations to that of its partner; unpaired ones are left out."""
    closing_at: dict[int, int] = {}
    stack: list[int] = []
    at = 0
    while at < len(text):
        if at in quotes:
            at = quotes[at]
        elif text[at] == "(":
            stack.append(at)
        elif text[at] == ")" and stack:
            closing_at[stack.pop()] = at
        at += 1
    return closing_at


def _resolve_operators(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Turn AND, OR and NOT into operators where they have operands; elsewhere they stay words."""
    operators = [lexeme.operator for lexeme in lexemes]
    out = list(lexemes)
    for at, operator in enumerate(operators):
        if operator is None or at + 1 == len(out) or out[at + 1].type is LexemeType.CLOSE:
            continue
        before = out[at - 1].type if at else None
        if before in _UNARY:
            continue
        if operator is not LexemeType.NOT:
            begins = before in (None, LexemeType.OPEN, LexemeType.AND, LexemeType.OR, LexemeType.NOT)
            if begins or operators[at + 1] in (LexemeType.AND, LexemeType.OR):
                continue
        out[at] = Lexeme(operator)
    return out
