"""What of a text is compared when near copies are sought: its shingles, and its figures and names in their places.

A *shingle* is four neighbouring syllables, hashed. Two texts that share most of them are one text, whatever was cut,
added or put in another order. But a bulletin and yesterday's share them too: what tells them apart are *facts*, a
figure or a name together with the words around it. So a signature holds both:

    uint32  how many shingles follow
    uint32  the shingles, distinct, ascending: the KEPT smallest of them (a sample that is the same for equal parts)
    uint64  the facts, distinct, ascending, the FACTS smallest: in the upper half the place (the words around) and in
            its lowest bit whether it is a name, in the lower half the place and what stands there

Everything stands on folded syllables, so that letter case, Unicode form, tone placement and lost diacritics change no
shingle. Numbers are little-endian; hashes are the same on every machine, for they stand in indexes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING

from ..cache import Cache
from ..normalization.folding import FOLDED_FORMS
from ..normalization.normal_form import NORMAL_FORMS

if TYPE_CHECKING:
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

SHINGLE = 4
"""Syllables of a shingle."""

MAX_SHINGLES, MAX_FACTS = 512, 256
"""Shingles and facts of a signature at most. Of a longer text they are a sample: it tells a share to about 3 in 100."""

MIN_SHINGLES = 12
"""Shingles of a text that has a signature: of less, nobody could say whether it is a copy or a phrase."""

_BREAK = ""
_NUMBER, _CAPITAL = 1, 2
_FLAGS = _NUMBER | _CAPITAL
_MASK = (1 << 64) - 1
_EDGE, _A_NUMBER = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
_FACTORS = (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB)
_HALF = 32


def _code(run: str) -> int:
    """A run as a number: the hash of its folded form, and in the two lowest bits whether it is a figure, a capital."""
    form = FOLDED_FORMS[NORMAL_FORMS[run]]
    form = form.lstrip("0") or form  # 07/03 and 7/3
    value = int.from_bytes(blake2b(form.encode("utf-8", "replace"), digest_size=8).digest(), "little") & ~_FLAGS
    return value | (_NUMBER if form[:1].isdigit() else 0) | (_CAPITAL if run[:1].isupper() else 0)


_CODES: Cache[int] = Cache(_code)


def signature(parts: Iterable[Iterable[str]]) -> bytes:
    """The signature of a text in parts (title, text), each as what is written (`tokens.runs`).

    Empty where there are fewer than FEWEST shingles. Deterministic; linear in the text.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second, only where articles are indexed

    runs = [run for part in parts for run in (*part, _BREAK)]
    if len(runs) < MIN_SHINGLES:
        return b""
    codes = np.frombuffer(array("Q", list(map(_CODES.__getitem__, runs))), np.uint64)
    words = codes & np.uint64(_MASK ^ _FLAGS)
    shingles = _mixed(*(words[at : len(words) - SHINGLE + 1 + at] for at in range(SHINGLE)))
    sample = _distinct((shingles >> np.uint64(_HALF)).astype("<u4"))[:MAX_SHINGLES]
    if len(sample) < MIN_SHINGLES:
        return b""
    facts = _distinct(_facts(words, codes))[:MAX_FACTS].astype("<u8")
    return b"".join((len(sample).to_bytes(4, "little"), sample.tobytes(), facts.tobytes()))


def _distinct(numbers: Any) -> Any:
    """Ascending, each once; `numpy.unique` takes three times as long for so few."""
    import numpy as np  # noqa: PLC0415 - as above

    numbers.sort()
    new = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return numbers[new]


def _facts(words: Hashes, codes: Hashes) -> Hashes:
    """Every figure and every name (two or more capitals in a row) with its place."""
    import numpy as np  # noqa: PLC0415 - as above

    number = (codes & np.uint64(_NUMBER)).astype(bool)
    # In a place every figure stands for every other: the day of a date is known by the words around the date.
    around = np.full(len(words) + 3, _EDGE, np.uint64)
    around[2:-1] = words
    around[2:-1][number] = _A_NUMBER
    at = number.nonzero()[0]
    figures = _placed(_mixed(around[at], around[at + 1], around[at + 3]), words[at], name=False)
    capital = np.zeros(len(codes) + 2, bool)
    capital[1:-1] = codes & np.uint64(_CAPITAL)
    turns = (capital[1:] != capital[:-1]).nonzero()[0]
    first, after = turns[::2], turns[1::2]
    long = after - first > 1
    first, after = first[long], after[long]
    sums = np.zeros(len(words) + 1, np.uint64)
    np.cumsum(words * np.uint64(_FACTORS[1]), dtype=np.uint64, out=sums[1:])
    names = _placed(_mixed(around[first + 1], around[after + 2]), sums[after] - sums[first], name=True)
    return np.concatenate((figures, names))


def _placed(place: Hashes, value: Hashes, *, name: bool) -> Hashes:
    """Place, whether it is a name, and fact in one number."""
    import numpy as np  # noqa: PLC0415 - as above

    upper = place & np.uint64(_MASK << (_HALF + 1) & _MASK) | np.uint64(int(name) << _HALF)
    return upper | _mixed(place, value) >> np.uint64(_HALF)


def _mixed(*columns: Hashes) -> Hashes:
    """One hash of each row, in the order of the columns (multiply and add; the finish is that of MurmurHash3)."""
    import numpy as np  # noqa: PLC0415 - as above

    mixed: Any = columns[0] * np.uint64(_FACTORS[0])
    for factor, column in zip(_FACTORS[1:], columns[1:], strict=False):
        mixed += column * np.uint64(factor)
        mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(_FACTORS[0])
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(_FACTORS[1])
    mixed ^= mixed >> np.uint64(33)
    return mixed  # type: ignore[no-any-return]
