"""Formatting of single values for people: times, dates, places, facet values, paragraphs, links."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from urllib.parse import urlsplit

from ..model import Path, Place
from .messages import date_text, has, text

VIETNAM = timezone(timedelta(hours=7))

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def moment(published: str | None) -> str:
    """Format a publication time in Vietnam's time zone: `23/01/2024, 02:20`, or `07/03/2024` for a day without a time.

    In English `23 Jan 2024, 02:20`. A value that is not ISO 8601 is returned unchanged.
    """
    if not published:
        return text("hit.undated")
    if _DAY.fullmatch(published):
        return day(published)
    try:
        when = datetime.fromisoformat(published)
        local = when.astimezone(VIETNAM) if when.tzinfo else when
    except (ValueError, OverflowError):
        return published
    date_shown = date_text(local.year, local.month, local.day)
    return text("date.moment", date=date_shown, hour=local.hour, minute=local.minute)


def date_only(published: str) -> str:
    """Format the day, in Vietnam, of a publication time; an unparsable value is returned unchanged."""
    try:
        when = datetime.fromisoformat(published)
        local = when.astimezone(VIETNAM) if when.tzinfo else when
    except (ValueError, OverflowError):
        return published
    return date_text(local.year, local.month, local.day)


def year(published: str | None) -> str | None:
    """Return the year, in Vietnam, of a publication time; None if it is missing or cannot be parsed."""
    if not published:
        return None
    try:
        when = datetime.fromisoformat(published)
        return f"{(when.astimezone(VIETNAM) if when.tzinfo else when).year:04}"
    except (ValueError, OverflowError):
        return None


def day(iso: str) -> str:
    """Format `2024-03-07` as `07/03/2024` and `2024-03` as `03/2024`; return anything else unchanged."""
    if not _PERIOD.fullmatch(iso):
        return iso
    year, *rest = (int(part) for part in iso.split("-"))
    return date_text(year, *rest) if rest else iso


def first_day(period: str) -> str:
    """Return the first day of `YYYY[-MM[-DD]]` as the value of an HTML date input; empty if there is no such day."""
    return _iso_day(period + "-01-01"[len(period) - 4 :]) if period else ""


def last_day(period: str) -> str:
    """Return the last day of `YYYY[-MM[-DD]]` as the value of an HTML date input; empty if there is no such day."""
    if len(period) == len("2024-03"):
        first = _iso_day(period + "-01")
        return f"{period}-{monthrange(int(first[:4]), int(first[5:7]))[1]}" if first else ""
    return _iso_day(period + "-12-31"[len(period) - 4 :]) if period else ""


def _iso_day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat() if _DAY.fullmatch(value) else ""
    except ValueError:
        return ""


def address(path: Path) -> str:
    """Format a place path as an address, smallest unit first: `Phường Tam Kỳ, Đà Nẵng`."""
    return ", ".join(reversed(path))


def current_address(place: Place) -> str:
    """Format the current path of a place, or its name with a note that it is ambiguous."""
    if place.ambiguous:
        return text("place.ambiguous", place=place.name)
    return address(place.path_now or place.path_then) or place.name


def former_address(place: Place) -> str:
    """Format the path of a place on the publication date if it differs from the current one; else return ""."""
    changed = place.path_then and place.path_now and place.path_then != place.path_now
    return address(place.path_then) if changed else ""


def facet_label(name: str, value: str, label: str) -> str:
    """Return the label of a facet value: levels by name, months as `03/2024`, others as labelled by the searcher."""
    if name == "level":
        return text(f"level.{value}") if has(f"level.{value}") else label
    return day(value) if name == "month" else label


def chip_label(name: str, value: str) -> str:
    """Return the label of a selected filter value, from the value alone: places as addresses, dates formatted."""
    if name in ("place", "place_then"):
        return address(tuple(part for part in value.split("/") if part)) or value
    if name in ("after", "before", "month"):
        return day(value)
    return facet_label(name, value, value)


def paragraphs(body: str) -> list[str]:
    """Return the non-blank lines of a body, stripped."""
    return [line for _, line in paragraphs_with_offsets(body)]


def paragraphs_with_offsets(body: str) -> list[tuple[int, str]]:
    """Return the non-blank lines of a body, each with its offset in the body."""
    out, offset = [], 0
    for line in body.splitlines(keepends=True):
        if line.strip():
            out.append((offset + len(line) - len(line.lstrip()), line.strip()))
        offset += len(line)
    return out


def web_link(url: str | None) -> str | None:
    """Return the URL if it is safe to link to: absolute, `http` or `https`, without control characters; else None.

    Article URLs are untrusted; a `javascript:` link would run with the privileges of this site.
    """
    if not url or _CONTROL.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def host_of(url: str) -> str:
    """Return the host of a URL without `www.`."""
    return urlsplit(url).netloc.rpartition("@")[2].removeprefix("www.")


def machine_time(published: str | None) -> str | None:
    """Return a publication time as the value of `<time datetime>`; None if it cannot be parsed."""
    if not published:
        return None
    try:
        datetime.fromisoformat(published)
    except ValueError:
        return None
    return published
