"""One defect put into a good output: what is said, how it is said, and whether it is steady."""
