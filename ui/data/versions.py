"""Two data versions beside each other: what stands otherwise in the later one."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from base import formats
from base.texts import Texts, marked
from exports.about import About
from exports.tables import csv_bytes
from ui import shell
from ui.data import actions
from ui.data.choice import OPEN, choose
from ui.page import Page, version_text
from ui.parts import history
from ui.parts import imports as parts

_CAUSES = {
    "demo": marked("demo data"),
    "applied": marked("import"),
    "withdrawn": marked("import withdrawn"),
    "boundaries": marked("boundaries"),
    "areas": marked("areas"),
    "catalogue": marked("catalogue"),
}


def compare(page: Page) -> None:
    """Two select boxes and, when both are chosen, the figures that differ, as a table and as a download."""
    say = page.say
    known = page.data.versions()
    if len(known) < 2:
        return
    with st.container(key="card_versions"):
        shell.sheet(parts.headline(say("Compare two data versions")), key="versions_head")
        names = {str(row["version"]): _name(row, say) for row in known.to_dict("records")}
        earlier, later = _chosen(page, names)
        left, right = st.columns(2)
        with left:
            earlier = _choose("earlier", say("Earlier"), names, earlier, later, page.say)
        with right:
            later = _choose("later", say("Later"), names, earlier, later, page.say)
        if not (earlier and later):
            return
        if int(earlier) >= int(later):
            shell.sheet(
                parts.remark(say("Choose an earlier version on the left and a later one on the right.")),
                key="versions_order",
            )
            return
        found = actions.compared(page.data, int(earlier), int(later))
        shell.sheet(history.compared(found, page.catalogue, say=say), key="versions_table")
        _download(page, found, earlier, later)


def _chosen(page: Page, names: dict[str, str]) -> tuple[str, str]:
    """The two versions of the address, '' for one that does not exist."""
    earlier, _, later = page.view.versions.partition(".")
    return earlier if earlier in names else "", later if later in names else ""


def _choose(which: str, label: str, names: dict[str, str], earlier: str, later: str, say: Texts) -> str:
    key = f"version_{which}"
    st.session_state[key] = (earlier if which == "earlier" else later) or OPEN
    chosen = choose(label, names, key=key, say=say, on_change=_write)
    return "" if chosen == OPEN else chosen


def _write() -> None:
    """Both versions into the address; 0 stands for one that is not chosen yet."""
    both = (st.session_state.get(f"version_{which}", OPEN) for which in ("earlier", "later"))
    shell.set_params({"versions": ".".join("0" if version == OPEN else version for version in both)})


def _name(row: Mapping[Any, Any], say: Texts) -> str:
    """'7 · 15/01/2026 · đợt nhập 3'."""
    cause = say(_CAUSES.get(str(row["cause"]), str(row["cause"])))
    if row["cause"] in ("applied", "withdrawn") and not pd.isna(row["batch_id"]):
        cause = f"{cause} {row['batch_id']}"
    at = pd.Timestamp(row["at"])
    return f"{row['version']} · {formats.day(at.date(), say.language)} · {cause}"


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
    st.download_button(
        say("Table as CSV"),
        lambda: csv_bytes(found, about=about, say=say),
        file_name=f"versions_{earlier}_{later}.csv",
        mime="text/csv",
        on_click="ignore",
        key="download_versions",
    )
