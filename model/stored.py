"""The serialisation of articles that the index stores: JSON, with the same bytes for equal articles."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from .article import Article
from .errors import IndexDamaged


def to_stored(article: Article) -> bytes:
    """Return the article as bytes. Lone surrogates, which UTF-8 cannot encode, become U+FFFD."""
    encode, _ = _codec()
    try:
        return encode(article)
    except UnicodeEncodeError:
        from msgspec import convert, to_builtins  # noqa: PLC0415 - lazy: only articles with lone surrogates need it

        return encode(convert(_replace_surrogates(to_builtins(article)), Article))


def from_stored(stored: bytes) -> Article:
    """Return the article that `to_stored` serialised.

    Raises:
        IndexDamaged: The bytes are not a serialised article.
    """
    _, decode = _codec()
    try:
        return decode(stored)
    except ValueError as error:
        raise IndexDamaged(
            f"A stored article cannot be read ({error}); rebuild the index with `timtin index --rebuild`."
        ) from error


def without_surrogates(text: str) -> str:
    """Return the text with lone surrogates replaced by U+FFFD, so that it can be encoded.

    A text without lone surrogates is returned as the same object.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


@lru_cache(maxsize=1)
def _codec() -> tuple[Callable[[Article], bytes], Callable[[bytes], Article]]:
    from msgspec import json  # noqa: PLC0415 - lazy: costs 15 ms, and a search page may never need it

    return json.Encoder().encode, json.Decoder(Article).decode


def _replace_surrogates(value: object) -> object:
    """Return the value with the lone surrogates of all nested strings replaced."""
    if isinstance(value, str):
        return without_surrogates(value)
    if isinstance(value, list | tuple):
        return [_replace_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {key: _replace_surrogates(item) for key, item in value.items()}
    return value
