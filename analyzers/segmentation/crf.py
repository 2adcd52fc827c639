"""Word segmentation of text with diacritics: pyvi's conditional random field (CRF), decoded without pyvi.

The model labels each token B_W (begins a word) or I_W (continues one). With two labels only the difference of their
scores matters, so the features of a token reduce to one number for itself and one for each neighbour, cached by token,
and Viterbi's recursion carries a single number from token to token. Tokens are also cached by the space-separated piece
of text they were cut from, so that a repeated piece is not tokenized again.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from ..cache import Cache
from ..normalization.characters import require_text
from .pyvi_model import CrfModel, lexicon, model_blob, read_model
from .pyvi_tokenizer import split_like_pyvi

_NO_WORDS: frozenset[str] = frozenset()


class _Written(NamedTuple):
    """A token, and the conditions under which it may continue a word whatever label the model gives it."""

    token: str
    glued: tuple[str, str]
    """The token after a space, and after `_`, as in pyvi's output where it begins or continues a word."""
    joinable: bool
    titled: bool


class _Features(NamedTuple):
    """The features of one token that do not depend on its neighbours. A short tuple: the decoder's loop unpacks it."""

    lower: str
    here: float
    """Its contribution to its own score."""
    after: float
    """Its contribution to the score of the token after it (the model's `-1:` features)."""
    before: float
    """Its contribution to the score of the token before it (`+1:`)."""
    seconds: set[str] | frozenset[str]
    """The syllables that follow it in the lexicon's words of two syllables."""
    thirds: dict[str, set[str]] | None
    """The syllables that follow it in the lexicon's words of three: the third ones by the second."""
    written: _Written


class _Shape(NamedTuple):
    """Weights for the letter case of one position: the token itself or a neighbour."""

    prefix: str
    title: float
    upper: float


