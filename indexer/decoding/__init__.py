"""Bytes to text: decompression, charset detection, file types. Nothing here opens files or grows with their size.

Layers, top to bottom: file_type (what a file is, by its first bytes) > table_header (the header row of a CSV file) |
charset (bytes to text) ; stream (pieces, lines, input for archive readers) > decompress.
"""
