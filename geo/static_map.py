"""The commune map as a still picture: SVG text from the same published geometry, for exports, print and documents."""

from xml.sax.saxutils import escape, quoteattr

from base.palette import Palette
from geo.published import Geometry

# Classes of indicators.classes that are blanks: hatch = not reported, dots = hidden, plain with a dashed edge = other.
_HATCHED, _DOTTED, _DASHED = "m", "h", "dnb"
_MARGIN_PX = 8
_LABEL_PX = 11.0
# Be Vietnam Pro, mean width of a letter over its size, measured on the communes' names.
_LETTER = 0.56
_FONT = "'Be Vietnam Pro', 'DejaVu Sans', sans-serif"


def map_svg(
    geometry: Geometry,
    classes: str,
    *,
    shades: tuple[str, ...],
    palette: Palette,
    alt: str,
    width_px: int = 800,
    labels: bool = True,
) -> str:
    """A picture of `geometry`, one class character per unit in its order (indicators.classes).

    shades: the fill of classes '0'-'4' (palette.gap, seq or status5); letters are blanks, '.' is left blank.
    alt: the picture in words. Shapes carry `data-code`. Names stand where they fit into their commune.
    Raises ValueError if there are not as many classes as units.
    """
    if len(classes) != len(geometry.codes):
        raise ValueError(f"{len(classes)} classes for {len(geometry.codes)} units")
    scale = (width_px - 2 * _MARGIN_PX) / geometry.width
    height_px = round(geometry.height * scale) + 2 * _MARGIN_PX
    shapes = "".join(
        _shape(code, name, data, kind, shades, palette)
        for code, name, data, kind in zip(geometry.codes, geometry.full_names, geometry.paths, classes, strict=True)
    )
    names = "".join(_labels(geometry, classes, scale, shades, palette)) if labels else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width_px} {height_px}" '
        f'width="{width_px}" height="{height_px}" role="img" aria-label={quoteattr(alt)}>'
        f"<title>{escape(alt)}</title>{_patterns(palette, scale)}"
        f'<g transform="translate({_MARGIN_PX} {_MARGIN_PX}) scale({scale:.6g})" fill-rule="evenodd" '
        f'stroke={quoteattr(palette.outline)} stroke-width="{0.7 / scale:.4g}" stroke-linejoin="round">{shapes}'
        f'<path d="{geometry.outline}" fill="none" stroke-width="{1.4 / scale:.4g}"/></g>'
        f'<g font-family="{escape(_FONT)}" font-size="{_LABEL_PX:g}" text-anchor="middle">{names}</g></svg>'
    )


def _shape(code: str, name: str, data: str, kind: str, shades: tuple[str, ...], palette: Palette) -> str:
    edge = ' stroke-dasharray="60 40"' if kind in _DASHED else ""
    return (
        f'<path data-code="{code}" fill="{_fill(kind, shades, palette)}"{edge} d="{data}">'
        f"<title>{escape(name)}</title></path>"
    )


def _fill(kind: str, shades: tuple[str, ...], palette: Palette) -> str:
    if kind.isdigit():
        return shades[int(kind)]
    return {_HATCHED: "url(#hatch)", _DOTTED: "url(#dots)"}.get(kind, palette.blank)


def _patterns(palette: Palette, scale: float) -> str:
    """Hatch and dots, in grid units so that they look alike at every size."""
    side = 6 / scale
    ground = f'<rect width="{side:.4g}" height="{side:.4g}" fill="{palette.blank}"/>'
    box = f'width="{side:.4g}" height="{side:.4g}" patternUnits="userSpaceOnUse"'
    return (
        f'<defs><pattern id="hatch" {box} patternTransform="rotate(45)">{ground}'
        f'<path d="M0 0v{side:.4g}" stroke="{palette.blank_ink}" stroke-width="{2 / scale:.4g}"/></pattern>'
        f'<pattern id="dots" {box}>{ground}'
        f'<circle cx="{side / 2:.4g}" cy="{side / 2:.4g}" r="{1.1 / scale:.4g}" fill="{palette.blank_ink}"/>'
        "</pattern></defs>"
    )


def _labels(geometry: Geometry, classes: str, scale: float, shades: tuple[str, ...], palette: Palette) -> list[str]:
    """Names of those units whose inner circle is wide enough; circles of two units never overlap, so labels do not."""
    found = []
    for name, (x, y, radius), kind in zip(geometry.names, geometry.anchor, classes, strict=True):
        if len(name) * _LETTER * _LABEL_PX > 2 * radius * scale:
            continue
        ink = _ink(shades[int(kind)], palette) if kind.isdigit() else palette.text
        px, py = x * scale + _MARGIN_PX, y * scale + _MARGIN_PX + _LABEL_PX / 3
        # Hatch and dots would run through the letters: a band of their ground parts them.
        band = "" if kind.isdigit() else f' stroke="{palette.blank}" stroke-width="3" paint-order="stroke"'
        found.append(f'<text x="{px:.1f}" y="{py:.1f}" fill="{ink}"{band}>{escape(name)}</text>')
    return found


def _ink(fill: str, palette: Palette) -> str:
    """Text or page colour, whichever stands out more from `fill` (WCAG contrast)."""
    return max((palette.text, palette.page, palette.card), key=lambda colour: _contrast(colour, fill))


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of '#RRGGBB' (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
