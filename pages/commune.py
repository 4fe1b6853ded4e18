"""Commune profile: everything about one commune, one A4 page when printed; without one, all communes by indicators."""

from ui.site import show

show("commune")
