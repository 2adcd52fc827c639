"""What every engine does to values before they become terms, so that all of them keep and look up the same."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

MAX_VALUE = 500
"""Longest exact value in characters; what is beyond is cut, in documents and in queries alike."""

_MAX_ID = 1000
_SURROGATES = ("\ud800", "\udfff")


def clean(text: str) -> str:
    """Text that any engine can encode: lone surrogates become U+FFFD, a vertical tab (white space to some) a space."""
    if "\x0b" in text:
        text = text.replace("\x0b", " ")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if _SURROGATES[0] <= char <= _SURROGATES[1] else char for char in text)
    return text


def tokens(text: str) -> list[str]:
    """The tokens of a text channel: runs between ASCII white space (`str.split` would also split at `BREAK`)."""
    return [token.decode() for token in clean(text).encode().split()]


def exact_value(value: str) -> str:
    """An exact value as it is kept and looked up."""
    return clean(value[:MAX_VALUE])


def exact_values(values: Iterable[str]) -> list[str]:
    """The values of one exact field, each once (a document counts once for a value), none empty."""
    return [value for value in dict.fromkeys(exact_value(value) for value in values) if value]


def id_term(id: str) -> str:
    """The term an id is looked up by: itself, or a digest where it is too long to be a term."""
    if len(id) <= _MAX_ID:
        return clean(id)
    return "blake2b:" + blake2b(_bytes(id), digest_size=32).hexdigest()


SHARDS = 2**32


def shard(id: str) -> int:
    """A number below SHARDS, evenly spread over ids."""
    return int.from_bytes(blake2b(_bytes(id), digest_size=4).digest())


def pack(id: str, stored: bytes) -> bytes:
    """Id and stored bytes as one value."""
    name = _bytes(id)
    return len(name).to_bytes(4) + name + stored


def unpack(record: bytes) -> tuple[str, bytes]:
    """What `pack` packed."""
    end = 4 + int.from_bytes(record[:4])
    return record[4:end].decode(errors="surrogatepass"), record[end:]


def _bytes(id: str) -> bytes:
    return id.encode(errors="surrogatepass")
