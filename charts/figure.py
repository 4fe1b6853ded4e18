"""A drawn chart in plotly's own names. Plotly itself does not look at it here, since to check a figure takes it longer than all
that leads to it; tests hold every kind of chart, in every look, against its schema."""

import json
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Part: TypeAlias = dict[str, Any]
"""A trace, a shape, an annotation or a layout, by plotly's names of its attributes; None is as good as left out."""


@dataclass(frozen=True)
class Figure:
    """What plotly draws. Arrays and series in it are as good as lists, NaN is as good as None."""

    traces: list[Part]
    layout: Part

    def json(self) -> str:
        """As the browser's plotly reads it. Raises TypeError for what JSON doesn't know."""
        return json.dumps(_plain({"data": self.traces, "layout": self.layout}), ensure_ascii=False, default=_scalar)


def scatter(**named: object) -> Part:
    """A trace of lines or marks."""
    return {"type": "scatter", **named}


def part(**named: object) -> Part:
    """A shape, an annotation, or a layout."""
    return named


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, np.ndarray | pd.Series):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    # NaN alone differs from itself.
    return None if value != value else value


def _scalar(value: Any) -> Any:
    """A number of numpy's as one of Python's."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"no part of a figure: {value!r}")
