"""What is claimed about speed and size, measured: `make bench`, or one part of it: `python -m bench repaint`."""
