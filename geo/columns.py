"""The 3-D view: columns of what each commune still needs, and points of facilities, over the same communes.

No base map is ever asked for (`map_provider=None`): the communes' own coarse polygons lie under the columns.
pydeck is imported where it is used, since it is slow to load and most pages do without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from base.palette import Palette
from geo.published import Geometry

if TYPE_CHECKING:
    import pydeck as pdk

# The tallest column is this share of the map's longer side: tall enough to compare, low enough to see past.
_TALLEST = 0.16
# Columns stand this wide in the typical commune's largest inner circle.
_WIDTH = 0.45
_PIXELS = 600
_EARTH_PIXELS = 512


def columns_deck(geometry: Geometry, frame: pd.DataFrame, *, palette: Palette, base_url: str) -> pdk.Deck:
    """Columns of height ∝ need at each commune's inner point.

    frame: code, need (float; rows with NaN or 0 get no column), label (ready text for the tooltip).
    base_url: where the browser finds the geometry's deck file. Codes that the geometry does not have are left out.
    """
    import pydeck as pdk

    placed = frame[frame["code"].isin(geometry.codes) & (frame["need"] > 0)].copy()
    lonlat = [geometry.lonlat[geometry.position[code]] for code in placed["code"]]
    placed["lon"], placed["lat"] = [p[0] for p in lonlat], [p[1] for p in lonlat]
    highest = placed["need"].max() if len(placed) else 1.0
    columns = pdk.Layer(
        "ColumnLayer",
        id="columns",
        data=placed[["lon", "lat", "need", "label"]].to_dict("records"),
        get_position="[lon, lat]",
        get_elevation="need",
        elevation_scale=_TALLEST * _longer_side_m(geometry) / float(highest),
        radius=_column_radius_m(geometry),
        disk_resolution=24,
        extruded=True,
        get_fill_color=_rgb(palette.accent),
        pickable=True,
        auto_highlight=True,
    )
    return _deck([_base(palette, base_url), columns], geometry, palette, pitch=50)


def facility_colours(palette: Palette) -> dict[str, str]:
    """Colour of each kind of facility, '#RRGGBB', for points and their legend; none that means better or worse."""
    return {"health_station": palette.neutral, "school": palette.seq[2], "play_space": palette.accent}


def points_deck(geometry: Geometry, frame: pd.DataFrame, *, palette: Palette, base_url: str) -> pdk.Deck:
    """Facilities as points coloured by kind.

    frame: kind, lon, lat (degrees), and `label` or else `name` for the tooltip. Another kind gets the muted colour.
    """
    import pydeck as pdk

    colours = facility_colours(palette)
    # The many lie under the few: 45 health stations are not buried by 430 schools.
    frame = frame.iloc[frame["kind"].map(frame["kind"].value_counts()).argsort(kind="stable")[::-1]]
    points = pd.DataFrame(
        {
            "lon": frame["lon"],
            "lat": frame["lat"],
            "label": frame["label"] if "label" in frame else frame["name"],
            "colour": [_rgb(colours.get(kind, palette.muted)) for kind in frame["kind"]],
        }
    )
    layer = pdk.Layer(
        "ScatterplotLayer",
        id="points",
        data=points.to_dict("records"),
        get_position="[lon, lat]",
        get_fill_color="colour",
        get_line_color=_rgb(palette.card),
        stroked=True,
        line_width_min_pixels=1,
        get_radius=1,
        radius_min_pixels=5,
        pickable=True,
    )
    return _deck([_base(palette, base_url), layer], geometry, palette, pitch=0)


def _base(palette: Palette, url: str) -> Any:
    import pydeck as pdk

    return pdk.Layer(
        "GeoJsonLayer",
        id="communes",
        data=url,
        filled=True,
        stroked=True,
        get_fill_color=_rgb(palette.blank),
        get_line_color=_rgb(palette.outline),
        line_width_min_pixels=1,
        pickable=False,
    )


def _deck(layers: list[Any], geometry: Geometry, palette: Palette, *, pitch: int) -> pdk.Deck:
    import pydeck as pdk

    return pdk.Deck(
        layers=layers,
        initial_view_state=_view(geometry, pitch),
        # Without a provider no base map is drawn. A style of None must not be given as well: Streamlit then puts its own
        # in, which asks an outside host for tiles.
        map_provider=None,
        tooltip={
            "text": "{label}",
            "style": {"backgroundColor": palette.card, "color": palette.text, "fontFamily": "inherit"},
        },
    )


def _view(geometry: Geometry, pitch: int) -> pdk.ViewState:
    """The whole map in a picture of about 600 pixels: at zoom z the equator is 512·2^z pixels long."""
    import pydeck as pdk

    lonlat = np.array(geometry.lonlat)
    west, south = lonlat.min(axis=0)
    east, north = lonlat.max(axis=0)
    span = max(east - west, (north - south) / np.cos(np.radians((north + south) / 2)), 0.05)
    zoom = float(np.log2(_PIXELS / _EARTH_PIXELS * 360 / (1.25 * span)))
    return pdk.ViewState(
        longitude=float((west + east) / 2), latitude=float((south + north) / 2), zoom=round(zoom, 2), pitch=pitch
    )


def _longer_side_m(geometry: Geometry) -> float:
    return max(geometry.width, geometry.height) * geometry.unit_m


def _column_radius_m(geometry: Geometry) -> float:
    return float(np.median([r for _, _, r in geometry.anchor])) * geometry.unit_m * _WIDTH


def _rgb(colour: str) -> list[int]:
    """[r, g, b] of '#RRGGBB'."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
