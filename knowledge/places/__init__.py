"""Administrative units of Vietnam before and after the reform of 1 July 2025. See `docs/places.md`.

Layers, top to bottom: succession, gazetteer, units, table, names.
"""
