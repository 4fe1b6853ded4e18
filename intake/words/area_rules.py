"""What may be wrong with a commune in a file: codes were used again in 2025, and names moved."""

from base.texts import marked
from indicators.findings import Level, Rule

AREA_MISSING = Rule(
    "area_missing",
    Level.ERROR,
    marked("The row has figures but no commune."),
    marked("Write the commune's code and name, or delete the row."),
)
AREA_KIND_UNKNOWN = Rule(
    "area_kind_unknown",
    Level.ERROR,
    marked("“{value}” is no kind of area."),
    marked("Write commune, province or country."),
)
AREA_DAY_UNKNOWN = Rule(
    "area_day_unknown",
    Level.ERROR,
    marked("“{value}” is no first day of a commune."),
    marked("Write it as 2025-07-01, or leave it empty."),
)
AREA_CODE_UNKNOWN = Rule(
    "area_code_unknown",
    Level.ERROR,
    marked("No commune of this province has or had the code {area}."),
    marked("Correct the code."),
)
AREA_CODE_BUT_NAME = Rule(
    "area_code_but_name",
    Level.ERROR,
    marked("No commune of this province has or had the code {area}; the name beside it is that of {named}."),
    marked("Correct the code."),
)
AREA_NAME_UNKNOWN = Rule(
    "area_name_unknown",
    Level.ERROR,
    marked("“{area}” is no commune of this province."),
    marked(
        "Correct the name, or add the commune's code. A spelling that comes back belongs into the table of aliases."
    ),
)
AREA_NAME_NEAR = Rule(
    "area_name_near",
    Level.ERROR,
    marked("“{area}” is no commune of this province. Similar: {near}."),
    marked(
        "Correct the name, or add the commune's code. A spelling that comes back belongs into the table of aliases."
    ),
)
AREA_AMBIGUOUS = Rule(
    "area_ambiguous",
    Level.ERROR,
    marked("Several communes are called {area}: {several}."),
    marked("Add the code, or the district of that time."),
)
AREA_DISAGREES = Rule(
    "area_disagrees",
    Level.ERROR,
    marked("Code and name mean different communes: {code} is {coded}, and {name} is {named}."),
    marked("Find out which of the two is meant and correct the other."),
)
AREA_OTHER_NAME = Rule(
    "area_other_name",
    Level.ERROR,
    marked("The code {code} is {coded}, but “{name}” is written beside it."),
    marked("Correct the code or the name. A spelling that comes back belongs into the table of aliases."),
)
AREA_DAY = Rule(
    "area_day",
    Level.ERROR,
    marked("{area} did not begin on {day}."),
    marked("Correct the day, or leave it out."),
)
AREA_ENDED = Rule(
    "area_ended",
    Level.ERROR,
    marked("{name} ({code}) existed until {until}. Its territory is part of {today} now."),
    marked("Report for the commune of today, or correct the period."),
)
AREA_NOT_YET = Rule(
    "area_not_yet",
    Level.ERROR,
    marked("{name} ({code}) exists since {since} only. It was made of {parts}."),
    marked("Report for the communes of that time, or correct the period."),
)
AREA_OF_THEN = Rule(
    "area_of_then",
    Level.ERROR,
    marked("{name} ({code}) exists since {since} only; in this period the code was that of {then}."),
    marked("Correct the name or the period."),
)
AREA_TWO_DAYS = Rule(
    "area_two_days",
    Level.ERROR,
    marked(
        "In {period} this may be {first} or {second}, and other rows of the sheet speak of former communes ({example})."
    ),
    marked("Report for one geography, or add a column “area_valid_from” with the first day of each commune."),
)
AREAS_OF_THEN = Rule(
    "areas_of_then",
    Level.NOTE,
    marked(
        "{period}: this sheet speaks of the former communes; {n} codes and names that today's communes share were read as theirs."
    ),
    marked("Nothing to do if the list is that of the former communes."),
)
CODES_REPAIRED = Rule(
    "codes_repaired",
    Level.NOTE,
    marked("{n} codes had lost their zero or become numbers; they were read as {example}."),
    marked("Format the column of codes as text before typing."),
)
NAMES_RESPELLED = Rule(
    "names_respelled",
    Level.NOTE,
    marked("{n} names are spelled otherwise than in the list of communes: {example}."),
    marked("Look at them; nothing to do if they are right."),
)
SUBTOTALS = Rule(
    "subtotals",
    Level.NOTE,
    marked("{n} rows are totals of a part of the table; they were left out."),
    marked("Nothing to do."),
)

AREAS: tuple[Rule, ...] = (
    AREA_MISSING, AREA_KIND_UNKNOWN, AREA_DAY_UNKNOWN, AREA_CODE_UNKNOWN, AREA_CODE_BUT_NAME, AREA_NAME_UNKNOWN, AREA_NAME_NEAR,
    AREA_AMBIGUOUS, AREA_DISAGREES, AREA_OTHER_NAME, AREA_DAY, AREA_ENDED, AREA_NOT_YET, AREA_OF_THEN, AREA_TWO_DAYS, AREAS_OF_THEN, CODES_REPAIRED,
    NAMES_RESPELLED, SUBTOTALS,
)  # fmt: skip
