"""The tantivy schema of index documents."""

from __future__ import annotations

from functools import cache

import tantivy

from ..document import Document
from ..fields import EXACT, FREQUENCY_FIELDS, KEYS, POSITIONAL_FIELDS, exact_field
from ..values import encodable, exact_values, id_term, pack_record, shard

ID = "_id"
"""Field of the id term, by which documents are found, replaced and deleted."""

RECORD = "_record"
"""Stored field of the id and the stored bytes, see `values.pack_record`."""

SHARD = "_shard"
"""Key with a hash of the id, to iterate over all documents in batches of equal size."""

SPLITTER = "timtin_space"


@cache
def schema() -> tantivy.Schema:
    """Return the schema of every tantivy index. Changing it requires a new format version."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, tokenizer_name="raw", index_option="basic")
    builder.add_bytes_field(RECORD, stored=True)
    builder.add_unsigned_field(SHARD, fast=True)
    for name in POSITIONAL_FIELDS:
        builder.add_text_field(name, tokenizer_name=SPLITTER, index_option="position")
    for name in FREQUENCY_FIELDS:
        builder.add_text_field(name, tokenizer_name=SPLITTER, index_option="freq")
    for name in EXACT:
        builder.add_text_field(exact_field(name), fast=True, tokenizer_name="raw", index_option="basic")
    for name in KEYS:
        builder.add_unsigned_field(name, fast=True)
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """Register the tokenizer, which is not stored on disk, and turn off automatic reloading; return the index."""
    index.register_tokenizer(SPLITTER, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.config_reader("manual")
    return index


def to_tantivy(document: Document) -> tantivy.Document:
    """Return the document as a tantivy document. Missing keys are 0."""
    out = tantivy.Document()
    out.add_text(ID, id_term(document.id))
    out.add_bytes(RECORD, pack_record(document.id, document.stored))
    out.add_unsigned(SHARD, shard(document.id))
    for name in POSITIONAL_FIELDS + FREQUENCY_FIELDS:
        text = document.texts.get(name)
        if text:
            out.add_text(name, encodable(text))
    for name in EXACT:
        for value in exact_values(document.exact.get(name, ())):
            out.add_text(exact_field(name), value)
    for name in KEYS:
        out.add_unsigned(name, document.keys.get(name, 0))
    return out
