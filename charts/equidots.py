"""Dots of groups, as every picture of the equity page draws them: hue, symbol, what hovering says, the line of the target."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from base.formats import number
from base.texts import Texts
from charts.theme import Look
from indicators.catalogue import Indicator
from indicators.labels import interval_text, period_short, target_text, value_text
from indicators.periods import Period, parse
from indicators.standing import remarks

MOST_HUES = 7
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "hexagon", "cross")


@dataclass(frozen=True)
class Marked:
    """Which groups stand out: the worse one and the better one of the gap; '' for none."""

    worst: str = ""
    best: str = ""


NOBODY = Marked()


@dataclass(frozen=True)
class DotStroke:
    """How the dots of a group look."""

    colour: str
    symbol: str
    size: float


def years_of(groups: pd.DataFrame) -> list[Period]:
    """The periods of GROUPS with a figure, newest first."""
    return sorted((parse(code) for code in groups.loc[groups["value"].notna(), "period"].unique()), reverse=True)


def dot_strokes(known: pd.DataFrame, marked: Marked, style: Look) -> dict[str, DotStroke]:
    """How the dots of each group look; those that stand out come last, on top."""
    codes = known["group"].drop_duplicates().tolist()
    few = len(codes) <= MOST_HUES
    colours = style.colours
    quiet = (
        colours.seq[3],
        colours.warn_ink,
        colours.text,
        colours.accent,
        colours.similar,
        colours.seq[2],
        colours.outline,
    )
    others = [code for code in codes if code not in (marked.worst, marked.best)]
    large = style.marker * 2
    strokes = {
        code: DotStroke(quiet[n], _SYMBOLS[(n + 2) % len(_SYMBOLS)], large)
        if few
        else DotStroke(colours.similar, "circle", style.marker)
        for n, code in enumerate(others)
    }
    for code, colour, symbol in ((marked.best, colours.better, "square"), (marked.worst, colours.worse, "circle")):
        if code in codes:
            strokes[code] = DotStroke(colour, symbol, large)
    return strokes


def hover(name: str, row: Mapping[Any, Any], indicator: Indicator, say: Texts) -> str:
    """What a dot says: name, value, interval, counts, and what it lacks."""
    language = say.language
    lines = [
        f"<b>{name}</b>",
        f"{period_short(parse(row['period']), say)}: {value_text(row['value'], indicator, language)}",
    ]
    if indicator.is_rate:
        noun = indicator.wording(language).unit_noun_many
        lines.append(f"{number(row['numerator'], language)}/{number(row['denominator'], language)} {noun}")
    if interval := interval_text(row["low"], row["high"], indicator, language):
        lines.append(say("95% interval {interval}", interval=interval))
    lines += standing(row, say)
    if row["members"] == row["members"] and row["reported"] < row["members"]:
        lines.append(say("Partial: {r} of {n} communes", r=int(row["reported"]), n=int(row["members"])))
    return "<br>".join(lines)


def standing(row: Mapping[Any, Any], say: Texts) -> list[str]:
    """How firm a row of GROUPS or COURSE is, in words."""
    flags = {name: bool(row[name]) for name in ("provisional", "estimated")}
    return remarks(**flags, source_kind=str(row["source_kind"]), say=say)


def symbol_of(symbol: str, row: Mapping[Any, Any]) -> str:
    """`symbol` of a dot: hollow while provisional, hollow with a dot within where estimated."""
    if row["estimated"]:
        return f"{symbol}-open-dot"
    return f"{symbol}-open" if row["provisional"] else symbol


def target_line(target: float, indicator: Indicator, say: Texts, style: Look) -> dict[str, Any]:
    """Shape and annotation of the target, across values."""
    return {
        "shape": {
            "type": "line", "x0": target, "x1": target, "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
            "line": {"color": style.colours.text, "width": style.thin * 1.5, "dash": "longdash"},
        },
        "annotation": {
            "x": target, "yref": "paper", "y": 0, "yanchor": "bottom", "xanchor": "left", "xshift": 4, "showarrow": False,
            "text": say("target {target}", target=target_text(target, indicator, say.language)),
            "font": {"size": style.note, "color": style.colours.text},
        },
    }  # fmt: skip
