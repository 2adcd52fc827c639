"""Atom feeds, the OpenSearch description, robots.txt and sitemaps.

Layers, top to bottom: `opensearch` | `sitemap`, `atom`.
"""
