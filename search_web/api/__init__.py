"""The JSON API.

Layers, top to bottom: `routes`, `endpoints`, `openapi`, `schemas`.
"""
