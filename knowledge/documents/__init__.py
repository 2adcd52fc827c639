"""Documents that texts and queries cite, in normal form: decisions, decrees, laws and others. See `docs/citations.md`.

Layers, top to bottom: query_documents, citations, coreference | details, numbered_citations | named_citations,
written_numbers | issuers | central_documents | laws, numbers.
"""
