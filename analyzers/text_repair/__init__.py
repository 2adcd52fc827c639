"""Text repair before a text is stored: legacy Vietnamese encodings become Unicode, torn text is joined.

Layers, top to bottom: torn_text | legacy_encodings > legacy_tables.
"""
