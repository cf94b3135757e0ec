"""What a sentence claims, and whether the facts of a product and its list bear it out."""
