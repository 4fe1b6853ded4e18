"""Parquet files, laid out as a sheet: names of columns in row 1, values from row 2 on."""

import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from indicators.findings import Finding, column_letters, finding
from intake.reading import rules
from intake.reading.delimited import MAX_CELLS, MAX_COLUMNS, MAX_ROWS
from intake.reading.errors import (
    ColumnTypeError,
    DamagedParquetError,
    EmptyFileError,
    TooManyCellsError,
    TooManyColumnsError,
    TooManyRowsError,
    TooMuchMemoryError,
)
from intake.reading.fonts import seen
from intake.reading.source import Sheet

MAX_UNPACKED = 1_000_000_000
"""Bytes as they are before they are packed; a million rows of 40 columns take a third of it."""


def read_parquet(content: bytes, *, name: str) -> tuple[Sheet, list[Finding]]:
    """The table and rows for FINDINGS. Numbers, days, instants and yes-or-no stay what they are.

    Equal values share one object, so that a million rows take little more than their references.
    Raises RefusedFileError: damaged, nested columns, too large.
    """
    try:
        opened = pq.ParquetFile(pa.BufferReader(content))
        _refuse_large(opened, name)
        # Texts stay references to what differs: one long text in a million rows is one text.
        texts = [field.name for field in opened.schema_arrow if _is_text(field.type)]
        opened = pq.ParquetFile(pa.BufferReader(content), read_dictionary=texts)
        # Row group by row group in one thread: what a damaged file does then ends with an error.
        table = opened.read(use_threads=False)
    except MemoryError as full:
        raise TooMuchMemoryError(file=name) from full
    except (pa.ArrowException, OSError, ValueError, OverflowError, KeyError) as error:
        raise DamagedParquetError(file=name, reason=str(error).splitlines()[0][:200] if str(error) else "") from error
    if not table.num_rows:
        raise EmptyFileError(file=name)
    findings: list[Finding] = []
    columns = {number: _column(table, number, name, findings) for number in range(table.num_columns)}
    return Sheet(
        name="", table=pd.DataFrame(columns, index=pd.RangeIndex(1, table.num_rows + 2), dtype=object)
    ), findings


def _refuse_large(opened: pq.ParquetFile, name: str) -> None:
    schema, rows = opened.schema_arrow, opened.metadata.num_rows
    for field in schema:
        if not _is_plain(field.type):
            raise ColumnTypeError(file=name, column=field.name, kind=str(field.type)[:60])
    if len(schema) > MAX_COLUMNS:
        raise TooManyColumnsError(file=name, sheet="", found=column_letters(len(schema) - 1), limit=MAX_COLUMNS)
    if rows > MAX_ROWS:
        raise TooManyRowsError(file=name, limit=MAX_ROWS)
    if rows * len(schema) > MAX_CELLS:
        raise TooManyCellsError(file=name, limit=MAX_CELLS)
    groups = (opened.metadata.row_group(at) for at in range(opened.metadata.num_row_groups))
    if sum(group.total_byte_size for group in groups) > MAX_UNPACKED:
        raise TooMuchMemoryError(file=name)


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_plain(kind: pa.DataType) -> bool:
    types = pa.types
    if types.is_dictionary(kind):
        return bool(_is_plain(kind.value_type))
    return any(
        test(kind)
        for test in (
            types.is_string, types.is_large_string, types.is_string_view, types.is_integer, types.is_floating,
            types.is_decimal, types.is_boolean, types.is_date, types.is_timestamp, types.is_null,
        )
    )  # fmt: skip


def _column(table: pa.Table, number: int, name: str, findings: list[Finding]) -> "np.ndarray[Any, Any]":
    """The cells of one column, its name first."""
    try:
        values, places = _distinct(table.column(number))
    except (pa.ArrowException, ValueError, OverflowError) as error:
        raise DamagedParquetError(file=name, reason=f"{table.column_names[number][:40]}: {error}"[:200]) from error
    heading = table.column_names[number]
    says = seen([((text, ""),) for text in {heading, *(value for value in values if isinstance(value, str))}])
    cells: list[Any] = []
    for value in values:
        if isinstance(value, str):
            cells.append(says[((value, ""),)].text)
        elif isinstance(value, float) and not math.isfinite(value):
            cells.append(None)
            if not math.isnan(value):
                rows = (places == len(cells) - 1).nonzero()[0] + 2
                findings.extend(
                    finding(rules.NOT_FINITE, row=int(row), col=column_letters(number), value=value) for row in rows
                )
        else:
            cells.append(_plain(value))
    taken = np.empty(len(cells) + 1, dtype=object)
    taken[:-1] = cells
    # Places of nulls are -1, the last.
    return np.concatenate([np.array([says[((heading, ""),)].text], dtype=object), taken[places]])


def _distinct(column: pa.ChunkedArray) -> tuple[list[Any], "np.ndarray[Any, Any]"]:
    """The different values of `column`, and for each row which it is, -1 where it is null."""
    kind = column.type
    if pa.types.is_dictionary(kind) and _is_text(kind.value_type):
        whole = column.unify_dictionaries().combine_chunks()
        if isinstance(whole, pa.ChunkedArray):
            whole = whole.combine_chunks()
        return whole.dictionary.to_pylist(), whole.indices.fill_null(-1).to_numpy()
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_null(kind):
        return [], np.full(len(column), -1)
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("us"), safe=False)
    if pa.types.is_string_view(kind):
        column = column.cast(pa.large_string())
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return encoded.dictionary.to_pylist(), encoded.indices.fill_null(-1).to_numpy()


def _plain(value: Any) -> Any:
    """A decimal as a number, midnight as a day."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, bool | int | float | date):
        return value
    return None
