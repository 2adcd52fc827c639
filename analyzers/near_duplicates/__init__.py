"""Near-duplicate detection: the signature of a text, and the comparison of two signatures.

Layers, top to bottom: compare > signature. The rules and their figures: docs/duplicates.md.
"""
