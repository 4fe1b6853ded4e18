"""A workbook's zip, opened without trusting it: names, sizes and ratios are checked first, bytes are counted on the way."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType

from base.texts import marked
from intake.reading.errors import (
    ArchiveBombError,
    DamagedWorkbookError,
    MacroWorkbookError,
    NotATableError,
    PasswordProtectedError,
    ZipOfFilesError,
)

MAX_ENTRIES = 5_000
# Two million cells are 100 MB of XML.
MAX_UNPACKED = 400_000_000
# Sheets of equal rows shrink a hundredfold; a bomb a thousandfold.
MAX_RATIO = 300
_SMALL = 1_000_000
_CHUNK = 1 << 18
_ENCRYPTED = 0x1
_KNOWN_COMPRESSION = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}

UNZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
)
"""What Python's zipfile raises on archives that are not whole."""

_OTHER_OFFICE = (
    ("xl/workbook.bin", marked("a binary workbook (.xlsb)")),
    ("word/", marked("a text document (.docx)")),
    ("ppt/", marked("a presentation (.pptx)")),
    ("content.xml", marked("an OpenDocument file (.ods, .odt)")),
    ("Index/", marked("a workbook of Apple Numbers")),
)


class Package:
    """The parts of one workbook by name. A context manager.

    Raises, when made, RefusedFileError for what is no workbook, is encrypted, holds macros, or would unpack to too much.
    """

    def __init__(self, content: bytes, *, name: str) -> None:
        self._file = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except UNZIP_ERRORS as error:
            raise DamagedWorkbookError(file=name, reason=error) from error
        self._refuse_bombs(entries)
        self._entries = {entry.filename: entry for entry in entries}
        self._refuse_others()
        if len(self._entries) < len(entries):
            raise DamagedWorkbookError(file=name, reason="a part stands in it twice")
        self._left = MAX_UNPACKED

    def __enter__(self) -> "Package":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, part: object) -> bool:
        return part in self._entries

    def _refuse_bombs(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise ArchiveBombError(file=self._file, part=f"{len(entries)}")
        for entry in entries:
            if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
                raise ArchiveBombError(file=self._file, part=entry.filename)

    def _refuse_others(self) -> None:
        names = list(self._entries)
        if any(entry.flag_bits & _ENCRYPTED for entry in self._entries.values()):
            raise PasswordProtectedError(file=self._file)
        if any(name.endswith("vbaProject.bin") or name.startswith("xl/macrosheets/") for name in names):
            raise MacroWorkbookError(file=self._file)
        for start, what in _OTHER_OFFICE:
            if any(name.startswith(start) for name in names) and "xl/workbook.xml" not in names:
                raise NotATableError(file=self._file, what=what)
        if "[Content_Types].xml" not in names:
            if any(name.startswith("xl/") for name in names):
                raise DamagedWorkbookError(file=self._file, reason="[Content_Types].xml is missing")
            raise ZipOfFilesError(file=self._file)

    def chunks(self, part: str) -> Iterator[bytes]:
        """The content of `part`, piece by piece.

        Raises DamagedWorkbookError where it is missing or broken, ArchiveBombError where all parts together get too long.
        """
        entry = self._entries.get(part)
        if entry is None or entry.compress_type not in _KNOWN_COMPRESSION:
            raise DamagedWorkbookError(file=self._file, reason=f"{part} is missing")
        try:
            with self._zip.open(entry) as opened:
                while chunk := opened.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise ArchiveBombError(file=self._file, part=part)
                    yield chunk
        except UNZIP_ERRORS as error:
            raise DamagedWorkbookError(file=self._file, reason=f"{part}: {error}") from error


def target_of(part: str, target: str) -> str:
    """The name of the part that a relationship of `part` points to with `target`."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def relationships_of(part: str) -> str:
    """The name of the part that holds the relationships of `part`."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
