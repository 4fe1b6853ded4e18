"""What a file is, by its content: names lie, and old systems export web pages as .xls."""

import re
from pathlib import PurePath

from base.texts import marked
from intake.reading.errors import (
    EmptyFileError,
    NotATableError,
    OldWorkbookError,
    PasswordProtectedError,
    WebPageWorkbookError,
)

XLSX, CSV, JSON, PARQUET = "xlsx", "csv", "json", "parquet"

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
# Workbooks before Excel 5 are a stream without a container; BOF records of BIFF 2 to 8.
_BIFF = tuple(bytes.fromhex(start) for start in ("09000400", "09020600", "09040600", "09080800", "09081000"))
_MAGIC = (
    (b"%PDF", marked("a PDF document")),
    (b"{\\rtf", marked("a text document (RTF)")),
    (b"\x89PNG", marked("a picture")),
    (b"\xff\xd8\xff", marked("a picture")),
    (b"GIF8", marked("a picture")),
    (b"II*\x00", marked("a picture")),
    (b"MM\x00*", marked("a picture")),
    (b"Rar!\x1a", marked("a packed archive")),
    (b"7z\xbc\xaf", marked("a packed archive")),
    (b"\x1f\x8b", marked("a packed archive")),
    (b"BZh", marked("a packed archive")),
    (b"\xfd7zXZ", marked("a packed archive")),
    (b"SQLite format 3\x00", marked("a database")),
    (b"MZ", marked("a program")),
    (b"\x7fELF", marked("a program")),
)
BINARY = marked("a file of an unknown kind (neither text nor a workbook)")
_DOCUMENT = marked("a text document")
_CONTAINER = marked("a file of an old office program")

_MARKUP = re.compile(rb"<(\?xml|!doctype|!--|html|head|body|table|meta|style|script|div|workbook)\b", re.IGNORECASE)
_START = 4096
_BLANKS = b" \t\r\n\x0b\x0c"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(content: bytes, *, name: str) -> str:
    """XLSX (any zip), PARQUET, JSON or CSV (any other text).

    Raises RefusedFileError for what is known to be something else. That a text is one, `csv` decides.
    """
    start = _first_letters(content)
    if not start:
        raise EmptyFileError(file=name)
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return XLSX
    if content.startswith(b"PAR1"):
        return PARQUET
    if content.startswith(_OLE):
        _refuse_container(content, name)
    if content.startswith(_BIFF):
        raise OldWorkbookError(file=name)
    for magic, what in _MAGIC:
        # A CSV may begin with the letters MZ or BZh, but then with no control characters.
        if content.startswith(magic) and (len(magic) > 3 or re.search(rb"[\x00-\x08]", content[:_START])):
            raise NotATableError(file=name, what=what)
    if _MARKUP.match(start) or start[:13].lower() == b"mime-version:":
        raise WebPageWorkbookError(file=name, what="XML" if start[:5].lower() == b"<?xml" else "HTML")
    return JSON if _is_json(start, name) else CSV


def _first_letters(content: bytes) -> bytes:
    """The first bytes after byte order mark and blanks, of UTF-16 every byte that is not NUL."""
    start = content[:_START]
    for mark in _BOMS:
        if start.startswith(mark):
            start = start.removeprefix(mark)
            break
    if not start.strip(b"\x00" + _BLANKS):
        start = content[_START:].lstrip(b"\x00" + _BLANKS)[:_START]
    return start.replace(b"\x00", b"").lstrip(_BLANKS)


def _refuse_container(content: bytes, name: str) -> None:
    """An OLE2 container: its directory names what is in it, in UTF-16."""

    def holds(entry: str) -> bool:
        return entry.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise PasswordProtectedError(file=name)
    if holds("WordDocument"):
        raise NotATableError(file=name, what=_DOCUMENT)
    if holds("Workbook") or holds("Book") or PurePath(name).suffix.lower() in {".xls", ".xlt", ".xlsx"}:
        raise OldWorkbookError(file=name)
    raise NotATableError(file=name, what=_CONTAINER)


def _is_json(start: bytes, name: str) -> bool:
    """Whether a text is meant as JSON: a CSV may begin with a bracket too, but not with a bracket and a quoted key."""
    if not start.startswith((b"{", b"[")):
        return False
    return PurePath(name).suffix.lower() == ".json" or bool(re.match(rb"[{\[]\s*[\"{\[}\]]", start))
