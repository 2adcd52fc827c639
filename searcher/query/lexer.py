"""Query text to lexemes: words, quotes, parentheses, field names, minus signs, operators. Linear time, any string."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from ...analyzers import tokenize
from .nodes import Word

DEPTH = 20
"""How deep parentheses may nest; what stands deeper is text."""

FIELDS = ("title", "body", "author", "source", "place", "topic", "citation", "year", "date")

OPENING = frozenset('"“„‟«＂')
CLOSING = frozenset('"“„‟«＂”»')  # “so“ is how many keyboards quote

_FIELD = re.compile(rf"({'|'.join(FIELDS)}):", re.IGNORECASE | re.ASCII)
_CHUNK = re.compile(r"[^\s()" + "".join(OPENING | CLOSING) + r"]+")


class Kind(Enum):
    """What a lexeme is."""

    WORD = "a word as written"
    BEGINNING = "a word followed by a star"
    QUOTE = "words between quotation marks"
    FIELD = "a field name with its colon, directly before its value"
    MINUS = "a minus sign that negates what follows directly"
    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One lexeme: its kind, its words (WORD, BEGINNING: one), the field it names (FIELD). A `plain` word is never an
    operator."""

    kind: Kind
    words: tuple[Word, ...] = ()
    name: str = ""
    plain: bool = False

    @property
    def operator(self) -> Kind | None:
        """The operator it is, if operands stand around it."""
        return _OPERATORS.get(self.words[0].text) if self.kind is Kind.WORD and not self.plain else None


_OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
_PREFIXES = (Kind.MINUS, Kind.FIELD)


def scan(text: str) -> list[Lexeme]:
    """The lexemes of a query. Parentheses are balanced and never empty; an operator always has its operands."""
    return _settle_operators(_Scanner(text).run())


def words_of(text: str, start: int, end: int) -> tuple[Word, ...]:
    """The words of a stretch of the query that is plain text, without those that hold no letter or digit."""
    written = (Word(chunk[0], chunk.start()) for chunk in _CHUNK.finditer(text, start, end))
    return tuple(word for word in written if word.syllables)


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
                if depth == DEPTH:
                    at = self._too_deep(at)
                else:
                    self.out.append(Lexeme(Kind.OPEN))
                    depth, at = depth + 1, at + 1
            elif at in self.closers:
                self._close()
                depth, at = depth - 1, at + 1
            elif self._is_minus(at):
                self.out.append(Lexeme(Kind.MINUS))
                at += 1
            else:
                at = self._chunk(at)
        return self.out

    def _quote(self, at: int) -> int:
        end = self.quotes[at]
        words = words_of(self.text, at + 1, end)
        self._put(Lexeme(Kind.QUOTE, words) if words else None)
        return end + 1

    def _too_deep(self, at: int) -> int:
        end = self.parens[at]
        words = words_of(self.text, at + 1, end)
        self._put(None)
        self.out += [Lexeme(Kind.WORD, (word,), plain=True) for word in words]
        return end + 1

    def _close(self) -> None:
        if self.out and self.out[-1].kind is Kind.OPEN:  # nothing in it
            self.out.pop()
            self._put(None)
        else:
            self.out.append(Lexeme(Kind.CLOSE))

    def _chunk(self, at: int) -> int:
        """Read a field name or a word at this place; a lone quote or parenthesis and white space are passed over."""
        found = _CHUNK.match(self.text, at)
        if not found:
            return at + 1
        name = _FIELD.match(self.text, at)
        if name and name.end() <= found.end() and not self._behind_prefix(Kind.FIELD):
            end = name.end()
            value = _word(self.text[end : found.end()], end)
            if value or (end == found.end() and (end in self.quotes or end in self.parens)):
                self.out.append(Lexeme(Kind.FIELD, name=name[1].lower()))
                if value:
                    self.out.append(value)
                return found.end()
        self._put(_word(found[0], at))
        return found.end()

    def _put(self, lexeme: Lexeme | None) -> None:
        """Append an operand; without one, what stood ready to apply to it (`-`, `title:`) goes too."""
        if lexeme:
            self.out.append(lexeme)
            return
        while self.out and self.out[-1].kind in _PREFIXES:
            self.out.pop()

    def _behind_prefix(self, kind: Kind) -> bool:
        return bool(self.out) and self.out[-1].kind is kind

    def _is_minus(self, at: int) -> bool:
        text, after = self.text, at + 1
        if text[at] != "-" or after == len(text) or (at and not (text[at - 1].isspace() or text[at - 1] == "(")):
            return False
        return text[after].isalnum() or after in self.quotes or after in self.parens


def _word(chunk: str, start: int) -> Lexeme | None:
    tokens = tokenize(chunk)
    if not tokens:
        return None
    if chunk[-1] == "*" and tokens[-1].end == len(chunk) - 1:
        return Lexeme(Kind.BEGINNING, (Word(chunk[:-1], start),))
    return Lexeme(Kind.WORD, (Word(chunk, start),))


def _quotes(text: str) -> dict[int, int]:
    """Where each quotation begins and ends; a mark without a partner is left out."""
    pairs, start = {}, None
    for at, char in enumerate(text):
        if start is None and char in OPENING:
            start = at
        elif start is not None and char in CLOSING:
            pairs[start] = at
            start = None
    return pairs


def _parens(text: str, quotes: dict[int, int]) -> dict[int, int]:
    """Where each parenthesis outside quotations closes; one without a partner is left out."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    at = 0
    while at < len(text):
        if at in quotes:
            at = quotes[at]
        elif text[at] == "(":
            stack.append(at)
        elif text[at] == ")" and stack:
            pairs[stack.pop()] = at
        at += 1
    return pairs


def _settle_operators(lexemes: list[Lexeme]) -> list[Lexeme]:
    """Turn AND, OR, NOT that stand between (or before) operands into operators; elsewhere they stay words."""
    kinds = [each.operator for each in lexemes]
    out = list(lexemes)
    for at, kind in enumerate(kinds):
        if kind is None or at + 1 == len(out) or out[at + 1].kind is Kind.CLOSE:
            continue
        before = out[at - 1].kind if at else None
        if before in _PREFIXES:
            continue
        if kind is not Kind.NOT:
            begins = before in (None, Kind.OPEN, Kind.AND, Kind.OR, Kind.NOT)
            if begins or kinds[at + 1] in (Kind.AND, Kind.OR):
                continue
        out[at] = Lexeme(kind)
    return out
