"""Facts about Vietnamese public life that analysis and search use: places, dates, documents, abbreviations, topics.

Layers, top to bottom: documents | topics | organizations | notations | places, abbreviations | dates, phrase_matcher,
aligned_text | tables, data.
"""

from .places.gazetteer import Gazetteer, PlaceFilter, gazetteer
from .places.units import Unit

__all__ = ["Gazetteer", "PlaceFilter", "Unit", "gazetteer"]
