"""The 95 % intervals behind lines: a band for the province, whiskers for chosen communes, whose bands would hide each other."""

from collections.abc import Collection, Iterator

import numpy as np

from charts.figure import Part, scatter
from charts.series import Series

# So much of the line's colour: seen beside the line, not in its place.
_SHADE = 0.16


def _runs(line: Series, breaks: Collection[str]) -> Iterator[list[int]]:
    """Places with an interval that follow each other without a gap or a break."""
    run: list[int] = []
    for i, period in enumerate(line.axis):
        if np.isnan(line.low[i]) or line.breaks_at(period.code, breaks):
            if run:
                yield run
            run = []
        if not np.isnan(line.low[i]):
            run.append(i)
    if run:
        yield run


def band_traces(line: Series, colour: str, *, breaks: Collection[str] = ()) -> list[Part]:
    """The area between the two ends of the intervals, one trace; nothing where there is none."""
    x: list[str | None] = []
    y: list[float | None] = []
    for run in _runs(line, breaks):
        x += [*(line.x[i] for i in run), *(line.x[i] for i in reversed(run)), None]
        y += [*(line.low[i] for i in run), *(line.high[i] for i in reversed(run)), None]
    if not x:
        return []
    return [
        scatter(
            x=x, y=y, mode="lines", fill="toself", fillcolor=_shaded(colour), line={"width": 0}, hoverinfo="skip", name="",
        )
    ]  # fmt: skip


def whisker_traces(line: Series, colour: str, width: float) -> list[Part]:
    """An upright stroke from end to end of each interval, one trace; nothing where there is none."""
    x: list[str | None] = []
    y: list[float | None] = []
    for i in range(len(line.axis)):
        if not np.isnan(line.low[i]):
            x += [line.x[i], line.x[i], None]
            y += [line.low[i], line.high[i], None]
    if not x:
        return []
    return [scatter(x=x, y=y, mode="lines", line={"width": width, "color": colour}, hoverinfo="skip", name="")]


def _shaded(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{_SHADE})"
