"""How the fields are laid out in tantivy."""

from __future__ import annotations

from functools import cache

import tantivy

from ..document import Document
from ..fields import COUNTED, EXACT, KEYS, POSITIONAL, exact_field
from ..values import clean, exact_values, id_term, pack, shard

ID = "_id"
"""The term a document is found, replaced and deleted by."""

RECORD = "_record"
"""Id and stored bytes of the document, as they were given."""

SHARD = "_shard"
"""A hash of the id, to walk through all documents in equal portions."""

SPLITTER = "timtin_space"


@cache
def schema() -> tantivy.Schema:
    """The schema of every tantivy index; changing it needs a new format version."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field(RECORD, stored=True)
    builder.add_unsigned_field(SHARD, fast=True)
    for name in POSITIONAL:
        builder.add_text_field(name, tokenizer_name=SPLITTER, index_option="position")
    for name in COUNTED:
        builder.add_text_field(name, tokenizer_name=SPLITTER, index_option="freq")
    for name in EXACT:
        builder.add_text_field(exact_field(name), fast=True, tokenizer_name="raw", index_option="basic")
    for name in KEYS:
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """Tell an opened index about our tokenizer (it is not kept on disk) and to look for commits only when asked."""
    index.register_tokenizer(SPLITTER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.config_reader("manual")
    return index


def to_tantivy(document: Document) -> tantivy.Document:
    """The document in tantivy's shape; a key that is missing is 0."""
    out = tantivy.Document()
    out.add_text(ID, id_term(document.id))
    out.add_bytes(RECORD, pack(document.id, document.stored))
    out.add_unsigned(SHARD, shard(document.id))
    for name in POSITIONAL + COUNTED:
        text = document.texts.get(name)
        if text:
            out.add_text(name, clean(text))
    for name in EXACT:
        for value in exact_values(document.exact.get(name, ())):
            out.add_text(exact_field(name), value)
    for name in KEYS:
        out.add_unsigned(name, document.keys.get(name, 0))
    return out
