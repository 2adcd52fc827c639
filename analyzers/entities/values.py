"""Values of entities: one spelling per value, read from any written form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from ..normalization.folding import fold
from ..normalization.normal_form import normalize

_DIGITS = re.compile("[0-9]+")
_AMOUNT = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:(?P<sign>[.,])[0-9]{3})(?:(?P=sign)[0-9]{3})*")
_SCALES = {"nghin": 3, "ngan": 3, "trieu": 6, "ty": 9, "ti": 9}
_CURRENCY = re.compile(r"(?P<USD>\$|usd|do la(?: my)?$)|(?P<EUR>€|eur)|(?P<VND>vnd|dong|d$)")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NO_YEAR = 2000
"""A leap year, used to check dates written without a year."""

_LENGTHS = (10, 11)
"""Digits in a Vietnamese phone number, including its leading 0."""


def _date(written: str) -> str | None:
    folded = fold(written)
    if folded.startswith("quy"):
        quarter, year = re.split("[^0-9a-z]+", folded)[1], folded[-4:]
        return f"{year}-Q{_QUARTERS.get(quarter, quarter)}"
    numbers = [int(part) for part in _DIGITS.findall(written)]
    if folded.startswith("thang"):
        month, year_number = numbers
        return f"{year_number}-{month:02}" if 1 <= month <= 12 else None
    if len(numbers) == 2:
        day, month = numbers
        return f"-{_day(_NO_YEAR, month, day)[4:]}" if _day(_NO_YEAR, month, day) else None
    day, month, year_number = numbers if numbers[0] < 1000 else numbers[::-1]
    return _day(year_number if year_number > 99 else 2000 + year_number, month, day) or None


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _time(written: str) -> str | None:
    numbers = [int(part) for part in _DIGITS.findall(written)]
    if fold(written).endswith("ruoi"):
        numbers.append(30)
    hour, minute, *seconds = numbers if len(numbers) > 1 else [*numbers, 0]
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    return ":".join(f"{number:02}" for number in (hour, minute, *seconds))


def _number(written: str, *, comma_is_decimal: bool = False) -> Decimal:
    grouped = _THOUSANDS.fullmatch(written)
    if grouped and not (comma_is_decimal and grouped["sign"] == ","):
        return Decimal(written.replace(grouped["sign"], ""))
    *whole, rest = re.split("[.,]", written)
    return Decimal(f"{''.join(whole)}.{rest}") if whole else Decimal(rest)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent(written: str) -> str | None:
    amount = _AMOUNT.search(written)
    sign = "‰" if "‰" in written else "%"
    return f"{_plain(_number(amount[0], comma_is_decimal=True))}{sign}" if amount else None


def _money(written: str) -> str | None:
    total, pieces, end = Decimal(0), list(_AMOUNT.finditer(written)), 0
    for number, match in enumerate(pieces):
        end = pieces[number + 1].start() if number + 1 < len(pieces) else len(written)
        power = sum(_SCALES.get(word, 0) for word in fold(written[match.end() : end]).split())
        total += _number(match[0]).scaleb(power)
    currency = _CURRENCY.search(written.lower()) or _CURRENCY.search(fold(written))
    return f"{_plain(total)} {currency.lastgroup}" if currency else None


def _phone(written: str) -> str | None:
    digits = "".join(_DIGITS.findall(written.replace("(0)", "")))
    if digits.startswith(("1800", "1900")):
        return digits
    if written.startswith("+") or digits.startswith("00"):
        digits = f"0{digits.removeprefix('00').removeprefix('84')}"
    return f"+84{digits[1:]}" if len(digits) in _LENGTHS else None


def _hashtag(written: str) -> str | None:
    return f"#{normalize(written[1:])}" if any(character.isalpha() for character in written) else None


def _document(written: str) -> str | None:
    return normalize(written).replace(" ", "")


_VALUES: dict[str, Callable[[str], str | None]] = {
    "document": _document,
    "date": _date,
    "time": _time,
    "percent": _percent,
    "money": _money,
    "phone": _phone,
    "hashtag": _hashtag,
}


def value_of(kind: str, written: str) -> str | None:
    """Return the value of an entity as written in a projection; None if it cannot be of that type (31 February)."""
    return _VALUES.get(kind, normalize)(written)
