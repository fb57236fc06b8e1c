"""A judged set: questions as people type them, and how well each report answers them."""
