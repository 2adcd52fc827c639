"""Several mentions of one document in a text: what a short one leaves out, the one full one says.

`Nghị định 180/2007/NĐ-CP … Nghị định 180 …` cites one decree, `Luật Đất đai 2013 … Luật Đất đai …` one law. It is so
only where the text has one full form that fits, and the short mention says nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .law_names import NamedLaw
from .laws import law_called, law_form, law_numbered
from .numbers import Parts, codes, compose, is_type, parts
from .scan import Found

_ASSEMBLY = re.compile(r"(?P<n>[0-9]+)/(?P<y>[0-9]{4})/QH[0-9]+")

_MOST = 50
"""So many documents of one number and type are no article's: time stays linear."""

_Full = dict[tuple[str, str], dict[str, Parts]]
"""Digits and type → the full numbers of the text."""


def with_full_numbers(found: Sequence[Found]) -> list[Found]:
    """The same numbers, the bare ones as the text has them elsewhere."""
    if not any(one.bare for one in found):
        return list(found)
    full: _Full = {}
    for one in found:
        told = _parts(one.number)
        if told and told.issuer and is_type(told.kind):
            full.setdefault((told.digits, told.family), {})[one.number] = told
    better: dict[str, str] = {}
    out = []
    for one in found:
        number, lender = (one.bare and _full_number(one, full)) or (one.number, one.number)
        if number != lender:
            better[lender] = number
        out.append(one._replace(number=number))
    return [one._replace(number=better.get(one.number, one.number)) for one in out] if better else out


def _full_number(one: Found, full: _Full) -> tuple[str, str] | None:
    """The only full number of the text that a bare one can be, with the year that either tells; and as it stands."""
    told = parts(one.number)
    here = full.get((told.digits, told.family), {}) if told else {}
    if told is None or len(here) > _MOST:
        return None
    fitting = [number for number, other in here.items() if not (told.year and other.year) or told.year == other.year]
    if len(fitting) != 1:
        return None
    other = here[fitting[0]]
    if one.tail and one.tail.issuers and all(issuer.code != other.issuer for issuer in one.tail.issuers):
        return None
    if told.year and other.year is None and other.issuer and other.issuer not in codes().party:
        return compose(told.digits, told.year, other.kind, other.issuer, party=False), fitting[0]
    return fitting[0], fitting[0]


def _parts(number: str) -> Parts | None:
    """As `parts`; a resolution of the National Assembly, whose number does not say that it is one, too."""
    match = _ASSEMBLY.fullmatch(number)
    return Parts(match["n"], match["y"], "NQ", "QH") if match else parts(number)


def law_numbers(laws: Sequence[NamedLaw], numbers: Iterable[str]) -> list[str]:
    """The normal form of each law; one without a year has that of the only version that the text names otherwise."""
    told: dict[str, set[str]] = {}
    for law in laws:
        if law.year:
            told.setdefault(law.title, set()).add(law.number)
    for number in numbers:
        called = law_numbered(number)
        if called:
            version = called[1]
            told.setdefault(called[0].title, set()).discard(law_form(called[0].title, version.year))
            told[called[0].title].add(number)
    forms = []
    for law in laws:
        fitting = told.get(law.title, set())
        only = next(iter(fitting)) if len(fitting) == 1 else law.number
        forms.append(only if law.year is None or _is_version(law, only) else law.number)
    return forms


def _is_version(law: NamedLaw, form: str) -> bool:
    """Whether a number is that of the version that a law's year says."""
    called = law_called(law.number)
    return called is not None and called[1] is not None and called[1].number == form
