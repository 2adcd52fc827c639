"""Vietnamese for any Whoosh schema: `TEXT(analyzer=VietnameseAnalyzer())`.

Smart diacritics by double indexing: each syllable is indexed as typed and, at the same position, folded; a query is
looked up as typed. So `dan van` finds `dân vận`, `dân` doesn't find `dẫn`, and phrases and highlights work for both.

Whoosh pickles its schema with this class's path inside (`timtin.analyzers.whoosh_analyzer.VietnameseAnalyzer`):
the path and the attributes are part of an index's format.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis.acore import Token as WhooshToken
from whoosh.analysis.analyzers import Analyzer

from .normalization.characters import require_text
from .normalization.folding import fold
from .normalization.i_for_y import replace_y_with_i
from .normalization.normal_form import normalize
from .segmentation.words import segment_words
from .tokenization.tokens import Token, tokenize


class VietnameseAnalyzer(Analyzer):
    """A Whoosh analyzer; Whoosh itself passes what `__call__` takes.

    Args:
        compounds: also index the words of several syllables, joined by `_` (`dân_vận` and `dan_van`), at the position
            of their first syllable: for facets, key terms and term queries of one's own. Queries that Whoosh parses
            ask for syllables all the same, so that phrases stay phrases.
        i_for_y: take `kỹ` and `kĩ`, `Mỹ` and `Mĩ`, `quý` and `quí` for one word each (`spelling.py`).
    """

    i_for_y = False  # for analyzers pickled before there was such an option

    def __init__(self, compounds: bool = False, i_for_y: bool = False) -> None:
        self.compounds = compounds
        self.i_for_y = i_for_y

    def __repr__(self) -> str:
        return f"{type(self).__name__}(compounds={self.compounds}, i_for_y={self.i_for_y})"

    def __call__(
        self,
        value: str,
        *,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        tokenize: bool = True,
        mode: str = "",
        **kwargs: Any,
    ) -> Iterator[WhooshToken]:
        """Whoosh tokens of a text: one object, yielded over and over with other attributes, as Whoosh wants it.

        `pos` counts syllables from `start_pos`; `startchar` and `endchar` are offsets into `value` as given, plus
        `start_char`. With `mode="query"` each syllable comes once, as typed; with `tokenize=False` (a prefix, a bound
        of a range) the whole value comes as one token in its normal form.

        Raises:
            TypeError: not a str.
        """
        require_text("VietnameseAnalyzer", value)
        whoosh_token = WhooshToken(positions, chars, removestops=removestops, mode=mode, **kwargs)
        found = self._found(value, mode) if tokenize else iter([(0, 0, len(value), normalize(value))])
        for position, start, end, spelled in found:
            form = replace_y_with_i(spelled) if self.i_for_y else spelled
            whoosh_token.text = form
            whoosh_token.boost = 1.0
            whoosh_token.stopped = False
            if keeporiginal or not tokenize:
                whoosh_token.original = value[start:end]  # type: ignore[attr-defined]
            if positions:
                whoosh_token.pos = start_pos + position
            if chars:
                whoosh_token.startchar = start_char + start
                whoosh_token.endchar = start_char + end
            yield whoosh_token

    def _found(self, value: str, mode: str) -> Iterator[tuple[int, int, int, str]]:
        """Position, start, end and form of everything that is indexed or, in mode `query`, asked for."""
        if mode == "query":
            for position, token in enumerate(tokenize(value)):
                yield position, token.start, token.end, token.normal
        elif self.compounds:
            position = 0
            for word in segment_words(value):
                yield from _compound(word, position)
                for token in word:
                    yield from _both(position, token)
                    position += 1
        else:
            for position, token in enumerate(tokenize(value)):
                yield from _both(position, token)


def _both(position: int, token: Token) -> Iterator[tuple[int, int, int, str]]:
    yield position, token.start, token.end, token.normal
    if token.folded != token.normal:
        yield position, token.start, token.end, token.folded


def _compound(word: tuple[Token, ...], position: int) -> Iterator[tuple[int, int, int, str]]:
    if len(word) < 2:
        return
    start, end = word[0].start, word[-1].end
    joined = "_".join(token.normal for token in word)
    yield position, start, end, joined
    folded = fold(joined)
    if folded != joined:
        yield position, start, end, folded
