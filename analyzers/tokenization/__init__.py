"""Tokens with their offsets, and the orthographic grammar of the Vietnamese syllable.

Layers, top to bottom: syllable | tokens (independent of each other).
"""
