"""Methods: what is counted, by which law, how it is judged, and what a person must still check. For everybody who doubts a number."""

from ui.site import show

show("methods")
