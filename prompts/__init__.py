"""Prompt files, versioned, and the loader that renders and pins them. Knows nothing of the rooms above."""
