"""HTML pages: parsing, the text a reader sees, links.

Layers, top to bottom: tree (the parsed page and look-ups in it) | text (visible text as lines) | urls
(absolute addresses, the address a page declares).
"""
