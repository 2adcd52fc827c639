"""Tables of facts, read by `knowledge.tables`; README.md names the source and licence of each."""
