"""The measures of inequality in words: the telling few, and on demand the others and those withheld, with why."""

import pandas as pd
from markupsafe import Markup

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.equity.labels import measure_text, true_text
from indicators.equity.measures import MEASURES, NO_INTERVAL, REASONS

# One of each kind of question: how far apart, how many times, along an order, and what the gap costs the average; and the spread
# that has an interval where the ends have none.
TELLING = ("D", "R", "PAR", "BGSD", "SII", "P80−P20", "Q5−Q1")


def measures(summary: pd.DataFrame, indicator: Indicator, say: Texts, *, folded: bool) -> Markup:
    """The measures that hold, in words with value and interval: the telling few, and on demand the others and those withheld, with why.
    Why some have no interval is said once.

    folded: opens when it is asked for (a phone). summary: as `indicators.equity.summary.summary` gives it.
    """
    found = summary.set_index("measure").to_dict("index")
    lines: dict[bool, list[Markup]] = {True: [], False: []}
    withheld = dict[str, list[str]]()
    for measure in MEASURES:
        row = found[measure.code]
        if row["reason"]:
            withheld.setdefault(str(row["reason"]), []).append(measure.code)
            continue
        below = true_text(row["corrected"], row["low"], row["high"], measure, indicator, say)
        lines[measure.code in TELLING].append(
            Markup('<tr><td>{} <small>{}</small></td><td class="num"><b>{}</b><br><span class="muted">{}</span></td></tr>').format(
                say(measure.words), measure.code, measure_text(row["value"], measure, indicator, say), below
            )
        )  # fmt: skip
    why = Markup("").join(
        Markup("<li>{}: {}</li>").format(", ".join(codes), say(REASONS[reason])) for reason, codes in withheld.items()
    )
    not_given = Markup('<p class="notes"><b>{}</b></p><ul class="notes">{}</ul>').format(say("Not given here"), why)
    source = say(
        "Names and formulas: WHO HEAT; intervals: see Methods. Average: of the groups compared, larger ones counting more."
    )
    value = say("Value, 95% interval") if summary["low"].notna().any() else say("Value")
    rest = Markup('{}{}<p class="notes">{}</p>').format(
        _measure_rows(lines[False], value, say), not_given if why else "", source
    )
    more = Markup("<details><summary>{}</summary>{}</details>").format(
        say("More measures ({n}), and why some are not given", n=len(lines[False])), rest
    )
    bare = Markup('<p class="notes">{}</p>').format(say(NO_INTERVAL)) if summary["no_interval"].any() else ""
    inside = _measure_rows(lines[True], value, say) + bare + more
    if folded:
        block = '<details class="card scroll"><summary>{}</summary>{}</details>'
        return Markup(block).format(say("How large the differences are"), inside)
    return Markup('<div class="card"><h2>{}</h2>{}</div>').format(say("How large the differences are"), inside)


def _measure_rows(lines: list[Markup], value: str, say: Texts) -> Markup:
    """value: the heading of the figures."""
    if not lines:
        return Markup("")
    head = Markup('<thead><tr><th>{}</th><th class="num">{}</th></tr></thead>').format(say("In words"), value)
    return Markup('<table class="ranking equity-measures">{}<tbody>{}</tbody></table>').format(
        head, Markup("").join(lines)
    )
