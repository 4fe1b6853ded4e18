"""Bytes in, sheets out: what an office sent, opened without trusting it, with nothing interpreted but its letters."""

import hashlib
from pathlib import Path

from indicators.findings import Finding, frame
from intake.reading import kinds
from intake.reading.delimited import read_csv
from intake.reading.errors import FileTooLargeError, MissingFileError
from intake.reading.json_values import read_json
from intake.reading.parquet import read_parquet
from intake.reading.source import Sheet, Source
from intake.reading.xlsx import read_xlsx

MAX_BYTES = 200_000_000
_MB = 1_000_000


def read(name: str, content: bytes) -> Source:
    """The file `name` as a Source. Its kind is told from `content`; the name serves for messages.

    Raises RefusedFileError (`intake.reading.errors`), whose text says what to do; never anything else for any content.
    """
    if len(content) > MAX_BYTES:
        raise _too_large(name, len(content))
    kind = kinds.kind_of(content, name=name)
    sheets: tuple[Sheet, ...] = ()
    findings: list[Finding] = []
    encoding, document = "", None
    if kind == kinds.XLSX:
        sheets, findings = read_xlsx(content, name=name)
    elif kind == kinds.PARQUET:
        sheet, findings = read_parquet(content, name=name)
        sheets = (sheet,)
    elif kind == kinds.JSON:
        document = read_json(content, name=name)
    else:
        sheet, encoding, findings = read_csv(content, name=name)
        sheets = (sheet,)
    return Source(
        name=name,
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        sheets=sheets,
        encoding=encoding,
        document=document,
        findings=frame(findings),
    )


def read_file(path: Path) -> tuple[bytes, Source]:
    """The bytes of the file at `path`, to be kept, and what they say. Too large a file is refused before it is read.

    Raises RefusedFileError.
    """
    content = content_of(path)
    return content, read(path.name, content)


def content_of(path: Path) -> bytes:
    """The bytes of the file at `path`; too large a file is refused before it is read. Raises RefusedFileError."""
    try:
        if not path.is_file():
            raise MissingFileError(file=path.name, reason="not a file")
        if (size := path.stat().st_size) > MAX_BYTES:
            raise _too_large(path.name, size)
        return path.read_bytes()
    except OSError as error:
        raise MissingFileError(file=path.name, reason=error.strerror or error) from error


def _too_large(name: str, size: int) -> FileTooLargeError:
    return FileTooLargeError(file=name, size=-(-size // _MB), limit=MAX_BYTES // _MB)
