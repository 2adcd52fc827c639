"""tantivy, the default engine: an embedded library written in Rust.

Layers, top to bottom: engine > reader | writer > query | mirror | errors > schema.
"""
