"""Uploads as the child process leaves them, written by hand: every state without a wait."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data_access.edition import Edition
from data_access.reports.rehearsal import Review
from indicators.findings import finding, frame
from intake import kept
from intake.checked import CheckedReports
from intake.declared import Declared
from intake.folder import Draft, Ended, Folder, Outcome, Pulse, Work
from intake.mapped import CLAIMS, COLUMNS, Mapped, no_totals
from intake.rules import RULES

NAME = "Báo cáo <b>Q4.xlsx"
ERROR, WARNING, OTHER_WARNING, NOTE = "formula_without_result", "formula_outside", "hidden_rows", "old_font"
COMMUNES = {"03160": "Xã Mường Nhé", "03158": "Xã Sín Thầu"}


def draft(data: Path, token: str, *, name: str = NAME, declared: Declared | None = None, **progress: Any) -> Path:
    """An upload in `data`; progress: work (check|apply), beats, step, share."""
    folder = Folder(data / "intake" / token)
    folder.path.mkdir(parents=True)
    (folder.path / "original").write_bytes(b"ma,so\n03160,5\n")
    folder.keep_draft(Draft(name, 48_213, "lan", datetime(2026, 1, 15, 5, tzinfo=UTC), declared or Declared()))
    folder.keep_pulse(Pulse(**{"beats": True, **progress}))
    return folder.path


def ended(folder: Path, state: Ended, *, work: Work = "check", source: str = "", **values: Any) -> None:
    """The child has ended in `state`; source and values: of its error."""
    error = json.dumps({"source": source, "values": values}) if source else ""
    Folder(folder).keep_outcome(Outcome(work, state, error))


def checked(
    folder: Path,
    rules: list[str],
    *,
    asked: tuple[str, ...] = (),
    unknown: int = 0,
    refused: int = 0,
    demo: bool = False,
) -> None:
    """What checking found: two figures of IMM01 in 2025, and one finding of each of `rules`."""
    claims = pd.DataFrame(
        [
            dict.fromkeys(CLAIMS, "")
            | {"indicator": "IMM01", "period": "2025", "area_kind": "commune", "area_code": code, "numerator": 5.0, "denominator": 9.0,
               "value": np.nan, "row": n, "sheet": "Biểu 1", "col": "D"}
            for n, code in enumerate(COMMUNES, start=5)
        ]
    )  # fmt: skip
    columns = pd.DataFrame(
        [
            ("Biểu 1", "B", "Mã xã", "area_code", "name"),
            *(("Biểu 1", "GHI"[n], f"Cột <i>{n}</i>", "", "none") for n in range(unknown)),
        ],
        columns=COLUMNS,
    )
    details = {"n": 3, "rows": "5–7", "charset": "TCVN3"}
    found = frame(
        [
            finding(RULES[rule], sheet="Biểu 1", row=5, col="D", value="=1+<script>", claim=0, **details)
            for rule in rules
        ]
    )
    mapped = Mapped("form", claims, no_totals(), columns, found.iloc[:0], asked, "vi")
    kept.write_checked(
        Folder(folder),
        CheckedReports(
            NAME,
            "ab" * 32,
            found,
            Declared(),
            mapped,
            claims.iloc[refused:],
            None if asked else _review(demo=demo),
            refused=refused,
        ),
    )


def _review(*, demo: bool) -> Review:
    figures = [f"{when}_{part}" for when in ("before", "after") for part in ("numerator", "denominator", "value")]
    nan = float("nan")
    return Review(
        base=Edition(3, "ab" * 8),
        changes=pd.DataFrame(
            [("IMM01", "2025", "added", 1), ("IMM01", "2025", "changed", 1)], columns=["indicator", "period", "what", "n"]
        ),
        communes=pd.DataFrame(
            [("03160", 1, 0, 0), ("03158", 0, 1, 0)], columns=["code", "added", "changed", "removed"]
        ),
        totals=pd.DataFrame(
            [("IMM01", "2025", "Điện Biên", 90.0, 100.0, nan, 93.0, 120.0, nan)], columns=["indicator", "period", "name", *figures]
        ),
        examples=pd.DataFrame(
            [("IMM01", "2025", "03158", "Xã Sín Thầu", "", "changed", 4.0, 9.0, nan, 5.0, 9.0, nan)],
            columns=["indicator", "period", "code", "name", "stratum", "what", *figures],
        ),
        demo=demo,
        nothing=False,
    )  # fmt: skip
