"""Invented government sites on loopback, each in the markup of another content system."""
