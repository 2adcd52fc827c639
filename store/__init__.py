"""The index folder: its manifest, generations and write lock, the side indexes, and its maintenance; and the query log.

Layers, top to bottom: backup | verify > index_folder > side_indexes > completions | near_duplicates; generations | lock
> manifest. `query_log` is a file of its own outside the index folder.
"""
