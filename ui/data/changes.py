"""What changed between two days, in words: what came in each day, and which figures of which indicator stand otherwise since."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from indicators.catalogue import Catalogue
from indicators.labels import period_short
from indicators.periods import parse

# So many periods are named; more are counted.
_NAMED = 6
_ORDER = ("added", "changed", "removed")


def words(days: Sequence[tuple[str, str]], counts: pd.DataFrame, catalogue: Catalogue, *, say: Texts) -> Markup:
    """Both lists. days: day and what happened on it, in order of time. counts: of `history.compared_counts`."""
    by_day = Markup("").join(Markup("<li><b>{}</b> {}</li>").format(*each) for each in days)
    lines = by_indicator(counts, catalogue, say=say)
    said = Markup("<h3>{}</h3><ul>{}</ul>").format(say("By day"), by_day)
    if not lines:
        return said
    listed = Markup("").join(Markup("<li><b>{}</b>: {}</li>").format(*each) for each in lines)
    return said + Markup("<h3>{}</h3><ul>{}</ul>").format(say("By indicator"), listed)


def by_indicator(counts: pd.DataFrame, catalogue: Catalogue, *, say: Texts) -> list[tuple[str, str]]:
    """Name of each indicator and what of it stands otherwise, in the order of the catalogue: '40 thêm (2025), 5 thay (2024, 2025)'."""
    known = {each.code: (n, each.wording(say.language).short) for n, each in enumerate(catalogue)}
    texts = {
        "added": say("{n} added ({periods})"),
        "changed": say("{n} changed ({periods})"),
        "removed": say("{n} removed ({periods})"),
    }
    found = []
    for code, rows in counts.groupby("indicator", sort=False):
        place, name = known.get(str(code), (len(known), str(code)))
        parts = [
            texts[what].format(n=formats.number(int(own["figures"].sum()), say.language), periods=_periods(own, say))
            for what in _ORDER
            if len(own := rows[rows["what"] == what])
        ]
        found.append((place, name, ", ".join(parts)))
    return [(name, text) for _, name, text in sorted(found)]


def _periods(rows: pd.DataFrame, say: Texts) -> str:
    """Periods in order of time; of many the first and the last."""
    named = [period_short(each, say) for each in sorted(map(parse, rows["period"].unique()))]
    if len(named) > _NAMED:
        return say("{n} periods, {first} to {last}", n=len(named), first=named[0], last=named[-1])
    return ", ".join(named)
