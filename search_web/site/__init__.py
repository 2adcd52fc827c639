"""One mounted search: its settings, index, API keys, rate limits, metrics and query log.

Layers, top to bottom: `site`, `metrics` | `api_keys` | `rate_limits` | `query_usage`, `live_index`.
"""
