"""The message of the map: class digits and packed numbers in the order of the geometry, and the words of the reader. Pure."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

import numpy as np
import pandas as pd

from base import settings
from base.formats import day
from base.texts import Texts
from indicators import periods as calendar
from indicators.catalogue import Indicator
from indicators.classes import classes
from indicators.measure import target_of, value_of
from indicators.smoothing import figures, smoothed
from indicators.sources import from_surveys
from indicators.status import orientation
from ui.map import wording
from ui.map.message import FormerPart, Message, Numbers, PeriodLabel, PlacesPart, Remarks, Slider, SliderFrames, Tags
from ui.map.packing import Packed, digit, pack
from ui.map.picture import FormerCommunes, MapPicture, Places, Timeline, aligned

_SCALES = {
    "gap": "gap", "value": "seq", "need": "gap", "versus": "status5", "cluster": "status5", "has": "gap", "without": "gap", "since": "gap",
}  # fmt: skip
_UNKNOWN_VERSUS = 5
# Regions, the border and estimates that draw on all communes are of the province; a map of the country has no room for them.
_MOST_WITH_TAGS = 500


def payload(picture: MapPicture, *, say: Texts, theme: str) -> Message:
    """The message for `picture`; of its time slider without the frames. theme: light | dark | projector."""
    frame, indicator, measure = picture.measured, picture.reading.indicator, picture.shown_measure
    period, emphasis, inside = picture.reading.period, picture.emphasis, picture.inside
    target = target_of(indicator, period)
    is_count = not indicator.is_rate and measure == "value"
    message: Message = {
        "geometry": picture.ground.url,
        "lang": say.language,
        "theme": theme,
        "title": picture.title,
        "measure": measure,
        "scale": "seq" if measure in ("cluster", "has", "since") and not orientation(indicator) else _SCALES[measure],
        "unit": str(indicator.unit),
        "multiplier": indicator.multiplier,
        "decimals": indicator.decimals,
        "classes": classes(frame, indicator, measure),
        "legend": wording.legend(indicator, measure, None if target is None else target.value, say),
        "words": wording.words(indicator, say, due_on=indicator.due_on(period), measure=measure),
        "selected": emphasis.selected,
        "marked": list(emphasis.marked),
        "inside": None if inside is None else "".join("1" if each is True else "0" for each in inside.eq(True)),
    }
    message.update(cast(Message, _numbers(frame, indicator)))
    message.update(cast(Message, _tags(frame, say)))
    if indicator.yes_or_no:
        message.update(cast(Message, _remarks(frame, say)))
    if measure in ("need", "without") or is_count:
        message["circles"] = "value" if is_count else "need"
    if picture.saved is not None:
        saved = picture.saved
        message["download"] = {"title": saved.title, "lines": list(saved.lines), "file": saved.file}
    if picture.places is not None and not picture.bare:
        message["places"] = _places(picture.places, picture.ground.codes)
    if picture.ground.home is not None:
        message["home"] = list(picture.ground.home)
    if picture.former is not None and not picture.bare:
        message["former"] = _former(picture.former, picture.ground.codes, say)
    if picture.bare:
        message["bare"] = True
    if not picture.legend:
        message["legend_off"] = True
    if picture.timeline is not None:
        message["slider"] = slider(picture, say=say)
    return message


def _numbers(frame: pd.DataFrame, indicator: Indicator) -> Numbers:
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
        # Of what each commune has or has not, how many children live without it.
        "need": frame.get("without", frame["need"]).to_numpy(float),
        "steady": _steady(frame, indicator, middle),
    }
    packed = {name: pack(np.where(shown, c, np.nan)) for name, c in columns.items() if c is not None}
    result = cast(Numbers, {name: column for name, column in packed.items() if column is not None})
    # Where nearly all are reached, those not reached are the smaller numbers and say the same.
    if "lack" in result:
        if _length(result["num"]) <= _length(result["lack"]):
            del result["lack"]
        else:
            del result["num"]
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


def _length(column: Packed) -> int:
    return len(json.dumps(column))


def _follows(frame: pd.DataFrame, indicator: Indicator, middle: np.ndarray) -> bool:
    """Whether whole numerators and denominators give every value again, to its last written digit."""
    top, bottom = (np.round(frame[c].to_numpy(float)) for c in ("numerator", "denominator"))
    again = value_of(top, bottom, indicator)
    rounded = np.floor(again * 10**indicator.decimals + 0.5)
    known = ~np.isnan(middle)
    return bool(np.array_equal(rounded[known], middle[known]))


def _status(frame: pd.DataFrame) -> str:
    judged = frame["target"].notna()
    state = judged.astype(int) + frame["short"].eq(True) + frame["clear"].eq(True) + 3 * frame["safe"].eq(True)
    versus = (frame["versus"].astype("Int8") + 2).fillna(_UNKNOWN_VERSUS).astype(int)
    codes = (state * 6 + versus) * 2 + frame["provisional"].eq(True).astype(int)
    return "".join(digit(int(code)) for code in codes)


def _tags(frame: pd.DataFrame, say: Texts) -> Tags:
    # Few different texts, so one digit each.

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


def _places(places: Places, codes: tuple[str, ...]) -> PlacesPart:
    position = {code: i for i, code in enumerate(codes)}
    return {
        "kind": places.kind,
        "note": places.note,
        "names": list(places.names),
        "at": [list(at) for at in places.at],
        "units": [position.get(code, -1) for code in places.codes],
    }


def _former(former: FormerCommunes, codes: tuple[str, ...], say: Texts) -> FormerPart:
    position = {code: i for i, code in enumerate(codes)}
    return {
        "legend": say("Former communes, borders schematic"),
        "word": say("Former commune, its place schematic: {name}"),
        "all": say("Former communes: {names}"),
        "units": [position[code] for code in former.codes],
        "borders": list(former.borders),
        "names": [list(each) for each in former.names],
        "sites": [[list(site) for site in each] for each in former.sites],
    }


def _remarks(frame: pd.DataFrame, say: Texts) -> Remarks:
    """Since when each commune has it or has it not."""
    if "since" not in frame:
        return {}
    texts = [
        wording.since(code, run, say) if code else ""
        for code, run in frame[["since", "run"]].fillna("").itertuples(index=False)
    ]
    different = list(dict.fromkeys(texts))
    return {"remarks": "".join(chr(48 + different.index(each)) for each in texts), "remark_texts": different}


def slider(picture: MapPicture, *, say: Texts) -> Slider | None:
    """The slider's part of the message; None where there is nothing to slide.

    Its `token` comes back once the reader has opened it: then it gets `slider_frames` too.
    """
    timeline, period, indicator = picture.timeline, picture.reading.period, picture.reading.indicator
    order = [code for code, _ in timeline.periods] if timeline else []
    if timeline is None or len(order) < 2 or period.code not in order:
        return None
    measure = picture.shown_measure
    province = settings.province()
    spans = [calendar.parse(code) for code in order]
    seam = next((at for at, span in enumerate(spans) if span.ends_on >= province.merged_on), 0)
    targets = [target_of(indicator, span) for span in spans]
    token = f"{indicator.code}.{measure}.{_hash(order)}"
    part: Slider = {
        "token": token,
        "periods": _labels(timeline),
        "current": order.index(period.code),
        "seam": seam or None,
        "note": say(
            "{d}: {before} → {after} communes; earlier figures are sums",
            d=day(province.merged_on, say.language),
            before=province.communes_before,
            after=province.communes_after,
        )
        if seam
        else "",
    }
    if measure == "gap":
        rule = "target {t}"
        part["rules"] = [say(rule, t=wording.level(t.value, indicator, say)) if t else "" for t in targets]
    return part


def _labels(timeline: Timeline) -> list[PeriodLabel]:
    return [{"code": code, "label": label} for code, label in timeline.periods]


def slider_frames(picture: MapPicture, by_period: Mapping[str, pd.DataFrame]) -> SliderFrames:
    """What the slider moves through. by_period: MEASURED of every period of the timeline, by its code."""
    indicator, measure = picture.reading.indicator, picture.shown_measure
    order = [code for code, _ in picture.timeline.periods] if picture.timeline else []
    frames = [aligned(by_period[code], picture.ground.codes) for code in order]
    scale = 10**indicator.decimals
    content: SliderFrames = {
        "id": "",
        "classes": [classes(frame, indicator, measure) for frame in frames],
        "values": [pack(np.floor(frame["value"].to_numpy(float) * scale + 0.5)) for frame in frames],
    }
    if measure == "need":
        content["needs"] = [pack(frame["need"].to_numpy(float)) for frame in frames]
    content["id"] = _hash(content)
    return content


def _hash(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
