"""Well-known documents of the central bodies, identified by type, number and subject: `NQ số 25 về … dân vận`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ...analyzers import fold
from ..tables import read_table
from .numbers import base_type

_GENERIC = re.compile(
    r"\b(?:cong tac|tang cuong|su lanh dao|lanh dao|cua dang|doi moi|nang cao|chat luong|hieu qua|day manh|"
    r"thuc hien|tiep tuc|xay dung|phat trien|trong tinh hinh moi|trong giai doan moi|doi voi|mot so|nghi quyet|"
    r"chi thi|quy dinh|nam [0-9]{4}|giai doan|den nam|[0-9]{4})\b"
)
_FUNCTION_WORDS = frozenset(
    {"va", "cac", "cua", "cho", "ve", "viec", "trong", "o", "tren", "voi", "theo", "nhung", "mot", "la", "den", "tu"}
    | {"duoc", "de", "vao"}
)
_WORD = re.compile(r"[a-z0-9]+")
_SUBJECT_WORDS = 24
_MIN_SHARE = 0.6


class CentralDocument(NamedTuple):
    """One row of the table: number in normal form, day (ISO 8601, or None), issuer, and the subject's words."""

    number: str
    date: str | None
    issuer: str
    subject: frozenset[str]

    def issued_by(self, issuer: str) -> bool:
        """Return whether an issuer, as a text names it and folded, is the issuer of this document."""
        return issuer.startswith(" ".join(fold(self.issuer).split()[:2]))


def find_central_document(
    type_code: str, number: str, subject: str, issuer: str | None = None
) -> CentralDocument | None:
    """Return the central document of this type and number whose subject agrees, or None.

    `number` is in the form of `format_digits`, `subject` is the text after the number, in any form, and `issuer` the
    issuer that the text names, folded. Two subjects agree if they share at least two words and 60 % of the words of
    the shorter one, generic words aside: texts shorten titles, continue after them and misspell them.
    """
    rows_here = _table().get((base_type(type_code), number))
    if not rows_here:
        return None
    written = _content_words(subject)
    best: CentralDocument | None = None
    best_share = _MIN_SHARE
    for candidate in rows_here:
        if issuer is not None and not candidate.issued_by(issuer):
            continue
        common = len(candidate.subject & written)
        share = common / max(1, min(len(candidate.subject), len(written)))
        if common >= 2 and share >= best_share:
            best, best_share = candidate, share
    return best


def central_documents_numbered(number: str) -> tuple[CentralDocument, ...]:
    """Return the documents of this full number; each term of the Central Committee starts numbering again."""
    return tuple(_by_number().get(number, ()))


@lru_cache(maxsize=1)
def _by_number() -> dict[str, list[CentralDocument]]:
    table: dict[str, list[CentralDocument]] = {}
    for here in _table().values():
        for document in here:
            table.setdefault(document.number, []).append(document)
    return table


def _content_words(subject: str) -> frozenset[str]:
    """Return the words of a subject that distinguish it from others, folded."""
    words = [word for word in _WORD.findall(_GENERIC.sub(" ", fold(subject))) if word not in _FUNCTION_WORDS]
    return frozenset(words[:_SUBJECT_WORDS])


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], list[CentralDocument]]:
    table: dict[tuple[str, str], list[CentralDocument]] = {}
    for number, date, issuer, subject in read_table("central_documents.tsv", 4):
        entry = CentralDocument(number, date or None, issuer, _content_words(subject))
        table.setdefault((base_type(_type_code(number)), re.split(r"[-/]", number)[0]), []).append(entry)
    return table


def _type_code(number: str) -> str:
    """Return the type code of a full number; those of the National Assembly are resolutions in this table."""
    code = re.split(r"[-/]", number)
    return "NQ" if code[-1].startswith("QH") else code[2] if code[1].isdigit() else code[1]
