"""Full analysis of a text: all its tokens, words and entities in one list, as `timtin analyze` prints them."""

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
    """Return all tokens of a text, ordered by start; a longer token precedes the tokens it contains.

    The list contains the syllables and numbers of `tokenize`, words of several syllables (kind `word`) and entities
    (`document`, `date`, `time`, `money`, `percent`, `phone`, `hashtag`, `email`, `url`). A word that would cut an
    entity in two is left out. Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
        TimtinError: pyvi is missing, or contains a different model than the supported one.
    """
    require_text("analyze", text)
    entities = find_entities(text)
    starts = [start for start, _end, _kind in entities]
    tokens = [_spanning_token(text, start, end, kind) for start, end, kind in entities]
    for word in segment_words(text):
        start, end = word[0].start, word[-1].end
        if len(word) > 1 and not _cuts_an_entity(start, end, entities, starts):
            tokens.append(_spanning_token(text, start, end, "word"))
        tokens += word
    tokens.sort(key=lambda token: (token.start, -token.end, _ORDER.get(token.kind, 0)))
    return tokens


def _spanning_token(text: str, start: int, end: int, kind: TokenType) -> Token:
    written = text[start:end]
    return Token(written, normalize(written), fold(written), start, end, kind)


def _cuts_an_entity(start: int, end: int, entities: list[Entity], starts: list[int]) -> bool:
    """Return whether a word overlaps an entity that neither contains it nor lies within it."""
    after = bisect_right(starts, start)
    if after and start < entities[after - 1][1] < end:
        return True
    return after < len(entities) and entities[after][0] < end < entities[after][1]
