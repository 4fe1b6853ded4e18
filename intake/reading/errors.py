"""Files that cannot be imported: one class a cause. Nothing of a refused file is kept."""

from base.errors import AtlasError
from base.texts import Texts, marked


class RefusedFileError(AtlasError):
    """The file cannot be read. values: file (its name), what the text names, and reason: technical, for the log only."""

    def __str__(self) -> str:
        reason = self.values.get("reason")
        return f"{super().__str__()} [{reason}]" if reason else super().__str__()


class MissingFileError(RefusedFileError):
    """There is no such file, or it may not be read."""

    source = marked("{file} cannot be opened. Check the name and whether you may read it.")


class EmptyFileError(RefusedFileError):
    """The file has no content, or no cell with content."""

    source = marked("{file} is empty. Check that it was saved and sent completely.")


class FileTooLargeError(RefusedFileError):
    """More bytes than we read. size, limit: in MB."""

    source = marked("{file} has {size} MB; at most {limit} MB can be imported. Split it, for instance by year.")


class TooMuchMemoryError(RefusedFileError):
    """What is packed in the file, or made of it, does not fit into the memory that an import may take."""

    source = marked("{file} unpacks to more than an import may hold. Split it, for instance by year.")


class NotATableError(RefusedFileError):
    """A file of another kind. what: its kind, a source text."""

    source = marked(
        "{file} is {what}, which cannot be imported. Save the table as an Excel workbook (.xlsx) or as CSV."
    )

    def text(self, say: Texts) -> str:
        """The message, the kind of file in the reader's language too."""
        what = self.values["what"]
        return say(self.source, **{**self.values, "what": say(what)})


class ZipOfFilesError(RefusedFileError):
    """A zip archive that is no workbook."""

    source = marked("{file} is a zip of other files. Unpack it and import the files in it.")


class PasswordProtectedError(RefusedFileError):
    """An encrypted workbook, or a zip with encrypted entries."""

    source = marked("{file} is protected by a password. Remove the password, save the file and import it again.")


class OldWorkbookError(RefusedFileError):
    """A workbook of Excel 97 to 2003, whatever its name says."""

    source = marked(
        "{file} is a workbook of the old .xls format, even if it is named otherwise. "
        "Open it in a spreadsheet program and save it as .xlsx."
    )


class WebPageWorkbookError(RefusedFileError):
    """HTML or XML with the name of a workbook. what: HTML or XML."""

    source = marked(
        "{file} is {what} with the name of a workbook, as some systems export it. "
        "Open it in a spreadsheet program and save it as .xlsx."
    )


class MacroWorkbookError(RefusedFileError):
    """A workbook that carries programs."""

    source = marked("{file} holds macros, which are not let in. Save it as a workbook without macros (.xlsx).")


class ArchiveBombError(RefusedFileError):
    """A workbook that would unpack to far more than it can hold."""

    source = marked(
        "{file} would unpack to more than a workbook can be ({part}), so it was not opened. "
        "Copy the figures into a new workbook and import that."
    )


class DamagedWorkbookError(RefusedFileError):
    """Not a whole and proper workbook."""

    source = marked(
        "{file} is damaged or was cut off on its way. "
        "Open it in a spreadsheet program, save it as .xlsx and import it again."
    )


class MarkupDeclarationError(RefusedFileError):
    """XML with a document type or entities, which no spreadsheet program writes. part: name inside the workbook."""

    source = marked(
        "{file} holds instructions that do not belong into a workbook (document type in {part}), so it was not opened. "
        "Copy the figures into a new workbook and import that."
    )


class TooManyColumnsError(RefusedFileError):
    """A table wider than any report. found: number of its last used column."""

    source = marked(
        "{file}, sheet “{sheet}”: the table reaches to column {found}; at most {limit} columns can be imported. "
        "Delete what stands to the right of the table."
    )


class TooManyRowsError(RefusedFileError):
    """More rows than a sheet has."""

    source = marked("{file} has more than {limit} rows. Split it, for instance by year.")


class TooManyCellsError(RefusedFileError):
    """More used cells than we read from one workbook."""

    source = marked("{file} has more than {limit} cells with content. Split it, or export it as CSV.")


class LongCellError(RefusedFileError):
    """A cell with more text than any cell can hold, most often after a lost quotation mark."""

    source = marked(
        "{file}, row {row}: one cell holds more than {limit} characters. Check the quotation marks from this row on."
    )


class LongLineError(RefusedFileError):
    """Text without line breaks. limit: in MB."""

    source = marked("{file} has a line of more than {limit} MB, so it is not a table of rows. Export it again as CSV.")


class UnclosedQuoteError(RefusedFileError):
    """A quotation mark is open at the end of the file. row: where it was opened."""

    source = marked(
        "{file}, row {row}: a quotation mark is opened and not closed before the end of the file. "
        "The file may have been cut off: compare its end with the original and send it again."
    )


class DamagedJsonError(RefusedFileError):
    """Not JSON. line, column: where it stops being so."""

    source = marked(
        "{file} is not valid JSON from line {line}, column {column} on. It may have been cut off: export it again."
    )


class OtherJsonError(RefusedFileError):
    """JSON, but no DHIS2 data values."""

    source = marked(
        "{file} holds no DHIS2 data values: “dataValues” is missing or is not a list of plain values. "
        "Export “dataValueSets” from DHIS2 as JSON or CSV."
    )


class RepeatedKeyError(RefusedFileError):
    """A JSON object names a key twice, so that readers differ on what it says."""

    source = marked("{file} names “{key}” twice in one object, so it is not clear which holds. Export it again.")


class DamagedParquetError(RefusedFileError):
    """Not a whole Parquet file."""

    source = marked("{file} is a damaged Parquet file. Export it again.")


class ColumnTypeError(RefusedFileError):
    """A Parquet column that is no list of plain values."""

    source = marked(
        "{file}, column “{column}”: values of the type {kind} cannot be imported. "
        "Export plain columns of text, numbers and dates."
    )
