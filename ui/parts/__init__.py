"""Pieces of pages: frames and figures in, escaped HTML out. Only `ui.shell.sheet` puts them on screen."""
