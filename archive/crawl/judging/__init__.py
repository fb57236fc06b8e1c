"""What a reply is, and which of its links become addresses to visit."""
