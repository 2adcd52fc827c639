"""Everything a text is cut into, in one list: what `timtin analyze` prints."""

from __future__ import annotations

from bisect import bisect_right

from .entities.recognize import Entity, find_entities
from .normalization.characters import require_text
from .normalization.folding import fold
from .normalization.normal_form import normalize
from .segmentation.words import segment_words
from .tokenization.tokens import Token, TokenType

_ORDER = {"word": 1, "syllable": 2, "number": 2}


def analyze(text: str) -> list[Token]:
    """All tokens of a text by where they begin, the longer before the pieces it holds.

    Syllables and numbers (those of `syllables`), words of several syllables (kind `word`), and atomic pieces
    (`document`, `date`, `time`, `money`, `percent`, `phone`, `hashtag`, `email`, `url`). A word that would cut an
    atomic piece in two is left out.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
        TimtinError: pyvi is missing, or carries another model than the one known here.
    """
    require_text("analyze", text)
    atoms = find_entities(text)
    starts = [start for start, _end, _kind in atoms]
    tokens = [_covering(text, start, end, kind) for start, end, kind in atoms]
    for word in segment_words(text):
        start, end = word[0].start, word[-1].end
        if len(word) > 1 and not _cuts(start, end, atoms, starts):
            tokens.append(_covering(text, start, end, "word"))
        tokens += word
    tokens.sort(key=lambda token: (token.start, -token.end, _ORDER.get(token.kind, 0)))
    return tokens


def _covering(text: str, start: int, end: int, kind: TokenType) -> Token:
    written = text[start:end]
    return Token(written, normalize(written), fold(written), start, end, kind)


def _cuts(start: int, end: int, atoms: list[Entity], starts: list[int]) -> bool:
    """Whether a word overlaps an atomic piece that neither holds it nor lies within it."""
    after = bisect_right(starts, start)
    if after and start < atoms[after - 1][1] < end:
        return True
    return after < len(atoms) and atoms[after][0] < end < atoms[after][1]
