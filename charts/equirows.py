"""The newest period of an equiplot with a row per group: what a phone has room for."""

from base.look import Look
from charts.axes import scale_of
from charts.equidots import MOST_HUES, ComparedGroups, Dot, DotStroke, rings
from charts.figure import Figure, Part, part, scatter
from charts.marks import target_upright
from charts.theme import Style, separators, style_of, template

# Above seven groups so many with the lowest and so many with the highest values are drawn.
_ENDS = 5


def rows_of_groups(compared: ComparedGroups, look: Look) -> Figure:
    """The one period of `compared`, its lowest value on top, each with its 95 % interval; above seven groups the ends only.

    customdata of a dot is the code of its group.
    """
    style, say = style_of(look), compared.say
    strokes = compared.strokes(style)
    rows = sorted(compared.dots, key=lambda dot: dot.value)
    if len(strokes) > MOST_HUES:
        rows = sorted([*rows[:_ENDS], *rows[-_ENDS:]], key=lambda dot: dot.value)
    traces = [_trace(dot, n, strokes[dot.group], style) for n, dot in enumerate(rows)]
    marked = [(dot.value, n, strokes[dot.group]) for n, dot in enumerate(rows)]
    traces += [rings([value], [n], stroke, style) for value, n, stroke in marked if stroke.ring]
    ends = [end for dot in rows for end in (dot.low, dot.high, dot.value)]
    scale = scale_of([*ends, *compared.targets], compared.indicator)
    marks = [target_upright(target, compared.indicator, say, style) for target in compared.targets]
    names = [
        part(
            xref="paper", x=0, xanchor="left", y=n, yanchor="bottom", showarrow=False,
            # Clear of the ring, which is twice as high as a dot.
            yshift=style.marker * (2.4 if strokes[dot.group].ring else 1),
            text=compared.label(dot), font={"size": style.text, "color": style.colours.text},
        )
        for n, dot in enumerate(rows)
    ]  # fmt: skip
    layout = part(
        template=template(look),
        separators=separators(say.language),
        height=52 * max(1, len(rows)) + 48,
        margin={"l": 8, "r": 16, "t": 8, "b": 3 * style.note},
        xaxis={
            "range": scale.range, "nticks": 5, "ticksuffix": scale.suffix,
            "showgrid": True, "gridcolor": style.colours.line,
        },
        yaxis={"visible": False, "range": [len(rows) - 0.4, -0.8]},
        shapes=[mark.shape for mark in marks],
        annotations=[*names, *(mark.annotation for mark in marks)],
    )  # fmt: skip
    return Figure(traces, layout)


def _trace(dot: Dot, place: int, stroke: DotStroke, style: Style) -> Part:
    """A dot on the row `place`, with its interval."""
    return scatter(
        x=[dot.value], y=[place], mode="markers", customdata=[dot.group], name=dot.name,
        hovertext=[dot.hover], hoverinfo="text",
        marker={
            "symbol": dot.symbol(stroke.symbol), "size": style.marker * 2,
            "color": stroke.colour, "line": {"width": style.marker / 3},
        },
        error_x={
            "type": "data", "symmetric": False, "array": [dot.high - dot.value],
            "arrayminus": [dot.value - dot.low], "color": stroke.colour, "thickness": style.thin * 2, "width": 0,
        },
        cliponaxis=False,
    )  # fmt: skip
