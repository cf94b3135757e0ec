"""What is known of a shopper, as vectors."""
