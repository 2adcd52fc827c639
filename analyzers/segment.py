"""Which neighbouring syllables are one word: pyvi's conditional random field, decoded without pyvi.

The model labels each token B_W (begins a word) or I_W (continues one). With two labels only the difference of their
scores matters, so a token's features are one number each (weight of I_W minus weight of B_W) and Viterbi's recursion
carries a single number from token to token.
"""

from __future__ import annotations

import string
import unicodedata
from dataclasses import dataclass
from threading import Lock

from .cache import Cache
from .characters import require_text
from .crfsuite import CrfModel, read_model
from .model_files import lexicon, model_blob
from .pyvi_tokens import split

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Features:
    """What one token's own letters say, wherever it stands."""

    lower: str
    here: float
    """Its weight for itself."""
    after: float
    """Its weight for the token after it (the model's `-1:` features)."""
    before: float
    """Its weight for the token before it (`+1:`)."""
    seconds: frozenset[str]
    """What follows it in the lexicon's words of two syllables."""
    thirds: dict[str, set[str]] | None
    """What follows it in the lexicon's words of three: second syllable to third ones."""
    joinable: bool
    titled: bool


class Segmenter:
    """pyvi's model, ready to label tokens. Read-only after it is made, but for a cache that threads may share."""

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
        self._features: Cache[_Features] = Cache(self._of_token)

    def _of_token(self, token: str) -> _Features:
        weight = self._weights.get
        lower, upper, title = token.lower(), token.isupper(), token.istitle()

        def neighbour(prefix: str) -> float:
            return (
                weight(f"{prefix}word.lower():{lower}", 0.0)
                + title * weight(f"{prefix}word.istitle()", 0.0)
                + upper * weight(f"{prefix}word.isupper()", 0.0)
            )

        return _Features(
            lower=lower,
            here=weight("bias", 0.0) + neighbour("") + token.isdigit() * weight("word.isdigit()", 0.0),
            after=neighbour("-1:"),
            before=neighbour("+1:"),
            seconds=frozenset(self._seconds.get(lower, _NONE)),
            thirds=self._thirds.get(lower),
            joinable=token not in string.punctuation and not token[0].isdigit(),
            titled=token[0].istitle(),
        )

    def _scores(self, features: list[_Features]) -> list[float]:
        """For each token how much more its features speak for I_W than for B_W."""
        weight = self._weights.get
        second, has_second = weight("-1:word.bi_gram()", 0.0), weight("+1:word.bi_gram()", 0.0)
        third, has_third = weight("-2:word.tri_gram()", 0.0), weight("+2:word.tri_gram()", 0.0)
        scores = [feature.here for feature in features]
        last = features[0]
        seconds, thirds, coming = last.seconds, last.thirds, None
        for index, current in enumerate(features[1:], 1):
            lower = current.lower
            score, back = last.after, current.before
            if lower in seconds:
                score += second
                back += has_second
            if coming is not None and lower in coming:
                score += third
                scores[index - 2] += has_third
            scores[index] += score
            scores[index - 1] += back
            coming = thirds.get(lower) if thirds is not None else None
            last, seconds, thirds = current, current.seconds, current.thirds
        return scores

    def _labels(self, scores: list[float]) -> list[bool]:
        """The best sequence: True is I_W. A tie goes to B_W, the model's first label, as in CRFsuite."""
        begin_begin, begin_inside = self._begin_begin, self._begin_inside
        inside_begin, inside_inside = self._inside_begin, self._inside_inside
        # `lead`: how much the best way to here that ends in I_W is ahead of the best that ends in B_W.
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

    def joins(self, tokens: list[str]) -> list[bool]:
        """For each of `split`'s tokens whether it continues the word of the token before it, as pyvi decides."""
        if not tokens:
            return []
        features = list(map(self._features.__getitem__, tokens))
        # What pyvi lets the model decide is narrowed afterwards: no sign, number or sudden capital continues a word.
        labels = self._labels(self._scores(features))
        previous = features[0]
        labels[0] = False
        for index, current in enumerate(features):
            if labels[index]:
                labels[index] = current.joinable and previous.joinable and not (current.titled and not previous.titled)
            previous = current
        return labels

    def strength(self, syllables: list[str]) -> float:
        """How much the model prefers one word of these lower-case syllables, standing alone, to single syllables."""
        scores = self._scores(list(map(self._features.__getitem__, syllables)))
        steps = len(syllables) - 1
        one_word = self._begin_inside + (steps - 1) * self._inside_inside
        return sum(scores[1:]) + one_word - steps * self._begin_begin

    def tokenize(self, text: str) -> str:
        """The very string `pyvi.ViTokenizer.tokenize` returns: tokens separated by spaces, words joined by `_`."""
        require_text("tokenize", text)
        tokens = split(unicodedata.normalize("NFC", text))
        if not tokens:
            return text
        glued = [
            f"_{token}" if joined else f" {token}" for token, joined in zip(tokens, self.joins(tokens), strict=True)
        ]
        return "".join(glued)[1:]


_lock = Lock()
_loaded: list[Segmenter] = []


def segmenter() -> Segmenter:
    """The segmenter of pyvi's model, loaded once a process, at first use.

    Raises:
        TimtinError: pyvi is missing, or carries another model than the one known here; the message names both.
    """
    with _lock:
        if not _loaded:
            _loaded.append(Segmenter(read_model(model_blob()), lexicon()))
        return _loaded[0]
