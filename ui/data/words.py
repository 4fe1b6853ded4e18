"""The answer of the data page: who has reported, who is overdue, what must be corrected."""

import pandas as pd
from markupsafe import Markup, escape

from base import formats
from base.texts import Texts
from ui.frame.phrases import mark


def answer(reports: pd.DataFrame, *, period: str, errors: int | None, say: Texts, opened: bool = False) -> Markup:
    """Who has reported the latest quarter due, who is overdue, what must be corrected.

    reports: code, name, status on_time|late|missing. errors: in the upload that is open (`opened`), else in all that wait;
    None where the reader is not told.
    """
    if reports.empty:
        return Markup("{}").format(say("No quarter is due yet."))
    overdue = int((reports["status"] == "missing").sum())
    parts = [
        escape(
            say(
                "{r} of {n} communes reported {period}",
                r=formats.number(len(reports) - overdue, say.language),
                n=formats.number(len(reports), say.language),
                period=period,
            )
        )
    ]
    number_late, number_wrong = (formats.number(count, say.language) for count in (overdue, errors))
    late = say.plural("{n} commune overdue", "{n} communes overdue", overdue, n=number_late)
    parts.append(mark(late) if overdue else escape(say("none is overdue")))
    if errors:
        wrong = say.plural("{n} error to fix", "{n} errors to fix", errors, n=number_wrong)
        parts.append(mark(wrong if opened else say("{errors} in the uploads that wait", errors=wrong)))
    return Markup("{}.").format(Markup("; ").join(parts))
