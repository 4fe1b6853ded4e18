"""Long CSV as programs write it: no quotation marks, as many cells in every line. Read by Arrow, in a fifth of the time."""

import pyarrow as pa
import pyarrow.csv as pa_csv


def regular_columns(body: memoryview, *, delimiter: str, width: int) -> list[pa.ChunkedArray] | None:
    """The columns (large_string, '' where empty) of `body`, UTF-8 without a byte order mark; every line is a row.

    None if it is not as regular as that: quotation marks, a blank line, a row of another length, bytes that are no UTF-8.
    """
    body = _without_last_breaks(body)
    content = body.obj
    if not isinstance(content, bytes) or b'"' in content:
        return None
    names = [str(number) for number in range(width)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            read_options=pa_csv.ReadOptions(column_names=names, block_size=8 << 20),
            parse_options=pa_csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return list(table.columns)


def _without_last_breaks(body: memoryview) -> memoryview:
    end = len(body)
    while end and body[end - 1] in b"\r\n":
        end -= 1
    return body[:end]
