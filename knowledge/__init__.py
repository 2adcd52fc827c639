"""What is known of Vietnamese public life, as tables with their normal forms."""

from .places.gazetteer import Gazetteer, PlaceFilter, Unit, gazetteer

__all__ = ["Gazetteer", "PlaceFilter", "Unit", "gazetteer"]
