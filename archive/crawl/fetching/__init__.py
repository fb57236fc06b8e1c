"""One request over the network: guarded sockets, cookies, limits, and what it came to."""
