"""What recognising and mapping may find."""

from base.texts import marked
from indicators.findings import Level, Rule
from intake.claims.stated_rules import STATED
from intake.words.area_rules import AREAS

# --- tables and columns -------------------------------------------------------------------------------------------------

NOTHING_UNDERSTOOD = Rule(
    "nothing_understood",
    Level.ERROR,
    marked("No table with communes and indicators was found in this file."),
    marked("Use the template, or say in the list of columns what each column means."),
)
NO_TABLE = Rule(
    "no_table",
    Level.NOTE,
    marked("This sheet holds no table with communes and indicators; it was left out."),
    marked("Nothing to do if it belongs to no report."),
)
COLUMN_UNKNOWN = Rule(
    "column_unknown",
    Level.WARNING,
    marked("It isn't clear what the column “{value}” means; its {n} figures were left out."),
    marked("Choose its meaning in the list of columns, or accept that it is left out."),
)
COLUMN_OF_WORDS = Rule(
    "column_of_words",
    Level.WARNING,
    marked(
        "It isn't clear whether the column “{value}” ({words}) says of whom or of what the figures are; it was left out."
    ),
    marked(
        "If it divides the figures (by sex, people, place, plan and result), send those of all alone, or with their group. Else say why it doesn't."
    ),
)
UNIT_SCALED = Rule(
    "unit_scaled",
    Level.ERROR,
    marked("The unit “{value}” counts in thousands or more. Figures of such rows were left out."),
    marked("Write the figures in full: 2,000 children, not 2 thousand."),
)
MERGED_FIGURE = Rule(
    "merged_figure",
    Level.ERROR,
    marked(
        "The cell with {value} is merged over {n} rows: it is the figure of none of these communes alone, and was left out."
    ),
    marked("Give each commune its own figure in a cell of its own."),
)
PARTS_SUMMED = Rule(
    "parts_summed",
    Level.NOTE,
    marked("{n} counts are sums of several values: of the units or options that the table of codes gives one meaning."),
    marked("Nothing to do if that is what the table of codes should say."),
)
PARTS_MISSING = Rule(
    "parts_missing",
    Level.WARNING,
    marked("{indicator} of {value}: only {n} of the {all} values that make it up are in the file."),
    marked("Send those of the other units and options too. If they have nothing to report, say so."),
)
TITLE_NARROWS = Rule(
    "title_narrows",
    Level.WARNING,
    marked("“{value}” may say that the figures are not of all: of a group, of a plan, or compared with something."),
    marked("If they are the whole figures of the period, say so. Else leave them out, or send them with their group."),
)
MEANING_UNKNOWN = Rule(
    "meaning_unknown",
    Level.ERROR,
    marked("The column was declared as {value}, which is no meaning of a column."),
    marked("Write a field, or an indicator's code with .numerator, .denominator or .value."),
)
TEMPLATE_VERSION = Rule(
    "template_version",
    Level.ERROR,
    marked("The form is of version {value}, which this program does not know."),
    marked("Download the template anew, or update the program."),
)
MORE_ERRORS = Rule(
    "more_errors",
    Level.ERROR,
    marked("{n} more rows of this sheet are wrong in the same way as {cell} (rule {code})."),
    marked("Correct what is found first, then check the file again."),
)
MORE_WARNINGS = Rule(
    "more_warnings",
    Level.WARNING,
    marked("{n} more rows of this sheet are like {cell} (rule {code})."),
    marked("Look at what is found first: it often has one cause."),
)

# --- figures ------------------------------------------------------------------------------------------------------------

