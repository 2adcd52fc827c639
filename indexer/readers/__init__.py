"""Sources (files, folders, standard input) to pages and records, one at a time."""

from .read import read

__all__ = ["read"]
