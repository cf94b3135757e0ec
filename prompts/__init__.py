"""Prompt files, versioned and pinned, and the loader that renders them."""
