"""Business rules: one TOML file that a shop's people edit, checked with line and reason."""
