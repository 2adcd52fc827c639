"""The side index of completions for the search box.

Layers, top to bottom: writer > reader | ledger > segment.
"""
