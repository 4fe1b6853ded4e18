"""From bytes to a Document: TOML and zips of documents here, spreadsheets and CSV by the imports' own reading."""

import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath

import pandas as pd

from base.errors import AtlasError
from base.texts import marked
from indicators.findings import Finding, finding, frame, joined
from intake.documents.catalogue_entry import (
    CatalogueError,
    MissingFieldError,
    RepeatedIndicatorError,
    UnknownFieldError,
    UnreadableCatalogueError,
    WrongFieldError,
)
from intake.documents.catalogue_file import read_indicators
from intake.documents.columns import KIND_OF
from intake.documents.document import Document, parted, read_table, table_of
from intake.documents.rules import (
    BAD_PACKAGE,
    FIELD_MISSING,
    FIELD_NOT_ONE_OF,
    FIELD_UNKNOWN,
    FIELD_WRONG,
    INDICATOR_TWICE,
    MIXED,
    UNREADABLE,
)
from intake.reading import read as read_source
from intake.reading.source import Source

CATALOGUE = "catalogue"

_RULES = {
    UnreadableCatalogueError: UNREADABLE,
    MissingFieldError: FIELD_MISSING,
    UnknownFieldError: FIELD_UNKNOWN,
    WrongFieldError: FIELD_WRONG,
    RepeatedIndicatorError: INDICATOR_TWICE,
}

_MAX_FILES, _MAX_BYTES = 50, 20_000_000
_ENCRYPTED = 0x1
_LITTER = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")

_TOO_MUCH = marked("it holds too much")
_LOCKED = marked("it is locked with a password")
_DAMAGED = marked("it is damaged")
_OTHERS = marked("it holds other files than documents")


class NoDocumentError(AtlasError):
    """A file was taken for a configuration document and is none."""

    source = marked(
        "{file} is no configuration document: no sheet has the columns of one. docs/new-province.md lists them."
    )


def is_package(name: str, content: bytes) -> bool:
    """Whether a file can only be a document, because the reading of reports knows no such form: TOML, or a zip that is no workbook."""
    if name.casefold().endswith(".toml"):
        return True
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = [PurePosixPath(entry).suffix.casefold() for entry in package.namelist() if not _is_litter(entry)]
    except (zipfile.BadZipFile, ValueError, OSError):
        return False
    return bool(names) and all(suffix in (".toml", ".csv") for suffix in names)


def recognise(name: str, content: bytes, source: Source | None = None) -> str | None:
    """Which kind of document a file is (see `columns.KINDS`); None: none, most likely a report.

    source: the file as read already; TOML and zips need none. Raises what reading raises.
    """
    if is_package(name, content):
        return _kind(read(name, content))
    return _kind_of(source if source is not None else read_source(name, content))


def read(name: str, content: bytes, source: Source | None = None) -> Document:
    """The document in a file. Raises NoDocumentError, and what reading raises for a file that is no table or not safe."""
    if name.casefold().endswith(".toml"):
        return _catalogue({name: content})
    if is_package(name, content):
        return _package(name, content)
    source = source if source is not None else read_source(name, content)
    if _kind_of(source) is None:
        raise NoDocumentError(file=name)
    return _joined([source])


def _kind(document: Document) -> str | None:
    return document.kind or None


def _kind_of(source: Source) -> str | None:
    kinds = [KIND_OF[table[0]] for sheet in source.sheets if not sheet.hidden and (table := table_of(sheet))]
    return kinds[0] if kinds else None


def _joined(sources: list[Source]) -> Document:
    """The tables of all sheets; sheets that are none (notes, examples) are left out."""
    tables: dict[str, list[pd.DataFrame]] = {}
    findings = [source.findings[source.findings["level"] == "error"] for source in sources]
    for source in sources:
        for sheet in source.sheets:
            place = None if sheet.hidden else table_of(sheet)
            if place is None:
                continue
            table, wrong = read_table(sheet, *place)
            if len(sources) > 1:
                table, wrong = table.assign(sheet=source.name), wrong.assign(sheet=source.name)
            tables.setdefault(place[0], []).append(table)
            findings.append(wrong)
    kinds = list(dict.fromkeys(KIND_OF[name] for name in tables))
    if len(kinds) > 1:
        findings.append(frame([finding(MIXED, value=", ".join(kinds))]))
        tables = {name: frames for name, frames in tables.items() if KIND_OF[name] == kinds[0]}
    whole = {name: pd.concat(frames, ignore_index=True) for name, frames in tables.items()}
    return Document(kind=kinds[0] if kinds else "", tables=parted(whole), findings=joined(findings))


def _catalogue(files: dict[str, bytes]) -> Document:
    indicators, errors = read_indicators(files)
    rows = [of_error(error) for error in errors]
    return Document(kind=CATALOGUE, indicators=tuple(indicators), findings=frame(rows))


def of_error(error: CatalogueError) -> Finding:
    """An error of the catalogue as a finding; a TOML file is its own sheet."""
    rule = _RULES[type(error)]
    values = dict(error.values)
    value, file = values.pop("value", values.get("code", "")), values["file"]
    if isinstance(error, WrongFieldError):
        rule = FIELD_NOT_ONE_OF if "{allowed}" in error.expected else rule
        values["expected"] = error.expected
    return finding(rule, sheet=file, value=value, **values)


def _package(name: str, content: bytes) -> Document:
    try:
        files = _unpacked(content)
    except ValueError as wrong:
        return Document(kind=_guessed(content), findings=frame([finding(BAD_PACKAGE, reason=str(wrong))]))
    if all(file.casefold().endswith(".toml") for file in files):
        return _catalogue(files)
    if any(file.casefold().endswith(".toml") for file in files):
        return Document(kind="areas", findings=frame([finding(MIXED, value=", ".join(files))]))
    document = _joined([read_source(file, part) for file, part in files.items()])
    if not document.kind:
        raise NoDocumentError(file=name)
    return document


def _guessed(content: bytes) -> str:
    """Of a package that is not opened: what its names speak of."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return CATALOGUE if any(n.casefold().endswith(".toml") for n in package.namelist()) else "areas"


def _is_litter(name: str) -> bool:
    return name.endswith("/") or any(part in _LITTER for part in PurePosixPath(name).parts)


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip by their bare names. Raises ValueError with a source text."""
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            entries = [entry for entry in package.infolist() if not _is_litter(entry.filename)]
            if len(entries) > _MAX_FILES or sum(entry.file_size for entry in entries) > _MAX_BYTES:
                raise ValueError(_TOO_MUCH)
            for entry in entries:
                if entry.flag_bits & _ENCRYPTED:
                    raise ValueError(_LOCKED)
                name = PurePosixPath(entry.filename.replace("\\", "/")).name
                if name in files:
                    raise ValueError(_OTHERS)
                with package.open(entry) as packed:
                    # What the entry says of its size may be a lie.
                    files[name] = packed.read(_MAX_BYTES + 1)
                if len(files[name]) > _MAX_BYTES:
                    raise ValueError(_TOO_MUCH)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as damaged:
        raise ValueError(_DAMAGED) from damaged
    return files
