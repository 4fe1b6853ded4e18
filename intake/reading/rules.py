"""What reading a file may find that does not stop it."""

from base.texts import marked
from indicators.findings import Level, Rule

FORMULA = Rule(
    "formula",
    Level.NOTE,
    marked("{n} cells of this sheet are computed by formulas; their stored results were read."),
    marked("Nothing to do if the file was saved by a spreadsheet program after the last change."),
)
FORMULA_WITHOUT_RESULT = Rule(
    "formula_without_result",
    Level.ERROR,
    marked("This cell holds a formula without a stored result."),
    marked("Open the file in a spreadsheet program, save it and import it again, or type the figure itself."),
)
FORMULA_NOT_COMPUTED = Rule(
    "formula_not_computed",
    Level.WARNING,
    marked(
        "The program that wrote this file has not computed its {n} formulas: the stored results may be placeholders."
    ),
    marked("Open the file in a spreadsheet program, save it and import it again."),
)
FORMULA_OUTSIDE = Rule(
    "formula_outside",
    Level.WARNING,
    marked("This formula takes its figure from another file; the result stored here was read."),
    marked("Check the figure against that file, or replace the formula by its value."),
)
CELL_ERROR = Rule(
    "cell_error",
    Level.ERROR,
    marked("The cell shows the error {value} instead of a figure."),
    marked("Correct the formula or type the figure itself."),
)
NOT_FINITE = Rule(
    "not_finite",
    Level.ERROR,
    marked("The figure {value} is not a number that can be counted with."),
    marked("Type the figure again."),
)
HIDDEN_SHEET = Rule(
    "hidden_sheet",
    Level.WARNING,
    marked("The sheet is hidden and holds {n} figures; they were read like all others."),
    marked("Show the sheet and check it; delete it if it does not belong to the report."),
)
HIDDEN_ROWS = Rule(
    "hidden_rows",
    Level.WARNING,
    marked("{n} hidden rows hold figures ({rows}); they were read like all others."),
    marked("Show the rows, or clear the filter, and check them; delete those that do not belong to the report."),
)
HIDDEN_COLUMNS = Rule(
    "hidden_columns",
    Level.WARNING,
    marked("{n} hidden columns hold figures ({columns}); they were read like all others."),
    marked("Show the columns and check them; delete those that do not belong to the report."),
)
OLD_FONT = Rule(
    "old_font",
    Level.NOTE,
    marked("{n} cells typed for old fonts ({charset}) were read as Unicode."),
    marked("Look at a few names. Type new reports in a Unicode font."),
)
OLD_FONT_UNSURE = Rule(
    "old_font_unsure",
    Level.ERROR,
    marked("“{value}” seems typed for a VNI font, but the file does not say so."),
    marked("Convert the text to Unicode and save the file again."),
)
ENCODING = Rule(
    "encoding",
    Level.NOTE,
    marked("The file is not written in Unicode; it was read as {encoding}."),
    marked("Look at a few names. Save new files as “CSV UTF-8”."),
)
UNREADABLE_LETTERS = Rule(
    "unreadable_letters",
    Level.ERROR,
    marked("“{value}” holds letters that cannot be read."),
    marked("Type the text again, or save the file again as “CSV UTF-8”."),
)
LONG_ROW = Rule(
    "long_row",
    Level.ERROR,
    marked("The row has {found} cells where the table has {expected}; it was left out."),
    marked("Put quotation marks around texts and figures that hold the separator ({separator})."),
)
SHORT_LAST_ROW = Rule(
    "short_last_row",
    Level.WARNING,
    marked("The last row has {found} cells and every other row at least {expected}: the file may have been cut off."),
    marked("Compare the end of the file with the original; send it again if rows are missing."),
)
MANY_LINES = Rule(
    "many_lines",
    Level.WARNING,
    marked(
        "One cell of this row runs over {n} lines: a quotation mark may be missing, and rows may have gone into it."
    ),
    marked("Check the quotation marks of this row."),
)

READING: tuple[Rule, ...] = (
    FORMULA, FORMULA_WITHOUT_RESULT, FORMULA_NOT_COMPUTED, FORMULA_OUTSIDE, CELL_ERROR, NOT_FINITE,
    HIDDEN_SHEET, HIDDEN_ROWS, HIDDEN_COLUMNS, OLD_FONT, OLD_FONT_UNSURE, ENCODING, UNREADABLE_LETTERS,
    LONG_ROW, SHORT_LAST_ROW, MANY_LINES,
)  # fmt: skip
