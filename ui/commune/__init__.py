"""The commune profile."""
