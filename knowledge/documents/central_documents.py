"""Known central documents: what `NQ số 25 về … dân vận` must be, told by type, number and subject together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ...analyzers import fold
from ..tables import read_table
from .numbers import family

_GENERIC = re.compile(
    r"\b(?:cong tac|tang cuong|su lanh dao|lanh dao|cua dang|doi moi|nang cao|chat luong|hieu qua|day manh|"
    r"thuc hien|tiep tuc|xay dung|phat trien|trong tinh hinh moi|trong giai doan moi|doi voi|mot so|nghi quyet|"
    r"chi thi|quy dinh|nam [0-9]{4}|giai doan|den nam|[0-9]{4})\b"
)
_FUNCTION = frozenset(
    {"va", "cac", "cua", "cho", "ve", "viec", "trong", "o", "tren", "voi", "theo", "nhung", "mot", "la", "den", "tu"}
    | {"duoc", "de", "vao"}
)
_WORD = re.compile(r"[a-z0-9]+")
_SUBJECT_WORDS = 24
_SHARE = 0.6


class Known(NamedTuple):
    """One row of the table: number in normal form, day (`2013-06-03`, or None), issuer, and the subject's words."""

    number: str
    date: str | None
    issuer: str
    subject: frozenset[str]

    def issued_by(self, issuer: str) -> bool:
        """Whether an issuer as a text names it, folded, is this document's."""
        return issuer.startswith(" ".join(fold(self.issuer).split()[:2]))


def known_document(kind: str, number: str, subject: str, issuer: str | None = None) -> Known | None:
    """The known central document of this type and number whose subject agrees, else None.

    `kind` is a type's code, `number` is as `number_text` gives it, `subject` the text after the number (any form),
    `issuer` its issuer as the text names it, folded, if it does. Two subjects agree where they share six words in ten
    of the shorter one, and two at least, generic words aside: prose shortens titles, goes on after them and misspells
    them.
    """
    rows_here = _table().get((family(kind), number))
    if not rows_here:
        return None
    written = _content(subject)
    best: Known | None = None
    best_share = _SHARE
    for known in rows_here:
        if issuer is not None and not known.issued_by(issuer):
            continue
        common = len(known.subject & written)
        share = common / max(1, min(len(known.subject), len(written)))
        if common >= 2 and share >= best_share:
            best, best_share = known, share
    return best


def known_by_number(number: str) -> tuple[Known, ...]:
    """The known documents of this whole number: each term of the Central Committee counts anew."""
    return tuple(_by_number().get(number, ()))


@lru_cache(maxsize=1)
def _by_number() -> dict[str, list[Known]]:
    table: dict[str, list[Known]] = {}
    for here in _table().values():
        for known in here:
            table.setdefault(known.number, []).append(known)
    return table


def _content(subject: str) -> frozenset[str]:
    """The words of a subject that tell it from others, folded."""
    words = [word for word in _WORD.findall(_GENERIC.sub(" ", fold(subject))) if word not in _FUNCTION]
    return frozenset(words[:_SUBJECT_WORDS])


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], list[Known]]:
    table: dict[tuple[str, str], list[Known]] = {}
    for number, date, issuer, subject in read_table("central_documents.tsv", 4):
        entry = Known(number, date or None, issuer, _content(subject))
        table.setdefault((family(_kind(number)), re.split(r"[-/]", number)[0]), []).append(entry)
    return table


def _kind(number: str) -> str:
    """The type in a whole number; what the National Assembly numbers without one are resolutions in this table."""
    code = re.split(r"[-/]", number)
    return "NQ" if code[-1].startswith("QH") else code[2] if code[1].isdigit() else code[1]
