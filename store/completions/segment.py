"""A file of completions with an inverted index of their words. It is written once and mapped into memory for reading.

Layout: a magic line, a line of JSON with the position of each array, and the arrays.

The entries are numbered by falling score. Each of the `terms` is the folded word, a NUL and the word in normal form.
The terms are in byte order, so all terms with a prefix are neighbours, and so are their entries in `postings`; the
smallest numbers in such a range are the best entries.
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

COMPLETION_KINDS = ("title", "place", "organization", "topic", "citation", "phrase")

_MAGIC = b"timtin completions 1\n"
_ALIGN = 8
_AFTER = b"\xff"
"""Appended to a prefix, it sorts after all terms with the prefix: the byte never occurs in UTF-8."""


class Row(NamedTuple):
    """A completion with its number of articles. `owner` is the id of an article with this title, empty for other
    kinds."""

    key: int
    kind: str
    text: str
    articles: int
    score: float
    owner: str


def encode_segment(rows: Iterable[Row], replaced: Iterable[int] = ()) -> bytes:
    """Return the content of a file. `rows` have falling scores; `replaced` are keys whose rows in older files are
    obsolete."""
    keys, kinds, counts, scores = array("q"), array("B"), array("I"), array("f")
    texts, owners = _Strings(), _Strings()
    folds: list[str] = []
    postings: dict[bytes, array[int]] = {}
    for number, row in enumerate(rows):
        keys.append(row.key)
        kinds.append(COMPLETION_KINDS.index(row.kind))
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
    """Concatenated byte strings with their ends."""

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


class CompletionSegment:
    """A file of completions, open for reading. Threads can share it."""

    def __init__(self, path: Path) -> None:
        """Map the file.

        Raises:
            FileNotFoundError: There is no such file.
            IndexDamaged: The file cannot be read or has another format.
        """
        import numpy as np  # noqa: PLC0415 - lazy: opening an index must not import it

        self.path = path
        try:
            raw = np.memmap(path, dtype=np.uint8, mode="r")
            with path.open("rb") as file:
                magic, line = file.readline(), file.readline()
                head = file.tell()
            where = json.loads(line)
            if magic != _MAGIC:
                raise ValueError("unknown format")
            head += -head % _ALIGN
            self._arrays: dict[str, Any] = {}
            for name, (code, start, count) in where.items():
                size = np.dtype(code).itemsize * count
                part = raw[head + start : head + start + size]
                if len(part) != size:
                    raise ValueError("truncated")
                self._arrays[name] = np.asarray(part).view(code)
        except FileNotFoundError:
            raise
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamaged(f"{path} cannot be read ({error}). Rebuild the index with --rebuild.") from error
        self.keys: NDArray[np.int64] = self._arrays["keys"]
        self.kinds: NDArray[np.uint8] = self._arrays["kinds"]
        self.counts: Numbers = self._arrays["counts"]
        self.scores: NDArray[np.float32] = self._arrays["scores"]
        self.replaced: NDArray[np.int64] = self._arrays["replaced"]
        self._ordered: Numbers = self._arrays["ordered"]
        self._postings: Numbers = self._arrays["postings"]
        self._starts: Numbers = self._arrays["starts"]
        self._hidden: tuple[CompletionSegment, NDArray[np.bool_] | None] | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def text(self, number: int) -> str:
        """Return the text of an entry."""
        return self._string("texts", "text_ends", number).decode()

    def owner(self, number: int) -> str:
        """Return the id of an article with this title, or an empty string."""
        return self._string("owners", "owner_ends", number).decode(errors="surrogatepass")

    def kind(self, number: int) -> str:
        """Return the kind of an entry."""
        return COMPLETION_KINDS[self.kinds[number]]

    def term_range(self, folded: str, *, whole: bool) -> range:
        """Return the numbers of the terms whose folded word has this prefix; with `whole`, is this word."""
        prefix = folded.encode() + (b"\0" if whole else b"")
        terms = _Terms(self)
        first = bisect_left(terms, prefix)
        return range(first, bisect_left(terms, prefix + _AFTER, first))

    def term(self, number: int) -> tuple[str, str]:
        """Return the folded word and the normal form of a term."""
        folded, _, toned = self._string("terms", "term_ends", number).decode().partition("\0")
        return folded, toned

    def entries_with_terms(self, terms: range) -> Numbers:
        """Return the entries that contain one of these neighbouring terms; an entry with two of them occurs twice."""
        return self._postings[self._starts[terms.start] : self._starts[terms.stop]]

    def entries_with_prefix(self, folded: str) -> Numbers:
        """Return the entries whose folded text, with single spaces, has this prefix."""
        texts = _FoldedTexts(self)
        first = bisect_left(texts, folded)
        return self._ordered[first : bisect_left(texts, folded + "\U0010ffff", first)]

    def superseded_by(self, later: CompletionSegment) -> NDArray[np.bool_] | None:
        """Return for each entry whether a later file replaces it, or None if it replaces no entry."""
        import numpy as np  # noqa: PLC0415 - lazy: see CompletionSegment.__init__

        known = self._hidden
        if known is None or known[0] is not later:
            flags = np.isin(self.keys, later.replaced)
            known = self._hidden = (later, flags if flags.any() else None)
        return known[1]

    @cached_property
    def common(self) -> CommonWords:
        """The most frequent folded words, for finding those that differ by one edit."""
        return CommonWords(self)

    def _string(self, data: str, ends: str, number: int) -> bytes:
        return bytes(self._arrays[data][self._arrays[ends][number] : self._arrays[ends][number + 1]])


class _Terms:
    """The terms as a sequence for `bisect`."""

    def __init__(self, segment: CompletionSegment) -> None:
        self._segment = segment

    def __len__(self) -> int:
        return len(self._segment._starts) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._segment._string("terms", "term_ends", number)


class _FoldedTexts:
    """The folded texts in sorted order as a sequence for `bisect`; each is folded when it is accessed."""

    def __init__(self, segment: CompletionSegment) -> None:
        self._segment = segment

    def __len__(self) -> int:
        return len(self._segment)

    def __getitem__(self, number: int) -> str:
        return " ".join(normal_and_folded(self._segment.text(int(self._segment._ordered[number])))[1])


class CommonWords:
    """Folded words as a matrix of letters, for the comparison of a word with all of them at once."""

    WIDTH = 12
    MAX_WORDS = 20_000

    def __init__(self, segment: CompletionSegment) -> None:
        import numpy as np  # noqa: PLC0415 - lazy: see CompletionSegment.__init__

        count: dict[str, int] = {}
        for number in range(len(_Terms(segment))):
            folded = segment.term(number)[0]
            count[folded] = count.get(folded, 0) + len(segment.entries_with_terms(range(number, number + 1)))
        chosen = sorted(count, key=lambda word: -count[word])[: self.MAX_WORDS]
        self.words = [word for word in chosen if len(word) > 2 and word.isalpha()]
        cut = np.array([word[: self.WIDTH].encode() for word in self.words], dtype=f"S{self.WIDTH}")
        self._letters = cut.view(np.uint8).reshape(len(self.words), self.WIDTH)

    def within_one_edit(self, typed: str) -> list[str]:
        """Return the words that have a prefix at most one edit apart from the typed letters.

        An edit replaces, inserts or deletes a letter, or swaps two neighbouring ones. Words that begin with the typed
        letters themselves are included.
        """
        import numpy as np  # noqa: PLC0415 - lazy: see CompletionSegment.__init__

        length = len(typed)
        if not 1 < length < self.WIDTH or not self.words or not typed.isascii():
            return []
        letters = np.frombuffer(typed.encode(), dtype=np.uint8)
        table = self._letters
        same = table[:, :length] == letters
        head = np.cumprod(same, axis=1).sum(axis=1)  # number of equal letters from the beginning
        hit = same.sum(axis=1) >= length - 1
        longer = table[:, 1 : length + 1] == letters  # one letter of the word was omitted
        hit |= head + np.cumprod(longer[:, ::-1], axis=1).sum(axis=1) >= length
        shorter = table[:, : length - 1] == letters[1:]  # one letter too many was typed
        hit |= head + np.cumprod(shorter[:, ::-1], axis=1).sum(axis=1) >= length - 1
        for at in range(length - 1):
            swapped = letters.copy()
            swapped[[at, at + 1]] = swapped[[at + 1, at]]
            hit |= (table[:, :length] == swapped).all(axis=1)
        return [self.words[number] for number in np.flatnonzero(hit)]
