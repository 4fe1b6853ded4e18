"""What came in, when, from whom, and what became of it; and what changed between two data versions. All of it escaped."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from data_access.reports import history as versions
from indicators import periods
from indicators.catalogue import Catalogue, Indicator
from indicators.labels import group_label, period_label
from ui.data.review import counts_text
from ui.data.understood import instant, layout_text
from ui.frame.view import View

MOST = 12
MOST_COMPARED = 100


def name_of(row: Mapping[Any, Any], say: Texts) -> str:
    """The file of a batch, or that it is the demo."""
    return say("demo data") if row["is_demo"] else str(row["name"])


def state_of(row: Mapping[Any, Any], say: Texts) -> Markup:
    """Whether a batch is in force, or who took it back when."""
    if pd.isna(row["withdrawn_version"]):
        return Markup('<span class="state on">{}</span>').format(say("in force"))
    who = row["withdrawn_by"]
    text = say("withdrawn by {who}", who=who) if isinstance(who, str) and who else say("withdrawn")
    return Markup('<span class="state">{}</span>').format(text)


def table(batches: pd.DataFrame, view: View, *, say: Texts) -> Markup:
    """The newest imports, each with a link that opens it; the older ones on demand. batches: of `queries.batches`."""
    if batches.empty:
        return Markup("<p>{}</p>").format(say("Nothing has been imported yet."))
    items = [_item(row, view, say) for row in batches.to_dict("records")]
    shown = Markup('<ol class="batches">{}</ol>').format(Markup("").join(items[:MOST]))
    if len(items) <= MOST:
        return shown
    return shown + Markup('<details><summary>{}</summary><ol class="batches">{}</ol></details>').format(
        say("{n} earlier imports", n=formats.number(len(items) - MOST, say.language)), Markup("").join(items[MOST:])
    )


def block(batches: pd.DataFrame, view: View, *, say: Texts) -> Markup:
    """`table` under its head."""
    return Markup("<h2>{}</h2>{}").format(say("Imports"), table(batches, view, say=say))


def _item(row: Mapping[Any, Any], view: View, say: Texts) -> Markup:
    opened = str(row["batch_id"]) == view.batch
    return Markup(
        '<li{}><a data-go href="{}"><b>{}</b> {}</a><span class="muted">{}</span><span>{}</span>{}</li>'
    ).format(
        Markup(' aria-current="true"') if opened else "",
        view.link("data", batch=str(row["batch_id"])),
        row["batch_id"],
        name_of(row, say),
        _received(row, say),
        tally(row, say),
        state_of(row, say),
    )


def _received(row: Mapping[Any, Any], say: Texts) -> str:
    """When, and from whom; the demo comes from nobody."""
    at = instant(row["received_at"], say)
    return at if row["is_demo"] else f"{at} · {row['actor']}"


def tally(row: Mapping[Any, Any], say: Texts) -> str:
    """'45 số liệu: thêm 40, thay 5' of a batch; what is none is left out. A configuration document has no figures, only changes."""
    parts = [
        text
        for n, text in (
            (row["added"], say("{n} added", n=formats.number(row["added"], say.language))),
            (row["changed"], say("{n} changed", n=formats.number(row["changed"], say.language))),
            (row["removed"], say("{n} removed", n=formats.number(row["removed"], say.language))),
            (row["refused"], say("{n} kept out", n=formats.number(row["refused"], say.language))),
        )
        if n
    ]
    if not row["rows"]:
        return ", ".join(parts)
    shown = formats.number(row["rows"], say.language)
    count = say.plural("{n} figure", "{n} figures", row["rows"], n=shown)
    if row["added"] == row["rows"] and not row["refused"]:
        return say("{figures}, all new", figures=count)
    return f"{count}: {', '.join(parts)}" if parts else count


def facts(row: Mapping[Any, Any], *, say: Texts) -> Markup:
    """One batch: what it is, from whom, what it changed, its hash."""
    pairs = [
        (say("Received"), _received(row, say)),
        (say("Kind"), layout_text(str(row["kind"]), say)),
        (say("Figures"), tally(row, say)),
        (say("Data version"), formats.number(row["applied_version"], say.language)),
        (say("State"), state_of(row, say)),
        (
            say("SHA-256 of the file"),
            Markup('<code title="{}">{}…</code>').format(row["sha256"], str(row["sha256"])[:16]),
        ),
    ]
    return Markup('<dl class="pairs">{}</dl>').format(
        Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in pairs)
    )


def _named(row: Mapping[Any, Any], say: Texts) -> str:
    """The area, and the group of children within it: 'Xã Mường Nhé · Mông'."""
    parts = (part.partition("=") for part in str(row["stratum"]).split("|") if part)
    return " · ".join([str(row["name"]), *(_group(scheme, value, say) for scheme, _, value in parts)])


def _group(scheme: str, value: str, say: Texts) -> str:
    return say("Other groups") if value == "other" else group_label(scheme, value, say)


def compared(frame: pd.DataFrame, catalogue: Catalogue, *, say: Texts) -> Markup:
    """What differs between two data versions. frame: of `history.compared`."""
    if frame.empty:
        return Markup("<p>{}</p>").format(say("No figure differs between these two versions."))
    known: dict[str, Indicator] = {each.code: each for each in catalogue}
    words = {"added": say("added"), "changed": say("changed"), "removed": say("removed")}
    rows = Markup("").join(
        Markup(
            '<tr><td>{}</td><td>{}</td><td>{}</td><td class="num">{}</td><td class="num"><b>{}</b></td><td>{}</td></tr>'
        ).format(
            _named(row, say),
            known[code].wording(say.language).short if (code := row["indicator"]) in known else code,
            period_label(periods.parse(row["period"]), say),
            counts_text(row, "before", known.get(code), say),
            counts_text(row, "after", known.get(code), say),
            words.get(row["what"], row["what"]),
        )
        for row in frame.head(MOST_COMPARED).to_dict("records")
    )
    head = Markup("").join(
        Markup('<th class="{}">{}</th>').format(kind, text)
        for text, kind in (
            (say("Area"), ""), (say("Indicator"), ""), (say("Period"), ""), (say("Earlier"), "num"), (say("Later"), "num"), (say("What changed"), ""),
        )
    )  # fmt: skip
    more = len(frame) - MOST_COMPARED
    notes: list[str] = [say("{n} more are in the download.", n=formats.number(more, say.language))] if more > 0 else []
    if len(frame) > versions.MOST_COMPARED:
        limit = formats.number(versions.MOST_COMPARED, say.language)
        notes.append(say("Only the first {n} figures that differ are listed.", n=limit))
    note = Markup('<p class="notes">{}</p>').format(" ".join(notes))
    return Markup(
        '<div class="scroll tall" tabindex="0" role="region" aria-label="{}"><table class="cells"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}'
    ).format(say("What changed"), head, rows, note)
