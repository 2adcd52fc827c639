"""From an engine's matches and counts to what a result page shows.

Layers, top to bottom: hits | facets | explain | listing (independent of one another).
"""
