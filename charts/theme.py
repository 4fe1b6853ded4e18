"""What all charts share: the tokens as a plotly layout, sizes per theme, separators of the language."""

from dataclasses import dataclass
from functools import cache

from base.look import Look
from base.palette import Palette
from charts.figure import Part, part

FONT = "Be Vietnam Pro, sans-serif"
# One-width digits for axes, so that tick labels stand in line.
DIGITS = f"Atlas Digits, {FONT}"
SYMBOLS = ("circle", "square", "diamond", "triangle-up")


@dataclass(frozen=True)
class Style:
    """Colours and sizes (px) of one theme. `chosen`: four colours that judge nothing and differ in lightness too."""

    colours: Palette
    chosen: tuple[str, str, str, str]
    text: int
    note: int
    strong: float
    line: float
    thin: float
    marker: float


@cache
def style_of(look: Look) -> Style:
    """Colours and sizes of `look`. Raises KeyError for an unknown theme."""
    colours = look.palette
    chosen = (colours.accent, colours.seq[3], colours.warn_ink, colours.status5[4])
    if look.is_projected:
        return Style(colours, chosen, text=26, note=24, strong=6, line=5, thin=2, marker=14)
    return Style(colours, chosen, text=14, note=13, strong=3, line=2.5, thin=1, marker=7)


@cache
def template(look: Look) -> Part:
    """The plotly template of `look`: quiet axes, no legend box, no drag (a finger must be able to scroll the page)."""
    style = style_of(look)
    colours = style.colours
    axis_font = {"size": style.note, "family": DIGITS, "color": colours.muted}
    axis = {
        "showgrid": False,
        "zeroline": False,
        "linecolor": colours.line,
        "tickcolor": colours.line,
        "tickfont": axis_font,
        "title": {"font": {"size": style.note, "color": colours.muted}},
        "fixedrange": True,
        "automargin": False,
    }
    return part(
        layout={
            "font": {"family": FONT, "size": style.text, "color": colours.text},
            "paper_bgcolor": colours.card,
            "plot_bgcolor": colours.card,
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": colours.card,
                "bordercolor": colours.control,
                "align": "left",
                "font": {"family": FONT, "size": style.text, "color": colours.text},
            },
            "xaxis": axis | {"showline": True, "ticks": "outside", "tickfont": axis_font | {"family": FONT}},
            "yaxis": axis | {"showgrid": True, "gridcolor": colours.line, "gridwidth": 1, "ticks": ""},
            "annotationdefaults": {"font": {"size": style.note, "color": colours.muted}, "showarrow": False},
        }
    )


def separators(language: str) -> str:
    """Decimal and thousands mark, as plotly wants them."""
    return ",." if language == "vi" else ".,"
