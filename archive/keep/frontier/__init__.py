"""What to visit and when: the queue in SQLite, its leases, and the rules that fill it."""
