"""Sentences that the facts bear out, and sentences that they do not."""
