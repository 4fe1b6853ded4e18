"""Unpack a zipped boundary file without trusting it: sizes, ratios and names are checked before a byte is written."""

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from base.texts import marked
from geo.errors import BoundaryError

# A province in full detail is 3 MB unpacked, the country 700 MB.
MAX_FILES = 200
MAX_BYTES = 2_000_000_000
# Tables padded with blanks shrink a hundredfold; a bomb a thousandfold.
MAX_RATIO = 300
_SMALL = 1_000_000
_CHUNK = 1 << 20

BOMB = marked(
    "{file} would unpack to more than a boundary file can be ({name}). Nothing was unpacked. "
    "Send the shapefile's own parts in a fresh zip."
)


def unpack(archive: Path, folder: Path) -> None:
    """Unpack `archive` into the empty `folder`, without its folders: all parts lie side by side.

    Raises BoundaryError for a damaged or encrypted archive, a zip bomb, names that lead elsewhere, or one name twice.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entries = [e for e in opened.infolist() if not e.is_dir() and not _is_litter(e.filename)]
            _check(archive, entries)
            for entry in entries:
                _write(archive, opened, entry, folder / PurePosixPath(entry.filename).name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise BoundaryError(
            marked("{file} is damaged or not a zip file ({reason}). Make the zip again and send it whole."),
            file=archive.name,
            reason=error,
        ) from error


def _is_litter(name: str) -> bool:
    """What file managers add."""
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in {".DS_Store", "Thumbs.db", "desktop.ini"}


def _check(archive: Path, entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        parts = PurePosixPath(name.replace("\\", "/")).parts
        leads_out = name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\x00" in entry.orig_filename
        if leads_out or stat.S_ISLNK(entry.external_attr >> 16):
            raise BoundaryError(
                marked("{file} holds a name that leads outside of it: {name}. Such a file is not opened."),
                file=archive.name,
                name=repr(name),
            )
        if entry.flag_bits & 0x1:
            raise BoundaryError(
                marked("{file} is locked with a password ({name}). Send it without one."), file=archive.name, name=name
            )
        if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise BoundaryError(BOMB, file=archive.name, name=name)
        plain = PurePosixPath(name).name.casefold()
        if plain in seen:
            raise BoundaryError(
                marked("{file} holds {name} twice, in two folders. Send one of them."), file=archive.name, name=plain
            )
        seen.add(plain)
    if len(entries) > MAX_FILES or sum(e.file_size for e in entries) > MAX_BYTES:
        raise BoundaryError(BOMB, file=archive.name, name=f"{len(entries)}")


def _write(archive: Path, opened: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    """Write one entry, and no more bytes than it declared: the header may lie."""
    written = 0
    with opened.open(entry) as source, target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > entry.file_size:
                raise BoundaryError(BOMB, file=archive.name, name=entry.filename)
            out.write(chunk)
