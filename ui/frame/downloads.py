"""What leaves the page as a file: tables as CSV and XLSX, charts as PNG and SVG, each with its source inside.

Tables are made when they are asked for; pictures are made by the reader's browser from what is on screen.
"""

import json
from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from exports.about import About
from exports.standing import with_standing
from exports.tables import csv_bytes, xlsx_bytes
from indicators.catalogue import Indicator
from indicators.equity.labels import grouping_label
from indicators.equity.measures import REASONS
from indicators.labels import filter_sentence
from indicators.measure import Total
from indicators.periods import Period
from indicators.standing import legend
from indicators.versions import version_at
from ui.commune.model import Matrix, Profile
from ui.equity.model import Equity
from ui.frame import shell
from ui.frame.page import Page, source_line, version_text
from ui.gap_map.model import GapMap, exported
from ui.overview.model import Overview
from ui.trends.model import History

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Columns of MEASURED that a reader of a table needs; the rest is how it was computed.
_MEASURED = [
    "code", "full_name", "ethnic", "region", "border", "travel", "numerator", "denominator", "value", "low", "high", "target",
    "gap", "short", "clear", "safe", "need", "versus", "blank", "at_least", "provisional", "estimated", "origin",
    "source_kind", "geography", "definition_version", "parts", "parts_expected",
]  # fmt: skip

# Columns of GROUPS that a reader needs; the measures stand below them.
_GROUPS = [
    "period", "group", "numerator", "denominator", "value", "low", "high", "communes", "reported", "hidden", "provisional",
    "estimated", "source_kind", "definition_version",
]  # fmt: skip


def _about(page: Page, title: str, *, whole: bool = False) -> About:
    """Where the figures come from. whole: the file covers many indicators."""
    say = page.say
    return About(
        title=title,
        indicator="" if whole else page.indicator.wording(say.language).name,
        period=page.period_text(),
        scope=filter_sentence(page.view.area, page.areas, say),
        source=source_line(page)
        if not whole
        else say("Reports of communes; sources by indicator on the methods of each."),
        version=version_text(page),
        illustrative=page.state.is_demo,
        suppression=say("Small numbers are hidden to protect children; each blank carries its reason."),
        link="?" + "&".join(f"{k}={v}" for k, v in page.view.params().items()),
    )


def _menu(
    page: Page,
    where: DeltaGenerator | None,
    table: Callable[[], pd.DataFrame],
    *,
    name: str,
    about: About,
    charts: Mapping[str, str] | None = None,
    drawn: pd.DataFrame | None = None,
) -> None:
    """The button 'Tải xuống' with its files. charts: key of the block -> title; drawn: the figures in them."""
    if where is None:
        return
    say = page.say
    with where, st.popover(say("Download"), key="downloads"):
        st.download_button(
            say("Table as XLSX"),
            lambda: xlsx_bytes(table(), about=about, say=say),
            file_name=f"{name}.xlsx",
            mime=_XLSX,
            on_click="ignore",
            key="download_xlsx",
            width="stretch",
        )
        st.download_button(
            say("Table as CSV"),
            lambda: csv_bytes(table(), about=about, say=say),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
            key="download_csv",
            width="stretch",
        )
        for key, title in (charts or {}).items():
            lines = [source_line(page), *(legend(drawn, say) if drawn is not None else [])]
            shell.sheet(_pictures(page, key, title, name, lines), key=f"pictures_{key}")


def _pictures(page: Page, key: str, title: str, name: str, lines: list[str]) -> Markup:
    """Two buttons that save the chart of block `key`, with title, source and what its marks mean (`lines`) in the picture."""
    demo = f"{page.say('[Illustrative]')} " if page.state.is_demo else ""
    notes = json.dumps({"title": demo + title, "lines": lines, "name": f"{name}_{key}"})
    button = Markup('<button class="button" data-act="save-{}" data-chart="{}" data-notes="{}">{} {}</button>')
    return Markup('<p class="muted">{}</p><p class="chips">{}{}</p>').format(
        title, button.format("png", key, notes, "", "PNG"), button.format("svg", key, notes, "", "SVG")
    )


def overview(page: Page, shown: Overview, where: DeltaGenerator | None) -> None:
    """The rows of the overview."""

    def table() -> pd.DataFrame:
        return pd.DataFrame(
            [
                {
                    "indicator": row.indicator.wording(page.say.language).name,
                    "period": (row.indicator.annual(shown.year) or page.period).code,
                    "numerator": row.total.numerator if row.total else None,
                    "denominator": row.total.denominator if row.total else None,
                    "value": row.total.value if row.total else None,
                    "low": row.total.low if row.total else None,
                    "high": row.total.high if row.total else None,
                    "target": row.total.target if row.total else None,
                    "difference": row.change.difference,
                    "result": _results(page)[row.change.result],
                    page.say("Trend over five years"): _trends(page)[row.trend.result],
                    "need": row.need,
                    **_standing(page, row.total, row.indicator, row.indicator.annual(shown.year) or page.period),
                }
                for row in shown.rows
            ]
        )

    about = _about(page, page.say("Overview"), whole=True)
    _menu(page, where, table, name=f"overview_{shown.year}", about=about)


