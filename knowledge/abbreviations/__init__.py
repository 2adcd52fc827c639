"""Abbreviations of public life. See `docs/abbreviations.md`.

Layers, top to bottom: definitions (abbreviations that a text defines) | equivalent_spellings (for a query) > table
(look-ups in both directions).
"""
