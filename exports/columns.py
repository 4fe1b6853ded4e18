"""Column headings and cells of exported tables, in the reader's language."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from base.texts import Texts, marked
from indicators.change import RESULTS
from indicators.labels import blank_text, group_label, period_label
from indicators.periods import parse
from indicators.scope import SCHEMES
from indicators.stated_words import STATED_WORDS

# Known columns of the frames (docs/architecture.md); any other keeps its own name, so pages may add theirs ready-made.
_HEADINGS = {
    "code": marked("Code"),
    "name": marked("Commune"),
    "full_name": marked("Full name"),
    "ethnic": marked("Main ethnic group"),
    "region": marked("Region"),
    "border": marked("Border"),
    "travel": marked("Travel time"),
    "travel_minutes": marked("Minutes to a hospital"),
    "population": marked("Population"),
    "indicator": marked("Indicator"),
    "period": marked("Period"),
    "kind": marked("Level"),
    "group": marked("Group"),
    "numerator": marked("Numerator"),
    "denominator": marked("Denominator"),
    "value": marked("Value"),
    "low": marked("95% interval, low"),
    "high": marked("95% interval, high"),
    "target": marked("Target"),
    "gap": marked("Difference to target"),
    "short": marked("Misses target"),
    "clear": marked("Misses target beyond the interval"),
    "safe": marked("Meets target beyond the interval"),
    "need": marked("Still needed"),
    "share": marked("Share of the gap (0 to 1)"),
    "running": marked("Added up, most needed first (0 to 1)"),
    "near": marked("Nearest place, in the commune of"),
    "km": marked("Kilometres, as the crow flies"),
    "smoothed": marked("Steadier estimate (empirical Bayes)"),
    "judged": marked("Targets judged"),
    "missed": marked("Targets missed"),
    "clearly": marked("Targets clearly missed"),
    "cluster": marked("Cluster, false discoveries held at 5%"),
    "versus": marked("Against the province"),
    "province": marked("Province"),
    "own_need": marked("Still needed, as a whole"),
    "full_time": marked("Full-time"),
    "part_time": marked("Part-time"),
    "communes_need": marked("Still needed, by all communes below the target together"),
    "trend": marked("Trend over five years"),
    "comparable": marked("Comparable with the period in view"),
    "excess": marked("Part of the gap"),
    "gap_share": marked("Share of the gap between groups (0 to 1)"),
    "blank": marked("Reason of blank"),
    "at_least": marked("Of a hidden value: at least"),
    "estimated": marked("Estimated"),
    "provisional": marked("Provisional"),
    "late": marked("Late"),
    "parts": marked("Reports included"),
    "parts_expected": marked("Reports expected"),
    "communes": marked("Communes"),
    "reported": marked("Communes reported"),
    "hidden": marked("Communes hidden"),
    "has": marked("Has it"),
    "children": marked("Children concerned"),
    "since": marked("Since"),
    "measure": marked("Measure"),
    "corrected": marked("Without chance, about"),
    "no_interval": marked("Why no interval"),
    "reason": marked("Why withheld"),
    "difference": marked("Change"),
    "result": marked("Change beyond noise"),
    "origin": marked("Origin"),
    "source_kind": marked("Kind of source"),
    "geography": marked("Communes before or after the merger"),
    "definition_version": marked("Version of the definition"),
    "indicator_name": marked("Indicator name"),
    "period_code": marked("Period code"),
    "stratum": marked("Group code"),
    "area_valid_from": marked("In being since"),
    "collection": marked("Collection"),
    "source": marked("Source"),
    "definition": marked("Definition"),
    "unit": marked("Unit"),
}


_WORDS = {
    "has": {"yes": marked("yes"), "no": marked("no"), "": marked("not known")},
    **STATED_WORDS,
    "kind": {
        **STATED_WORDS["kind"],
        "scope": marked("communes in scope, together"),
        "group": marked("group"),
        "measure": marked("measure of inequality"),
        "gap": marked("gap between two groups"),
    },
    "versus": {
        "-2": marked("worse, at 99.8%"),
        "-1": marked("worse, at 95%"),
        "0": marked("not distinguishable"),
        "1": marked("better, at 95%"),
        "2": marked("better, at 99.8%"),
    },
    "trend": {
        "up": marked("rising"),
        "down": marked("falling"),
        "none": marked("not proven"),
        "cannot": marked("cannot say"),
    },
    "unit": {
        "percent": marked("%"),
        "per_1000": marked("per 1,000"),
        "per_100000": marked("per 100,000"),
        "days": marked("days"),
        "count": marked("number"),
        "points": marked("percentage points"),
        "square": marked("square of the unit"),
        "ratio": marked("times"),
        "index": marked("index"),
    },
    "cluster": {
        "high_high": marked("high among high"),
        "low_low": marked("low among low"),
        "high_low": marked("high among low"),
        "low_high": marked("low among high"),
        "none": marked("no cluster seen"),
        "": marked("not tested"),
    },
    "result": RESULTS,
}

_JUDGEMENTS = ("short", "clear", "safe")
_YES_OR_NO = frozenset({*_JUDGEMENTS, "provisional", "estimated", "late"})


def _told(codes: pd.Series, words: Callable[[str], str]) -> list[str]:
    """`words` of each code; '' where there is none, as in a row of all communes together."""
    return ["" if pd.isna(code) or code == "" else words(str(code)) for code in codes]


def readable(frame: pd.DataFrame, say: Texts) -> pd.DataFrame:
    """`frame` with headings and words of the reader instead of codes; areas keep theirs. Numbers stay numbers, blanks empty.

    Raises KeyError for a reason of a blank that has no text.
    """
    table = frame.reset_index(drop=True).copy()
    if "blank" in table:
        table["blank"] = _told(table["blank"], lambda reason: blank_text(reason, say))
    if "period" in table:
        table["period"] = _told(table["period"], lambda code: period_label(parse(code), say))
    for scheme in SCHEMES:
        if scheme in table:
            table[scheme] = _told(table[scheme], partial(group_label, scheme, say=say))
    for column, words in _WORDS.items():
        if column in table:
            table[column] = ["" if pd.isna(code) else say(words.get(str(code), str(code))) for code in table[column]]
    for column in {*table.select_dtypes("bool").columns, *_YES_OR_NO.intersection(table.columns)}:
        # Rows that don't say it (of a gap, of a change) have neither.
        flags = [None if pd.isna(flag) else bool(flag) for flag in table[column]]
        table[column] = ["" if flag is None else say("yes") if flag else say("no") for flag in flags]
        if column in _JUDGEMENTS and "gap" in table:
            # Without a figure or a target nothing was missed and nothing was met.
            table[column] = table[column].where(table["gap"].notna(), "")
    return table.rename(columns={name: say(heading) for name, heading in _HEADINGS.items()})
