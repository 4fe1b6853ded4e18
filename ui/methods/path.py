"""'On track by 2030?' in words: the answer, the line it is held against, the pace that is needed."""

from markupsafe import Markup

from base.texts import Texts, marked
from indicators.catalogue import Indicator
from indicators.labels import points_text, target_text, value_text
from indicators.path import BASE_YEAR, POINTS, Path
from ui.frame import marks

_RESULTS = {
    "met": marked("Target already met"),
    "on_track": marked("On track"),
    "off_track": marked("Off track"),
    "cannot": marked("Cannot be said"),
}
#: The mark of each result; what can't be said has the one of 'not distinguishable'.
MARKS = {"met": "met", "on_track": "better", "off_track": "worse", "cannot": "similar"}
_REASONS = {
    "neutral": marked("neither more nor less is better, so it is not judged"),
    "no_target": marked("no target is set for the year"),
    "no_figure": marked("there is no annual figure yet"),
    "break": marked("what is counted changed, and fewer than {n} annual figures came since"),
    "few_points": marked("it takes {n} annual figures since {year}"),
    "noise": marked("behind the line, but by no more than chance"),
}


def path_words(path: Path, say: Texts) -> str:
    """'Đúng tiến độ'; with the reason where nothing can be said."""
    words = say(_RESULTS[path.result])
    return f"{words}: {say(_REASONS[path.reason], n=POINTS, year=BASE_YEAR)}" if path.reason else words


def path_text(path: Path, indicator: Indicator, say: Texts) -> Markup:
    """The answer with its mark, then the figures behind it, then that the line is ours."""
    answer = Markup("<p>{} <b>{}</b></p>").format(marks.mark(MARKS[path.result]), path_words(path, say))
    if path.target is None or not path.year:
        return answer

    def value(number: float) -> str:
        return value_text(number, indicator, say.language)

    limit = target_text(path.target.value, indicator, say.language)
    lines = [say("{year}: {value}; target {target} by {by}.", year=path.year, value=value(path.value), target=limit, by=path.target.year)]  # fmt: skip
    if path.base_year:
        lines.append(
            say(
                "The straight line from {base} ({first}) to the target stands at {line} in {year}.",
                base=value(path.base), first=path.base_year, line=value(path.expected), year=path.year,
            )
        )  # fmt: skip
    if path.pace == path.pace:
        lines.append(say("From here it takes {pace} a year.", pace=points_text(path.pace, indicator, say)))
    note = say("The line is a yardstick of ours; the decision sets the end only.") if path.base_year else ""
    return answer + Markup('<p>{}</p><p class="notes">{}</p>').format(" ".join(lines), note)
