"""Highlighting: where the terms of a query occur in a text, and snippets of the best fragments as HTML.

Layers, top to bottom: snippets > matches.
"""