NUMBER_LANGUAGE = Rule(
    "number_language",
    Level.ERROR,
    marked("“{value}” means one number in Vietnamese and another one in English."),
    marked("Say how the numbers of this file are written: 9.450 and 95,5 (Vietnamese) or 9,450 and 95.5 (English)."),
)
NUMBER_OTHER_LANGUAGE = Rule(
    "number_other_language",
    Level.ERROR,
    marked("“{value}” isn't written as the numbers of this file are said to be."),
    marked("Write all numbers in one way, or say that the file is in the other one."),
)
NUMBER_DECORATED = Rule(
    "number_decorated",
    Level.ERROR,
    marked("“{value}” is more than a number."),
    marked("Write the number alone; put signs, units and remarks into the note."),
)
NUMBER_PERCENT = Rule(
    "number_percent",
    Level.ERROR,
    marked("“{value}” is a percentage where a count belongs."),
    marked("Write how many were counted."),
)
NUMBER_FRACTION = Rule(
    "number_fraction",
    Level.ERROR,
    marked("Not a whole number: {value}. Was it {thousands}, read as a decimal?"),
    marked("Type the count without separators: {typed}, if that is what was meant."),
)
NUMBER_DAY = Rule(
    "number_day",
    Level.ERROR,
    marked("Excel made the date {value} of what was typed here."),
    marked("Format the cell as a number and type the figure again."),
)
NUMBER_TEXT = Rule(
    "number_text",
    Level.ERROR,
    marked("“{value}” is no number."),
    marked("Write the number, - for none, … if it is not known yet, or leave the cell empty."),
)
DASH_ZERO = Rule(
    "dash_zero",
    Level.NOTE,
    marked("{n} cells hold a dash; each was read as 0: nothing occurred."),
    marked("If a dash stands for “not known” in this file, say so before importing."),
)
DASH_MISSING = Rule(
    "dash_missing",
    Level.NOTE,
    marked("{n} cells hold a dash; each was read as not reported."),
    marked("If a dash stands for 0 in this file, say so before importing."),
)
NOT_REPORTED = Rule(
    "not_reported",
    Level.NOTE,
    marked("{n} figures of this sheet are empty: not reported."),
    marked("Nothing to do if they are still to come."),
)
NO_DENOMINATOR = Rule(
    "no_denominator",
    Level.ERROR,
    marked("{indicator}: there is a numerator but no denominator ({n} figures)."),
    marked("Send both counts; without the denominator no rate can be computed."),
)
NO_NUMERATOR = Rule(
    "no_numerator",
    Level.ERROR,
    marked("{indicator}: there is a denominator but no numerator ({n} figures)."),
    marked("Write the numerator, 0 or - if there was none, or empty the denominator."),
)
PERCENT_WITHOUT_COUNTS = Rule(
    "percent_without_counts",
    Level.ERROR,
    marked("{indicator}: a percentage without its counts can't be added up over communes ({n} figures)."),
    marked("Send numerator and denominator."),
)
VALUE_ONLY = Rule(
    "value_only",
    Level.NOTE,
    marked("{indicator}: {n} figures came as values without counts and were taken as they are."),
    marked("Send the counts too if they are known: only they can be added up."),
)
PRINTED_PERCENT = Rule(
    "printed_percent",
    Level.WARNING,
    marked("{indicator}: {value} stands here, but {numerator} of {denominator} give {computed}."),
    marked("Check the three figures. The value is computed from the counts; the one in the file isn't imported."),
)
DENOMINATOR_UNUSED = Rule(
    "denominator_unused",
    Level.NOTE,
    marked("{indicator} is a count: its {n} denominators were left out."),
    marked("Nothing to do."),
)
BLANK_WITH_FIGURE = Rule(
    "blank_with_figure",
    Level.ERROR,
    marked("The row has a figure and the reason why there is none ({value})."),
    marked("Delete one of the two."),
)
BLANK_UNKNOWN = Rule(
    "blank_unknown",
    Level.ERROR,
    marked("“{value}” is no reason for a blank."),
    marked("Write “Not applicable”, or leave it empty."),
)

# --- indicator, period, group, origin ---------------------------------------------------------------------------------------

