"""How fast: the real commands and the real server, each ratio measured in one run."""
