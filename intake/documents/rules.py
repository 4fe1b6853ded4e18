"""What can be wrong in a configuration document. An error refuses the whole document: half a register is no register."""

from base.texts import marked
from indicators.findings import Level, Rule

_RULES: list[Rule] = []


def _error(code: str, text: str, advice: str) -> Rule:
    rule = Rule(code=f"document_{code}", level=Level.ERROR, text=text, advice=advice)
    _RULES.append(rule)
    return rule


COLUMN_MISSING = _error(
    "column_missing",
    marked("The column “{value}” is missing."),
    marked("Add it, with a value in every row; docs/new-province.md lists the columns."),
)
COLUMN_UNKNOWN = _error(
    "column_unknown",
    marked("“{value}” is no column of this document, or stands in it twice."),
    marked("Correct its spelling or remove it. Columns that are read: {known}."),
)
BLANK = _error("blank", marked("{column} is blank."), marked("Fill in the cell, or remove the row."))
BAD_NUMBER = _error(
    "number",
    marked("“{value}” in {column} is no number."),
    marked("Write it with digits and a decimal point, as in 95.5."),
)
NOT_WHOLE = _error(
    "not_whole",
    marked("{value} people can't be. Was it {thousands}, with a dot for thousands?"),
    marked("Write the number of people without separators, as in 6058."),
)
BAD_DAY = _error("day", marked("“{value}” in {column} is no day."), marked("Write it as 2025-07-01 or 01/07/2025."))
NO_ROWS = _error(
    "no_rows", marked("The document has no row."), marked("Fill it in, or withdraw the document in force.")
)
TWICE = _error(
    "twice",
    marked("The row says the same thing as row {first}, or contradicts it ({value})."),
    marked("Keep one row for each."),
)
MIXED = _error(
    "mixed",
    marked("The file holds documents of several kinds: {value}."),
    marked("Send each kind as a file of its own."),
)
BAD_PACKAGE = _error(
    "package",
    marked("The zip file can't be used: {reason}."),
    marked("Make it again with the documents alone in it: several .toml files, or communes.csv and former.csv."),
)
_CORRECT = marked("Correct the file and send it again.")
UNREADABLE = _error("toml", marked("{file} is no TOML in UTF-8: {reason}."), _CORRECT)
FIELD_MISSING = _error("field_missing", marked("{code}: the field {field} is missing."), _CORRECT)
FIELD_UNKNOWN = _error("field_unknown", marked("{code}: {field} is not a field of an indicator."), _CORRECT)
FIELD_WRONG = _error("field_wrong", marked("{code}: {field} is {value}, but must be {expected}."), _CORRECT)
FIELD_NOT_ONE_OF = _error("field_one_of", marked("{code}: {field} is {value}; known to it: {allowed}."), _CORRECT)
INDICATOR_TWICE = _error("indicator_twice", marked("{what} is also in {other}."), marked("Each may appear once."))

BAD_CODE = _error(
    "code", marked("“{value}” is no code of a commune."), marked("A commune's code has five digits, as in 03160.")
)
UNKNOWN_COMMUNE = _error(
    "commune",
    marked("No commune of today has the code {value}."),
    marked("Correct the code; if the commune is new, import the register of communes first."),
)
UNKNOWN_UNIT = _error(
    "unit",
    marked("No commune, of today or before, has the code {value} from {day} on."),
    marked("Correct the code or the day; a code that was used twice needs valid_from."),
)
TOO_LONG = _error(
    "too_long", marked("{column} has more than {most} characters, too many to stand on a chart."), _CORRECT
)
UNKNOWN_INDICATOR = _error(
    "unknown_indicator",
    marked("There is no indicator {value}."),
    marked("Correct the code, or import its catalogue file first."),
)
NOT_ONE_OF = _error("one_of", marked("“{value}” is not a {column} that is known."), marked("Write one of: {allowed}."))
NOT_BELOW_ZERO = _error("negative", marked("{column} is {value}."), marked("It must be 0 or more."))
NOTHING_SAID = _error(
    "nothing_said", marked("The row has neither value nor number."), marked("Fill in the one that {scheme} needs.")
)

WEIGHTS = _error(
    "weights",
    marked("The weights of {unit} add up to {value}, not to 1."),
    marked("Add the parts that are missing: a unit went into today's communes as a whole."),
)
WEIGHT = _error(
    "weight", marked("The weight {value} is not above 0 and at most 1."), marked("Write the share, as in 0.25.")
)
NO_SUCCESSOR = _error(
    "successor",
    marked("No commune {value} begins on {day}, the day after {unit} ends."),
    marked("Correct new_code or valid_to, or add the commune."),
)
ENDS_FIRST = _error("ends_first", marked("{unit} ends before it begins."), marked("Correct valid_from or valid_to."))
NAMED_TWICE = _error(
    "named_twice",
    marked("{value} from {day} on is called otherwise in row {first}."),
    marked("Give every row of a unit the same name and the same last day."),
)
IN_USE = _error(
    "in_use",
    marked("Reports stand on {value}, which the document no longer has."),
    marked("Add the commune with its code and its first day as before; reports, also withdrawn ones, stay on record."),
)

OUTSIDE = _error(
    "outside",
    marked("{value} lies outside of the province."),
    marked("Longitude must be between {west} and {east}, latitude between {south} and {north} (degrees, WGS 84)."),
)
SWAPPED = _error(
    "swapped",
    marked("{value} lies outside of the province; the other way round it lies inside."),
    marked("Exchange lon and lat: lon is the number above 100."),
)

COMPARATOR = _error("comparator", marked("“{value}” is no comparator."), marked("Write >= (at least) or <= (at most)."))
WRONG_WAY = _error(
    "wrong_way",
    marked("A target {value} contradicts {indicator}: {direction}."),
    marked("Correct comparator or indicator."),
)
NOT_JUDGED = marked("it is never judged, so it has no target")
MORE_IS_BETTER = marked("more is better, so a target is at least something")
LESS_IS_BETTER = marked("less is better, so a target is at most something")
NOT_PERCENT = _error(
    "percent", marked("{value} is no percentage."), marked("{indicator} is measured in percent: 0 to 100.")
)
YEAR = _error("year", marked("{value} is no year of a target."), marked("Write a year from 2000 to 2100."))

DOCUMENTS: tuple[Rule, ...] = tuple(_RULES)
