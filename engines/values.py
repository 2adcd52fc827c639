"""The conversion of values to terms, shared by all engines so that they index and look up the same terms."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

MAX_VALUE = 500
"""Greatest length of an exact value in characters. Longer values are cut, in documents and in queries alike."""

_MAX_ID = 1000
"""Greatest length of an id in characters that is used as a term itself."""

_SURROGATES = ("\ud800", "\udfff")


def encodable(text: str) -> str:
    """Return a text that every engine can encode.

    Lone surrogates become U+FFFD. A vertical tab, which only some engines treat as white space, becomes a space.
    """
    if "\x0b" in text:
        text = text.replace("\x0b", " ")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if _SURROGATES[0] <= char <= _SURROGATES[1] else char for char in text)
    return text


def split_tokens(text: str) -> list[str]:
    """Return the tokens of a text field, split at ASCII white space (`str.split` would also split at `BREAK`)."""
    return [token.decode() for token in encodable(text).encode().split()]


def exact_value(value: str) -> str:
    """Return the term of an exact value."""
    return encodable(value[:MAX_VALUE])


def exact_values(values: Iterable[str]) -> list[str]:
    """Return the terms of the values of one exact field: without repetitions, so that each counts once, and
    non-empty."""
    return [value for value in dict.fromkeys(exact_value(value) for value in values) if value]


def id_term(id: str) -> str:
    """Return the term of an id: the id itself, or a digest if it is longer than a term may be."""
    if len(id) <= _MAX_ID:
        return encodable(id)
    return "blake2b:" + blake2b(_bytes(id), digest_size=32).hexdigest()


SHARDS = 2**32


def shard(id: str) -> int:
    """Return a hash of the id below `SHARDS`, evenly distributed over ids."""
    return int.from_bytes(blake2b(_bytes(id), digest_size=4).digest())


def pack_record(id: str, stored: bytes) -> bytes:
    """Return the id and the stored bytes of a document as one value."""
    name = _bytes(id)
    return len(name).to_bytes(4) + name + stored


def unpack_record(record: bytes) -> tuple[str, bytes]:
    """Return the id and the stored bytes that `pack_record` joined."""
    end = 4 + int.from_bytes(record[:4])
    return record[4:end].decode(errors="surrogatepass"), record[end:]


def _bytes(id: str) -> bytes:
    return id.encode(errors="surrogatepass")
