"""Frames in, plotly figures and their alt texts out. Pure."""
