"""The commune page as a slide: one commune against its targets, or the communes that miss most of them."""

from base import formats
from indicators.labels import target_text, value_text
from indicators.readings import Reading, Row
from ui.commune import words
from ui.commune.model import Matrix, Profile
from ui.frame import marks
from ui.frame.page import Page
from ui.frame.provenance import slide_source
from ui.frame.slide import ROWS, Cell, Slide, SlideTable, fitting


def slide(page: Page, shown: Profile | Matrix) -> Slide:
    """The commune chosen, or all of them."""
    return _matrix(page, shown) if isinstance(shown, Matrix) else _profile(page, shown)


def _matrix(page: Page, shown: Matrix) -> Slide:
    """The communes that miss most targets, most clearly first."""
    say, missed = page.say, shown.missed
    some = missed[missed["missed"] > 0]
    return Slide(
        title=say(
            "{a}/{n} communes miss at least one target",
            a=formats.number(len(some), say.language),
            n=formats.number(len(missed), say.language),
        ),
        subject="" if page.scope.whole else page.scope.long,
        table=SlideTable(
            tuple(
                (
                    Cell(str(place), "badge"),
                    Cell(row["name"]),
                    Cell(str(row["missed"]), "num", strong=True, after=f"/{row['judged']}"),
                    Cell(say("clearly {c}", c=row["clear"]), "num"),
                )
                for place, row in enumerate(some.head(ROWS).to_dict("records"), start=1)
            )
        ),
        source=slide_source(page, of_indicator=False),
        alt=str(words.of_matrix(page, shown).striptags()),
        link=page.link(page.name, view=None),
    )


def _profile(page: Page, shown: Profile) -> Slide:
    """Value and target of its indicators, the clearly missed first."""
    answer = str(words.of_profile(page, shown).striptags())
    rows = sorted(shown.judged, key=lambda pair: (not pair[1]["short"], not pair[1]["clear"]))
    return Slide(
        title=fitting(answer.split(";")[0], words.name_of(page, shown)),
        subject="",
        table=SlideTable(tuple(_row(page, reading, row) for reading, row in rows[: ROWS + 2])),
        source=slide_source(page, of_indicator=False),
        alt=answer,
        link=page.link(page.name, view=None),
    )


def _row(page: Page, reading: Reading, row: Row) -> tuple[Cell, ...]:
    say, indicator = page.say, reading.indicator
    state = marks.target_marks(
        short=row["short"],
        sure=row["clear"] or row["safe"],
        interval=row["low"] == row["low"] and not indicator.yes_or_no,
        say=say,
    )
    return (
        Cell(indicator.wording(say.language).short, mark=state),
        Cell(value_text(row["value"], indicator, say.language), "num", strong=True),
        Cell(target_text(row["target"], indicator, say.language), "num"),
    )
