"""Every figure that "did you mean" depends on. What each was measured to give: docs/query-repair.md.

Costs are natural logarithms of how unlikely each slip is; what a collection writes is weighed in the same unit.
"""

from __future__ import annotations

TYPED_RAW = 1.0
"""A word that is hardly anything but Telex or VNI."""

MAYBE_RAW = 8.0
"""A word that can be read as Telex, but means something as it is (`test`)."""

SLIPS = (3.0, 4.0, 5.0, 9.0, 10.0)
"""Marks other than typed; an adjacent key, two letters swapped or one doubled; a letter too few or too many; any other
letter; a letter and marks: the classes of `analyzers.repair.corrections`."""

MARKS_LEFT_OUT = 1.0
"""A word without marks among words with some."""

MARKS_ALL_OTHER = 6.0
"""Both the tone and the other marks are other than typed: `dải` for `đại`."""

MARKS_HALF_TYPED = 2.0
"""The tone or the other marks are left out: `quôc`, `quóc` for `quốc`."""

SPACE = 3.5
"""A space too many, or one too few."""

SPACE_MOVED = 5.0
"""A space at the wrong place: `dâ nvận`."""

REAL_WORD = 3.0
"""What a slip costs beyond that where it makes another word that the collection has."""

UNKNOWN, UNKNOWN_LETTER = 12.0, 1.0
"""What a word that the collection does not have costs as typed, and each letter of it: of a long word few are near."""

MARGIN = 1.5
"""By so much a reading must be likelier than what was typed."""

WELL = 20
"""A query all of whose words the collection has and that finds so many articles does well: nothing is looked for."""

HALF = 1 / 3
"""Of the syllables of a query that does well so many must have lost their marks for it to be called half-marked."""

MOST_WORDS = 40
"""Words of a query that are read; what follows is left as typed."""

CANDIDATES = 8
"""Readings of one word, at most."""

BEAM = 12
"""Readings of what stands before a word that are kept."""

TRIED = 2
"""Readings of the whole query of which is asked what they find."""

VOCABULARY = 50_000
"""The most frequent words of a collection, which slips are looked up among."""

LONGEST = 30
"""Letters of the longest word that is read in other ways."""

LONGEST_SYLLABLE = 7
"""Letters of the longest syllable, `nghiêng`."""