INDICATOR_UNKNOWN = Rule(
    "indicator_unknown",
    Level.ERROR,
    marked("“{value}” is no indicator of the catalogue."),
    marked("Use the code of the catalogue, such as {example}."),
)
PERIOD_UNKNOWN = Rule(
    "period_unknown",
    Level.ERROR,
    marked("“{value}” is no period, or may be several."),
    marked("A period is written 2025, 2025-Q3, 2025-H1, 2025-9M, 2025-M09 or 2025-26."),
)
PERIOD_MISSING = Rule(
    "period_missing",
    Level.ERROR,
    marked("The file doesn't say for which period {n} of its figures are."),
    marked("Say the period of this file."),
)
PERIOD_FUTURE = Rule(
    "period_future",
    Level.ERROR,
    marked("The period {period} has not ended yet: it ends on {until}."),
    marked("Check the year."),
)
PERIOD_OF_SCHOOLS = Rule(
    "period_of_schools",
    Level.ERROR,
    marked("{indicator} is counted by school years; {period} is none."),
    marked("Report it for a school year, such as 2025-26."),
)
PERIOD_NOT_OF_SCHOOLS = Rule(
    "period_not_of_schools",
    Level.ERROR,
    marked("{indicator} isn't counted by school years, but {period} is one."),
    marked("Report it for a calendar year or a part of it."),
)
PERIOD_KIND = Rule(
    "period_kind",
    Level.NOTE,
    marked("{indicator} isn't usually reported for a period such as {period}; {n} figures were taken."),
    marked("Nothing to do if the period is right."),
)
PERIOD_DECLARED = Rule(
    "period_declared",
    Level.WARNING,
    marked("The file says {value}, but {period} was declared; the declared period was taken."),
    marked("Check which period the report is for."),
)
COLLECTION_UNKNOWN = Rule(
    "collection_unknown",
    Level.ERROR,
    marked("“{value}” is no data source that is known here."),
    marked("Choose the source of this file, or add it to the list of collections."),
)
COLLECTION_MISSING = Rule(
    "collection_missing",
    Level.ERROR,
    marked("Neither the file nor the catalogue says where the figures of {indicator} come from."),
    marked("Choose the source of this file."),
)
STATUS_UNKNOWN = Rule(
    "status_unknown",
    Level.ERROR,
    marked("“{value}” is no status of a figure."),
    marked("Write “Final” or “Provisional”, or leave it empty for final."),
)
STRATUM_UNKNOWN = Rule(
    "stratum_unknown",
    Level.ERROR,
    marked("“{value}” is no group."),
    marked("A group is written as ethnic=mong or sex=f; empty stands for all."),
)
DAY_UNKNOWN = Rule(
    "day_unknown",
    Level.ERROR,
    marked("“{value}” is no date."),
    marked("A date is written 2025-10-05 or 05/10/2025 (day, month, year)."),
)

# --- DHIS2 --------------------------------------------------------------------------------------------------------------

EXTERNAL_INDICATOR = Rule(
    "external_indicator",
    Level.ERROR,
    marked("The data element {value} is in no table of external codes; its {n} values were left out."),
    marked("Import a table of external codes that says which indicator and part it is, or leave it out of the export."),
)
EXTERNAL_AREA = Rule(
    "external_area",
    Level.ERROR,
    marked("The organisation unit {value} is in no table of external codes; its {n} values were left out."),
    marked("Import a table of external codes that says which commune it is, or leave it out of the export."),
)
EXTERNAL_PERIOD = Rule(
    "external_period",
    Level.ERROR,
    marked("The DHIS2 period {value} can't be taken; its {n} values were left out."),
    marked("Export years (2025), months (202509), quarters (2025Q3), half-years (2025S1) or school years (2025Sep)."),
)
PARTLY_REMOVED = Rule(
    "partly_removed",
    Level.ERROR,
    marked("{indicator}: one part of the figure is marked as deleted and the other isn't."),
    marked("Delete both in the other system, or restore both."),
)

_OTHERS: tuple[Rule, ...] = (
    NOTHING_UNDERSTOOD, NO_TABLE, COLUMN_UNKNOWN, COLUMN_OF_WORDS, UNIT_SCALED, MERGED_FIGURE, PARTS_SUMMED, PARTS_MISSING, TITLE_NARROWS, MEANING_UNKNOWN, TEMPLATE_VERSION, MORE_ERRORS, MORE_WARNINGS,
    NUMBER_LANGUAGE, NUMBER_OTHER_LANGUAGE, NUMBER_DECORATED, NUMBER_PERCENT, NUMBER_FRACTION, NUMBER_DAY, NUMBER_TEXT,
    DASH_ZERO, DASH_MISSING, NOT_REPORTED, NO_DENOMINATOR, NO_NUMERATOR, PERCENT_WITHOUT_COUNTS, VALUE_ONLY, PRINTED_PERCENT,
    DENOMINATOR_UNUSED, BLANK_WITH_FIGURE, BLANK_UNKNOWN,
    INDICATOR_UNKNOWN, PERIOD_UNKNOWN, PERIOD_MISSING, PERIOD_FUTURE, PERIOD_OF_SCHOOLS, PERIOD_NOT_OF_SCHOOLS, PERIOD_KIND,
    PERIOD_DECLARED, COLLECTION_UNKNOWN, COLLECTION_MISSING, STATUS_UNKNOWN, STRATUM_UNKNOWN, DAY_UNKNOWN,
    EXTERNAL_INDICATOR, EXTERNAL_AREA, EXTERNAL_PERIOD, PARTLY_REMOVED,
)  # fmt: skip

MAPPING: tuple[Rule, ...] = (*_OTHERS, *AREAS, *STATED)
