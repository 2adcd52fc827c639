"""The names of the fields of an index document, the same for every engine.

A *text field* contains tokens joined by spaces; the engine splits them at white space and does nothing else. Positions
count tokens, so a phrase is a run of neighbouring tokens; the token `BREAK` stands between paragraphs and between
parts, so that no phrase crosses them. An *exact field* contains whole values, any number per document. A *key* is one
non-negative integer per document, for sorting and ranges.
"""

from __future__ import annotations


class PlanError(ValueError):
    """A query plan that no engine can run. It is a programming error; user input never causes it."""


BREAK = "\u2029"
"""The token between paragraphs: a paragraph separator, which cannot be a token of a query."""

FOLDED_SUFFIX = "_folded"
"""Suffix of the text field that contains the folded tokens of another one."""

NAMED_FIELDS = ("title", "body", "author", "source", "place", "topic")
"""The text fields that the query language can restrict a search to: `title:`, `body:` (with the lead) and so on."""

POSITIONAL_FIELDS = tuple(name + suffix for name in NAMED_FIELDS for suffix in ("", FOLDED_SUFFIX))
"""Text fields with positions: each named field in normal form and folded."""

BIGRAM_FIELDS = ("pairs", "pairs_folded")  # the names on disk
"""Text fields of the bigrams of title, lead and body (`dân_vận`), for ranking: with frequencies, without positions."""

FULL_TEXT_FIELDS = ("whole", "whole_folded")  # the names on disk
"""Text fields of title, lead and body together, for ranking: with frequencies, without positions. A syllable of the
title counts together with the same syllable in the text, and the field length is that of all three."""

FREQUENCY_FIELDS = FULL_TEXT_FIELDS + BIGRAM_FIELDS
"""Text fields without positions."""

TEXT_FIELDS = POSITIONAL_FIELDS + FREQUENCY_FIELDS

FACETS = (
    "place", "place_then", "year", "month", "source", "level", "organization", "topic", "citation", "author",
)  # fmt: skip
"""Exact fields that are counted and filtered by. A place is indexed with every prefix of its path: `Tây Ninh` and
`Tây Ninh/Xã Bến Lức`."""

PLACE_NAME = "place_name"
"""The bare names of the places of an article in normal form, with and without unit type, for filters such as `Bến
Lức`."""

ORIGIN = "origin"
"""The collection that an article was read from (`--source`, or the name of its folder), for `--prune`; not a facet."""

FEED_ORIGIN = "\ue000feed"
"""The value of `ORIGIN` for an article from a feed entry, which the page of the article may replace. It begins with a
private-use character, so no collection has this name."""

EXACT = (*FACETS, PLACE_NAME, ORIGIN)
"""All exact fields, by the names that `Document.exact` and `Plan.facets` use.

Four of them (`place`, `source`, `topic`, `author`) have the name of a text field. In query nodes and in `Reader.terms`
such a name means the text field; `exact_field(name)` is the unambiguous name of an exact field, for all of `EXACT`.
"""

_EXACT_PREFIX = "exact_"


def exact_field(name: str) -> str:
    """Return the name of an exact field in query nodes and for `Reader.terms`: `exact_place` for `place`."""
    return _EXACT_PREFIX + name


EXACT_FIELDS = tuple(exact_field(name) for name in EXACT)


def resolve(name: str) -> str:
    """Return the field that a name in a query node means: a text field or one of `EXACT_FIELDS`.

    Names such as `year` and `origin`, which are not the name of a text field, need no `exact_field`.

    Raises:
        PlanError: There is no such field.
    """
    if name in TEXT_FIELDS or name in EXACT_FIELDS:
        return name
    if name in EXACT:
        return exact_field(name)
    raise PlanError(f"there is no field {name!r}; see timtin.engines.fields")


DAY = "day"
"""Key: the publication day in Vietnam as YYYYMMDD, 0 for undated documents."""

NEWEST, OLDEST = "newest", "oldest"
"""Keys for sorting by date, the greatest value first. They are unique per document, because the hash of the id fills
the low bits; so the order is total and the same in every engine. Undated documents come last in both orders."""

KEYS = (DAY, NEWEST, OLDEST)
