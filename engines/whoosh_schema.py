"""The former import path of the schema classes in `whoosh/schema.py`, for older Whoosh indexes.

Whoosh pickles the schema into every index, with the module path of each class. Unpickling the schema of an index that
was written before the engines became packages imports this module.
"""

from .whoosh.schema import PackedPositions, TokensField, ValuesField

__all__ = ["PackedPositions", "TokensField", "ValuesField"]
