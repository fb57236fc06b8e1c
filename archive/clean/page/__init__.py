"""From bytes to lines: decoding, the walk over the tree, tables, texts in scripts and files."""
