"""From a message to what it means, by the catalog's own words."""
