"""'On track by 2030?' in words: the answer, the line it is held against, the pace that is needed."""

from markupsafe import Markup

from base import settings
from base.texts import Texts, marked
from indicators.catalogue import Indicator
from indicators.labels import points_text, target_text, value_text
from indicators.path import BASE_YEAR, POINTS, Path, path
from indicators.periods import ANNUAL
from ui.frame import marks
from ui.frame.page import Page

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


def path_words(found: Path, say: Texts) -> str:
    """'Đúng tiến độ'; with the reason where nothing can be said."""
    words = say(_RESULTS[found.result])
    return f"{words}: {say(_REASONS[found.reason], n=POINTS, year=BASE_YEAR)}" if found.reason else words


def path_text(found: Path, indicator: Indicator, say: Texts) -> Markup:
    """The answer with its mark, then the figures behind it, then that the line is ours."""
    answer = Markup("<p>{} <b>{}</b></p>").format(marks.mark(MARKS[found.result]), path_words(found, say))
    if found.target is None or not found.year:
        return answer

    def value(number: float) -> str:
        return value_text(number, indicator, say.language)

    limit = target_text(found.target.value, indicator, say.language)
    lines = [say("{year}: {value}; target {target} by {by}.", year=found.year, value=value(found.value), target=limit, by=found.target.year)]  # fmt: skip
    if found.base_year:
        lines.append(
            say(
                "The straight line from {base} ({first}) to the target stands at {line} in {year}.",
                base=value(found.base), first=found.base_year, line=value(found.expected), year=found.year,
            )
        )  # fmt: skip
    if found.pace == found.pace:
        lines.append(say("From here it takes {pace} a year.", pace=points_text(found.pace, indicator, say)))
    note = say("The line is a yardstick of ours; the decision sets the end only.") if found.base_year else ""
    return answer + Markup('<p>{}</p><p class="notes">{}</p>').format(" ".join(lines), note)


def province_path(page: Page, indicator: Indicator) -> Path:
    """Whether the province is on track for the target of 2030."""
    annual = tuple(str(kind) for kind in indicator.periods if kind in ANNUAL)
    history = page.data.history(indicator.code, annual)
    of_province = history[history["kind"] == "province"]
    return path(of_province, indicator, merged_on=settings.province().merged_on)


def path_line(page: Page) -> Markup:
    """Under an annual map: whether the province is on track, with the way to how that is found; '' without a target to go by."""
    if not page.period.is_annual:
        return Markup("")
    found = province_path(page, page.indicator)
    if found.reason in ("neutral", "no_target"):
        return Markup("")
    return Markup('<p class="notes">{} {} {} <a class="strong" data-go href="{}">{} ›</a></p>').format(
        page.say("On track by 2030?"),
        marks.mark(MARKS[found.result]),
        path_words(found, page.say),
        page.way("definition", period=None),
        page.say("How this is found"),
    )
