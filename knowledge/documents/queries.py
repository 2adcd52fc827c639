"""Documents that a query names: `QĐ 217`, `Quyết định số 217-QĐ/TW`, `chỉ thị 05`; and which cited ones are meant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ...analyzers import fold, normalize
from ..abbreviations.table import phrases_of
from .bare_numbers import counts_something
from .citations import normal_citation
from .laws import same_law
from .numbers import codes, is_type, parts

_LONGEST_TYPE = 4
"""Words before the number: `thông tư liên tịch số`."""

_LONGEST_REST = 6
"""Words behind it that may say more: `của Bộ Chính trị`, `- QĐ / TW`."""


class QueryDocument(NamedTuple):
    """`words[start:end]` of the query name a document: its number in normal form, `217-QĐ` where no issuer is told.

    `words[start:core_end]` would do: type and number, without issuer or subject; it says `core`.
    """

    start: int
    end: int
    number: str
    core_end: int
    core: str


def find_query_documents(words: Sequence[str]) -> list[QueryDocument]:
    """The documents that stretches of written words name; they do not overlap. Letter case makes no difference."""
    return list(_named(tuple(normalize(word).upper() for word in words)))


@lru_cache(maxsize=256)
def _named(words: tuple[str, ...]) -> tuple[QueryDocument, ...]:
    found: list[QueryDocument] = []
    done = 0
    for at, word in enumerate(words):
        if at < done or not any(map(str.isdigit, word)):
            continue
        for start in range(max(done, at - _LONGEST_TYPE), at + 1):
            if start == at or fold(words[start]).strip('.,:;“"(') in _first_words():
                named = _longest(words, start, at)
                if named:
                    found.append(named)
                    done = named.end
                    break
    return tuple(found)


def _longest(words: Sequence[str], start: int, at: int) -> QueryDocument | None:
    """The document that the words from `start` name, its number in `words[at]`: as much as they tell of it."""
    number, last = None, at + 1
    for end in range(min(len(words), at + 1 + _LONGEST_REST), at, -1):
        read = normal_citation(" ".join(words[start:end]))
        if number and read != number:
            break
        number, last = number or read, end if read else last
    if number is None or parts(number) is None:
        return None
    if not is_whole(number) and counts_something(" " + fold(" ".join(words[last : last + 2])), 0):
        return None
    core_end = next(end for end in range(at + 1, last + 1) if normal_citation(" ".join(words[start:end])))
    core = normal_citation(" ".join(words[start:core_end])) or number
    return QueryDocument(start, last, number, core_end, core)


def is_whole(number: str) -> bool:
    """Whether a number in normal form says its issuer: `217-QĐ/TW` does, `217-QĐ` does not."""
    told = parts(number)
    return told is None or told.issuer is not None or not is_type(told.kind)


def matches_document(asked: str, cited: str) -> bool:
    """Whether a cited number is the one asked for, both in normal form: what was not asked may be anything."""
    if asked == cited or same_law(asked, cited):
        return True
    one, other = parts(asked), parts(cited)
    if one is None or other is None or is_whole(asked):
        return False
    return (one.digits, one.family) == (other.digits, other.family) and one.year in (None, other.year)


def text_spellings(number: str) -> tuple[tuple[str, ...], ...]:
    """How a text without its issuer names the document `217-QĐ`: `Quyết định 217`, `QĐ số 217`, `217-QĐ`; () for a
    number that says its issuer, which is found among the cited ones."""
    told = parts(number)
    if told is None or is_whole(number):
        return ()
    code, plain = normalize(told.kind), told.digits.lstrip("0")
    year = (told.year,) if told.year else ()
    digits = dict.fromkeys((told.digits, plain))
    spelled = (phrase for phrase in phrases_of(code) if codes().types.get(fold(phrase)) == told.kind)
    names = [(code,), *(tuple(phrase.split()) for phrase in spelled)]
    before = [(*name, *so, n, *year) for name, so, n in product(names, ((), ("số",)), digits)]
    return (*before, *((n, *year, code) for n in digits))


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    return frozenset(words.split()[0] for words in codes().types) | {"van"}
