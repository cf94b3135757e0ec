"""What the storefront's pages show."""
