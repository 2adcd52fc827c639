"""Texts and values as people read them, in Vietnamese and English, shared by the terminal and the web pages.

Layers, top to bottom: `passages`, `values`, `messages`.
"""
