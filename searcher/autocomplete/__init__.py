"""Autocomplete: completions of what was typed in a search box.

Layers, top to bottom: suggest > typed_text.
"""
