"""Tables of facts, read through `importlib.resources`; each names its source in knowledge/data/README.md."""
