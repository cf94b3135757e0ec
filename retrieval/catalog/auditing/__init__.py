"""The parts of an audit: each takes columns of the catalog and gives a value."""
