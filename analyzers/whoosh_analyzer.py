"""A Vietnamese analyzer for any Whoosh schema: `TEXT(analyzer=VietnameseAnalyzer())`.

Each syllable is indexed in its normal form and, at the same position, folded; a query is looked up as typed. `dan van`
therefore finds `dân vận`, `dân` does not find `dẫn`, and phrases and highlights work for both.

Whoosh pickles its schema together with the path of this class (`timtin.analyzers.whoosh_analyzer.VietnameseAnalyzer`):
the path and the attributes are part of an index's format.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.analysis.acore import Token as WhooshToken
from whoosh.analysis.analyzers import Analyzer

from .normalization.characters import require_text
from .normalization.folding import fold
from .normalization.normal_form import normalize
from .normalization.orthography import replace_y_with_i
from .segmentation.words import segment_words
from .tokenization.tokens import Token, tokenize

Term = tuple[int, int, int, str]
"""Position, start, end and form."""


class VietnameseAnalyzer(Analyzer):
    """A Whoosh analyzer for Vietnamese text; Whoosh passes the arguments of `__call__`.

    Args:
        compounds: also index words of several syllables, joined by `_` (`dân_vận` and `dan_van`), at the position of
            their first syllable: for facets, key terms and term queries built by hand. Queries parsed by Whoosh still
            consist of syllables, so that phrases remain phrases.
        i_for_y: treat `kỹ` and `kĩ`, `Mỹ` and `Mĩ`, `quý` and `quí` as one word each
            (`normalization.orthography.replace_y_with_i`).
    """

    i_for_y = False  # the default for analyzers that were pickled before the option existed

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
        """Yield the Whoosh tokens of a text; as Whoosh expects, one object is reused for all of them.

        `pos` counts syllables from `start_pos`; `startchar` and `endchar` are offsets into `value`, plus `start_char`.
        With `mode="query"` each syllable is yielded once, in its normal form. With `tokenize=False` (for a prefix or
        the bound of a range) the whole value is one token in its normal form.

        Raises:
            TypeError: `value` is not a str.
        """
        require_text("VietnameseAnalyzer", value)
        whoosh_token = WhooshToken(positions, chars, removestops=removestops, mode=mode, **kwargs)
        terms = self._terms(value, mode) if tokenize else iter([(0, 0, len(value), normalize(value))])
        for position, start, end, form in terms:
            whoosh_token.text = replace_y_with_i(form) if self.i_for_y else form
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

    def _terms(self, value: str, mode: str) -> Iterator[Term]:
        """Yield every term to index or, in mode `query`, to look up."""
        if mode == "query":
            for position, token in enumerate(tokenize(value)):
                yield position, token.start, token.end, token.normal
        elif self.compounds:
            position = 0
            for word in segment_words(value):
                yield from _compound_terms(word, position)
                for token in word:
                    yield from _terms_of_token(token, position)
                    position += 1
        else:
            for position, token in enumerate(tokenize(value)):
                yield from _terms_of_token(token, position)


def _terms_of_token(token: Token, position: int) -> Iterator[Term]:
    yield position, token.start, token.end, token.normal
    if token.folded != token.normal:
        yield position, token.start, token.end, token.folded


def _compound_terms(word: tuple[Token, ...], position: int) -> Iterator[Term]:
    if len(word) < 2:
        return
    start, end = word[0].start, word[-1].end
    joined = "_".join(token.normal for token in word)
    yield position, start, end, joined
    folded = fold(joined)
    if folded != joined:
        yield position, start, end, folded
