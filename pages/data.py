"""Data: is the report of each commune in, right, complete? For the data officer; completeness alone for everybody else."""

from ui.site import show

show("data")
