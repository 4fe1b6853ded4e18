"""Overview: where do we stand against target, what got worse, where are the gaps? For leaders, in minutes."""

from ui.site import show

show("overview")
