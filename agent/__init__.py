"""Everything that speaks: from a message to a query, from a ranking to an explanation."""
