"""The faces: HTTP, server-sent events, the aisle command, the page."""
