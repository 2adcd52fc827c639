"""Administrative units of Vietnam before and after the reform of 1 July 2025. See `docs/places.md`.

Layers, top to bottom: succession (what a unit became, and what it was made of) > gazetteer (units by name) > units (the
rows of the table as objects) > table > names (type words and keys of names).
"""
