"""HTML pages: parsing, the text a reader sees, links.

Layers, top to bottom: tree (the parsed page and what is looked up in it) | text (visible text as lines) | urls
(absolute addresses, the address a page declares).
"""
