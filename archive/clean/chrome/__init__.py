"""Taking the site off a text, line by line, and keeping what its labels say."""
