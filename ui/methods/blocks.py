"""The Methods page in pieces: the list of indicators, the entry of one, what is still to be checked."""

from collections.abc import Sequence

from markupsafe import Markup

from base import formats
from base.settings import province
from base.texts import NBSP, Texts, marked
from indicators.catalogue import Catalogue, Counts, Direction, Indicator, IntervalMethod, Scope, Target, Unit
from indicators.labels import target_text
from indicators.periods import Kind
from indicators.themes import LEVELS, THEMES
from ui.frame.blocks import Block, Columns, Sheet
from ui.frame.finder import found_by
from ui.frame.heading import copy_link, heading
from ui.frame.page import Page
from ui.frame.path import path_text
from ui.frame.view import View
from ui.methods.how import how
from ui.methods.model import Methods

_UNITS = {
    Unit.PERCENT: marked("%"),
    Unit.PER_1000: marked("per 1,000"),
    Unit.PER_100000: marked("per 100,000"),
    Unit.COUNT: marked("number"),
    Unit.DAYS: marked("days"),
}
_COUNTS = {
    Counts.PEOPLE: marked("people, or events among them"),
    Counts.PLACES: marked("places, all there are"),
    Counts.POSTS: marked("posts, all there are"),
    Counts.COMMUNES: marked("communes: each has it or has it not"),
}
_METHODS = {
    IntervalMethod.WILSON: marked("after Wilson, 95%"),
    IntervalMethod.EXACT_POISSON: marked("exact Poisson, 95%"),
    IntervalMethod.NONE: marked("none"),
}
_DIRECTIONS = {
    Direction.UP: marked("More is better"),
    Direction.DOWN: marked("Less is better"),
    Direction.NEUTRAL: marked("Neither: never judged, never red or blue"),
}
_KINDS = {
    Kind.MONTH: marked("month"),
    Kind.QUARTER: marked("quarter"),
    Kind.HALF: marked("half-year"),
    Kind.NINE_MONTHS: marked("nine months"),
    Kind.YEAR: marked("year"),
    Kind.SCHOOL_YEAR: marked("school year"),
}
_SENSITIVITIES = (
    marked("Level 0: about institutions, not children; nothing is hidden."),
    marked(
        "Level 1: the commune as a whole is shown; groups within it with 1 to 4 children on either side are hidden."
    ),
    marked("Level 2: a protected group; counts under 5 are hidden in communes too, and as many more as it takes."),
    marked("Level 3: high risk; published for the province only, nothing under 10, nothing by commune."),
)

_WAYS = ("indicator", "history", "groups")
"""Where figures of an indicator are, of `Role.opens`."""


def blocks(page: Page, shown: Methods) -> tuple[Block, ...]:
    """The list of all indicators beside the entry of one, how figures are made, and what is still to be checked."""
    view, say = page.view, page.say
    said = answer(len(page.catalogue.indicators), len(shown.unchecked), say)
    entries = Markup("{}{}{}").format(entry(page, shown), how(say), unchecked(shown.unchecked, view, say))
    listed = Sheet(catalogue_list(page.catalogue, view, say), key="list")
    return Sheet(heading(said), key="answer"), Columns((420, 1410), ((listed,), (Sheet(entries, key="entry"),)))


def catalogue_list(catalogue: Catalogue, view: View, say: Texts) -> Markup:
    """Search, then every indicator by level of protection and theme; those without any figure in grey."""
    used = {each.code for each in catalogue.in_use}
    sections = Markup("").join(
        Markup("<section data-group><h2>{}</h2>{}</section>").format(
            say(name),
            Markup("").join(
                _theme(
                    say(THEMES[theme]), [i for i in catalogue if i.level is level and i.theme == theme], used, view, say
                )
                for theme in THEMES
            ),
        )
        for level, name in LEVELS.items()
    )
    return Markup(
        '<div class="card catalogue"><input type="search" data-filter aria-label="{find}" placeholder="{find}…" autocomplete="off">'
        '<div class="list">{sections}<p data-none hidden>{none}</p></div><p class="notes">{note}</p></div>'
    ).format(
        find=say("Find an indicator"), sections=sections, none=say("Nothing found"),
        note=say("Grey: no figure yet, so it is offered on no other page."),
    )  # fmt: skip


def _theme(name: str, indicators: Sequence[Indicator], used: set[str], view: View, say: Texts) -> Markup:
    if not indicators:
        return Markup("")
    rows = Markup("").join(
        Markup('<li{} data-text="{}"><a data-go href="{}"{}><b>{}</b><span>{}</span></a></li>').format(
            Markup("") if i.code in used else Markup(' class="idle"'),
            found_by(i, say),
            view.link("methods", indicator=i.code, period=None),
            Markup(' aria-current="page"') if i.code == view.indicator else "",
            i.code,
            i.wording(say.language).short,
        )
        for i in sorted(indicators, key=lambda each: each.code)
    )
    return Markup("<div data-group><h3>{}</h3><ul>{}</ul></div>").format(name, rows)


