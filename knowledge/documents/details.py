"""Details of a cited document: its type, year, issuer and day, as far as the text and the tables state them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..aligned_text import AlignedText
from .central_documents import CentralDocument, central_documents_numbered, find_central_document
from .laws import law_by_name, law_by_number
from .numbered_citations import SUBJECT, SUBJECT_CHARS, NumberMatch
from .numbers import document_codes, is_document_type, split_number

_ASSEMBLY = re.compile(r"[0-9]+[a-z]?/(?P<y>[0-9]{4})/(?P<code>QH|UBTVQH)[0-9]+")
_ORDINANCES = "Pháp lệnh"


class CitationDetails(NamedTuple):
    """`type` in words (`Quyết định`), `year`, `issuer` in words, `date` (ISO 8601); None if unknown."""

    type: str | None = None
    year: int | None = None
    issuer: str | None = None
    date: str | None = None


def citation_details(number: str) -> CitationDetails:
    """Return the details that follow from a normal form, completed from the tables if it denotes only one document."""
    law = law_by_number(number) or law_by_name(number)
    if law:
        row, version = law
        issuer = "Ủy ban Thường vụ Quốc hội" if row.kind == _ORDINANCES else "Quốc hội"
        written = re.search(r"\s([0-9]{4})$", number)
        year = version.year if version else written[1] if written else None
        return CitationDetails(row.kind, int(year) if year else None, issuer, version.date if version else None)
    if number[:1].isalpha():
        kind = re.match(r"Nghị quyết|Luật|Bộ luật|Pháp lệnh", number)
        year = number[-4:] if number[-4:].isdigit() else None
        issuer = "Ban Chấp hành Trung ương" if number.startswith("Nghị quyết") else "Quốc hội"
        return CitationDetails(kind[0] if kind else None, int(year) if year else None, issuer)
    by_number = _by_number(number)
    rows = (
        central_documents_numbered(number) if by_number.year else ()
    )  # numbers without a year are reused each year or term
    return by_number._replace(issuer=rows[0].issuer, date=rows[0].date) if len(rows) == 1 else by_number


def _by_number(number: str) -> CitationDetails:
    """Return the details that the parts of a number state."""
    assembly, names = _ASSEMBLY.fullmatch(number), document_codes().names
    if assembly:
        return CitationDetails(None, int(assembly["y"]), names.get(assembly["code"], "Quốc hội"))
    parts = split_number(number)
    if parts is None:
        return CitationDetails()
    has_type = is_document_type(parts.type_code)
    issuer = (parts.issuer or "").split("-")[0] if has_type else parts.type_code
    return CitationDetails(
        names.get(parts.type_code) if has_type else None,
        int(parts.year) if parts.year else None,
        (issuer if is_document_type(issuer) else names.get(issuer, issuer)) or None,
    )


def details_in_text(found: NumberMatch, at: AlignedText) -> CitationDetails:
    """Return the details of a number in a text; what the text states beside it precedes what the tables state."""
    document = found.document or _identified_document(found, at)
    general, stated = citation_details(found.number), found.details
    date = stated.date if stated else None
    if date and general.year and int(date[:4]) != general.year:
        date = None  # the day is that of another number of the list, or of entry into force
    date = date or (document.date if document else general.date)
    year = general.year or (int(date[:4]) if date else int(stated.year) if stated and stated.year else None)
    return CitationDetails(_type(found) or general.type, year, _issuer(found, at, document, general.issuer), date)


def _identified_document(found: NumberMatch, at: AlignedText) -> CentralDocument | None:
    """Return the central document of this number if the text states its day, its year or its subject."""
    rows, stated, parts = central_documents_numbered(found.number), found.details, split_number(found.number)
    if not rows or stated is None:
        return None
    if stated.date or stated.year:
        agreeing = [row for row in rows if row.date and row.date.startswith(stated.date or stated.year or "")]
        return agreeing[0] if len(agreeing) == 1 else None
    if parts and SUBJECT.match(at.folded, stated.end):
        subject = at.folded[stated.end : stated.end + SUBJECT_CHARS]
        document = find_central_document(parts.type_code, parts.digits, subject)
        return document if document in rows else None
    return None


def _type(found: NumberMatch) -> str | None:
    """Return the type that its name in the text states: a quy định is one even if its number has `QĐ`."""
    if found.type_word == "quy dinh":
        return "Quy định"
    parts, codes = split_number(found.number), document_codes()
    type_code = codes.types.get(found.type_word or "")
    return codes.names.get(type_code) if type_code and parts and parts.type_code not in codes.type_codes else None


def _issuer(found: NumberMatch, at: AlignedText, document: CentralDocument | None, general: str | None) -> str | None:
    """Return the issuer as the text names it, if it does so in full, otherwise the one that the number states."""
    if document:
        return document.issuer
    span = found.details.issuer_span if found.details and found.details.issuers else None
    written = " ".join(at.text[slice(*span)].split()) if span else ""
    is_full_name = " " in written and written[:1].isupper() and not (general or "").startswith(written)
    return written if is_full_name else general
