"""A message to constraints and a query text."""