def entry(page: Page, shown: Methods) -> Markup:
    """All that is known of one indicator."""
    say = page.say
    indicator, path, collection = shown.indicator, shown.path, shown.collection
    words = indicator.wording(say.language)
    facts = [
        (say("Numerator"), words.numerator),
        (say("Denominator"), words.denominator),
        (say("Unit"), say(_UNITS[indicator.unit])),
        (say("What is counted"), say(_COUNTS[indicator.counts])),
        (say("Interval method"), say(_METHODS[indicator.interval_method])),
        (say("Direction"), say(_DIRECTIONS[indicator.direction])),
        (say("Level of protection"), f"{say(LEVELS[indicator.level])} · {say(THEMES[indicator.theme])}"),
        (say("Reported by"), _periods(indicator, say)),
        (say("Over areas"), _adding(indicator, say)),
        (say("Source"), f"{words.source.rstrip('.')} ({collection})"),
        (say("Protection"), say(_SENSITIVITIES[indicator.sensitivity])),
    ]
    listed = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*fact) for fact in facts)
    law = Markup("<h3>{}</h3><p>{}</p>").format(say("Legal basis"), words.law) if words.law else ""
    check = Markup('<h3>{}</h3><p class="check">{}</p>').format(say("What a person must check"), words.check)
    ways = Markup('<p class="ways">{}{}</p>').format(
        Markup("").join(
            Markup('<a class="strong" data-go href="{}">{} ›</a>').format(page.way(what), say(page.ways[what].menu))
            for what in _WAYS
        ),
        copy_link(say),
    )  # fmt: skip
    return Markup(
        '<article class="card entry"><h2>{} · {}</h2>{}<dl class="facts-list">{}</dl>{}{}{}{}{}</article>'
    ).format(
        indicator.code, words.name, ways, listed, _targets(indicator, say), law,
        Markup("<h3>{}</h3>{}").format(say("On track by 2030?"), path_text(path, indicator, say)),
        _versions(indicator, say), check if words.check else "",
    )  # fmt: skip


def _periods(indicator: Indicator, say: Texts) -> str:
    if indicator.formula:
        return say("not reported: made of {parts}", parts=", ".join(indicator.formula.parts))
    return "; ".join(
        say("{period}, due after {n} days", period=say(_KINDS[kind]), n=indicator.due_days[kind]).replace(" ", NBSP, 1)
        for kind in indicator.periods
    )


def _adding(indicator: Indicator, say: Texts) -> str:
    if not indicator.adds_up:
        return say("Not added: a median of several areas doesn't follow from theirs")
    if indicator.formula:
        return f"{indicator.formula.whole} − {indicator.formula.rest}, ÷ {indicator.formula.whole}"
    if indicator.yes_or_no and province().has_merged:
        merged_on = formats.day(province().merged_on, say.language)
        return say("Counts are added; it counts communes, so the merger of {day} breaks its series", day=merged_on)
    return say("Counts are added and the rate computed from the sums") if indicator.is_rate else say("Counts are added")


def _targets(indicator: Indicator, say: Texts) -> Markup:
    if not indicator.targets:
        return Markup("<h3>{}</h3><p>{}</p>").format(say("Targets"), say("No target: see what a person must check."))
    ordered = sorted(indicator.targets, key=lambda t: (t.year, t.scope is not Scope.PROVINCE))
    judging = {t.year: t for t in reversed(ordered)}
    rows = Markup("").join(
        Markup(
            '<tr><td class="num">{}</td><td class="num"><b>{}</b></td><td>{}</td><td>{}<small>{}</small></td></tr>'
        ).format(
            target.year,
            f"{'≥' if target.comparator == '>=' else '≤'}{NBSP}{target_text(target.value, indicator, say.language)}",
            (say("province") if target.scope is Scope.PROVINCE else say("national"))
            + ("" if judging[target.year] is target else f" ({say('beside it; the province’s own judges')})"),
            say(target.source),
            say("checked") if target.verified else say("not checked against the law"),
        )
        for target in ordered
    )
    head = Markup('<th class="num">{}</th><th class="num">{}</th><th>{}</th><th>{}</th>').format(
        say("Year"), say("Target"), say("Set by"), say("Decision")
    )
    return Markup(
        '<h3>{}</h3><div class="scroll"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(say("Targets"), head, rows)


def _versions(indicator: Indicator, say: Texts) -> Markup:
    if not indicator.versions:
        return Markup("")
    rows = Markup("").join(
        Markup("<dt>{}</dt><dd>{}{}</dd>").format(
            say("Version {n}, from {day}", n=each.number, day=formats.day(each.valid_from, say.language)),
            each.text[say.language],
            " " + say("Figures before it can't be compared.") if each.breaks_series else "",
        )
        for each in indicator.versions
    )
    return Markup('<h3>{}</h3><dl class="facts-list">{}</dl>').format(say("Versions of the definition"), rows)


def unchecked(rows: Sequence[tuple[Indicator, Target]], view: View, say: Texts) -> Markup:
    """Every target that nobody has compared with its legal text, with what must be checked; opens on demand."""
    lines = Markup("").join(
        Markup('<tr><td><a class="strong" data-go href="{}">{}</a></td><td class="num">{}</td><td class="num">{}</td><td>{}</td><td>{}</td></tr>').format(
            view.link("methods", indicator=i.code, period=None), i.wording(say.language).short, target.year,
            target_text(target.value, i, say.language), say(target.source), i.wording(say.language).check,
        )
        for i, target in rows
    )  # fmt: skip
    return Markup(
        '<div class="card entry"><details><summary>{}</summary><div class="scroll"><table><tbody>{}</tbody></table></div></details></div>'
    ).format(say("Targets not checked against the law: {n}", n=len(rows)), lines)


def answer(indicators: int, unchecked_targets: int, say: Texts) -> Markup:
    """'54 chỉ số; 38 chỉ tiêu chưa đối chiếu văn bản.'"""
    return Markup("{}").format(
        say(
            "{n} indicators; {u} targets not checked against the law.",
            n=formats.number(indicators, say.language),
            u=formats.number(unchecked_targets, say.language),
        )
    )
