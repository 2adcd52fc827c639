"""Extraction: from the bytes of a page to the article on it, or to the reason why it holds none.

Layers, top to bottom: extract | site_lookahead (the pages of a run, with the learned boilerplate of their sites) >
html_page | flat_text > non_articles > cms/ (extractors per content management system) > learned_boilerplate > fields/
(byline, dateline, body, …) > boilerplate (phrases of `boilerplate.tsv`) | build_article | lines.
"""

from .extract import extract

__all__ = ["extract"]
