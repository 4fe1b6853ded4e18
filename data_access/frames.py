"""Rows of a query as a frame with the dtypes that the frames contract names."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Connection, CursorResult, Executable

_PIECE = 50_000


def read_frame(
    connection: Connection,
    query: Executable,
    values: Mapping[str, Any] | None = None,
    *,
    floats: tuple[str, ...] = ("numerator", "denominator", "value", "at_least"),
    flags: tuple[str, ...] = ("estimated", "provisional", "late", "is_demo"),
) -> pd.DataFrame:
    """The rows of `query`, columns as it names them.

    floats become float64 with NaN for NULL, flags bool (SQLite answers 0 and 1 to plain SQL), as far as they are there.
    """
    answer = connection.execute(query, values or {})
    names = list(answer.keys())
    rows = [tuple(row) for row in answer]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    frame = {}
    for name, column in zip(names, columns, strict=True):
        if name in floats:
            frame[name] = pd.Series(column, dtype="float64")
        elif name in flags:
            frame[name] = pd.Series(column, dtype="bool")
        else:
            frame[name] = pd.Series(column, dtype="object").infer_objects() if column else pd.Series(dtype="object")
    return pd.DataFrame(frame, columns=names)


def read_arrays(connection: Connection, query: Executable, dtypes: Mapping[str, str]) -> pd.DataFrame:
    """The rows of `query` whose columns are all numbers, as `dtypes` names them: a tenth of the memory of objects.

    Read in pieces, so that a million rows never stand as tuples. NULL becomes NaN in a float column.
    """
    answer = connection.execution_options(stream_results=True).execute(query)
    pieces = [pd.DataFrame(columns=list(dtypes)).astype(dict(dtypes))]
    for rows in answer.partitions(_PIECE):
        columns = zip(*rows, strict=True)
        pieces.append(
            pd.DataFrame(
                {
                    name: pd.Series(column, dtype=dtype)
                    for (name, dtype), column in zip(dtypes.items(), columns, strict=True)
                }
            )
        )
    return pd.concat(pieces, ignore_index=True)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `frame` as values to bind: plain Python objects, None for NaN."""
    plain = frame.astype(object)
    plain = plain.where(plain.notna(), None)
    names = [str(name) for name in plain.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*(plain[name] for name in names), strict=True)]


def new_id(entered: CursorResult) -> int:
    """The key that the database gave to the row just entered."""
    key = entered.inserted_primary_key
    if key is None:
        raise LookupError("the statement entered no single row")
    return int(key[0])
