"""Pages made on the server: the storefront and the console."""
