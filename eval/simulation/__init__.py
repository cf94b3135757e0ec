"""A month of a shop whose shoppers have hidden tastes, lived through the real recommender and event log."""
