"""What a workbook says about itself: its sheets, the texts that they share, and how its cells look."""

import re
from dataclasses import dataclass, field

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from intake.reading.errors import DamagedWorkbookError, MacroWorkbookError
from intake.reading.markup import LINK_ID, Handler, parse
from intake.reading.package import Package, relationships_of, target_of

_CONTENT_TYPES = "[Content_Types].xml"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# Excel holds 32,767 characters in a cell.
MAX_TEXT = 131_072

Run = tuple[str, str]
"""A piece of text and the name of its font ('': that of the cell)."""


@dataclass(frozen=True)
class Look:
    """How cells of one style look: font (name), number_format (code, '' if general), dated (shown as date or instant)."""

    font: str = ""
    number_format: str = ""
    dated: bool = False


@dataclass(frozen=True)
class SheetEntry:
    """A sheet as the workbook lists it. name: unchanged, so that others find the sheet by it."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Workbook:
    """All that the cells of the sheets refer to. from_1904: dates count from 1904. computed: formulas have been computed."""

    sheets: tuple[SheetEntry, ...]
    texts: list[tuple[Run, ...]]
    looks: list[Look]
    from_1904: bool
    computed: bool


def open_workbook(package: Package, *, file: str) -> Workbook:
    """The workbook in `package`.

    Raises MacroWorkbookError, DamagedWorkbookError, MarkupDeclarationError.
    """
    types = _ContentTypes()
    parse(package.chunks(_CONTENT_TYPES), types, file=file, part=_CONTENT_TYPES)
    if types.has_macros:
        raise MacroWorkbookError(file=file)
    root = _links(package, "", file)
    main = next((target for kind, target in root.values() if kind == "officeDocument"), "xl/workbook.xml")
    book = _Book()
    parse(package.chunks(main), book, file=file, part=main)
    links = _links(package, main, file)
    sheets = []
    for name, link, hidden in book.sheets:
        kind, part = links.get(link, ("", ""))
        if kind == "xlMacrosheet":
            raise MacroWorkbookError(file=file)
        if kind == "worksheet":
            sheets.append(SheetEntry(name, part, hidden))
        elif kind not in {"chartsheet", "dialogsheet"}:
            raise DamagedWorkbookError(file=file, reason=f"sheet {name[:40]}: its part is missing")
    if len({sheet.name.casefold() for sheet in sheets}) < len(sheets):
        raise DamagedWorkbookError(file=file, reason="two sheets have the same name")
    parts = dict(links.values())
    texts, looks = SharedTexts(), _Looks()
    for kind, handler in (("sharedStrings", texts), ("styles", looks)):
        if kind in parts:
            parse(package.chunks(parts[kind]), handler, file=file, part=parts[kind])
    return Workbook(tuple(sheets), texts.texts, looks.looks(), book.from_1904, book.computed)


def _links(package: Package, part: str, file: str) -> dict[str, tuple[str, str]]:
    """Identifier -> (kind, part) of the relationships of `part`."""
    name = relationships_of(part) if part else "_rels/.rels"
    links = _Links(part)
    if name in package:
        parse(package.chunks(name), links, file=file, part=name)
    return links.links


def unescaped(text: str) -> str:
    """`text` with Excel's escapes of control characters ('_x000D_') resolved."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def is_on(attributes: dict[str, str], key: str) -> bool:
    """Whether a yes-or-no attribute says yes."""
    return attributes.get(key, "0").lower() in {"1", "true", "on"}


class _ContentTypes(Handler):
    def __init__(self) -> None:
        self.has_macros = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if tag in {"Override", "Default"} and ("macroenabled" in kind or "vbaproject" in kind):
            self.has_macros = True


class _Links(Handler):
    def __init__(self, part: str) -> None:
        self._part = part
        self.links: dict[str, tuple[str, str]] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes["Type"].rpartition("/")[2]
            self.links[attributes["Id"]] = (kind, target_of(self._part, attributes["Target"]))


class _Book(Handler):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False
        self.computed = True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((attributes["name"], attributes[LINK_ID], hidden))
        elif tag == "workbookPr":
            self.from_1904 = is_on(attributes, "date1904")
        elif tag == "calcPr":
            self.computed = not is_on(attributes, "fullCalcOnLoad")


@dataclass
class RunReader:
    """Collects the runs of one text: of a shared one, or of one inside its cell. Phonetic hints are left out."""

    runs: list[Run] = field(default_factory=list)
    _font: str = ""
    _pieces: list[str] = field(default_factory=list)
    _taking: bool = False
    _length: int = 0
    _phonetic: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element inside the text begins."""
        if tag == "t":
            self._taking = not self._phonetic
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "rFont":
            self._font = attributes.get("val", "")

    def end(self, tag: str) -> None:
        """It ends."""
        if tag == "t" and self._taking:
            self.runs.append((unescaped("".join(self._pieces)), self._font))
            self._pieces.clear()
            self._taking = False
        elif tag == "r":
            self._font = ""
        elif tag == "rPh":
            self._phonetic = False

    def text(self, piece: str) -> None:
        """Letters. Raises ValueError when they are more than a cell can hold."""
        if self._taking:
            self._length += len(piece)
            if self._length > MAX_TEXT:
                message = "a text is longer than a cell can hold"
                raise ValueError(message)
            self._pieces.append(piece)


class SharedTexts(Handler):
    """The texts that cells refer to by number."""

    def __init__(self) -> None:
        self.texts: list[tuple[Run, ...]] = []
        self._reader: RunReader | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """See Handler."""
        if tag == "si":
            self._reader = RunReader()
        elif self._reader is not None:
            self._reader.start(tag, attributes)

    def end(self, tag: str) -> None:
        """See Handler."""
        if tag == "si" and self._reader is not None:
            self.texts.append(tuple(self._reader.runs))
            self._reader = None
        elif self._reader is not None:
            self._reader.end(tag)

    def text(self, piece: str) -> None:
        """See Handler."""
        if self._reader is not None:
            self._reader.text(piece)


class _Looks(Handler):
    """Fonts and number formats of the cell styles; colours, borders and the rest don't matter and may be wrong."""

    def __init__(self) -> None:
        self._fonts: list[str] = []
        self._formats: dict[int, str] = {}
        self._styles: list[tuple[int, int]] = []
        self._inside = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in {"fonts", "cellXfs", "numFmts"}:
            self._inside = tag
        elif tag == "font" and self._inside == "fonts":
            self._fonts.append("")
        elif tag == "name" and self._inside == "fonts" and self._fonts:
            self._fonts[-1] = attributes.get("val", "")
        elif tag == "numFmt" and self._inside == "numFmts":
            self._formats[int(attributes["numFmtId"])] = unescaped(attributes["formatCode"])
        elif tag == "xf" and self._inside == "cellXfs":
            self._styles.append((int(attributes.get("fontId", "0")), int(attributes.get("numFmtId", "0"))))

    def end(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def looks(self) -> list[Look]:
        """One Look per cell style, in their order."""
        return [
            Look(
                font=self._fonts[font] if 0 <= font < len(self._fonts) else "",
                number_format="" if code == "General" else code,
                dated=is_date_format(code) and not is_timedelta_format(code),
            )
            for font, code in (
                (font, self._formats.get(number) or BUILTIN_FORMATS.get(number, "General"))
                for font, number in self._styles
            )
        ]
