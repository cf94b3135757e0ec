"""The ``aisle`` command, one module per subject. Nothing heavy is imported before it is needed."""
