"""The message of the map: class digits and packed numbers in the order of the geometry, and the words of the reader.

A pure function. What it gives, as static/commune_map.js reads it:

geometry: address of the published geometry (its keys: docs/boundaries.md), fetched once and kept.
lang, theme (light | dark | projector), title (spoken name of the map), bare (only the map: no legend, card, slider), legend_off.
measure (gap | value | need | versus | cluster), scale (gap | seq | status5: the palette), circles (need | value | absent).
unit, multiplier, decimals: how a value is made of numerator and denominator, and written.
classes: one character a commune, as `indicators.classes`. '0'-'4', '.' without colour, or why it is blank: m h d n b.
num, den: packed numerators and denominators; lack: den − num instead of num where that is shorter. value: packed value × 10^decimals, only where num/den does not give it.
steady: packed distance of the empirical Bayes estimate from the value, × 10^decimals, where it is written otherwise.
below, above: packed distances of the 95 % interval from the value, × 10^decimals. need: packed need.
status: one character a commune, FIRST + ((state × 6 + versus) × 2 + provisional); state 0 no target, 1 met, 2 missed,
    3 clearly missed, 4 clearly met; versus 0 (surely worse) to 4, 5 cannot be said. estimated: rows of estimates; surveyed: of survey figures.
tags, tag_texts: one digit a commune and what it stands for ('Khu vực III · biên giới').
legend, words: texts, see wording.py. selected: code or null. marked: codes with badges 1, 2, …
inside: null, or '1' and '0' a commune; the rest is faded.
slider: absent, or {token, periods: [{code, label}], current, seam, note, rules, frames?}; frames {id, classes, values,
    needs} of all periods come when the slider has been opened, {id} alone when the browser has them already.
download: absent, or {title, lines, file}: what stands in a downloaded picture.

The map answers by triggers: select {code}, open {code}, period {code}, slider {token}; each with held: id of its frames.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from base import settings
from base.formats import day
from base.texts import Texts
from indicators import periods as calendar
from indicators.catalogue import Direction, Indicator
from indicators.classes import classes
from indicators.measure import target_of
from indicators.periods import Period
from indicators.smoothing import figures, smoothed
from indicators.sources import from_surveys
from indicators.status import orientation
from ui.map.component import wording
from ui.map.component.packing import digit, pack

_SCALES = {"gap": "gap", "value": "seq", "need": "gap", "versus": "status5", "cluster": "status5"}
_UNKNOWN_VERSUS = 5
# Regions, the border and estimates that draw on all communes are of the province; a map of the country has no room for them.
_MOST_WITH_TAGS = 500


@dataclass(frozen=True)
class Timeline:
    """The periods of the time slider, ascending, as (code, label).

    frames: gives MEASURED of every period by its code; called only when the reader has opened the slider.
    """

    periods: tuple[tuple[str, str], ...]
    frames: Callable[[], Mapping[str, pd.DataFrame]]


@dataclass(frozen=True)
class Picture:
    """What a downloaded picture says: its title, lines with source, period and data version, and its file name."""

    title: str
    lines: tuple[str, ...]
    file: str


def shown_measure(indicator: Indicator, measure: str, period: Period) -> str:
    """`measure`, or 'value' where it has no meaning: distance and need without a target, comparison of neutral
    figures, clusters of what is not known by commune or has no denominator."""
    if measure in ("gap", "need") and target_of(indicator, period) is None:
        return "value"
    if measure == "versus" and (indicator.direction is Direction.NEUTRAL or not indicator.is_rate):
        return "value"
    if measure == "cluster" and (indicator.province_only or not indicator.is_rate):
        return "value"
    return measure


def payload(
    frame: pd.DataFrame,
    *,
    indicator: Indicator,
    measure: str,
    period: Period,
    say: Texts,
    theme: str,
    geometry_url: str,
    title: str,
    codes: Sequence[str] | None = None,
    selected: str | None = None,
    marked: Sequence[str] = (),
    inside: pd.Series | None = None,
    due_on: Any = None,
    picture: Picture | None = None,
    bare: bool = False,
    legend: bool = True,
) -> dict[str, Any]:
    """The message for MEASURED `frame`, without the time slider.

    codes: the communes of the geometry, where they are not those of `frame` in its order; one without a row is not
    applicable. inside: boolean, index of `frame`: the highlighted group.
    """
    if codes is not None and list(codes) != list(frame["code"]):
        inside = (
            None if inside is None else _aligned(inside.to_frame("inside").assign(code=frame["code"]), codes)["inside"]
        )
        frame = _aligned(frame, codes)
    measure = shown_measure(indicator, measure, period)
    target = target_of(indicator, period)
    is_count = not indicator.is_rate and measure == "value"
    message: dict[str, Any] = {
        "geometry": geometry_url,
        "lang": say.language,
        "theme": theme,
        "title": title,
        "measure": measure,
        "scale": "seq" if measure == "cluster" and not orientation(indicator) else _SCALES[measure],
        "unit": str(indicator.unit),
        "multiplier": indicator.multiplier,
        "decimals": indicator.decimals,
        "classes": classes(frame, indicator, measure),
        "legend": wording.legend(indicator, measure, None if target is None else target.value, say),
        "words": wording.words(indicator, say, due_on=due_on, measure=measure),
        "selected": selected,
        "marked": list(marked),
        "inside": None if inside is None else "".join("1" if each is True else "0" for each in inside.eq(True)),
        **_numbers(frame, indicator),
        **_tags(frame, say),
    }
    if measure == "need" or is_count:
        message["circles"] = "need" if measure == "need" else "value"
    if picture is not None:
        message["download"] = {"title": picture.title, "lines": list(picture.lines), "file": picture.file}
    if bare:
        message["bare"] = True
    if not legend:
        message["legend_off"] = True
    return message


def _aligned(frame: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    aligned = frame.set_index("code").reindex(pd.Index(codes, name="code")).reset_index()
    if "blank" in aligned:
        aligned["blank"] = aligned["blank"].fillna("not_applicable")
    return aligned


def _numbers(frame: pd.DataFrame, indicator: Indicator) -> dict[str, Any]:
    """Packed columns; those without any number are left out."""
    scale = 10**indicator.decimals
    shown = (frame["blank"] == "").to_numpy()
    value = frame["value"].to_numpy(float)
    # Rounded as the browser rounds, so that both stand on the same digit.
    middle = np.floor(value * scale + 0.5)
    low, high = (np.floor(frame[c].to_numpy(float) * scale + 0.5) for c in ("low", "high"))
    top = frame["numerator"].to_numpy(float)
    bottom = frame["denominator"].to_numpy(float) if indicator.is_rate else None
    columns = {
        "num": top,
        "lack": None if bottom is None else bottom - top,
        "den": bottom,
        "value": None if _follows(frame, indicator, middle) else middle,
        "below": middle - low,
        "above": high - middle,
        "need": frame["need"].to_numpy(float),
        "steady": _steady(frame, indicator, middle),
    }
    packed = {name: pack(np.where(shown, c, np.nan)) for name, c in columns.items() if c is not None}
    result: dict[str, Any] = {name: column for name, column in packed.items() if column is not None}
    # Where nearly all are reached, those not reached are the smaller numbers and say the same.
    if "lack" in result:
        del result["lack" if _length(result["num"]) <= _length(result["lack"]) else "num"]
    result["status"] = _status(frame)
    ranged = frame["at_least"].to_numpy(float)
    if (~np.isnan(ranged)).any():
        result["at_least"] = {str(i): int(ranged[i]) for i in np.flatnonzero(~np.isnan(ranged))}
    estimated = np.flatnonzero(shown & frame["estimated"].eq(True).to_numpy())
    if estimated.size:
        result["estimated"] = estimated.tolist()
    surveyed = np.flatnonzero(shown & from_surveys(frame))
    if surveyed.size:
        result["surveyed"] = surveyed.tolist()
    return result


def _steady(frame: pd.DataFrame, indicator: Indicator, middle: np.ndarray) -> np.ndarray | None:
    """How far the empirical Bayes estimates are from the values, in written digits; NaN where they read the same."""
    if len(frame) > _MOST_WITH_TAGS:
        return None
    distance = np.floor(smoothed(*figures(frame), indicator) * 10**indicator.decimals + 0.5) - middle
    return np.where(distance == 0, np.nan, distance)


def _length(column: dict[str, Any]) -> int:
    return len(json.dumps(column))


def _follows(frame: pd.DataFrame, indicator: Indicator, middle: np.ndarray) -> bool:
    """Whether whole numerators and denominators give every value again, to its last written digit."""
    top, bottom = (np.round(frame[c].to_numpy(float)) for c in ("numerator", "denominator"))
    if not indicator.is_rate:
        again = top
    else:
        again = np.full(len(top), np.nan)
        np.divide(indicator.multiplier * top, bottom, out=again, where=bottom > 0)
    rounded = np.floor(again * 10**indicator.decimals + 0.5)
    known = ~np.isnan(middle)
    return bool(np.array_equal(rounded[known], middle[known]))


def _status(frame: pd.DataFrame) -> str:
    judged = frame["target"].notna()
    state = judged.astype(int) + frame["short"].eq(True) + frame["clear"].eq(True) + 3 * frame["safe"].eq(True)
    versus = (frame["versus"].astype("Int8") + 2).fillna(_UNKNOWN_VERSUS).astype(int)
    codes = (state * 6 + versus) * 2 + frame["provisional"].eq(True).astype(int)
    return "".join(digit(int(code)) for code in codes)


def _tags(frame: pd.DataFrame, say: Texts) -> dict[str, Any]:
    """Region and border of every commune: few different texts, so one digit each. Nothing where areas carry neither."""

    def text(region: Any, border: Any) -> str:
        parts = [say("Region {n}", n=region)] if isinstance(region, str) and region else []
        return " · ".join([*parts, say("on the border")] if border == "yes" else parts)

    if not {"region", "border"} <= set(frame.columns) or len(frame) > _MOST_WITH_TAGS:
        return {}
    texts = [text(*row) for row in frame[["region", "border"]].itertuples(index=False)]
    different = list(dict.fromkeys(texts))
    if different == [""]:
        return {}
    return {"tags": "".join(chr(48 + different.index(each)) for each in texts), "tag_texts": different}


def slider(
    timeline: Timeline,
    *,
    indicator: Indicator,
    measure: str,
    period: Period,
    say: Texts,
    opened: str | None,
    held: str | None,
    codes: Sequence[str] | None = None,
) -> dict[str, Any] | None:
    """The slider's part of the message; None where there is nothing to slide.

    opened: the token with which the reader has opened the slider. held: id of the frames that the browser has.
    """
    order = [code for code, _ in timeline.periods]
    if len(order) < 2 or period.code not in order:
        return None
    measure = shown_measure(indicator, measure, period)
    province = settings.province()
    spans = [calendar.parse(code) for code in order]
    seam = next((at for at, span in enumerate(spans) if span.ends_on >= province.merged_on), 0)
    targets = [target_of(indicator, span) for span in spans]
    token = f"{indicator.code}.{measure}.{_hash(order)}"
    part: dict[str, Any] = {
        "token": token,
        "periods": [{"code": code, "label": label} for code, label in timeline.periods],
        "current": order.index(period.code),
        "seam": seam or None,
        "note": say(
            "{d}: {before} → {after} communes; earlier figures are sums",
            d=day(province.merged_on, say.language),
            before=province.communes_before,
            after=province.communes_after,
        ),
    }
    if measure == "gap":
        rule = "target {t}"
        part["rules"] = [say(rule, t=wording.level(t.value, indicator, say)) if t else "" for t in targets]
    if opened == token:
        part["frames"] = _frames(timeline, order, indicator, measure, codes, held)
    return part


def _frames(
    timeline: Timeline,
    order: list[str],
    indicator: Indicator,
    measure: str,
    codes: Sequence[str] | None,
    held: str | None,
) -> dict[str, Any]:
    found = timeline.frames()
    frames = [found[code] if codes is None else _aligned(found[code], codes) for code in order]
    scale = 10**indicator.decimals
    content: dict[str, Any] = {
        "classes": [classes(frame, indicator, measure) for frame in frames],
        "values": [pack(np.floor(frame["value"].to_numpy(float) * scale + 0.5)) for frame in frames],
    }
    if measure == "need":
        content["needs"] = [pack(frame["need"].to_numpy(float)) for frame in frames]
    identity = _hash(content)
    return {"id": identity} if identity == held else {"id": identity, **content}


def _hash(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
