"""Places named by their type word in a text without any diacritics: `huyen Ben Luc`, `UBND XA BINH PHU`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ....knowledge import Gazetteer, Unit
from ....knowledge.places.names import COMMITTEES_FOLDED, WRITTEN_FOLDED, Kind
from .capital_runs import read_run

LONGEST_NAME = 5
"""Words of the longest name that is looked for."""

_WORDS: dict[str, Kind] = {word: kind for word, kind in WRITTEN_FOLDED.items() if len(word) > 1} | COMMITTEES_FOLDED
_ALTERNATIVES = "|".join(word.replace(" ", r"\s+") for word in sorted(_WORDS, key=len, reverse=True))
_TYPED = re.compile(rf"(?<![^\W_])(?P<word>{_ALTERNATIVES})\.?\s+(?=[^\W_])", re.IGNORECASE)


def find_plain(
    text: str, gazetteer: Gazetteer, on: date | None
) -> Iterator[tuple[Kind, tuple[str, tuple[Unit, ...], int, int]]]:
    """Kind, bare key, units that it can be and place of every name with a type word, the longest that is known."""
    for match in _TYPED.finditer(text):
        kind = _WORDS[" ".join(match["word"].lower().split())]
        run = read_run(text, match.end())
        for size in range(min(len(run.keys), LONGEST_NAME), 0, -1):
            bare = " ".join(run.keys[:size])
            units = tuple(
                unit for unit in gazetteer.find(f"{kind} {bare}" if bare.isdecimal() else bare, on) if _is(unit, kind)
            )
            if units:
                yield kind, (bare, units, match.start(), match.end() + run.ends[size - 1])
                break


def _is(unit: Unit, kind: Kind) -> bool:
    """Whether a unit is of that kind; `thanh pho` may be a province."""
    return unit.kind == kind or (kind == "thành phố" and unit.level == "province")
