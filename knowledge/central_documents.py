"""Known central documents: what `NQ số 25 về … dân vận` must be, told by type, number and subject together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ..analyzers import fold
from .tables import rows

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
_TYPE_EQUALS = {"QĐi": "QĐ", "QyĐ": "QĐ", "CTr": "CT"}


class _Known(NamedTuple):
    number: str
    issuer: str
    subject: frozenset[str]


def known_document(kind: str, number: str, subject: str, issuer: str | None = None) -> str | None:
    """The number of the known central document of this type and number whose subject agrees, else None.

    `kind` is a type's code, `number` is as `number_text` gives it, `subject` the text after the number (any form),
    `issuer` its issuer as the text names it, folded, if it does. Two subjects agree where they share six words in ten
    of the shorter one, and two at least, generic words aside: prose shortens titles, goes on after them and misspells
    them.
    """
    rows_here = _table().get((_TYPE_EQUALS.get(kind, kind), number))
    if not rows_here:
        return None
    written = _content(subject)
    best, best_share = None, _SHARE
    for known in rows_here:
        if issuer is not None and not issuer.startswith(known.issuer):
            continue
        common = len(known.subject & written)
        share = common / max(1, min(len(known.subject), len(written)))
        if common >= 2 and share >= best_share:
            best, best_share = known.number, share
    return best


def _content(subject: str) -> frozenset[str]:
    """The words of a subject that tell it from others, folded."""
    words = [word for word in _WORD.findall(_GENERIC.sub(" ", fold(subject))) if word not in _FUNCTION]
    return frozenset(words[:_SUBJECT_WORDS])


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, str], list[_Known]]:
    table: dict[tuple[str, str], list[_Known]] = {}
    for number, _date, issuer, subject in rows("central_documents.tsv", 4):
        entry = _Known(number, " ".join(fold(issuer).split()[:2]), _content(subject))
        kind = _kind(number)
        table.setdefault((_TYPE_EQUALS.get(kind, kind), re.split(r"[-/]", number)[0]), []).append(entry)
    return table


def _kind(number: str) -> str:
    """The type in a whole number; what the National Assembly numbers without one are resolutions in this table."""
    code = re.split(r"[-/]", number)
    return "NQ" if code[-1].startswith("QH") else code[2] if code[1].isdigit() else code[1]