def _results(page: Page) -> dict[str, str]:
    say = page.say
    return {
        "better": say("better"),
        "worse": say("worse"),
        "within": say("within noise"),
        "merged": say("communes merged"),
        "sources": say("survey against register"),
        "not_judged": say("not judged"),
        "cannot": say("cannot say"),
    }


def _trends(page: Page) -> dict[str, str]:
    say = page.say
    return {"up": say("rising"), "down": say("falling"), "none": say("not proven"), "cannot": say("cannot say")}


def _standing(page: Page, total: Total | None, indicator: Indicator, period: Period) -> dict[str, object]:
    """What a figure of the province is; '' without one."""
    if total is None:
        return dict.fromkeys(("origin", "source_kind", "provisional", "estimated"), "")
    version = version_at(indicator, period)
    flags = {name: page.say("yes") if getattr(total, name) else page.say("no") for name in ("provisional", "estimated")}
    return {
        "origin": total.origin,
        "source_kind": total.source_kind,
        **flags,
        "definition_version": version.number if version else None,
    }


def gap_map(page: Page, shown: GapMap, where: DeltaGenerator | None) -> None:
    """The communes in scope with everything the ranking is made of."""
    name = f"{page.indicator.code}_{page.view.period}"
    about = _about(page, page.indicator.wording(page.say.language).name)
    charts = {"funnel": page.say("Funnel plot")} if shown.is_funnel(page.view.layout) else {}
    if shown.has_curve:
        charts["lorenz"] = page.say("How the gap is spread")
    drawn = shown.reading.measured
    _menu(page, where, lambda: exported(page, shown, _MEASURED), name=name, about=about, charts=charts, drawn=drawn)


def trends(page: Page, shown: History, where: DeltaGenerator | None) -> None:
    """The history of the province, the groups and the communes in scope; both charts as pictures."""
    title = page.indicator.wording(page.say.language).name

    def table() -> pd.DataFrame:
        columns = [
            "kind",
            "code",
            "name",
            "period",
            "numerator",
            "denominator",
            "parts",
            "parts_expected",
            "provisional",
            "estimated",
            "origin",
            "source_kind",
            "geography",
            "definition_version",
            "blank",
        ]
        return with_standing(shown.history, page.indicator)[columns]

    charts = {"trend": title, "groups": page.say("By group")} if len(shown.groups) else {"trend": title}
    name, about = f"{page.indicator.code}_trends", _about(page, title)
    _menu(page, where, table, name=name, about=about, charts=charts, drawn=shown.history)


def equity(page: Page, shown: Equity, where: DeltaGenerator | None) -> None:
    """The groups in all periods and below them the measures of the period in view; the charts as pictures."""

    def table() -> pd.DataFrame:
        names = shown.groups["group"].astype(str).map(dict(shown.names))
        # In words at once: below rows of measures, which have none, the column is no longer one of yes and no.
        flags = {
            flag: [page.say("yes") if each else page.say("no") for each in shown.groups[flag]]
            for flag in ("provisional", "estimated")
        }
        groups = shown.groups.assign(group=names, communes=shown.groups["members"])
        groups = with_standing(groups, page.indicator).assign(**flags)[_GROUPS]
        if shown.summary.empty:
            return groups
        measures = shown.summary.assign(period=page.view.period)
        measures["reason"] = [page.say(REASONS[reason]) if reason else "" for reason in measures["reason"]]
        return pd.concat([groups, measures], ignore_index=True)

    title = f"{page.indicator.wording(page.say.language).name}: {grouping_label(shown.grouping, page.say)}"
    charts = {"equiplot": title} if len(shown.groups) else {}
    if shown.gap and shown.gap.change:
        charts["gap"] = page.say("Gap over time")
    if shown.explained is not None:
        charts["parts"] = page.say("Where the gap lies")
    _menu(
        page,
        where,
        table,
        name=f"{page.indicator.code}_equity_{shown.grouping}",
        about=_about(page, title),
        charts=charts,
        drawn=shown.groups,
    )


def matrix(page: Page, shown: Matrix, where: DeltaGenerator | None) -> None:
    """All communes by all indicators, one row each."""

    def table() -> pd.DataFrame:
        frames = [
            with_standing(r.measured, r.indicator, r.period).assign(
                indicator=r.indicator.wording(page.say.language).short, period=r.period.code
            )
            for r in shown.readings.values()
        ]
        return pd.concat(frames, ignore_index=True)[["indicator", "period", *_MEASURED]]

    title = page.say("Communes × indicators")
    _menu(page, where, table, name=f"communes_{page.period.year}", about=_about(page, title, whole=True))


def profile(page: Page, shown: Profile, where: DeltaGenerator | None) -> None:
    """One commune: all its indicators."""

    def table() -> pd.DataFrame:
        frames = [
            with_standing(r.measured[r.measured["code"] == shown.code], r.indicator, r.period).assign(
                indicator=r.indicator.wording(page.say.language).short, period=r.period.code
            )
            for r in shown.readings
        ]
        return pd.concat(frames, ignore_index=True)[["indicator", "period", *_MEASURED]]

    about = _about(page, str(shown.row["full_name"]), whole=True)
    charts = {} if page.indicator.province_only else {"trend": page.indicator.wording(page.say.language).name}
    drawn = pd.concat([shown.history, shown.former])
    _menu(page, where, table, name=f"commune_{shown.code}", about=about, charts=charts, drawn=drawn)
