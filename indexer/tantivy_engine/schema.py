"""What tantivy is told about a report: its id, to delete it by, and its row in the stored files."""

from __future__ import annotations

import tantivy

ID = "id"
ROW = "row"


def schema() -> tantivy.Schema:
    """Return tantivy's schema.

    Integers are signed: the unsigned columns of the Python binding refuse Python's integers.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(ID, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field(ROW, fast=True)
    return builder.build()
