"""A model-graded judge: pairs, in both orders, by a rubric in a file. Optional, never the only witness."""
