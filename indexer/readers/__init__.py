"""Sources (files, folders, archives, standard input) to pages and records, one item at a time.

Layers, top to bottom: sources (every source in turn) > contents (one file or archive entry, by its file type) > one
module per format: zip > tar, warc, mhtml, tables (CSV), feeds > feed_text ; records (JSON) | walk (folders to files).
"""

from .sources import read

__all__ = ["read"]
