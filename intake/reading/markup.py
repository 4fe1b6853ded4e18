"""XML of a workbook, read as a stream: no document types, no entities, no depth without end, nothing fetched.

Expat itself, because defusedxml's parser makes Python objects of a tree that nobody needs here. What that package forbids
is forbidden in the same way: at the first declaration.
"""

from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from intake.reading.errors import DamagedWorkbookError, MarkupDeclarationError

_SHEETS = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "http://schemas.openxmlformats.org/package/2006/content-types",
    }
)
_LINKS = frozenset(
    {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
)
LINK_ID = "r:id"
# Excel's own parts are at most 12 deep.
_MAX_DEPTH = 64
# Numbers and short texts; more is given in pieces.
_BUFFER = 1 << 16


class Handler:
    """What becomes of the elements of one part. Elements of other namespaces are passed over with all they hold."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element of SpreadsheetML begins. The identifier of a relationship is attribute LINK_ID."""

    def end(self, tag: str) -> None:
        """It ends."""

    def text(self, piece: str) -> None:
        """Text inside of it, perhaps in several pieces."""


def parse(chunks: Iterable[bytes], handler: Handler, *, file: str, part: str) -> None:
    """Feed `handler` with the elements of `part`.

    Raises MarkupDeclarationError for document types and entities; DamagedWorkbookError for what is no XML,
    or for a ValueError or LookupError of the handler or of an unknown encoding: a number that is none, a text that is not there.
    """
    parser = _parser(handler, file, part)
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise DamagedWorkbookError(file=file, reason=f"{part}: {error}") from error
    except (ValueError, LookupError, OverflowError) as error:
        raise DamagedWorkbookError(file=file, reason=f"{part}: {error!s}"[:200]) from error


def _parser(handler: Handler, file: str, part: str) -> Any:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _BUFFER
    names: dict[str, str] = {}
    depth = foreign = 0

    def local(name: str) -> str:
        space, _, tag = name.rpartition(" ")
        names[name] = tag if space in _SHEETS else ""
        return names[name]

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, foreign
        depth += 1
        if depth > _MAX_DEPTH:
            message = "elements inside elements without end"
            raise ValueError(message)
        tag = names.get(name)
        if tag is None:
            tag = local(name)
        if foreign or not tag:
            foreign += 1
            return
        for key in attributes:
            if " " in key and key.rpartition(" ")[0] in _LINKS and key.endswith(" id"):
                attributes = {**attributes, LINK_ID: attributes[key]}
                break
        handler.start(tag, attributes)

    def end(name: str) -> None:
        nonlocal depth, foreign
        depth -= 1
        if foreign:
            foreign -= 1
            return
        handler.end(names[name])

    def text(piece: str) -> None:
        if not foreign:
            handler.text(piece)

    def refuse(*_: object) -> int:
        raise MarkupDeclarationError(file=file, part=part)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser
