"""The side index of near duplicates.

Layers, top to bottom: signatures > groups.
"""
