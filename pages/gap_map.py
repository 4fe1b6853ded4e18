"""Gap map: in which communes are children left behind, how surely, how many? For leaders, meetings and planners."""

from ui.site import show

show("gap_map")
