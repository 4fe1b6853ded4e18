"""All communes by all indicators, as a table."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.labels import (
    reason_text,
)
from indicators.readings import Reading
from ui.commune import words
from ui.frame import marks
from ui.frame.page import Page

MOST_ROWS = 400


def matrix(page: Page, missed: pd.DataFrame, readings: Mapping[str, Reading]) -> Markup:
    """All communes × the headline indicators with a target, most clearly missed first. missed: of `missed_targets`."""
    say = page.say
    shown = [
        i
        for i in page.catalogue.headlines
        if i.code in readings and not i.province_only and readings[i.code].measured["target"].notna().any()
    ]
    head = Markup("").join(
        Markup('<th><a data-go href="{}">{}</a></th>').format(
            page.way("indicator", indicator=i.code, period=readings[i.code].period.code, commune=None),
            i.wording(say.language).short,
        )
        for i in shown
    )
    by_code = {i.code: readings[i.code].measured.set_index("code") for i in shown}
    lines = []
    for _, record in missed.head(MOST_ROWS).iterrows():
        cells = Markup("").join(_cell(by_code[i.code].loc[record["code"]], i, say) for i in shown)
        lines.append(
            Markup(
                '<tr><th scope="row"><a data-go href="{}">{}</a></th><td class="num"><b>{}</b>/{}</td><td class="num">{}</td>{}</tr>'
            ).format(
                page.way("commune", commune=record["code"]),
                record["name"],
                record["missed"],
                record["judged"],
                record["clear"],
                cells,
            )
        )
    return Markup(
        '<div class="card scroll"><table class="matrix"><thead><tr><th>{}</th><th class="num">{}</th><th class="num">{}</th>{}</tr></thead>'
        "<tbody>{}</tbody></table>{}</div>"
    ).format(say("Commune"), say("Missed"), say("Clearly"), head, Markup("").join(lines), _legend(say))


def _cell(row: pd.Series, indicator: Indicator, say: Texts) -> Markup:
    if row["blank"]:
        return Markup('<td class="cell muted" title="{}">–</td>').format(
            reason_text(row["blank"], row["at_least"], indicator, say)
        )
    text = words.value_words(row["value"], indicator, say)
    if row["target"] != row["target"]:
        return Markup('<td class="cell">{}</td>').format(text)
    sure = (row["clear"] or row["safe"]) and indicator.has_interval
    # Hundreds of cells: only a sure one carries the second mark.
    state = marks.target_marks(short=row["short"], sure=sure, interval=sure, say=say)
    return Markup('<td class="cell">{} {}</td>').format(state, text)


def _legend(say: Texts) -> Markup:
    return Markup('<p class="notes">{} &ensp; – {}</p>').format(
        marks.target_legend(say),
        say("no figure: point at the cell for the reason"),
    )
