"""A place as an article names it: what it was called then, and what it is part of now."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str, ...]
"""From the province down: `("Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân")`. Provinces drop their type word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place and its two paths.

    `path_then` is as on the article's publication date, `path_now` as of the shipped table. A unit that was divided
    among several keeps the part of `path_now` that is certain. Where several places fit, `ambiguous` is true, both
    paths are empty and `candidates` holds every `path_then` that fits the date.
    """

    name: str
    path_then: Path = ()
    path_now: Path = ()
    ambiguous: bool = False
    candidates: tuple[Path, ...] = ()
