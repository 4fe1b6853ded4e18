"""Where a figure comes from: the reports behind it, each with its area, collection, file and cell."""

import pandas as pd
from markupsafe import Markup

from base import formats, settings
from base.texts import Texts
from indicators.derived import contradicted
from indicators.labels import blank_text, inside_text
from ui.frame import marks, phrases
from ui.frame.page import Page


def table(page: Page, area: str) -> Markup:
    """The reports that the figure of `area` in the indicator and period in view was made of; one query."""
    say = page.say
    rows = page.data.provenance(page.view.indicator, page.view.period, area)
    head = Markup("").join(
        Markup("<th>{}</th>").format(text)
        for text in (say("Reported for"), say("n/N"), say("Collection"), say("Reported on"), say("File"), say("Cell"))
    )
    body = Markup("").join(_row(row, page) for _, row in rows.iterrows())
    if rows.empty:
        body = Markup('<tr><td colspan="6">{}</td></tr>').format(say("No report is behind this figure."))
    title = say(
        "Where the figure comes from: {name}, {period}",
        name=page.indicator.wording(say.language).short,
        period=inside_text(page.period, say),
    )
    return Markup(
        '<div class="card scroll"><h2>{}</h2><table class="ranking"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(title, head, body)


def _row(row: pd.Series, page: Page) -> Markup:
    say = page.say
    if row["blank"]:
        counts = blank_text(row["blank"], say)
    elif pd.isna(row["numerator"]):
        counts = formats.BLANK
    else:
        counts = phrases.counts(row["numerator"], row["denominator"], page.indicator, say)
    collection = row["collection_vi"] if say.language == "vi" else row["collection_en"]
    citation = Markup("<small>{}</small>").format(row["citation"]) if row["citation"] else ""
    return Markup(
        "<tr><td>{} <small>{}</small></td><td>{}</td><td>{}{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
    ).format(
        row["name"],
        row["code"],
        counts + _status(row, say),
        collection,
        citation,
        formats.day(row["reported_on"], say.language) if not pd.isna(row["reported_on"]) else formats.BLANK,
        Markup('<a class="strong" data-go href="{}">{}</a>').format(
            page.way("reports", batch=str(row["batch_id"])),
            say(
                "import {n}: {file}, {day}",
                n=row["batch_id"],
                file=say("demo data") if row["is_demo"] else row["batch"],
                day=formats.day(row["received_at"].tz_convert(settings.province().zone).date(), say.language),
            ),
        ),
        " ".join(
            str(part) for part in (row["sheet"], row["row"], row["col"]) if part not in ("", None) and part == part
        ),
    )


def _status(row: pd.Series, say: Texts) -> str:
    words = [say("provisional")] if row["status"] == "provisional" else []
    if row["late"]:
        words.append(say("late"))
    return f" ({', '.join(words)})" if words else ""


def of_province(page: Page, measured: pd.DataFrame) -> Markup:
    """Under the map: the way to the reports behind the province's own figure, or these reports; and what contradicts itself in MEASURED."""
    if page.view.source:
        return table(page, settings.province().code)
    words = page.say("Where the province's figure comes from")
    return Markup('<p class="notes"><a class="strong" data-go href="{}">{} ›</a></p>{}').format(
        page.link(page.name, measure=page.view.measure, source="1"), words, _contradictions(measured, page)
    )


def _contradictions(measured: pd.DataFrame, page: Page) -> Markup:
    """Communes where a derived figure is below zero: an error of the reports, shown as it is so that it is put right."""
    names = contradicted(measured) if page.indicator.formula else []
    if not names:
        return Markup("")
    text = page.say(
        "Below zero in {names}: more at the later step than at the earlier one, which is an error of the reports. Ask the commune.",
        names=", ".join(names),
    )
    return Markup('<p class="problem">{} {}</p>').format(marks.mark("warning"), text)
