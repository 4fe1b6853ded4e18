"""What every page stands in. Knows no page by name."""
