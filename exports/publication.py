"""The publication export: any slice of the protected figures as CSV, XLSX, Parquet or DHIS2 data values.

Made of PUBLICATION (`data_access.queries.publication`), in which hidden cells have no figure: what is not there can't leave.
"""

import io
import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from base.errors import AtlasError
from base.texts import Texts, marked
from exports import tables
from exports.about import About
from exports.dhis2 import data_value_set
from indicators.labels import group_label
from indicators.measure import value_of_rate

_ORDER = [
    "indicator", "indicator_name", "period_code", "period", "kind", "code", "name", "area_valid_from", "stratum", "group",
    "numerator", "denominator", "value", "unit", "blank", "at_least", "provisional", "estimated", "late", "origin",
    "source_kind", "geography", "parts", "parts_expected", "collection", "source", "definition", "definition_version",
]  # fmt: skip

#: Rows that a sheet of XLSX takes, less those above the table.
_MOST_ROWS = 1_048_576 - 3

ABOUT_KEY = b"child_atlas_about"
"""Key of the Parquet file's metadata that holds About as a JSON object, label to text."""


class SheetTooLongError(AtlasError):
    """More cells than rows in a sheet."""

    source = marked(
        "{rows} rows are more than a sheet of XLSX holds ({most}). Choose fewer indicators or periods, or write CSV or Parquet."
    )


def with_values(frame: pd.DataFrame) -> pd.DataFrame:
    """PUBLICATION with `value` filled in from the counts, in the indicator's unit; `multiplier` goes.

    NaN where hidden, without a denominator, or 0 of 0. A value that was published without counts stays as printed.
    """
    top, bottom = frame["numerator"].to_numpy(float), frame["denominator"].to_numpy(float)
    plain = frame["unit"].isin(["count", "days"]).to_numpy(bool)
    made = np.where(plain, top, value_of_rate(top, bottom, frame["multiplier"].to_numpy(float)))
    return frame.assign(value=frame["value"].where(frame["value"].notna(), made)).drop(columns="multiplier")


def csv(frame: pd.DataFrame, *, about: About, say: Texts) -> bytes:
    """PUBLICATION as CSV with its source on top, text that begins like a formula made harmless (`exports.tables`)."""
    return tables.csv_bytes(_for_readers(frame, say), about=about, say=say)


def xlsx(frame: pd.DataFrame, *, about: About, say: Texts) -> bytes:
    """PUBLICATION as a workbook with a sheet about itself. Raises SheetTooLongError."""
    if len(frame) > _MOST_ROWS:
        raise SheetTooLongError(rows=len(frame), most=_MOST_ROWS)
    return tables.xlsx_bytes(_for_readers(frame, say), about=about, say=say)


def parquet(frame: pd.DataFrame, *, about: About, say: Texts) -> bytes:
    """PUBLICATION as Parquet for programs: columns and codes as they are, About in the schema's metadata (ABOUT_KEY)."""
    table = pa.Table.from_pandas(with_values(frame), preserve_index=False)
    lines = json.dumps(dict(about.lines(say)), ensure_ascii=False).encode()
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), ABOUT_KEY: lines})
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


def dhis2(frame: pd.DataFrame, *, codes: pd.DataFrame, about: About, say: Texts) -> bytes:
    """PUBLICATION as a DHIS2 data value set (`exports.dhis2`). codes: EXTERNAL of the system that will read it."""
    return data_value_set(frame, codes=codes, about=about, say=say)


def _for_readers(frame: pd.DataFrame, say: Texts) -> pd.DataFrame:
    """The table in reading order, with codes and names beside each other; `readable` translates the rest."""
    table = with_values(frame)
    groups = {key: _group_text(key, say) for key in table["stratum"].unique()}
    return table.assign(
        period_code=table["period"],
        group=table["stratum"].map(groups),
        area_valid_from=table["area_valid_from"].astype("str").where(table["kind"].isin(("commune", "former")), ""),
    )[_ORDER]


def _group_text(stratum: str, say: Texts) -> str:
    """'ethnic=mong|sex=f' as its names; '' for all together."""
    parts = (part.partition("=") for part in stratum.split("|") if part)
    return "; ".join(group_label(scheme, value, say) for scheme, _, value in parts)
