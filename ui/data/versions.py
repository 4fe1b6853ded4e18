"""Two data versions beside each other: what stands otherwise in the later one."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st
from markupsafe import Markup

from base import formats, settings
from base.texts import Texts, marked
from exports.about import About
from exports.tables import csv_bytes
from ui.data import actions, card, changes, history, stepper
from ui.data.choice import OPEN, choose
from ui.frame import access, moving, shell, widgets
from ui.frame.blocks import Download
from ui.frame.page import Page
from ui.frame.provenance import version_text

_CAUSES = {
    "demo": marked("demo data"),
    "applied": marked("import"),
    "withdrawn": marked("import withdrawn"),
    "boundaries": marked("boundaries"),
    "areas": marked("areas"),
    "catalogue": marked("catalogue"),
}


def choose_two(page: Page) -> None:
    """The two select boxes, for officers; nothing while there is one version only."""
    if not access.person().officer:
        return
    say, names = page.say, _names(page)
    if len(names) < 2:
        return
    with st.container(key="card_versions"):
        shell.sheet(card.headline(say("Compare two data versions")), key="versions_head")
        earlier, later = _chosen(page, names)
        left, right = st.columns(2)
        with left:
            _choose("earlier", say("Earlier"), names, earlier, say)
        with right:
            _choose("later", say("Later"), names, later, say)
        if earlier and later and int(earlier) >= int(later):
            text = say("Choose an earlier version on the left and a later one on the right.")
            shell.sheet(card.remark(text), key="versions_order")


def are_chosen(page: Page) -> bool:
    """Whether the address names two versions that exist, in their order."""
    earlier, later = _chosen(page, _names(page))
    return bool(earlier and later) and int(earlier) < int(later)


def table(page: Page) -> None:
    """The figures that differ between the two versions of the address, with a download."""
    say = page.say
    earlier, later = _chosen(page, _names(page))
    found = actions.compared(page.data, int(earlier), int(later))
    with st.container(key="card_compared"):
        title = say("Data version {later} against {earlier}", later=later, earlier=earlier)
        shell.sheet(stepper.opened(title, page.view, say), key="compared_head")
        shell.sheet(_changes(page, int(earlier), int(later)), key="versions_words")
        shell.sheet(history.compared(found, page.catalogue, say=say), key="versions_table")
        if len(found):
            _download(page, found, earlier, later)


def _changes(page: Page, earlier: int, later: int) -> Markup:
    """What came in between the two versions, day by day, and what is different since, indicator by indicator."""
    all_of_them = page.data.versions()
    between = all_of_them[(all_of_them["version"] > earlier) & (all_of_them["version"] <= later)]
    batches = page.data.batches().set_index("batch_id").to_dict("index")
    days = [(_day(row, page.say), _event(row, batches, page.say)) for row in between.to_dict("records")[::-1]]
    return changes.words(days, page.data.compared_counts(earlier, later), page.catalogue, say=page.say)


def _event(row: Mapping[Any, Any], batches: Mapping[Any, Mapping[Any, Any]], say: Texts) -> str:
    """What made a version, and of an import its file and what it brought."""
    cause, batch = _cause(row, say), batches.get(row["batch_id"])
    if row["cause"] not in ("applied", "demo") or batch is None:
        return cause
    name = "" if batch["is_demo"] else f" ({history.name_of(batch, say)})"
    return f"{cause}{name}: {history.tally(batch, say)}"


def _names(page: Page) -> dict[str, str]:
    """What each data version is called, newest first."""
    return {str(row["version"]): _name(row, page.say) for row in page.data.versions().to_dict("records")}


def _chosen(page: Page, names: dict[str, str]) -> tuple[str, str]:
    """The two versions of the address, '' for one that does not exist."""
    earlier, _, later = page.view.versions.partition(".")
    return earlier if earlier in names else "", later if later in names else ""


def _choose(which: str, label: str, names: dict[str, str], current: str, say: Texts) -> None:
    key = f"version_{which}"
    st.session_state[key] = current or OPEN
    choose(label, names, key=key, say=say, on_change=_write)


def _write() -> None:
    """Both versions into the address; 0 stands for one that is not chosen yet."""
    both = (st.session_state.get(f"version_{which}", OPEN) for which in ("earlier", "later"))
    moving.set_params({"versions": ".".join("0" if version == OPEN else version for version in both)})


def _name(row: Mapping[Any, Any], say: Texts) -> str:
    """'15/01/2026 · bản 7 · đợt nhập 3': one looks for a day, not for a number."""
    number = say("version {n}", n=row["version"])
    return f"{_day(row, say)} · {number} · {_cause(row, say)}"


def _day(row: Mapping[Any, Any], say: Texts) -> str:
    at = pd.Timestamp(row["at"]).tz_convert(settings.province().zone)
    return formats.day(at.date(), say.language)


def _cause(row: Mapping[Any, Any], say: Texts) -> str:
    cause = say(_CAUSES.get(str(row["cause"]), str(row["cause"])))
    if row["cause"] in ("applied", "withdrawn") and not pd.isna(row["batch_id"]):
        cause = f"{cause} {row['batch_id']}"
    return cause


def _download(page: Page, found: pd.DataFrame, earlier: str, later: str) -> None:
    say = page.say
    about = About(
        title=say("Data version {later} against {earlier}", later=later, earlier=earlier),
        indicator="",
        period="",
        scope="",
        source=say("Reports as they came in"),
        version=version_text(page),
        illustrative=page.state.is_demo,
        suppression=say(
            "Not protected: figures as reported, also small ones. For the office's own work only, not to be passed on."
        ),
    )
    block = Download(
        say("Table as CSV"),
        f"versions_{earlier}_{later}.csv",
        "text/csv",
        lambda _page, _home: csv_bytes(found, about=about, say=say),
        "download_versions",
    )
    widgets.download(block, page)
