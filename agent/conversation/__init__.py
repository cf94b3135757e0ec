"""What a session remembers from turn to turn."""
