"""The files of published boundaries: written whole and in a safe order, read again, and known by their content.

Without a geometry library: a running server puts them back where they are gone.
"""

import gzip
import hashlib
import io
import os
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from base.texts import marked
from geo.errors import BoundaryError

_PACKED = (".json.gz", ".deck.geojson.gz")
_MOST = 100_000_000
"""Bytes that a file may unpack to; the whole country takes a fiftieth of it."""


def packed_names(name: str) -> tuple[str, str]:
    """What the files of the hash `name` are called as they travel: `<hash>.json.gz`, `<hash>.deck.geojson.gz`."""
    body, deck = (f"{name}{suffix}" for suffix in _PACKED)
    return body, deck


@dataclass(frozen=True)
class Files:
    """One published set of boundaries. body: the object that maps are drawn from; deck: coarse polygons for the 3-D view.

    packed: both as they travel (gzip).
    """

    body: bytes
    deck: bytes
    packed: tuple[bytes, bytes]

    @classmethod
    def of(cls, body: bytes, deck: bytes) -> "Files":
        """Packed here: the same bytes for the same content, since no time stamp is in the header."""
        return cls(body, deck, (_gzip(body), _gzip(deck)))

    @property
    def hash(self) -> str:
        """What the files are named by: 16 digits of their content."""
        return hashlib.sha256(self.body + self.deck).hexdigest()[:16]

    def travelling(self) -> dict[str, bytes]:
        """Both as they travel, by their names."""
        return dict(zip(packed_names(self.hash), self.packed, strict=True))

    def write(self, folder: Path) -> Path:
        """Write all four into `folder`; the path of `<hash>.json`, which comes last: where it stands, the others do too.

        Raises BoundaryError if the folder can't be written.
        """
        last = folder / f"{self.hash}.json"
        write_whole(folder / f"{self.hash}.deck.geojson", self.deck)
        for name, content in reversed(self.travelling().items()):
            write_whole(folder / name, content)
        write_whole(last, self.body)
        return last


def unpacked(name: str, packed: Mapping[str, bytes]) -> Files | None:
    """The files of the hash `name` from how they travel; None where one is missing, damaged or of other content."""
    try:
        body, deck = (packed[each] for each in packed_names(name))
        files = Files(_gunzip(body), _gunzip(deck), (body, deck))
    except (KeyError, OSError, EOFError, zlib.error):
        return None
    return files if files.hash == name else None


def read(folder: Path, name: str) -> Files | None:
    """The files of the hash `name` that lie in `folder`; None unless they are there and whole."""
    try:
        return unpacked(name, {each: (folder / each).read_bytes() for each in packed_names(name)})
    except OSError:
        return None


def lie_in(folder: Path, name: str) -> bool:
    """Whether all four files of the hash `name` lie in `folder`."""
    plain = (each.removesuffix(".gz") for each in packed_names(name))
    return all((folder / each).is_file() for each in (*packed_names(name), *plain))


def write_whole(target: Path, content: bytes) -> None:
    """Write `target` so that a reader sees the old file or the whole new one. Raises BoundaryError."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            # mkstemp makes files for the owner alone; a web server of another user must read them.
            Path(temporary).chmod(0o644)
            Path(temporary).replace(target)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise BoundaryError(
            marked(
                "The folder {folder} can't be written ({reason}). Give this user the right to write there, "
                "or name another folder in CHILD_ATLAS_DATA. The former boundaries stay in use."
            ),
            folder=target.parent,
            reason=error.strerror or type(error).__name__,
        ) from error


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)


def _gunzip(packed: bytes) -> bytes:
    """Raises OSError, EOFError or zlib.error for what is no gzip, torn, or grows past all measure."""
    with gzip.GzipFile(fileobj=io.BytesIO(packed)) as opened:
        content = opened.read(_MOST + 1)
    if len(content) > _MOST:
        raise gzip.BadGzipFile(f"over {_MOST} bytes")
    return content
