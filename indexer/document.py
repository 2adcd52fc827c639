"""An understood article to a document for the engine, with the text fields and keys of `engines/fields.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import chain

from ..analyzers import bigrams, normal_and_folded
from ..analyzers.near_duplicates.signature import signature
from ..analyzers.tokenization.tokens import normal_and_folded_of, token_texts
from ..engines.document import Document
from ..engines.fields import BREAK, DAY, FOLDED_SUFFIX, NEWEST, OLDEST, ORIGIN, PLACE_NAME
from ..engines.values import MAX_VALUE
from ..knowledge.dates import published_day, published_seconds
from ..knowledge.places.names import name_variants
from ..model import Article, Path, Place
from ..model.stored import to_stored
from .completion_candidates import completions

_BREAK = f" {BREAK} "
_ID_BITS = 20
_LAST_SECOND = 2**33
"""272 years after 1900: enough for every date a page may state, and the keys stay below 2**63."""


def to_document(article: Article, *, collection: str, publisher: str | None = None) -> Document:
    """Return the document of an understood article.

    `collection` is the one from which it was read (`--source`, otherwise the name of the folder), for `--prune`;
    `publisher` is the name of another collection that it belongs to. The result is deterministic.
    """
    title, body = _lines(article.title), _lines(article.summary or "") + _lines(article.body)
    texts = _texts(article, title, body)
    return Document(
        id=article.id,
        texts=texts,
        exact=_exact(article, (collection, *_optional(publisher))),
        keys=_keys(article),
        stored=to_stored(article),
        signature=signature((chain.from_iterable(title), chain.from_iterable(body))),
        completions=completions(article, texts),
    )


_Syllables = tuple[list[str], list[str]]
"""The syllables of one paragraph or value, in normal form and folded."""


def _lines(text: str) -> list[list[str]]:
    """Return the tokens of each line, as written, without lines that have none."""
    return [tokens for tokens in map(token_texts, text.splitlines()) if tokens]


def _texts(article: Article, title_lines: list[list[str]], body_lines: list[list[str]]) -> dict[str, str]:
    """Return the text fields: tokens joined by spaces, with a break between paragraphs and between values."""
    title = [normal_and_folded_of(line) for line in title_lines]
    body = [normal_and_folded_of(line) for line in body_lines]
    fields = {
        "title": title,
        "body": body,
        "author": _syllables(_optional(article.author)),
        "source": _syllables(_optional(article.source)),
        "place": _syllables(_certain_names(article.places)),
        "topic": _syllables(article.topics),
    }
    texts: dict[str, str] = {}
    for name, parts in fields.items():
        texts[name] = _BREAK.join(" ".join(normal) for normal, _ in parts)
        texts[name + FOLDED_SUFFIX] = _BREAK.join(" ".join(folded) for _, folded in parts)
    searched = title + body
    for suffix in ("", FOLDED_SUFFIX):
        both = [text for text in (texts["title" + suffix], texts["body" + suffix]) if text]
        texts["whole" + suffix] = " ".join(both).replace(_BREAK, " ")
    # The field of bigrams is named "pairs" on disk.
    texts["pairs"] = " ".join(" ".join(bigrams(normal)) for normal, _ in searched if len(normal) > 1)
    texts["pairs" + FOLDED_SUFFIX] = " ".join(" ".join(bigrams(folded)) for _, folded in searched if len(folded) > 1)
    return texts


def _syllables(values: Iterable[str]) -> list[_Syllables]:
    """Return the syllables of every value that has a token."""
    return [both for both in map(normal_and_folded, values) if both[0]]


def _optional(value: str | None) -> list[str]:
    return [value] if value else []


def _certain_names(places: Sequence[Place]) -> list[str]:
    """Return the names of the article's places and of all units that contain or contained them, without candidates."""
    names = (name for place in places for name in (place.name, *place.path_then, *place.path_now))
    return list(dict.fromkeys(names))


def _exact(article: Article, collections: Sequence[str]) -> dict[str, tuple[str, ...]]:
    day = published_day(article.published)
    exact = {
        "place": _prefixes(place.path_now for place in article.places),
        "place_then": _prefixes(place.path_then for place in article.places),
        "year": (f"{day:%Y}",) if day else (),
        "month": (f"{day:%Y-%m}",) if day else (),
        "source": _values(_optional(article.source)),
        "level": _values(_optional(article.level)),
        "organization": _values(article.organizations),
        "topic": _values(article.topics),
        "citation": _values(article.citations),
        "author": _values(_optional(article.author)),
        PLACE_NAME: _place_names(article.places),
        ORIGIN: _values(collections),
    }
    return {field: values for field, values in exact.items() if values}


def _values(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values without blanks and repetitions, each cut to the length that an engine's term may have."""
    trimmed = (value.strip()[:MAX_VALUE] for value in values)
    return tuple(dict.fromkeys(value for value in trimmed if value))


def _prefixes(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return every path and its prefixes: `Tây Ninh`, `Tây Ninh/Xã Bến Lức`."""
    return _values("/".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1))


def _place_names(places: Sequence[Place]) -> tuple[str, ...]:
    """Return every name of the article's places, one path level each, in normal form.

    Each is returned with and without its unit type.
    """
    names = [name for place in places for name in (place.name, *place.path_then, *place.path_now)]
    names += [path[-1] for place in places for path in place.candidates if path]
    return _values(form for name in names for form in name_variants(name))


def _keys(article: Article) -> dict[str, int]:
    """Return the day as YYYYMMDD and the two sorting keys.

    Bits of the id's hash make the order total and the same in every engine.
    """
    bits = int.from_bytes(blake2b(article.id.encode("utf-8", "replace"), digest_size=8).digest()) >> (64 - _ID_BITS)
    day, seconds = published_day(article.published), published_seconds(article.published)
    if day is None or seconds is None:
        return {DAY: 0, NEWEST: bits, OLDEST: bits}
    seconds = min(max(seconds, 0), _LAST_SECOND)
    return {
        DAY: day.year * 10000 + day.month * 100 + day.day,
        NEWEST: seconds << _ID_BITS | bits,
        OLDEST: (_LAST_SECOND - seconds) << _ID_BITS | bits,
    }
