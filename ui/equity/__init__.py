"""The equity page."""
