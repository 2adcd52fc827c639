"""Coreference: a short mention of a document is resolved to the full mention of it in the same text.

`Nghị định 180/2007/NĐ-CP … Nghị định 180 …` cites one decree, `Luật Đất đai 2013 … Luật Đất đai …` one law. A short
mention is only resolved if exactly one full mention of the text agrees with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .laws import law_by_name, law_by_number, law_normal_form
from .named_citations import LawMatch
from .numbered_citations import NumberMatch
from .numbers import NumberParts, compose_number, document_codes, is_document_type, split_number

_ASSEMBLY = re.compile(r"(?P<n>[0-9]+)/(?P<y>[0-9]{4})/QH[0-9]+")

_MOST = 50
"""Documents of one number and type; real articles have far fewer, and the limit keeps the time linear."""

_Full = dict[tuple[str, str], dict[str, NumberParts]]
"""Digits and base type → the full numbers of the text."""


def resolve_bare_numbers(found: Sequence[NumberMatch]) -> list[NumberMatch]:
    """Return the same matches in order, with bare numbers replaced by the full numbers that they refer to."""
    if not any(match.may_be_short for match in found):
        return list(found)
    full: _Full = {}
    for match in found:
        parts = _split_any_number(match.number)
        if parts and parts.issuer and is_document_type(parts.type_code):
            full.setdefault((parts.digits, parts.base_type), {})[match.number] = parts
    with_year: dict[str, str] = {}  # a full number without year → the same with the year of a short mention
    resolved = []
    for match in found:
        number, written = (match.may_be_short and _full_number(match, full)) or (match.number, match.number)
        if number != written:
            with_year[written] = number
        resolved.append(match._replace(number=number))
    if not with_year:
        return resolved
    return [match._replace(number=with_year.get(match.number, match.number)) for match in resolved]


def _full_number(match: NumberMatch, full: _Full) -> tuple[str, str] | None:
    """Return the only full number that a bare one can refer to, with the year of either, and the one as written."""
    parts = split_number(match.number)
    candidates = full.get((parts.digits, parts.base_type), {}) if parts else {}
    if parts is None or len(candidates) > _MOST:
        return None
    agreeing = [
        number for number, other in candidates.items() if not (parts.year and other.year) or parts.year == other.year
    ]
    if len(agreeing) != 1:
        return None
    [number] = agreeing
    other = candidates[number]
    issuers = match.details.issuers if match.details else ()
    if issuers and all(issuer.code != other.issuer for issuer in issuers):
        return None
    if parts.year and other.year is None and other.issuer and other.issuer not in document_codes().party:
        return compose_number(parts.digits, parts.year, other.type_code, other.issuer, party=False), number
    return number, number


def _split_any_number(number: str) -> NumberParts | None:
    """Split a number as `split_number` does; one of the National Assembly counts as a resolution."""
    match = _ASSEMBLY.fullmatch(number)
    return NumberParts(match["n"], match["y"], "NQ", "QH") if match else split_number(number)


def resolve_law_versions(laws: Sequence[LawMatch], numbers: Iterable[str]) -> list[str]:
    """Return the normal form of each law; one without a year is resolved to the only version that the text names.

    `numbers` are the numbers that the text cites; some may be those of laws.
    """
    versions: dict[str, set[str]] = {}
    for law in laws:
        if law.year:
            versions.setdefault(law.title, set()).add(law.number)
    for number in numbers:
        named = law_by_number(number)
        if named:
            title, version = named[0].title, named[1]
            versions.setdefault(title, set()).discard(law_normal_form(title, version.year))
            versions[title].add(number)
    forms = []
    for law in laws:
        candidates = versions.get(law.title, set())
        only = next(iter(candidates)) if len(candidates) == 1 else law.number
        forms.append(only if law.year is None or _is_number_of(law, only) else law.number)
    return forms


def _is_number_of(law: LawMatch, number: str) -> bool:
    """Return whether a number is that of the version that a law's year denotes."""
    named = law_by_name(law.number)
    return named is not None and named[1] is not None and named[1].number == number
