"""Signatures: a sample of a text's shingles, and its figures and names with their contexts.

A *shingle* is a hash of four neighbouring syllables. Two texts that share most of their shingles are one text, whatever
was cut, added or reordered. But a bulletin shares them with the previous day's, too. *Facts* distinguish these: a fact
is a figure or a name together with its context, the words around it. The binary form of a signature holds both:

    uint32  the number of shingles that follow
    uint32  the shingles, distinct, ascending: the MAX_SHINGLES smallest ones (the same sample for equal parts of texts)
    uint64  the facts, distinct, ascending: the MAX_FACTS smallest ones. The upper half is the hash of the context, with
            a lowest bit that is set for a name; the lower half is the hash of the context and the figure or name

All hashes are of folded syllables, so that letter case, Unicode form, tone placement and missing diacritics change no
shingle. Numbers are little-endian, and hashes are equal on every machine, because signatures are stored in indexes.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from ..cache import Cache
from ..normalization.folding import FOLDED_FORMS
from ..normalization.normal_form import NORMAL_FORMS

if TYPE_CHECKING:
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

SHINGLE = 4
"""Syllables in a shingle."""

MAX_SHINGLES, MAX_FACTS = 512, 256
"""The maximum number of shingles and facts in a signature.

Those of a longer text are a sample, from which a share is estimated to about 3 in 100.
"""

MIN_SHINGLES = 12
"""The minimum number of shingles of a text with a signature; fewer do not distinguish a duplicate from a phrase."""

HASH_RANGE = 1 << 32
"""The number of possible values of a shingle."""

INDEXED_SHINGLES = 40
"""The number of shingles under which a signature is indexed: near duplicates share some of their smallest ones."""

_BREAK = ""
_NUMBER, _CAPITAL = 1, 2
_FLAGS = _NUMBER | _CAPITAL
_MASK = (1 << 64) - 1
_EDGE, _A_NUMBER = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
_FACTORS = (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53, 0xA0761D6478BD642F, 0xE7037ED1A0B428DB)
_HALF = 32


def _code(run: str) -> int:
    """Return the hash of a token's folded form; its two lowest bits tell whether it is a figure and capitalised."""
    form = FOLDED_FORMS[NORMAL_FORMS[run]]
    form = form.lstrip("0") or form  # 07/03 equals 7/3
    value = int.from_bytes(blake2b(form.encode("utf-8", "replace"), digest_size=8).digest(), "little") & ~_FLAGS
    return value | (_NUMBER if form[:1].isdigit() else 0) | (_CAPITAL if run[:1].isupper() else 0)


_CODES: Cache[int] = Cache(_code)


def signature(parts: Iterable[Iterable[str]]) -> bytes:
    """Return the signature of a text given in parts (title, body), each as its `token_texts`.

    Empty if the text has fewer than `MIN_SHINGLES` shingles. Deterministic; time is linear in the text.
    """
    import numpy as np  # noqa: PLC0415 - lazy: takes 0.1 s, needed only for indexing

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
    """Return the distinct numbers in ascending order; `numpy.unique` takes three times as long for so few."""
    import numpy as np  # noqa: PLC0415 - lazy, as above

    numbers.sort()
    new = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return numbers[new]


def _facts(words: Hashes, codes: Hashes) -> Hashes:
    """Return a fact for every figure and for every name (two or more capitalised words in a row)."""
    import numpy as np  # noqa: PLC0415 - lazy, as above

    is_figure = (codes & np.uint64(_NUMBER)).astype(bool)
    # In a context all figures are equal, so that the context of the day in a date is the words around the date.
    context_words = np.full(len(words) + 3, _EDGE, np.uint64)
    context_words[2:-1] = words
    context_words[2:-1][is_figure] = _A_NUMBER
    figures = _figure_facts(words, context_words, is_figure)
    return np.concatenate((figures, _name_facts(words, context_words, codes)))


def _figure_facts(words: Hashes, context_words: Hashes, is_figure: NDArray[np.bool_]) -> Hashes:
    """Return a fact for every figure; its context is the two words before it and the word after it."""
    at = is_figure.nonzero()[0]
    contexts = _mixed(context_words[at], context_words[at + 1], context_words[at + 3])
    return _fact(contexts, words[at], name=False)


def _name_facts(words: Hashes, context_words: Hashes, codes: Hashes) -> Hashes:
    """Return a fact for every name; its context is the word before it and the word after it."""
    import numpy as np  # noqa: PLC0415 - lazy, as above

    is_capitalised = np.zeros(len(codes) + 2, bool)
    is_capitalised[1:-1] = codes & np.uint64(_CAPITAL)
    changes = (is_capitalised[1:] != is_capitalised[:-1]).nonzero()[0]
    first, after = changes[::2], changes[1::2]
    is_name = after - first > 1
    first, after = first[is_name], after[is_name]
    sums = np.zeros(len(words) + 1, np.uint64)
    np.cumsum(words * np.uint64(_FACTORS[1]), dtype=np.uint64, out=sums[1:])
    contexts = _mixed(context_words[first + 1], context_words[after + 2])
    return _fact(contexts, sums[after] - sums[first], name=True)


def _fact(context: Hashes, value: Hashes, *, name: bool) -> Hashes:
    """Return the fact as one number: context, name bit, and hash of context and value."""
    import numpy as np  # noqa: PLC0415 - lazy, as above

    upper = context & np.uint64(_MASK << (_HALF + 1) & _MASK) | np.uint64(int(name) << _HALF)
    return upper | _mixed(context, value) >> np.uint64(_HALF)


def _mixed(*columns: Hashes) -> Hashes:
    """Return one hash per row, in the order of the columns (multiply and add; the finaliser is that of MurmurHash3)."""
    import numpy as np  # noqa: PLC0415 - lazy, as above

    mixed: Any = columns[0] * np.uint64(_FACTORS[0])
    for factor, column in zip(_FACTORS[1:], columns[1:], strict=False):
        mixed += column * np.uint64(factor)
        mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(_FACTORS[0])
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(_FACTORS[1])
    mixed ^= mixed >> np.uint64(33)
    return mixed  # type: ignore[no-any-return]


class Signature(NamedTuple):
    """A signature, parsed: its shingles and facts, each in ascending order."""

    shingles: array[int]
    facts: array[int]

    @property
    def indexed_shingles(self) -> array[int]:
        """The shingles under which the text is indexed and found: the smallest ones."""
        return self.shingles[:INDEXED_SHINGLES]

    @property
    def size(self) -> int:
        """The approximate number of distinct shingles in the text."""
        count = len(self.shingles)
        return count if count < MAX_SHINGLES else count * HASH_RANGE // (self.shingles[-1] + 1)


def read_signature(data: bytes) -> Signature:
    """Parse what `signature` returned.

    Raises:
        ValueError: `data` is not a signature.
    """
    end = 4 + 4 * int.from_bytes(data[:4], "little")
    shingles, facts = array("I"), array("Q")
    shingles.frombytes(data[4:end])
    facts.frombytes(data[end:])
    if sys.byteorder == "big":
        shingles.byteswap()
        facts.byteswap()
    if not shingles:
        raise ValueError("a signature without shingles")
    return Signature(shingles, facts)
