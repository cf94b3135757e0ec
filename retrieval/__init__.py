"""Catalog in, ranked list with reasons out: a complete recommender that needs no language model."""
