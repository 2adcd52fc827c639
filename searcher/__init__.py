"""Query text to plan to results."""
