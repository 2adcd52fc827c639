"""Requests and responses: parameters, links, language, headers, compression, errors.

Layers, top to bottom: `delivery` | `headers`, `errors` | `addresses`, `links`, `language`, `request`, `parameters`;
`responses` beside them.
"""
