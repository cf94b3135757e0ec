"""The model's overlay on a ranking: its order, its words, and the plain words without it."""
