"""Seeded outputs: answers whose defects are known, which scorers have to find."""
