"""The 3-D view: columns of what each commune still needs, and points of facilities, over the same communes.

No base map is ever asked for (`map_provider=None`): the communes' own coarse polygons lie under the columns.
pydeck is imported where it is used, since it is slow to load and most pages do without it.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from base.palette import Palette
from geo.column_names import FONT_PX, Column, Name, names
from geo.height_scale import corners, places
from geo.perspective import PITCH, fitting
from geo.published import Geometry

if TYPE_CHECKING:
    import pydeck as pdk

# The tallest column is this share of the map's longer side: tall enough to compare, low enough to see past.
_TALLEST = 0.16
# Columns stand this wide in the typical commune's largest inner circle.
_WIDTH = 0.45
_PIXELS = 600
# Pixels around what the view shows, for names over the highest column.
_MARGIN = 28
_EARTH_PIXELS = 512


def columns_deck(
    geometry: Geometry,
    frame: pd.DataFrame,
    *,
    palette: Palette,
    base_url: str,
    scale: Mapping[float, str] = MappingProxyType({}),
    size: tuple[int, int] = (_PIXELS, _PIXELS),
) -> pdk.Deck:
    """Columns of height ∝ need at each commune's inner point, the highest by name, beside them columns of the scale.

    frame: code, need (float; rows with NaN or 0 get no column), label (ready text for the tooltip), text (over the column).
    base_url: where the browser finds the geometry's deck file. Codes that the geometry does not have are left out.
    scale: needs that have a column in the scale, and how they are written. size: pixels, of the narrowest picture.
    """
    import pydeck as pdk

    placed = frame[frame["code"].isin(geometry.codes) & (frame["need"] > 0)].sort_values("need", ascending=False)
    lonlat = [geometry.lonlat[geometry.position[code]] for code in placed["code"]]
    placed = placed.assign(lon=[p[0] for p in lonlat], lat=[p[1] for p in lonlat])
    highest = float(placed["need"].max()) if len(placed) else 1.0
    metres = _TALLEST * _longer_side_m(geometry) / highest
    beside: list[dict[Hashable, Any]] = [
        {"lon": lon, "lat": lat, "need": need, "text": text}
        for (lon, lat), (need, text) in zip(places(geometry, len(scale)).tolist(), scale.items(), strict=True)
    ]
    tops = [
        Column(row["lon"], row["lat"], row["need"] * metres, row["text"])
        for row in (*beside, *placed.to_dict("records"))
    ]
    seen = np.vstack([
        np.column_stack([corners(geometry), np.zeros(4)]), *((c.lon, c.lat, c.height_m) for c in tops)
    ])  # fmt: skip
    width, height = size
    view = fitting(seen, width=width, height=height, margin=_MARGIN)
    radius = _column_radius_m(geometry)

    def columns(name: str, rows: list[dict[Hashable, Any]], colour: str, *, points: bool) -> pdk.Layer:
        return pdk.Layer(
            "ColumnLayer",
            id=name,
            data=rows,
            get_position="[lon, lat]",
            get_elevation="need",
            elevation_scale=metres,
            radius=radius,
            disk_resolution=24,
            extruded=True,
            get_fill_color=_rgb(colour),
            pickable=points,
            auto_highlight=points,
        )

    layers = [
        _base(palette, base_url),
        columns("columns", placed[["lon", "lat", "need", "label"]].to_dict("records"), palette.accent, points=True),
        columns("scale", beside, palette.muted, points=False),
        _names(names(tops, view, radius_m=radius, width=width), palette),
    ]
    state = pdk.ViewState(longitude=view.lon, latitude=view.lat, zoom=view.zoom, pitch=PITCH)
    return _deck(layers, state, palette)


def _names(found: Sequence[Name], palette: Palette) -> pdk.Layer:
    import pydeck as pdk

    return pdk.Layer(
        "TextLayer",
        id="names",
        data=[
            {
                "at": [name.column.lon, name.column.lat, name.column.height_m],
                "text": name.column.text, "anchor": name.anchor, "baseline": name.baseline, "offset": list(name.offset),
            }
            for name in found
        ],
        get_position="at",
        get_text="text",
        get_text_anchor="anchor",
        get_alignment_baseline="baseline",
        get_pixel_offset="offset",
        get_size=FONT_PX,
        get_color=_rgb(palette.text),
        background=True,
        get_background_color=[*_rgb(palette.card), 210],
        background_padding=[3, 1],
        # Of itself it knows ASCII only.
        character_set=pdk.types.String("auto"),
        font_family=pdk.types.String("Be Vietnam Pro, sans-serif"),
        # No column hides a name.
        parameters={"depthCompare": "always"},
        pickable=False,
    )  # fmt: skip


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
    return _deck([_base(palette, base_url), layer], _from_above(geometry), palette)


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


def _deck(layers: list[Any], view: pdk.ViewState, palette: Palette) -> pdk.Deck:
    import pydeck as pdk

    return pdk.Deck(
        layers=layers,
        initial_view_state=view,
        # Without a provider no base map is drawn. A style of None must not be given as well: Streamlit then puts its own
        # in, which asks an outside host for tiles.
        map_provider=None,
        tooltip={
            "text": "{label}",
            "style": {"backgroundColor": palette.card, "color": palette.text, "fontFamily": "inherit"},
        },
    )


def _from_above(geometry: Geometry) -> pdk.ViewState:
    """The whole map in a picture of about 600 pixels: at zoom z the equator is 512·2^z pixels long."""
    import pydeck as pdk

    lonlat = np.array(geometry.lonlat)
    west, south = lonlat.min(axis=0)
    east, north = lonlat.max(axis=0)
    span = max(east - west, (north - south) / np.cos(np.radians((north + south) / 2)), 0.05)
    zoom = float(np.log2(_PIXELS / _EARTH_PIXELS * 360 / (1.25 * span)))
    return pdk.ViewState(
        longitude=float((west + east) / 2), latitude=float((south + north) / 2), zoom=round(zoom, 2), pitch=0
    )


def _longer_side_m(geometry: Geometry) -> float:
    return max(geometry.width, geometry.height) * geometry.unit_m


def _column_radius_m(geometry: Geometry) -> float:
    return float(np.median([r for _, _, r in geometry.anchor])) * geometry.unit_m * _WIDTH


def _rgb(colour: str) -> list[int]:
    """[r, g, b] of '#RRGGBB'."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
