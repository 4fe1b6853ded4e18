"""The command line: `python -m cli …`; the same functions as the pages."""
