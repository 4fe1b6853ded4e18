"""How the 3-D view is seen: where a place on the ground, or above it, stands on the screen, as deck.gl draws it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

PITCH = 50.0
"""Degrees by which the view is tilted from looking straight down."""
_EARTH_PX = 512  # the equator at zoom 0
_EARTH_M = 40_075_017
# deck.gl's camera stands so many heights of the picture away from its middle.
_ALTITUDE = 1.5
_FARTHEST, _CLOSEST, _STEP = 4.0, 14.0, 0.05


@dataclass(frozen=True)
class Perspective:
    """lon, lat: degrees in the middle of a picture of `height` pixels, at `zoom`."""

    lon: float
    lat: float
    zoom: float
    height: int

    @property
    def px_per_m(self) -> float:
        """Pixels that a metre on the ground takes in the middle."""
        return float(_EARTH_PX * 2**self.zoom / _EARTH_M / np.cos(np.radians(self.lat)))

    def on_screen(self, places: np.ndarray) -> np.ndarray:
        """Pixels right of and below the middle of places (n × 3: degrees, degrees, metres above the ground), and how many times
        as large as in the middle things are there (n × 3)."""
        tilt = np.radians(PITCH)
        per_degree = _EARTH_PX * 2**self.zoom / 360
        east = (places[:, 0] - self.lon) * per_degree
        north = (places[:, 1] - self.lat) * per_degree / np.cos(np.radians(self.lat))
        above = places[:, 2] * self.px_per_m
        away = _ALTITUDE * self.height
        near = away / (away + north * np.sin(tilt) - above * np.cos(tilt))
        return np.column_stack([east * near, -(north * np.cos(tilt) + above * np.sin(tilt)) * near, near])


def fitting(places: np.ndarray, *, width: float, height: int, margin: float) -> Perspective:
    """The closest view that shows all `places` (as in `on_screen`) in the middle of a picture, `margin` pixels from its edges."""
    low, high = places[:, :2].min(axis=0), places[:, :2].max(axis=0)
    seen = Perspective(float(low[0] + high[0]) / 2, float(low[1] + high[1]) / 2, zoom=_FARTHEST, height=height)
    room = np.array([width, height]) - 2 * margin
    # From afar, since a place behind the camera has no place on the screen.
    for zoom in np.arange(_FARTHEST, _CLOSEST, _STEP):
        nearer = _centred(replace(seen, zoom=round(float(zoom), 2)), places)
        if (np.ptp(nearer.on_screen(places)[:, :2], axis=0) > room).any():
            break
        seen = nearer
    return seen


def _centred(view: Perspective, places: np.ndarray) -> Perspective:
    """The view moved north or south until what it shows is in the middle; twice, since what is far away is small."""
    for _ in range(2):
        down = view.on_screen(places)[:, 1]
        off = float(down.min() + down.max()) / 2 / np.cos(np.radians(PITCH))
        north = off * 360 / (_EARTH_PX * 2**view.zoom) * np.cos(np.radians(view.lat))
        view = replace(view, lat=view.lat - float(north))
    return view
