"""A trend the size of a word, as inline SVG for a table cell; no plotly is loaded for it."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from base.look import Look

_PAD = 3.0


@dataclass(frozen=True)
class Sparkline:
    """values: in order, NaN where there is none. target: in their unit. provisional_last, estimated_last: of the last value.

    cuts: places of `values` before which the pen is lifted: there another definition or another kind of source begins.
    """

    values: Sequence[float]
    target: float | None = None
    provisional_last: bool = False
    estimated_last: bool = False
    cuts: Collection[int] = ()

    def svg(self, look: Look, *, width: int = 96, height: int = 24) -> str:
        """The picture, so many pixels wide and high; the last value is a dot, hollow while provisional, dashed if estimated.

        Hidden from screen readers, since the cells beside it say the numbers. '' without any value.
        """
        values, target = self.values, self.target
        known = [v for v in values if not math.isnan(v)]
        if not known:
            return ""
        colours = look.palette
        scale = [*known, *([] if target is None else [target])]
        low, high = min(scale), max(scale)
        spread = (high - low) or 1.0

        def across(i: int) -> float:
            return _PAD + i * (width - 2 * _PAD) / max(1, len(values) - 1)

        def down(value: float) -> float:
            return height - _PAD - (value - low) / spread * (height - 2 * _PAD) if high > low else height / 2

        strokes: list[list[str]] = [[]]
        for i, value in enumerate(values):
            if math.isnan(value) or i in self.cuts:
                strokes.append([])
            if not math.isnan(value):
                strokes[-1].append(f"{across(i):.1f},{down(value):.1f}")
        parts = []
        if target is not None:
            y = f"{down(target):.1f}"
            parts.append(
                f'<line x1="0" x2="{width}" y1="{y}" y2="{y}" stroke="{colours.muted}" stroke-dasharray="4 3"/>'
            )
        parts += [
            f'<polyline points="{" ".join(stroke)}" fill="none" stroke="{colours.text}" stroke-width="1.5"/>'
            for stroke in strokes
            if len(stroke) > 1
        ]
        last = max(i for i, v in enumerate(values) if not math.isnan(v))
        fill = colours.card if self.provisional_last or self.estimated_last else colours.text
        edge = ' stroke-dasharray="1.5 1.5"' if self.estimated_last else ""
        parts.append(
            f'<circle cx="{across(last):.1f}" cy="{down(values[last]):.1f}" r="2.5" fill="{fill}" stroke="{colours.text}"{edge}/>'
        )
        size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        return f'<svg {size} aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