class Segmenter:
    """pyvi's model, ready to label tokens. Read-only after construction, except for caches that threads may share."""

    def __init__(self, model: CrfModel, words: list[str]) -> None:
        begin, inside = "B_W", "I_W"
        self._weights = {name: labels.get(inside, 0.0) - labels.get(begin, 0.0) for name, labels in model.state.items()}
        transition = model.transition.get
        self._begin_begin = transition((begin, begin), 0.0)
        self._begin_inside = transition((begin, inside), 0.0)
        self._inside_begin = transition((inside, begin), 0.0)
        self._inside_inside = transition((inside, inside), 0.0)
        self._seconds: dict[str, set[str]] = {}
        self._thirds: dict[str, dict[str, set[str]]] = {}
        for word in words:
            parts = word.split(" ")
            if len(parts) == 2:
                self._seconds.setdefault(parts[0], set()).add(parts[1])
            elif len(parts) == 3:
                self._thirds.setdefault(parts[0], {}).setdefault(parts[1], set()).add(parts[2])
        weight = self._weights.get
        self._bias, self._digits = weight("bias", 0.0), weight("word.isdigit()", 0.0)
        lexical = ("-1:word.bi_gram()", "+1:word.bi_gram()", "-2:word.tri_gram()", "+2:word.tri_gram()")
        self._lexical = [weight(name, 0.0) for name in lexical]
        self._shapes = [
            _Shape(
                f"{place}word.lower():", weight(f"{place}word.istitle()", 0.0), weight(f"{place}word.isupper()", 0.0)
            )
            for place in ("", "-1:", "+1:")
        ]
        self._features: Cache[_Features] = Cache(self._of_token)
        self._pieces: Cache[tuple[_Features, ...]] = Cache(self._of_piece)

    def _of_token(self, token: str) -> _Features:
        lower, upper, title = token.lower(), token.isupper(), token.istitle()
        weight = self._weights.get
        here, after, before = [
            weight(shape.prefix + lower, 0.0) + title * shape.title + upper * shape.upper for shape in self._shapes
        ]
        return _Features(
            lower,
            here + self._bias + token.isdigit() * self._digits,
            after,
            before,
            self._seconds.get(lower, _NO_WORDS),
            self._thirds.get(lower),
            _Written(
                token,
                (f" {token}", f"_{token}"),
                token not in string.punctuation and not token[0].isdigit(),
                token[0].istitle(),
            ),
        )

    def _of_piece(self, piece: str) -> tuple[_Features, ...]:
        return tuple(map(self._features.__getitem__, split_like_pyvi(piece)))

    def _of_text(self, text: str) -> list[_Features]:
        """Return the features of an NFC text's tokens, in order. No pyvi token contains a space or spans a line end."""
        pieces = text.replace("\n", " \n ").split(" ") if "\n" in text else text.split(" ")
        return list(chain.from_iterable(map(self._pieces.__getitem__, pieces)))

    def _scores(self, features: Sequence[_Features]) -> list[float]:
        """Return, for each token, the score of I_W minus the score of B_W."""
        second, has_second, third, has_third = self._lexical
        # A score is complete two tokens later. `score` is the partial score of the previous token, `earlier` that of
        # the token before it.
        scores: list[float] = []
        add = scores.append
        score, earlier, from_last = 0.0, 0.0, 0.0
        seconds: set[str] | frozenset[str] = _NO_WORDS
        thirds: dict[str, set[str]] | None = None
        coming: set[str] | None = None
        for lower, here, after, before, following, triples, _written in features:
            own, back = here + from_last, score + before
            if coming is not None and lower in coming:
                own += third
                earlier += has_third
            if lower in seconds:
                own += second
                back += has_second
            add(earlier)
            score, earlier = own, back
            coming = None if thirds is None else thirds.get(lower)
            from_last, seconds, thirds = after, following, triples
        scores += (earlier, score)
        return scores[2:]

    def _labels(self, scores: list[float]) -> list[bool]:
        """Return the best label sequence; True is I_W. A tie goes to B_W, the model's first label, as in CRFsuite."""
        begin_begin, begin_inside = self._begin_begin, self._begin_inside
        inside_begin, inside_inside = self._inside_begin, self._inside_inside
        # `lead`: the score of the best sequence so far that ends in I_W, minus that of the best that ends in B_W.
        lead, leads = scores[0], []
        for score in scores[1:]:
            leads.append(lead)
            to_begin, to_inside = lead + inside_begin, lead + inside_inside
            best_inside = to_inside if to_inside > begin_inside else begin_inside
            lead = score + best_inside - (to_begin if to_begin > begin_begin else begin_begin)
        label = lead > 0
        labels = [label]
        for lead in reversed(leads):
            label = lead + inside_inside > begin_inside if label else lead + inside_begin > begin_begin
            labels.append(label)
        labels.reverse()
        return labels

    def _joins(self, features: Sequence[_Features]) -> list[bool]:
        if not features:
            return []
        labels = self._labels(self._scores(features))
        labels[0] = False
        # As in pyvi, labels are restricted: no sign, number or capital after a small letter continues a word.
        for index, label in enumerate(labels):
            if label:
                current, last = features[index].written, features[index - 1].written
                labels[index] = current.joinable and last.joinable and not (current.titled and not last.titled)
        return labels

    def joins(self, tokens: list[str]) -> list[bool]:
        """Return, for each token of `split_like_pyvi`, whether it continues the word of the token before it."""
        return self._joins(list(map(self._features.__getitem__, tokens)))

    def segment(self, text: str) -> tuple[list[str], list[bool]]:
        """Return pyvi's tokens of an NFC text, and for each whether it continues the word of the one before it."""
        features = self._of_text(text)
        return [feature.written.token for feature in features], self._joins(features)

    def tokenize(self, text: str) -> str:
        """Return the same string as `pyvi.ViTokenizer.tokenize`: tokens separated by spaces, words joined by `_`."""
        require_text("tokenize", text)
        features = self._of_text(unicodedata.normalize("NFC", text))
        if not features:
            return text
        joins = self._joins(features)
        return "".join([feature.written.glued[joined] for feature, joined in zip(features, joins, strict=True)])[1:]


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    """Return the segmenter of pyvi's model, loaded once per process, at first use.

    No lock is held while it loads, because a process forked at that moment would inherit it locked. Threads that call
    this for the first time simultaneously each load the model, and one result is kept.

    Raises:
        TimtinError: pyvi is missing, or contains a different model than the supported one; the message names both.
    """
    return Segmenter(read_model(model_blob()), lexicon())
