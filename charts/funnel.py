"""The funnel plot: communes by size around the province's value, with the limits of chance; who lies outside them is named."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from base.look import Look
from base.texts import NBSP, Texts
from charts.axes import scale_of
from charts.chart import Chart
from charts.figure import Figure, Part, part, scatter
from charts.funnel_names import MOST_NAMED, Plot, names_beside
from charts.funnel_points import level_text, point_traces
from charts.placing import EM, Label, label_annotation, label_width, spread_labels
from charts.theme import Style, separators, style_of, template
from indicators.funnel import Funnel
from indicators.labels import communes_text, value_text
from indicators.status import LIKELY, NEAR_CERTAIN

# So many points draw a limit: the eye sees no corner, the message stays small.
_STEPS = 90
# The largest screen that a plot stands on is so many times as wide as the smallest: 1,920 pixels to 1,280.
_LARGEST = 1.6


@dataclass(frozen=True)
class FunnelChart(Chart):
    """Every commune by its denominator and its value, the province as a line, limits at 95 % (dotted) and 99.8 %.

    chosen: codes of communes that are named wherever they lie. inside: codes that are in colour and in the words; all without it.
    """

    funnel: Funnel
    say: Texts
    chosen: Sequence[str] = ()
    inside: Collection[str] | None = None

    @cached_property
    def outliers(self) -> pd.DataFrame:
        """The points inside beyond the 99.8 % limits, furthest from the province first; the index of the funnel's points."""
        return self.funnel.outliers[self._is_inside(self.funnel.outliers)]

    def _is_inside(self, points: pd.DataFrame) -> pd.Series:
        return points["code"].isin(points["code"] if self.inside is None else self.inside)

    @property
    def province(self) -> str:
        """The province's value, as it is written."""
        return self._valued(self.funnel.benchmark)

    def figure(self, look: Look, *, height: int = 560, width: int = 960) -> Figure:
        """Named are the chosen, the outliers beyond 99.8 % and those beyond 95 %, as many as find room; projected, with their values.

        width: in pixels, on the smallest screen that it stands on, height: on the largest; names find room on both. customdata of a
        point is its commune's code.
        """
        style, points, sizes = style_of(look), self.funnel.points, self._sizes()
        labels = self._ends(float(sizes[-1]), style, between="<br>" if look.narrow else NBSP)
        size = style.note if look.narrow else style.text
        scale = scale_of(self._heights(), self.funnel.indicator)
        margin = {
            "l": 4 * style.note,
            "r": round(label_width(labels, size)) + 12,
            "t": style.note,
            "b": 3 * style.note + 12,
        }
        inner = width - margin["l"] - margin["r"], height - margin["t"] - margin["b"]
        plot = Plot(float(sizes[-1]) * 1.02, scale, _rooms(look, (width, height), inner))
        named = self._is_inside(points)
        labelled = self._labelled(self._named(points[named]), with_values=look.is_projected)
        others = points.drop(labelled.index)
        traces = [
            *self._limits(sizes, style),
            *point_traces(self.funnel, points[~named], style, self.say, in_colour=False),
            *point_traces(self.funnel, points[named], style, self.say, in_colour=True),
            *_ring(points[points["code"].isin(self.chosen)], style),
        ]
        layout = part(
            template=template(look),
            separators=separators(self.say.language),
            height=height,
            margin=margin,
            xaxis={
                "range": [0.0, plot.widest], "nticks": 5 if look.narrow else 9, "tickformat": ",d",
                "title": {"text": self._size_title(room=0 if look.narrow else inner[0] / style.note)},
            },
            yaxis={"range": scale.range, "nticks": 7, "ticksuffix": scale.suffix},
            shapes=[
                {
                    "type": "line", "xref": "paper", "x0": 0, "x1": 1,
                    "y0": self.funnel.benchmark, "y1": self.funnel.benchmark,
                    "line": {"color": style.colours.text, "width": style.thin * 2},
                }
            ],
            annotations=[
                *(
                    label_annotation(label, size)
                    for label in spread_labels(labels, scale.range, inner_px=inner[1], line_px=size * 1.35)
                ),
                *names_beside(labelled, others, plot, style, size=size),
            ],
        )  # fmt: skip
        return Figure(traces, layout)

    def _named(self, points: pd.DataFrame) -> pd.DataFrame:
        """Who of `points` is to be named, the most important first: the chosen, all outliers, and of those between the limits some."""
        rank = np.select(
            [points["code"].isin(self.chosen), points["outside"].abs() == 2, points["outside"] != 0], [0, 1, 2], 3
        )
        far = -(points["value"] - self.funnel.benchmark).abs()
        rows = points.assign(rank=rank, far=far).sort_values(["rank", "far"], kind="stable")
        certain = int((rank < 2).sum())
        return rows[rows["rank"] < 3].head(max(certain, MOST_NAMED)).drop(columns=["rank", "far"])

    def words(self) -> str:
        """The province, who lies outside the wider limits, how many between the two."""
        say, points = self.say, self.funnel.points[self._is_inside(self.funnel.points)]
        likely, certain = (level_text(c, say) for c in (LIKELY, NEAR_CERTAIN))
        parts = [
            say(
                "Funnel plot of {indicator}: {communes} by size around the province, {value}.",
                indicator=self.funnel.indicator.wording(say.language).short,
                communes=communes_text(len(points), say),
                value=self.province,
            )
        ]
        if self.outliers.empty:
            parts.append(say("None lies outside the {p} limits.", p=certain))
        if below := self._outliers_in_words(-2):
            parts.append(say("Below the {p} limits: {names}.", p=certain, names=below))
        if above := self._outliers_in_words(2):
            parts.append(say("Above the {p} limits: {names}.", p=certain, names=above))
        between = int((points["outside"].abs() == 1).sum())
        if between:
            parts.append(
                say("Between the {a} and the {b} limits: {n}.", a=likely, b=certain, n=communes_text(between, say))
            )
        return " ".join(parts)

    def _outliers_in_words(self, outside: int) -> str:
        """The outliers on one side with their values; '' if there is none."""
        rows = self.outliers[self.outliers["outside"] == outside]
        return ", ".join(
            f"{name} {self._valued(value)}" for name, value in zip(rows["name"], rows["value"], strict=True)
        )

    def _valued(self, value: float) -> str:
        return value_text(value, self.funnel.indicator, self.say.language)

    def _sizes(self) -> np.ndarray:
        """Whole denominators at which limits are drawn, closer together where they bend."""
        denominators = self.funnel.points["denominator"]
        last = max(2.0, float(denominators.max()) * 1.02)
        first = max(1.0, min(float(denominators.min()) * 0.8, last / 2))
        return np.unique(np.round(np.geomspace(first, last, _STEPS)))

    def _heights(self) -> list[float]:
        """What the value axis must show: every point, and the limits of a commune of middling size."""
        points = self.funnel.points
        middle = [float(points["denominator"].median())]
        return [*points["value"], *(float(end[0]) for end in self.funnel.limits(middle, NEAR_CERTAIN))]

    def _limits(self, sizes: np.ndarray, style: Style) -> list[Part]:
        """Both ends of both limits over `sizes`."""
        traces = []
        for confidence, dash in ((LIKELY, "dot"), (NEAR_CERTAIN, "solid")):
            traces += [
                scatter(
                    x=sizes.tolist(), y=np.round(end, 4).tolist(), mode="lines", hoverinfo="skip", name="",
                    line={"color": style.colours.muted, "width": style.thin * 1.5, "dash": dash},
                )
                for end in self.funnel.limits(sizes, confidence)
            ]  # fmt: skip
        return traces

    def _ends(self, last: float, style: Style, *, between: str) -> list[Label]:
        """The limits and the province by name, where they leave the picture at the size `last`."""
        labels = [
            Label(float(end[0]), level_text(confidence, self.say), style.colours.muted)
            for confidence in (LIKELY, NEAR_CERTAIN)
            for end in self.funnel.limits([last], confidence)
        ]
        text = f"{self.say('Province')}{between}<b>{self.province}</b>"
        return [*labels, Label(self.funnel.benchmark, text, style.colours.text)]

    def _labelled(self, points: pd.DataFrame, *, with_values: bool) -> pd.DataFrame:
        """`points` with what stands beside each (column label): its name, that of the chosen in bold; its value too if asked for."""
        names = [
            f"<b>{name}</b>" if code in self.chosen else name
            for code, name in zip(points["code"], points["name"], strict=True)
        ]
        if with_values:
            values = map(self._valued, points["value"])
            names = [f"{name}{NBSP}{value}" for name, value in zip(names, values, strict=True)]
        return points.assign(label=pd.Series(names, index=points.index, dtype=object))

    def _size_title(self, *, room: float) -> str:
        """What the size is counted in, where there is room (width of the axis in em)."""
        # The catalogue explains some denominators in brackets; the axis has room for what they are only.
        counted = self.funnel.indicator.wording(self.say.language).denominator.partition(" (")[0]
        title = self.say("Size of the commune: {denominator}", denominator=counted[:1].lower() + counted[1:])
        return title if len(title) * EM <= room else self.say("Size of the commune")


def _rooms(look: Look, size: tuple[float, float], inner: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Pixels between the axes on the smallest and the largest screen. size: of the whole chart, inner: without its margins."""
    if look.narrow:
        return (inner,)
    # Projected, a chart is as high as its screen leaves it.
    lost = size[1] * (1 - 1 / _LARGEST) if look.is_projected else 0.0
    return (inner[0], inner[1] - lost), (inner[0] + size[0] * (_LARGEST - 1), inner[1])


def _ring(rows: pd.DataFrame, style: Style) -> list[Part]:
    """A ring around each of `rows`; no trace without any."""
    if rows.empty:
        return []
    line = {"width": style.line, "color": style.colours.accent}
    marker = {"symbol": "circle-open", "size": style.marker * 3, "color": style.colours.accent, "line": line}
    # A click on a point makes the browser fade all that is not selected.
    whole = {"marker": {"opacity": 1}}
    return [
        scatter(
            x=rows["denominator"], y=rows["value"], mode="markers", hoverinfo="skip", marker=marker, unselected=whole, name=""
        )
    ]  # fmt: skip
