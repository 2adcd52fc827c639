"""Query expansion: equivalent spellings of a query's words, and an editor's synonyms, best bets and stop phrases.

Layers, top to bottom: curation_files, curation, equivalents.
"""
