"""Sources to articles to understood articles to documents in an engine."""
