"""What can go wrong with the database: one class a cause, its message a translatable source text with its values."""

from base.errors import AtlasError
from base.texts import marked


class DataError(AtlasError):
    """The database could not do what was asked. Nothing has been changed."""


class DatabaseMissingError(DataError):
    """The SQLite file is not there."""

    source = marked("The database {path} is missing. Start the dashboard with “make run”: it makes a new one.")


class DatabaseLockedError(DataError):
    """Another process held the database for longer than we wait."""

    source = marked("Another program is writing to the database. Wait a moment and try again.")


class DatabaseUnreachableError(DataError):
    """The database does not answer: server down, wrong password, no rights, disk full or broken."""

    source = marked(
        "The database does not answer. Check that it is running and that DATABASE_URL is right; the server's log has the details."
    )


class DiskFullError(DataError):
    """There is no room where the data lie. path: the folder, or what the database calls its disk."""

    source = marked("The disk that holds {path} is full. Nothing was changed. Make room on it and try again.")


class NotADatabaseError(DataError):
    """The file is there but SQLite cannot read it."""

    source = marked("{path} is not a database or is damaged. Put a backup in its place (files ending in “.backup”).")


class SchemaOlderError(DataError):
    """The tables are those of an earlier release."""

    source = marked("The database was made by an older version of Child Atlas. Restart with “make run” to bring it up.")


class SchemaNewerError(DataError):
    """The tables are those of a later release, which this one cannot read."""

    source = marked(
        "The database was made by a newer version of Child Atlas (schema {found}). Update the program; the data stay as they are."
    )


class MigrationsGoUpError(DataError):
    """Somebody asked Alembic for a downgrade."""

    source = marked("Migrations only go up. To go back, put the backup beside the database in its place.")


class RefusedReportsError(DataError):
    """Rows of a report cannot be taken, so none was. names: what is wrong; rows: their numbers in the sheet."""


class UnknownIndicatorError(RefusedReportsError):
    """Rows name indicators that are not in the catalogue."""

    source = marked(
        "Nothing was imported. Unknown indicator: {names} (rows {rows}). Correct the rows and import again."
    )


class UnknownCollectionError(RefusedReportsError):
    """Rows name a register, survey or publication that is not known."""

    source = marked(
        "Nothing was imported. Unknown collection: {names} (rows {rows}). Correct the rows and import again."
    )


class UnknownPeriodError(RefusedReportsError):
    """Rows carry text that is not the code of a period."""

    source = marked(
        "Nothing was imported. Unknown period: {names} (rows {rows}). A period is written 2025, 2025-Q3, 2025-H1 or 2025-26."
    )


class UnknownAreaError(RefusedReportsError):
    """Rows name areas that did not exist."""

    source = marked(
        "Nothing was imported. Unknown commune: {names} (rows {rows}). Correct the code, or the day it is valid from."
    )


class AreaOutOfPeriodError(RefusedReportsError):
    """Rows report for a period in which the area did not exist, as happens with codes that were reused."""

    source = marked(
        "Nothing was imported. These communes did not exist in the period reported: {names} (rows {rows}). "
        "Some codes were given to other communes on 1 July 2025: check which one is meant."
    )


class BadFigureError(RefusedReportsError):
    """Rows hold figures that cannot be: negative, or with neither figure nor reason."""

    source = marked(
        "Nothing was imported. Figures that cannot be: {names} (rows {rows}). Counts are 0 or more; a blank needs its reason."
    )


class RepeatedRowError(RefusedReportsError):
    """Rows report the same thing twice."""

    source = marked("Nothing was imported. Reported twice: {names} (rows {rows}). Keep one row for each.")


class ChangedMeanwhileError(DataError):
    """Somebody else changed the same cells since this file was reviewed."""

    source = marked(
        "Nothing was imported: {names} changed some of the same figures after you reviewed this file. Check it again to see what stands now."
    )


class ReviewedElsewhereError(DataError):
    """The review was made on data that this database does not hold: a backup was put back since."""

    source = marked(
        "Nothing was imported: this file was reviewed against data that are no longer here, as after a backup was put back. Check it again to see what stands now."
    )


class GivenUpError(DataError):
    """An import wakes up after it was given up: it must not apply what may have been reviewed anew meanwhile."""

    source = marked("The import had been given up and changed nothing. Apply the file again.")


class RepeatedAcrossFilesError(DataError):
    """Two files of one import report the same cell."""

    source = marked(
        "Nothing was imported. Several files report the same figure: {names}. Leave one of them out, or import them one after the other."
    )


class UnknownBatchError(DataError):
    """There is no such import, or it has been withdrawn already."""

    source = marked("Import {batch} does not exist or has been withdrawn already.")


class DemoAfterReportsError(DataError):
    """Demo data was to be applied while real reports are in."""

    source = marked("Demo data cannot be added: real reports are in the database.")


class BadSeedError(DataError):
    """A file under assets/ contradicts itself or another one."""

    source = marked("{file}, row {row}: {problem}.")


class AreasInUseError(DataError):
    """Communes would go from the register on which reports stand."""

    source = marked(
        "The register of communes stays as it is: reports stand on {names}, also withdrawn ones stay on record. "
        "Import a register that has these communes."
    )


class OtherProvinceError(DataError):
    """The database was made for another province than the one that is served."""

    source = marked(
        "The database holds province {found}, and this installation serves province {expected}. "
        "Name the right province file in CHILD_ATLAS_PROVINCE, or another folder for the data in CHILD_ATLAS_DATA."
    )


class NoCommunesError(DataError):
    """The register of communes is empty: a new province, into which nothing was imported yet."""

    source = marked(
        "There are no communes yet. Import the register of communes first: python -m cli import FILE. "
        "docs/new-province.md shows the way."
    )
