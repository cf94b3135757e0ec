"""Ranking products for a query, against judged relevance."""
