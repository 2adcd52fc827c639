"""Abbreviations of public life: their meanings, their equivalent spellings, and those that a text defines.

See `docs/abbreviations.md`. Layers, top to bottom: equivalent_spellings | definitions | table.
"""
