"""What may be found in what a row states of its own figure (`intake.claims.stated`), as our own exports do."""

from base.texts import marked
from indicators.findings import Level, Rule

MADE_ELSEWHERE = Rule(
    "made_elsewhere",
    Level.WARNING,
    marked(
        "{n} rows are sums or derived figures, {estimated} of them estimates; they are no reports and were left out."
    ),
    marked("Import the reports that they are made of: the sums are then made here again."),
)
ESTIMATE = Rule(
    "estimate",
    Level.ERROR,
    marked("The row says that its figure is an estimate; only what was reported can be imported."),
    marked("Import the reports that it was made of. If it is a first count, mark it as provisional instead."),
)
LATE_WITHOUT_DAY = Rule(
    "late_without_day",
    Level.WARNING,
    marked(
        "{n} rows are marked as late, but the file doesn't say when they were reported; the mark was not taken over."
    ),
    marked("Add a column “Date of report”, or say the day of the report for the whole file."),
)
STATED_UNKNOWN = Rule(
    "stated_unknown",
    Level.ERROR,
    marked("“{value}” isn't understood in this column, which says what kind of figure the row holds."),
    marked("Use the words of our exports (yes and no, reported, survey …), or leave the cell empty."),
)
SOURCE_KIND_DIFFERS = Rule(
    "source_kind_differs",
    Level.ERROR,
    marked("The row says “{value}”, but the data source {collection} is of the kind “{kind}”."),
    marked("Correct the kind or the data source: figures of surveys and of registers are kept apart."),
)
DEFINITION_DIFFERS = Rule(
    "definition_differs",
    Level.ERROR,
    marked(
        "{indicator}: the row follows version {value} of the definition; here version {number} is in force in {period}."
    ),
    marked("Import the versions of the definition first, or correct the number if it is wrong."),
)
STATUS_DECLARED = Rule(
    "status_declared",
    Level.WARNING,
    marked("{n} rows say that they are provisional, but final was declared; they were taken as final."),
    marked("Check whether these figures are final now, or import the file without declaring it."),
)
COMMENTS = Rule(
    "comments",
    Level.WARNING,
    marked(
        "{n} values are provisional, estimated or of a survey by their comments (“{value}”); comments are not read."
    ),
    marked(
        "Declare status and data source for the file, or import the same figures as CSV or XLSX, which have columns for them."
    ),
)
HIDDEN_FIGURES = Rule(
    "hidden_figures",
    Level.NOTE,
    marked("{n} figures are hidden in this file to protect children; nothing was taken from those rows."),
    marked("What is stored for them stays as it is. Ranges of hidden figures can't be imported either."),
)
DESCRIBED = Rule(
    "described",
    Level.NOTE,
    marked("These columns describe figures that are stored here or are made anew; they were not imported: {columns}."),
    marked("Nothing to do."),
)

STATED: tuple[Rule, ...] = (
    MADE_ELSEWHERE, ESTIMATE, LATE_WITHOUT_DAY, STATED_UNKNOWN, SOURCE_KIND_DIFFERS, DEFINITION_DIFFERS, STATUS_DECLARED,
    COMMENTS, HIDDEN_FIGURES, DESCRIBED,
)  # fmt: skip
