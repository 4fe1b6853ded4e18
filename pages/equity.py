"""Equity: which group of children is left behind, by how much, does the gap close, and in which communes do they live?"""

from ui.site import show

show("equity")
