"""How well the cleaner does on real pages, against floors that only rise."""
