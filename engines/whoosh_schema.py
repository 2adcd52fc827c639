"""Import path of the schema classes in Whoosh indexes written before the engines became packages.

Whoosh pickles its schema into every index, with the module path of each class; unpickling an older index imports this
module. New indexes name `engines/whoosh/schema.py`.
"""

from .whoosh.schema import PackedPositions, TokensField, ValuesField

__all__ = ["PackedPositions", "TokensField", "ValuesField"]
