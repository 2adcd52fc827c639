"""Documents that a query names (`QĐ 217`, `Quyết định số 217-QĐ/TW`, `chỉ thị 05`), and which citations match them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ...analyzers import fold, normalize
from ..abbreviations.table import phrases_of
from .citations import normal_citation
from .laws import matches_law
from .numbered_citations import is_count
from .numbers import document_codes, is_document_type, split_number

_LONGEST_TYPE = 4
"""Words before the number, as in `thông tư liên tịch số`."""

_LONGEST_REST = 6
"""Words after the number that may belong to it: `của Bộ Chính trị`, `- QĐ / TW`."""


class QueryDocument(NamedTuple):
    """A document that `words[start:end]` of a query name, with its number in normal form (`217-QĐ` without an issuer).

    `words[start:core_end]` are type and number without issuer and subject; their normal form is `core`.
    """

    start: int
    end: int
    number: str
    core_end: int
    core: str


def find_query_documents(words: Sequence[str]) -> list[QueryDocument]:
    """Return the documents that words of a query name; they do not overlap. Letter case makes no difference."""
    return list(_find(tuple(normalize(word).upper() for word in words)))


@lru_cache(maxsize=256)
def _find(words: tuple[str, ...]) -> tuple[QueryDocument, ...]:
    found: list[QueryDocument] = []
    done = 0
    for at, word in enumerate(words):
        if at < done or not any(map(str.isdigit, word)):
            continue
        for start in range(max(done, at - _LONGEST_TYPE), at + 1):
            if start == at or fold(words[start]).strip('.,:;“"(') in _first_words():
                document = _read_document(words, start, at)
                if document:
                    found.append(document)
                    done = document.end
                    break
    return tuple(found)


def _read_document(words: Sequence[str], start: int, at: int) -> QueryDocument | None:
    """Return the document named from `start` on with its number in `words[at]`, as many words as belong to it."""
    number, last = None, at + 1
    for end in range(min(len(words), at + 1 + _LONGEST_REST), at, -1):
        read = normal_citation(" ".join(words[start:end]))
        if number and read != number:
            break
        number, last = number or read, end if read else last
    if number is None or split_number(number) is None:
        return None
    if not names_issuer(number) and is_count(" " + fold(" ".join(words[last : last + 2])), 0):
        return None
    core_end = next(end for end in range(at + 1, last + 1) if normal_citation(" ".join(words[start:end])))
    core = normal_citation(" ".join(words[start:core_end])) or number
    return QueryDocument(start, last, number, core_end, core)


def names_issuer(number: str) -> bool:
    """Return whether a number in normal form contains its issuer: `217-QĐ/TW` does, `217-QĐ` does not."""
    parts = split_number(number)
    return parts is None or parts.issuer is not None or not is_document_type(parts.type_code)


def matches_document(requested: str, cited: str) -> bool:
    """Return whether a cited number matches the requested one, both in normal form; parts not requested may differ."""
    if requested == cited or matches_law(requested, cited):
        return True
    one, other = split_number(requested), split_number(cited)
    if one is None or other is None or names_issuer(requested):
        return False
    return (one.digits, one.base_type) == (other.digits, other.base_type) and one.year in (None, other.year)


def text_spellings(number: str) -> tuple[tuple[str, ...], ...]:
    """Return how a text may write a number without its issuer: `Quyết định 217`, `QĐ số 217`, `217-QĐ`.

    Returns () for a number that contains its issuer; it is searched among the citations instead.
    """
    parts = split_number(number)
    if parts is None or names_issuer(number):
        return ()
    code, plain = normalize(parts.type_code), parts.digits.lstrip("0")
    year = (parts.year,) if parts.year else ()
    digits = dict.fromkeys((parts.digits, plain))
    spelled = (phrase for phrase in phrases_of(code) if document_codes().types.get(fold(phrase)) == parts.type_code)
    names = [(code,), *(tuple(phrase.split()) for phrase in spelled)]
    type_first = [(*name, *so, n, *year) for name, so, n in product(names, ((), ("số",)), digits)]
    return (*type_first, *((n, *year, code) for n in digits))


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """Return the folded words with which the name of a type can begin."""
    return frozenset(words.split()[0] for words in document_codes().types) | {"van"}
