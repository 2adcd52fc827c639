"""The fields every engine keeps, by name: what a document is made of and what a query may ask of it.

A *text channel* holds space-joined tokens; the engine splits them at white space and nothing else. Positions count
tokens, so a phrase is a run of neighbours; `BREAK` stands between paragraphs and parts so that no phrase crosses
them. A *facet* holds exact values, several a document. A *key* is one whole number a document, for sorting and ranges.
"""

from __future__ import annotations


class PlanError(ValueError):
    """A plan that no engine can run: a mistake of the program that made it, never of a user."""


BREAK = "\u2029"
"""The token between paragraphs (a paragraph separator, which no query token can be)."""

FOLDED = "_folded"

NAMED_TEXT = ("title", "body", "author", "source", "place", "topic")
"""What the query language can restrict to: `title:`, `body:` (which covers the summary) and so on."""

POSITIONAL = tuple(name + suffix for name in NAMED_TEXT for suffix in ("", FOLDED))
"""Channels with positions: each text as typed (normal form) and folded."""

PAIRS = ("pairs", "pairs_folded")
"""Channels of neighbouring syllables of title, summary and body (`dân_vận`), for ranking: frequencies, no positions."""

WHOLE = ("whole", "whole_folded")
"""Channels of title, summary and body together, for ranking: a syllable in the title counts with those in the text, and
the length is that of both. Frequencies, no positions."""

COUNTED = WHOLE + PAIRS
"""Channels without positions."""

TEXT_CHANNELS = POSITIONAL + COUNTED

FACETS = (
    "place", "place_then", "year", "month", "source", "level", "organization", "topic", "citation", "author",
)  # fmt: skip
"""What is counted and filtered by. Places hold every prefix of their path: `Tây Ninh`, `Tây Ninh/Xã Bến Lức`."""

PLACE_NAME = "place_name"
"""Bare names (normal form) of an article's places, with and without type word, for filters such as `Bến Lức`."""

ORIGIN = "origin"
"""The collection an article was read from (`--source`, else its folder's name), for `--prune`; not counted."""

LISTED = "\ue000feed"
"""A value of `ORIGIN`: the article is a feed's entry, which its own page may replace. No collection is called so."""

EXACT = (*FACETS, PLACE_NAME, ORIGIN)
"""Every field of exact values, by the name `Document.exact` and `Plan.facets` use.

Four of them (`place`, `source`, `topic`, `author`) are called like a text channel. In a query, and where a reader is
asked for terms, such a name means the text channel; `exact_field(name)` means the exact values, for all of EXACT.
"""

_EXACT_PREFIX = "exact_"


def exact_field(name: str) -> str:
    """The name of an exact field in queries and for `Reader.terms`: `exact_field("place")` is `exact_place`."""
    return _EXACT_PREFIX + name


EXACT_FIELDS = tuple(exact_field(name) for name in EXACT)


def resolve(name: str) -> str:
    """A name in a query as exactly one field: a text channel or one of EXACT_FIELDS.

    `year`, `origin` and the like, which no text channel is called, may be written without `exact_field`.

    Raises:
        PlanError: no engine keeps such a field.
    """
    if name in TEXT_CHANNELS or name in EXACT_FIELDS:
        return name
    if name in EXACT:
        return exact_field(name)
    raise PlanError(f"no engine keeps a field {name!r}; see timtin.engines.fields")


DAY = "day"
"""Key: publication day in Vietnam as YYYYMMDD, 0 where undated."""

NEWEST, OLDEST = "newest", "oldest"
"""Keys: sorting by date, the greatest first. Unique a document (the id's hash fills the low bits), so an order is total
and the same in every engine; undated documents come last in both."""

KEYS = (DAY, NEWEST, OLDEST)
