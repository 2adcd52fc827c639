"""A text as patterns want to read it, each place of which knows where it stands in the text as given.

Composed, without zero-width characters, full-width signs as ASCII, any dash a hyphen, any blank a space: so that one
pattern finds `217‑QĐ/TW` in NFC, NFD or full width, with a non-breaking hyphen or a soft one inside.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ..normalization.characters import COMBINING_MARKS, JOINERS
from ..normalization.normal_form import compose_run

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t", " "),
        "\u2044": "/",
        "\u2215": "/",
        **{chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)},
    }
)
_CLUSTER = re.compile(f"[\\s\\S][{COMBINING_MARKS}{JOINERS}]+")


class Projection(NamedTuple):
    """The text for patterns; `starts` and `ends` are None where it is as long as the text itself."""

    text: str
    starts: list[int] | None
    ends: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text as given of a place (of one character at least) in this one."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def project(text: str) -> Projection:
    """The text as patterns want to read it; linear in its length."""
    if text.isascii():
        return Projection(text.replace("\t", " "), None, None)
    plain = text.translate(_SIGNS)
    if _CLUSTER.search(plain) is None:
        return Projection(plain, None, None)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in _CLUSTER.finditer(plain):
        begin, end = match.span()
        parts.append(plain[position:begin])
        starts += range(position, begin)
        ends += range(position + 1, begin + 1)
        cluster = unicodedata.normalize("NFC", compose_run(match[0]))
        parts.append(cluster)
        starts += [begin] * len(cluster)
        ends += [end] * len(cluster)
        position = end
    parts.append(plain[position:])
    starts += range(position, len(plain))
    ends += range(position + 1, len(plain) + 1)
    return Projection("".join(parts), starts, ends)
