"""Engines: the libraries that store and match index documents, behind one protocol.

Layers, top to bottom: registry > tantivy | whoosh > query_tree > window | values | nodes > fields | document | protocol
> failures | files. `whoosh_schema` is an import path for older Whoosh indexes.
"""
