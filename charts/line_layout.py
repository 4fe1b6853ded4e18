"""What stands around lines over time: axes, target, seam, breaks, and a name at the end of each line instead of a legend."""

from collections.abc import Sequence

from base.look import Look
from charts.axes import scale_of, time_axis
from charts.figure import Figure, Part, part
from charts.marks import axis_breaks, break_marks, event_marks, line_breaks, seam_mark, target_across
from charts.placing import end_labels, label_annotation, label_width, spread_labels
from charts.series import Series
from charts.strokes import Stroke
from charts.theme import separators, style_of, template
from charts.timeline import Timeline
from indicators.periods import Period

Drawn = Sequence[tuple[Series, Stroke]]
"""Lines with how each is drawn, the one on top last."""


def laid_out(
    traces: Sequence[Part],
    strokes: Drawn,
    axis: Sequence[Period],
    *,
    values: Sequence[float],
    timeline: Timeline,
    look: Look,
    height: int,
) -> Figure:
    """The figure of `traces` with a name at the end of each of the `strokes`; breaks in the source of the last one are said.

    values: all that must be in sight, in the indicator's unit; NaN among them says nothing. height: in pixels.
    """
    style, say, indicator = style_of(look), timeline.say, timeline.indicator
    scale = scale_of([*values, *timeline.targets], indicator)
    marks = [target_across(target, indicator, say, style) for target in timeline.targets]
    own = [each for line, _ in strokes[-1:] for each in line_breaks(line, say)]
    marks += break_marks([*axis_breaks(axis, indicator, say), *own], axis, style)
    marks += event_marks(timeline.events, axis, style, narrow=look.narrow)
    if seam := timeline.seam_on(axis):
        marks.append(seam_mark(seam, say, style, narrow=look.narrow))
    size, rows = (style.note, 2) if look.narrow else (style.text, 1)
    labels = end_labels([(line, stroke.colour) for line, stroke in strokes], indicator, say, rows=rows)
    margin = {"l": 4 * style.note, "r": 16, "t": 2 * style.note, "b": 2 * style.note + 8}
    if labels:
        margin["r"] = round(label_width(labels, size)) + 12
    inner = height - margin["t"] - margin["b"]
    placed = spread_labels(labels, scale.range, inner_px=inner, line_px=size * 1.35 * rows)
    layout = part(
        template=template(look),
        separators=separators(say.language),
        height=height,
        margin=margin,
        xaxis=time_axis(axis, say, most_ticks=5 if look.narrow else 10),
        yaxis={"range": scale.range, "nticks": 7, "ticksuffix": scale.suffix},
        shapes=[mark.shape for mark in marks],
        annotations=[mark.annotation for mark in marks] + [label_annotation(label, size) for label in placed],
    )
    return Figure(list(traces), layout)
