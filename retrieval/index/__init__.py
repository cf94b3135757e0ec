"""Where candidates are found: vectors in Chroma, filter columns beside it, the planner between."""
