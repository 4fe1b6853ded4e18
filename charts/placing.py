"""Names at the ends of lines, pushed apart just enough to be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from base.texts import NBSP, Texts
from charts.figure import Part, part
from charts.series import Series
from indicators.catalogue import Indicator
from indicators.labels import period_short, value_text

# Be Vietnam Pro's mean advance at text weights, in em, a little generous so that no name is cut.
EM = 0.59


@dataclass(frozen=True)
class Label:
    """A name at height `y` of the value axis."""

    y: float
    text: str
    colour: str


def end_labels(lines: Sequence[tuple[Series, str]], indicator: Indicator, say: Texts, *, rows: int = 1) -> list[Label]:
    """Name and last value of each line at the height of that value, with its period if that is not the last; lines without any figure have none. rows: 2 to break after the name."""
    between = NBSP if rows == 1 else "<br>"
    labels = []
    for line, colour in lines:
        if line.last is None:
            continue
        value = value_text(line.value[line.last], indicator, say.language)
        # A line that ended early must not read as today's value.
        ended = line.last < len(line.axis) - 1
        when = f"{NBSP}({period_short(line.axis[line.last], say)})" if ended else ""
        labels.append(Label(line.value[line.last], f"{line.name}{between}<b>{value}</b>{when}", colour))
    return labels


def label_width(labels: Sequence[Label], font_px: float) -> float:
    """Pixels that the longest label needs."""
    rows = [row for label in labels for row in label.text.replace("<b>", "").replace("</b>", "").split("<br>")]
    return max(map(len, rows)) * font_px * EM


def spread_labels(labels: Sequence[Label], axis: Sequence[float], *, inner_px: float, line_px: float) -> list[Label]:
    """The labels moved up or down as little as needed to stand `line_px` apart inside the value axis; top one first.

    axis: its lowest and highest value, drawn over `inner_px` pixels. With more labels than fit they keep even distances.
    """
    low, high = axis
    gap = min(line_px * (high - low) / inner_px, (high - low) / max(1, len(labels) - 1))
    ordered = sorted(labels, key=lambda label: -label.y)
    heights: list[float] = []
    for label in ordered:
        ceiling = heights[-1] - gap if heights else high
        heights.append(min(label.y, ceiling))
    floor = low
    for i in reversed(range(len(heights))):
        heights[i] = max(heights[i], floor)
        floor = heights[i] + gap
    return [replace(label, y=y) for label, y in zip(ordered, heights, strict=True)]


def label_annotation(label: Label, size: float) -> Part:
    """The label right of the plot, in letters of `size` pixels."""
    return part(
        xref="paper", x=1, xanchor="left", xshift=6, y=label.y, yanchor="middle", align="left",
        text=label.text, showarrow=False, font={"size": size, "color": label.colour},
    )  # fmt: skip
