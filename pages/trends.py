"""Trends: which way does it go, by commune and by ethnic area? For planners, and for leaders who ask since when."""

from ui.site import show

show("trends")
