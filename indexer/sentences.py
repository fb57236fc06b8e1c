"""Where sentences end: the same for nearness, passages, neighbours and collocates."""

SENTENCE_ENDS = "。！？；!?;"
"""What ends a sentence, in original and in folded texts; so does the end of a paragraph."""
