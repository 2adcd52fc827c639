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
        self._weights = {
            name: labels.get(inside, 0.0) - labels.get(begin, 0.0) for name, labels in model.state.items()
        }
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
        for index in range(1, len(features)):
            previous, current = features[index - 1], features[index]
            scores[index] += previous.after
            scores[index - 1] += current.before
            lower = current.lower
            if lower in previous.seconds:
                scores[index] += second
                scores[index - 1] += has_second
            thirds = features[index - 2].thirds if index > 1 else None
            if thirds is not None and lower in thirds.get(previous.lower, _NONE):
                scores[index] += third
                scores[index - 2] += has_third
        return scores

    def _labels(self, scores: list[float]) -> list[bool]:
        """The best sequence: True is I_W. A tie goes to B_W, the model's first label, as in CRFsuite."""
        leave_begin = self._begin_inside - self._begin_begin
        leave_inside = self._inside_inside - self._inside_begin
        begin_from_inside = self._begin_begin - self._inside_begin
        inside_from_inside = self._begin_inside - self._inside_inside
        turning = self._begin_inside - self._inside_begin
        lead, came = 0.0, []
        for index, score in enumerate(scores):
            if index:
                into_begin, into_inside = lead > begin_from_inside, lead > inside_from_inside
                came.append((into_begin, into_inside))
                if into_begin:
                    score += leave_inside if into_inside else turning - lead
                else:
                    score += lead + self._inside_inside - self._begin_begin if into_inside else leave_begin
            lead = score
        label = lead > 0
        labels = [label]
        for into_begin, into_inside in reversed(came):
            label = into_inside if label else into_begin
            labels.append(label)
        labels.reverse()
        return labels

    def joins(self, tokens: list[str]) -> list[bool]:
        """For each of `split`'s tokens whether it continues the word of the token before it, as pyvi decides."""
        if not tokens:
            return []
        features = list(map(self._features.__getitem__, tokens))
        labels = self._labels(self._scores(features))
        joined = [False]
        for previous, current, inside in zip(features, features[1:], labels[1:], strict=False):
            joined.append(
                inside and current.joinable and previous.joinable and not (current.titled and not previous.titled)
            )
        return joined

    def tokenize(self, text: str) -> str:
        """The very string `pyvi.ViTokenizer.tokenize` returns: tokens separated by spaces, words joined by `_`."""
        require_text("tokenize", text)
        tokens = split(unicodedata.normalize("NFC", text))
        if not tokens:
            return text
        out = [tokens[0]]
        for token, joined in zip(tokens[1:], self.joins(tokens)[1:], strict=True):
            out.append("_" if joined else " ")
            out.append(token)
        return "".join(out)


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
