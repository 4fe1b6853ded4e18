"""Disclosure control in the database: which cells are read, hidden, remembered and attacked."""
