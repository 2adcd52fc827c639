"""The HTML pages.

Layers, top to bottom: `info` | `subjects`, `search`, `results_view` | `timeline` | `linked_data`.
"""
