"""The forms that files come in, and the tables found in them."""
