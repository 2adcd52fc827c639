"""Spelling suggestions ("did you mean"): another spelling of a query, where it finds more.

Layers, top to bottom: suggestion > candidates > readings.
"""
