"""Pages with our map and nothing else, on a server of their own."""
