"""A file of completions, best first, with an index from every word of theirs: written once, mapped into memory to read.

    magic, a line of JSON (where each array lies), the arrays

`terms` are `folded NUL toned` in byte order, so that a prefix is a stretch of them; the entries of neighbouring terms
lie side by side in `postings`, so that a prefix is a stretch there too. Entries are numbered in the order of their
score, so the smallest numbers of a stretch are its best.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...analyzers import normal_and_folded
from ...model import IndexDamaged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint32]

KINDS = ("title", "place", "organization", "topic", "citation", "phrase")

_MAGIC = b"timtin completions 1\n"
_ALIGN = 8
_AFTER = b"\xff"
"""Behind every term that a prefix begins: no UTF-8 holds this byte."""


class Row(NamedTuple):
    """One completion: `articles` have it, `owner` is the id of one whose title it is (else empty)."""

    key: int
    kind: str
    text: str
    articles: int
    score: float
    owner: str


def to_bytes(rows: Iterable[Row], replaced: Iterable[int] = ()) -> bytes:
    """The file's content: rows in falling score; `replaced` are keys whose rows in older files hold no longer."""
    keys, kinds, counts, scores = array("q"), array("B"), array("I"), array("f")
    texts, owners = _Strings(), _Strings()
    folds: list[str] = []
    postings: dict[bytes, array[int]] = {}
    for number, row in enumerate(rows):
        keys.append(row.key)
        kinds.append(KINDS.index(row.kind))
        counts.append(row.articles)
        scores.append(row.score)
        texts.add(row.text.encode())
        owners.add(row.owner.encode(errors="surrogatepass"))
        toned, folded = normal_and_folded(row.text)
        folds.append(" ".join(folded))
        for term in {f"{fold}\0{form}" for fold, form in zip(folded, toned, strict=True)}:
            postings.setdefault(term.encode(), array("I")).append(number)
    terms, starts, flat = _Strings(), array("I", [0]), array("I")
    for key in sorted(postings):
        terms.add(key)
        flat.extend(postings[key])
        starts.append(len(flat))
    ordered = array("I", sorted(range(len(folds)), key=folds.__getitem__))
    return _packed(
        {
            "keys": keys, "kinds": kinds, "counts": counts, "scores": scores,
            "texts": texts.data, "text_ends": texts.ends, "owners": owners.data, "owner_ends": owners.ends,
            "ordered": ordered, "terms": terms.data, "term_ends": terms.ends, "starts": starts, "postings": flat,
            "replaced": array("q", sorted(replaced)),
        }
    )  # fmt: skip


