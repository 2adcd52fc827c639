"""What a citation tells of its document: type, year, issuer, day. None where neither the text nor a table says it."""

from __future__ import annotations

import re
from typing import NamedTuple

from .aligned import Aligned
from .central_documents import Known, known_by_number
from .citation_scan import Found
from .document_numbers import codes, parts
from .laws import law_called, law_numbered

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
    rows = known_by_number(number)
    date = rows[0].date if len({row.date for row in rows}) == 1 else None
    issuer_known = rows[0].issuer if len({row.issuer for row in rows}) == 1 else None
    by_number = _by_number(number)
    year = int(date[:4]) if date else by_number.year
    return Details(by_number.type, year, issuer_known or by_number.issuer, date)


def _by_number(number: str) -> Details:
    assembly, names = _ASSEMBLY.fullmatch(number), codes().names
    if assembly:
        return Details(None, int(assembly["y"]), names.get(assembly["code"], "Quốc hội"))
    told = parts(number)
    if told is None:
        return Details()
    is_typed = told.kind in codes().kinds
    issuer = (told.issuer or "").split("-")[0] if is_typed else told.kind
    return Details(
        names.get(told.kind) if is_typed else None,
        int(told.year) if told.year else None,
        names.get(issuer, issuer) or None,
    )


def details_read(found: Found, at: Aligned) -> Details:
    """The details of a number where it stands: what the text says there goes before what the tables know."""
    known = found.known or _dated_so(found)
    general = citation_details(found.number)
    tail, told = found.tail, parts(found.number)
    date = tail.date if tail else None
    if date and told and told.year and not date.startswith(told.year):
        date = None  # the day belongs to another number of the list, or is that of its entry into force
    date = date or (known.date if known else general.date)
    year = general.year or (int(date[:4]) if date else int(tail.year) if tail and tail.year else None)
    if date and general.date and date != general.date and not (told and told.year):
        year = int(date[:4])
    return Details(_type(found) or general.type, year, _issuer(found, at, known) or general.issuer, date)


def _dated_so(found: Found) -> Known | None:
    """The known document of this number and the day or year that the text gives."""
    tail = found.tail
    if tail is None or not (tail.date or tail.year):
        return None
    rows = [row for row in known_by_number(found.number) if row.date]
    fitting = [row for row in rows if row.date and row.date.startswith(tail.date or tail.year or "")]
    return fitting[0] if len(fitting) == 1 else None


def _type(found: Found) -> str | None:
    """The type as its word says it; a quy định is one, though its number says QĐ."""
    if found.word == "quy dinh":
        return "Quy định"
    told = parts(found.number)
    kind = codes().types.get(found.word or "")
    return codes().names.get(kind) if kind and told and told.kind not in codes().kinds else None


def _issuer(found: Found, at: Aligned, known: Known | None) -> str | None:
    """The issuer as the text names it, if it does so in full."""
    if known:
        return known.issuer
    who = found.tail.who if found.tail and found.tail.issuers else None
    written = " ".join(at.text[slice(*who)].split()) if who else ""
    return written if " " in written and written[:1].isupper() else None
