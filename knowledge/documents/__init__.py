"""Documents that texts and queries cite: decisions, decrees, laws and others. See `docs/citations.md`.

Layers, top to bottom: query_documents (documents that a query names) > citations (those that a text cites) >
coreference (short mentions) | details (type, year, issuer, day) > named_citations | numbered_citations >
written_numbers (a number at one place) | issuers | central_documents > laws | numbers (normal forms).
"""