class _Strings:
    """Bytes one behind the other."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.ends = array("I", [0])

    def add(self, text: bytes) -> None:
        self.data += text
        self.ends.append(len(self.data))


def _packed(arrays: dict[str, array[Any] | bytearray]) -> bytes:
    where: dict[str, tuple[str, int, int]] = {}
    parts, length = [], 0
    for name, values in arrays.items():
        data = bytes(values)
        where[name] = ("B" if isinstance(values, bytearray) else values.typecode, length, len(values))
        parts += [data, bytes(-len(data) % _ALIGN)]
        length += len(data) + -len(data) % _ALIGN
    head = _MAGIC + json.dumps(where).encode() + b"\n"
    return head + bytes(-len(head) % _ALIGN) + b"".join(parts)


class Segment:
    """One such file, open for reading; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Map the file.

        Raises:
            FileNotFoundError: it is not there.
            IndexDamaged: it is no such file.
        """
        import numpy as np  # noqa: PLC0415 - opening an index must not load it

        self.path = path
        try:
            raw = np.memmap(path, dtype=np.uint8, mode="r")
            with path.open("rb") as file:
                magic, line = file.readline(), file.readline()
                head = file.tell()
            where = json.loads(line)
            if magic != _MAGIC:
                raise ValueError("unknown beginning")
            head += -head % _ALIGN
            self._arrays: dict[str, Any] = {}
            for name, (code, start, count) in where.items():
                size = np.dtype(code).itemsize * count
                part = raw[head + start : head + start + size]
                if len(part) != size:
                    raise ValueError("cut short")
                self._arrays[name] = np.asarray(part).view(code)
        except FileNotFoundError:
            raise
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamaged(f"{path} cannot be read ({error}). Build the index anew with --rebuild.") from error
        self.keys: NDArray[np.int64] = self._arrays["keys"]
        self.kinds: NDArray[np.uint8] = self._arrays["kinds"]
        self.counts: Numbers = self._arrays["counts"]
        self.scores: NDArray[np.float32] = self._arrays["scores"]
        self.replaced: NDArray[np.int64] = self._arrays["replaced"]
        self._ordered: Numbers = self._arrays["ordered"]
        self._postings: Numbers = self._arrays["postings"]
        self._starts: Numbers = self._arrays["starts"]
        self._hidden: tuple[Segment, NDArray[np.bool_] | None] | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def text(self, number: int) -> str:
        """The text of an entry."""
        return self._string("texts", "text_ends", number).decode()

    def owner(self, number: int) -> str:
        """The id of an article with this title, empty where there is none."""
        return self._string("owners", "owner_ends", number).decode(errors="surrogatepass")

    def kind(self, number: int) -> str:
        """The kind of an entry."""
        return KINDS[self.kinds[number]]

    def terms_of(self, folded: str, *, whole: bool) -> range:
        """The numbers of the terms that are, or begin with, this folded word."""
        prefix = folded.encode() + (b"\0" if whole else b"")
        terms = _Terms(self)
        first = bisect_left(terms, prefix)
        return range(first, bisect_left(terms, prefix + _AFTER, first))

    def term(self, number: int) -> tuple[str, str]:
        """A term: folded and toned."""
        folded, _, toned = self._string("terms", "term_ends", number).decode().partition("\0")
        return folded, toned

    def having(self, terms: range) -> Numbers:
        """The entries that have one of these neighbouring terms (an entry with two of them twice)."""
        return self._postings[self._starts[terms.start] : self._starts[terms.stop]]

    def beginning(self, folded: str) -> Numbers:
        """The entries whose folded words, spaces between, begin so."""
        texts = _Folds(self)
        first = bisect_left(texts, folded)
        return self._ordered[first : bisect_left(texts, folded + "\U0010ffff", first)]

    def hidden_by(self, later: Segment) -> NDArray[np.bool_] | None:
        """For each entry whether a later file replaces it; None where it replaces none."""
        import numpy as np  # noqa: PLC0415 - see Segment.__init__

        known = self._hidden
        if known is None or known[0] is not later:
            flags = np.isin(self.keys, later.replaced)
            known = self._hidden = (later, flags if flags.any() else None)
        return known[1]

    @cached_property
    def common(self) -> CommonWords:
        """The folded words that several entries have, for finding those that differ in one letter."""
        return CommonWords(self)

    def _string(self, data: str, ends: str, number: int) -> bytes:
        return bytes(self._arrays[data][self._arrays[ends][number] : self._arrays[ends][number + 1]])


class _Terms:
    """The terms as `bisect` wants them."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __len__(self) -> int:
        return len(self._segment._starts) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._segment._string("terms", "term_ends", number)


class _Folds:
    """The folded texts in order, as `bisect` wants them: folded as they are looked at."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __len__(self) -> int:
        return len(self._segment)

    def __getitem__(self, number: int) -> str:
        return " ".join(normal_and_folded(self._segment.text(int(self._segment._ordered[number])))[1])


class CommonWords:
    """Folded words as a matrix of letters, to compare a word with all of them at once."""

    WIDTH = 12
    MOST = 20_000

    def __init__(self, segment: Segment) -> None:
        import numpy as np  # noqa: PLC0415 - see Segment.__init__

        count: dict[str, int] = {}
        for number in range(len(_Terms(segment))):
            folded = segment.term(number)[0]
            count[folded] = count.get(folded, 0) + len(segment.having(range(number, number + 1)))
        chosen = sorted(count, key=lambda word: -count[word])[: self.MOST]
        self.words = [word for word in chosen if len(word) > 2 and word.isalpha()]
        cut = np.array([word[: self.WIDTH].encode() for word in self.words], dtype=f"S{self.WIDTH}")
        self._letters = cut.view(np.uint8).reshape(len(self.words), self.WIDTH)

    def near(self, typed: str) -> list[str]:
        """The words that begin with what one edit of the typed letters gives: one letter other, more, less, or two
        swapped. Words that begin with the typed letters themselves are among them."""
        import numpy as np  # noqa: PLC0415 - see Segment.__init__

        length = len(typed)
        if not 1 < length < self.WIDTH or not self.words or not typed.isascii():
            return []
        letters = np.frombuffer(typed.encode(), dtype=np.uint8)
        table = self._letters
        same = table[:, :length] == letters
        head = np.cumprod(same, axis=1).sum(axis=1)  # letters alike from the beginning
        hit = same.sum(axis=1) >= length - 1
        longer = table[:, 1 : length + 1] == letters  # one letter of the word was left out
        hit |= head + np.cumprod(longer[:, ::-1], axis=1).sum(axis=1) >= length
        shorter = table[:, : length - 1] == letters[1:]  # one letter too many was typed
        hit |= head + np.cumprod(shorter[:, ::-1], axis=1).sum(axis=1) >= length - 1
        for at in range(length - 1):
            swapped = letters.copy()
            swapped[[at, at + 1]] = swapped[[at + 1, at]]
            hit |= (table[:, :length] == swapped).all(axis=1)
        return [self.words[number] for number in np.flatnonzero(hit)]
