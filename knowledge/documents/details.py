"""What a citation tells of its document: type, year, issuer, day. None where neither the text nor a table says it."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..aligned_text import AlignedText
from .central_documents import Known, known_by_number, known_document
from .laws import law_called, law_numbered
from .numbers import codes, is_type, parts
from .scan import SUBJECT, SUBJECT_CHARS, Found

_ASSEMBLY = re.compile(r"[0-9]+[a-z]?/(?P<y>[0-9]{4})/(?P<code>QH|UBTVQH)[0-9]+")
_ORDINANCES = "Pháp lệnh"


class Details(NamedTuple):
    """`type` in words (`Quyết định`), `year`, `issuer` in words, `date` (ISO 8601); each None where it is not told."""

    type: str | None = None
    year: int | None = None
    issuer: str | None = None
    date: str | None = None


def citation_details(number: str) -> Details:
    """What a number in normal form says by itself, and what the tables know of the document that it can only be."""
    law = law_numbered(number) or law_called(number)
    if law:
        row, version = law
        issuer = "Ủy ban Thường vụ Quốc hội" if row.kind == _ORDINANCES else "Quốc hội"
        told = re.search(r"\s([0-9]{4})$", number)
        year = version.year if version else told[1] if told else None
        return Details(row.kind, int(year) if year else None, issuer, version.date if version else None)
    if number[:1].isalpha():
        kind = re.match(r"Nghị quyết|Luật|Bộ luật|Pháp lệnh", number)
        year = number[-4:] if number[-4:].isdigit() else None
        issuer = "Ban Chấp hành Trung ương" if number.startswith("Nghị quyết") else "Quốc hội"
        return Details(kind[0] if kind else None, int(year) if year else None, issuer)
    by_number = _by_number(number)
    rows = known_by_number(number) if by_number.year else ()  # one without a year is given anew each year or term
    return by_number._replace(issuer=rows[0].issuer, date=rows[0].date) if len(rows) == 1 else by_number


def _by_number(number: str) -> Details:
    assembly, names = _ASSEMBLY.fullmatch(number), codes().names
    if assembly:
        return Details(None, int(assembly["y"]), names.get(assembly["code"], "Quốc hội"))
    told = parts(number)
    if told is None:
        return Details()
    is_typed = is_type(told.kind)
    issuer = (told.issuer or "").split("-")[0] if is_typed else told.kind
    return Details(
        names.get(told.kind) if is_typed else None,
        int(told.year) if told.year else None,
        (issuer if is_type(issuer) else names.get(issuer, issuer)) or None,
    )


def details_read(found: Found, at: AlignedText) -> Details:
    """The details of a number where it stands: what the text says there goes before what the tables know."""
    known = found.known or _known_so(found, at)
    general, tail = citation_details(found.number), found.tail
    date = tail.date if tail else None
    if date and general.year and int(date[:4]) != general.year:
        date = None  # the day is another number's of the list, or that of its entry into force
    date = date or (known.date if known else general.date)
    year = general.year or (int(date[:4]) if date else int(tail.year) if tail and tail.year else None)
    return Details(_type(found) or general.type, year, _issuer(found, at, known, general.issuer), date)


def _known_so(found: Found, at: AlignedText) -> Known | None:
    """The known document of this number, if the text gives its day, its year or its subject."""
    rows, tail, told = known_by_number(found.number), found.tail, parts(found.number)
    if not rows or tail is None:
        return None
    if tail.date or tail.year:
        fitting = [row for row in rows if row.date and row.date.startswith(tail.date or tail.year or "")]
        return fitting[0] if len(fitting) == 1 else None
    if told and SUBJECT.match(at.folded, tail.end):
        known = known_document(told.kind, told.digits, at.folded[tail.end : tail.end + SUBJECT_CHARS])
        return known if known in rows else None
    return None


def _type(found: Found) -> str | None:
    """The type as its word says it; a quy định is one, though its number says QĐ."""
    if found.word == "quy dinh":
        return "Quy định"
    told = parts(found.number)
    kind = codes().types.get(found.word or "")
    return codes().names.get(kind) if kind and told and told.kind not in codes().kinds else None


def _issuer(found: Found, at: AlignedText, known: Known | None, general: str | None) -> str | None:
    """The issuer as the text names it, if it does so in full, else the one that the number says."""
    if known:
        return known.issuer
    who = found.tail.who if found.tail and found.tail.issuers else None
    written = " ".join(at.text[slice(*who)].split()) if who else ""
    named = " " in written and written[:1].isupper() and not (general or "").startswith(written)
    return written if named else general
