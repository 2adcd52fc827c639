"""Facts about Vietnamese public life, as tables and as rules that read them in texts and queries.

Layers, top to bottom: documents/ (cited documents) > places/ | abbreviations/ | notations (dates and amounts in a
query) | topics | organizations > dates/ | phrase_matcher (phrases of a table in a text) > aligned_text (a folded text
with the offsets of the original) | tables (reading `data/`).
"""

from .places.gazetteer import Gazetteer, PlaceFilter, gazetteer
from .places.units import Unit

__all__ = ["Gazetteer", "PlaceFilter", "Unit", "gazetteer"]
