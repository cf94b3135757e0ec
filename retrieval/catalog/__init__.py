"""Feeds, validation, import, and the live view of the catalog."""
