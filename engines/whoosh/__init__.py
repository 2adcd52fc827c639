"""Whoosh, an engine in pure Python, and the reference that the other engines are tested against.

Layers, top to bottom: engine > reader | writer > files | query > segment > schema.
"""
