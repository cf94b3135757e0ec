"""What the console's pages show, and who may look."""
