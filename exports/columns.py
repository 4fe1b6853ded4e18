"""Column headings and cells of exported tables, in the reader's language."""

import numpy as np
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
    "smoothed": marked("Steadier estimate (empirical Bayes)"),
    "cluster": marked("Cluster, false discoveries held at 5%"),
    "versus": marked("Against the province (−2 worse … 2 better)"),
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
    "unit": {
        "percent": marked("%"),
        "per_1000": marked("per 1,000"),
        "per_100000": marked("per 100,000"),
        "days": marked("days"),
        "count": marked("number"),
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


def readable(frame: pd.DataFrame, say: Texts) -> pd.DataFrame:
    """`frame` with headings and words of the reader instead of codes; areas keep theirs. Numbers stay numbers, blanks empty.

    Raises KeyError for a reason of a blank that has no text.
    """
    table = frame.reset_index(drop=True).copy()
    if "blank" in table:
        table["blank"] = [blank_text(str(reason), say) for reason in table["blank"]]
    if "period" in table:
        table["period"] = [period_label(parse(str(code)), say) for code in table["period"]]
    for scheme in SCHEMES:
        if scheme in table:
            table[scheme] = [group_label(scheme, str(group), say) for group in table[scheme]]
    for column, words in _WORDS.items():
        if column in table:
            table[column] = ["" if pd.isna(code) else say(words.get(str(code), str(code))) for code in table[column]]
    for column in table.select_dtypes("bool").columns:
        table[column] = np.where(table[column], say("yes"), say("no"))
        if column in _JUDGEMENTS and "gap" in table:
            # Without a figure or a target nothing was missed and nothing was met.
            table[column] = table[column].where(table["gap"].notna(), "")
    return table.rename(columns={name: say(heading) for name, heading in _HEADINGS.items()})
