"""What the cleaner made: reports, their versions, copies and proposals."""
