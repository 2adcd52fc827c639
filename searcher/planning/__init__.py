"""Query planning: from a syntax tree and filters to what an engine runs.

Layers, top to bottom: feedback, plan, word_runs and minimum_match, expanded_terms and scoring, filters, weights.
"""
