"""Simulated shoppers: how many messages until the product that one has in mind is on the list."""
