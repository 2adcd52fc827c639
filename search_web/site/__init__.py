"""The mounted search: its index, settings, metrics, API keys and rate limits."""
