"""Understood article → document: what an engine keeps of it, by the channels and keys of `engines/fields.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import chain

from ..analyzers import bigrams, normal_and_folded
from ..analyzers.near_duplicates.shingles import signature
from ..analyzers.tokenization.tokens import normal_and_folded_of, token_texts
from ..engines.document import Document
from ..engines.fields import BREAK, DAY, FOLDED, NEWEST, OLDEST, ORIGIN, PLACE_NAME
from ..engines.values import MAX_VALUE
from ..knowledge.dates import published_day, published_seconds
from ..knowledge.places.names import written_names
from ..model import Article, Path, Place
from ..model.stored import to_stored
from .completion_candidates import completions

_BREAK = f" {BREAK} "
_ID_BITS = 20
_LAST_SECOND = 2**33
"""272 years after 1900: room for every date a page may bear, and keys stay below 2**63."""


def to_document(article: Article, *, collection: str, publisher: str | None = None) -> Document:
    """What an engine keeps of an understood article.

    `collection` is what the article was read with (`--source`, else the folder's name), for `--prune`; `publisher` is
    another name that it goes by there. Deterministic: the same values give equal documents.
    """
    title, body = _runs(article.title), _runs(article.summary or "") + _runs(article.body)
    texts = _texts(article, title, body)
    return Document(
        id=article.id,
        texts=texts,
        exact=_exact(article, (collection, *_given(publisher))),
        keys=_keys(article),
        stored=to_stored(article),
        signature=signature((chain.from_iterable(title), chain.from_iterable(body))),
        completions=completions(article, texts),
    )


_Forms = tuple[list[str], list[str]]
"""The normal and the folded forms of one paragraph or value, syllable by syllable."""


def _runs(text: str) -> list[list[str]]:
    """What is written in every line that has a token."""
    return [found for found in map(token_texts, text.splitlines()) if found]


def _texts(article: Article, title_runs: list[list[str]], body_runs: list[list[str]]) -> dict[str, str]:
    title = [normal_and_folded_of(line) for line in title_runs]
    body = [normal_and_folded_of(line) for line in body_runs]
    channels = {
        "title": title,
        "body": body,
        "author": _forms(_given(article.author)),
        "source": _forms(_given(article.source)),
        "place": _forms(_place_words(article.places)),
        "topic": _forms(article.topics),
    }
    texts: dict[str, str] = {}
    for name, parts in channels.items():
        texts[name] = _BREAK.join(" ".join(toned) for toned, _ in parts)
        texts[name + FOLDED] = _BREAK.join(" ".join(folded) for _, folded in parts)
    searched = title + body
    for suffix in ("", FOLDED):
        both = [text for text in (texts["title" + suffix], texts["body" + suffix]) if text]
        texts["whole" + suffix] = " ".join(both).replace(_BREAK, " ")
    texts["pairs"] = " ".join(" ".join(bigrams(toned)) for toned, _ in searched if len(toned) > 1)
    texts["pairs" + FOLDED] = " ".join(" ".join(bigrams(folded)) for _, folded in searched if len(folded) > 1)
    return texts


def _forms(parts: Iterable[str]) -> list[_Forms]:
    """The forms of every part that has a token."""
    out: list[_Forms] = []
    for part in parts:
        both = normal_and_folded(part)
        if both[0]:
            out.append(both)
    return out


def _given(value: str | None) -> list[str]:
    return [value] if value else []


def _place_words(places: Sequence[Place]) -> list[str]:
    """Every name by which the article's places are certain: their own and those of what they are or were part of."""
    names = (name for place in places for name in (place.name, *place.path_then, *place.path_now))
    return list(dict.fromkeys(names))


def _exact(article: Article, collections: Sequence[str]) -> dict[str, tuple[str, ...]]:
    day = published_day(article.published)
    exact = {
        "place": _prefixes(place.path_now for place in article.places),
        "place_then": _prefixes(place.path_then for place in article.places),
        "year": (f"{day:%Y}",) if day else (),
        "month": (f"{day:%Y-%m}",) if day else (),
        "source": _values(_given(article.source)),
        "level": _values(_given(article.level)),
        "organization": _values(article.organizations),
        "topic": _values(article.topics),
        "citation": _values(article.citations),
        "author": _values(_given(article.author)),
        PLACE_NAME: _place_names(article.places),
        ORIGIN: _values(collections),
    }
    return {field: values for field, values in exact.items() if values}


def _values(values: Iterable[str]) -> tuple[str, ...]:
    """The values without blanks and repetitions, none longer than an engine's term may be."""
    trimmed = (value.strip()[:MAX_VALUE] for value in values)
    return tuple(dict.fromkeys(value for value in trimmed if value))


def _prefixes(paths: Iterable[Path]) -> tuple[str, ...]:
    """Every path and what lies above it: `Tây Ninh`, `Tây Ninh/Xã Bến Lức`."""
    return _values("/".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1))


def _place_names(places: Sequence[Place]) -> tuple[str, ...]:
    """Every bare name that should find the article, in normal form, with and without its type word."""
    names = [name for place in places for name in (place.name, *place.path_then, *place.path_now)]
    names += [path[-1] for place in places for path in place.candidates if path]
    return _values(form for name in names for form in written_names(name))


def _keys(article: Article) -> dict[str, int]:
    """The day as YYYYMMDD and the two sorting keys; the id's bits make an order total and the same in every engine."""
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
