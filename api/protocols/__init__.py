"""Other people's protocols over our turns: each is a translation of the same events."""
