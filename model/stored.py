"""How an article is kept beside its index entry: JSON, the same bytes for the same article."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from .article import Article
from .errors import IndexDamaged
from .text import without_surrogates


def to_stored(article: Article) -> bytes:
    """The article as bytes; a lone surrogate, which no file can hold, becomes U+FFFD."""
    encode, _ = _codec()
    try:
        return encode(article)
    except UnicodeEncodeError:
        from msgspec import convert, to_builtins  # noqa: PLC0415 - only for what no file can hold

        return encode(convert(_mended(to_builtins(article)), Article))


def from_stored(stored: bytes) -> Article:
    """The article of these bytes.

    Raises:
        IndexDamaged: they are not what `to_stored` wrote.
    """
    _, decode = _codec()
    try:
        return decode(stored)
    except ValueError as error:
        raise IndexDamaged(
            f"A stored article cannot be read ({error}); rebuild the index with `timtin index --rebuild`."
        ) from error


@lru_cache(maxsize=1)
def _codec() -> tuple[Callable[[Article], bytes], Callable[[bytes], Article]]:
    from msgspec import json  # noqa: PLC0415 - costs 15 ms, and a search page may never need it

    return json.Encoder().encode, json.Decoder(Article).decode


def _mended(value: object) -> object:
    """The value with every lone surrogate replaced, however deep it stands."""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list | tuple):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {key: _mended(item) for key, item in value.items()}
    return value
