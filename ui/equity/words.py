"""The sentences of the equity page: the answer, how sure it is, what stays out of the comparison, who makes up the gap."""

import numpy as np
from markupsafe import Markup, escape

from base import formats
from base.texts import Texts
from indicators import periods
from indicators.catalogue import Indicator
from indicators.course import outside
from indicators.equity.gap import Gap
from indicators.equity.groups import CHILDREN, comparable
from indicators.equity.labels import can_be_filtered, distance_text, grouping_label, spoken
from indicators.equity.measures import MOST_GROUPS
from indicators.labels import communes_text, inside_text, period_short, value_text
from indicators.measure import value_of
from ui.equity.model import Equity, of_communes_now
from ui.frame import doubts as over
from ui.frame.page import Page
from ui.frame.phrases import fill, mark, noun
from ui.frame.slide import TITLE_LENGTH


def answer(page: Page, shown: Equity) -> Markup:
    """Whose groups they are where the page has a filter; which group is worst, how far behind the best, and whether that gap has moved; or why nothing can be compared."""
    return escape(shown.scope.lead) + _answer(page, shown)


def _answer(page: Page, shown: Equity) -> Markup:
    say, indicator, gap = page.say, shown.indicator, shown.gap
    name = indicator.wording(say.language).short
    if shown.blank:
        return _no_comparison(page, shown, name)
    if gap is None:
        return fill(say("{name}: the groups can't be compared in this period."), name=name)
    if gap.gap == 0:
        value = value_text(gap.best_value, indicator, say.language)
        return fill(say("{name}: all groups are at {v}."), name=name, v=value)
    if gap.low <= 0:
        return fill(
            say("{name}: {g1} {v1} and {g2} {v2} are not clearly different."),
            name=name,
            g1=_spoken(page, shown, gap.worst),
            v1=value_text(gap.worst_value, indicator, say.language),
            g2=_spoken(page, shown, gap.best),
            v2=value_text(gap.best_value, indicator, say.language),
        )
    first = fill(
        say("{name}: {g1} {v1}, {d} behind {g2}"),
        name=name,
        g1=_spoken(page, shown, gap.worst),
        v1=mark(value_text(gap.worst_value, indicator, say.language)),
        d=mark(distance_text(gap.gap, indicator, say)),
        g2=_spoken(page, shown, gap.best),
    )
    if not gap.change:
        return first + "."
    moved = {
        "narrower": say("narrower"),
        "wider": say("wider"),
        "unclear": say("not clearly changed"),
        "same": say("unchanged"),
    }[gap.change]
    since = period_short(periods.parse(gap.since), say)
    said = fill(say("; gap {moved} since {year}"), moved=moved, year=since)
    return first + said + _between(shown, gap, indicator, say) + "."


def _between(shown: Equity, gap: Gap, indicator: Indicator, say: Texts) -> Markup:
    """The gap of the year that the first and the last one hide: ', giữa chừng từng là 15,9 điểm (2023)'; '' where they hide none."""
    periods_shown = shown.course["period"].tolist()
    if gap.since not in periods_shown:
        return Markup("")
    rows = shown.course.iloc[periods_shown.index(gap.since) :]
    value, low, high = (rows[name].to_numpy(float) for name in ("gap", "low", "high"))
    at = outside(value, np.where(np.isnan(low), value, low), np.where(np.isnan(high), value, high))
    if at is None:
        return Markup("")
    year = period_short(periods.parse(rows["period"].iloc[at]), say)
    return fill(say(", in between {d} ({y})"), d=distance_text(value[at], indicator, say), y=year)


def _no_comparison(page: Page, shown: Equity, name: str) -> Markup:
    say = page.say
    if shown.blank in ("few", "single"):
        single = shown.now.loc[(shown.now["members"] == 1) & shown.now["value"].notna(), "group"].astype(str).tolist()
        if single:
            group = shown.names[shown.focus if shown.focus in single else single[0]]
            return fill(say("Not comparable: {g} has only {n}."), g=group, n=communes_text(1, say))
        return fill(say("Not comparable: fewer than two groups have a figure."))
    if shown.blank == "neutral":
        return fill(say("{name}: neither up nor down is good or bad, so no group is worse off."), name=name)
    reasons = {
        "not_a_rate": say("{name} has no denominator, so groups of different size can't be compared."),
        "province_only": say("{name}: not published by commune, to protect children, so communes can't be grouped."),
        "no_strata": say("{name} is not reported by this grouping: {grouping}."),
        "part_of_year": say("{name}: figures by group of children are published for whole years only."),
        "nothing": say("{name}: no group has a figure in this period."),
    }  # fmt: skip
    grouping = grouping_label(shown.grouping, say)
    return fill(reasons[shown.blank], name=name, grouping=grouping[:1].lower() + grouping[1:])


def _spoken(page: Page, shown: Equity, group: str) -> str:
    return spoken(shown.grouping, group, shown.names, page.say)


def over_all(page: Page, shown: Equity) -> str:
    """That the figure of all communes compared can't be, and by whose reports; '' if it can."""
    indicator = page.indicator
    if shown.indicator is not indicator:
        return ""
    now = of_communes_now(page)
    top, bottom = (now[name].to_numpy(float).sum(keepdims=True) for name in ("numerator", "denominator"))
    total = float(value_of(top, bottom, indicator)[0])
    return str(over.doubts(now, indicator, total=total, province=None, say=page.say).striptags())


def doubts(page: Page, shown: Equity) -> Markup | None:
    """How sure the gap is, which groups stay out, what is partial or provisional; None if there is nothing to add."""
    say, indicator, gap = page.say, shown.indicator, shown.gap
    said = [text for text in (over_all(page, shown),) if text]
    if gap is not None and gap.gap > 0 and gap.low == gap.low:
        low = formats.number(gap.low, say.language, max(1, indicator.decimals))
        high = distance_text(gap.high, indicator, say)
        if gap.low > 0 and gap.choices > 1:
            said.append(
                say(
                    "The gap is {low} to {high} (95% interval, allowing for the choice of two groups by their values).",
                    low=low,
                    high=high,
                )
            )
        elif gap.low > 0:
            said.append(say("The gap is {low} to {high} (95% interval).", low=low, high=high))
        else:
            said.append(say("The gap may be chance: its 95% interval is {low} to {high}.", low=low, high=high))
    now = shown.groups[(shown.groups["period"] == page.view.period) & shown.groups["value"].notna()]
    if gap is not None and not gap.change and len(now) > MOST_GROUPS:
        many = shown.summary.set_index("measure").to_dict("index")["P80−P20"]
        said.append(
            say(
                "The two ends of {n} communes are partly chance: without the highest and the lowest fifth the others lie within {d}, and without chance within about {c}.",
                n=len(now),
                d=distance_text(many["value"], indicator, say),
                c=distance_text(many["corrected"], indicator, say),
            )
        )
    single = now.loc[now["members"] == 1, "group"].tolist()
    if single and shown.blank not in ("few", "single"):
        named = ", ".join(shown.names[group] for group in single)
        said.append(say("Not compared, with a single commune each: {groups}.", groups=named))
    said += _incomplete(page, shown)
    early = comparable(now)
    early = early[early["provisional"].astype(bool)]
    if len(early):
        said.append(say("Provisional: {groups}.", groups=", ".join(shown.names[str(g)] for g in early["group"])))
    if shown.grouping in CHILDREN and not page.view.area.is_empty:
        said.append(say("The filter of communes does not narrow groups of children."))
    return escape(" ".join(said)) if said else None


def _incomplete(page: Page, shown: Equity) -> list[str]:
    """Groups whose sum lacks communes, with how many."""
    say, now = page.say, shown.groups[shown.groups["period"] == page.view.period]
    lacking = now[now["members"].notna() & (now["reported"] < now["members"])]
    parts = [
        say("{group} {r} of {n}", group=shown.names[str(row["group"])], r=int(row["reported"]), n=int(row["members"]))
        for row in lacking.to_dict("records")
    ]
    return [say("Partial sums (communes with a figure): {groups}.", groups=", ".join(parts))] if parts else []


def hint(page: Page, shown: Equity) -> Markup:
    """How to choose a group; empty where none can be chosen."""
    possible = shown.gap is not None and (can_be_filtered(shown.grouping) or shown.grouping == "commune")
    text = page.say("Click a dot or a name to hold that group against the best one.")
    return Markup('<p class="muted">{}</p>').format(text) if possible else Markup("")


def elsewhere(page: Page, shown: Equity) -> Markup:
    """Where to go on where there is nothing to draw."""
    say = page.say
    other = say("Choose another grouping above, or see:") if len(shown.offered) > 1 else say("See instead:")
    link = Markup('<a class="strong" data-go href="{}">{} ›</a>')
    ways = link.format(page.way("history"), say("Trend of the province"))
    ways += " " + link.format(page.way("definition"), say("Definition, legal basis, how it is computed"))
    return Markup('<p>{}</p><p class="ways">{}</p>').format(other, ways)


def title(page: Page, shown: Equity) -> str:
    """The answer for a projector, in at most 60 characters, to be read after the slide's subject."""
    say, gap = page.say, shown.gap
    if gap is None:
        return say("the groups can't be compared in {period}", period=inside_text(page.period, say))
    if gap.gap <= 0:
        return say("all groups are at {v}", v=value_text(gap.best_value, shown.indicator, say.language))
    if gap.low <= 0:
        return say("No clear difference between the groups")
    distance = distance_text(gap.gap, shown.indicator, say)
    # A group of communes is never named as if it were the people after whom it is called; the second may be read from the first.
    worst = _spoken(page, shown, gap.worst)
    for best in (_spoken(page, shown, gap.best), shown.names[gap.best]):
        said = say("{g1} {d} behind {g2}", g1=worst, d=distance, g2=best)
        if len(said) <= TITLE_LENGTH:
            return said
    return say("{d} between the worst and the best group", d=distance)


def gap_title(page: Page, shown: Equity) -> Markup:
    """What the line below shows, and how far the gap has moved with the interval that the answer's word rests on."""
    say, gap = page.say, shown.gap
    if gap is None:
        return Markup("")
    head = Markup("<h2>{}</h2>").format(
        say(
            "Gap between {worst} and {best}",
            worst=_spoken(page, shown, gap.worst),
            best=_spoken(page, shown, gap.best),
        )
    )
    said = moved(page, shown)
    return head + Markup('<p class="muted">{}</p>').format(said) if said else head


def moved(page: Page, shown: Equity) -> Markup:
    """How far the gap has moved, with its interval; '' where that can't be said."""
    say, gap = page.say, shown.gap
    if gap is None or not gap.change or gap.change_low != gap.change_low:
        return Markup("")
    decimals = max(1, shown.indicator.decimals)
    low, high = (formats.signed(end, say.language, decimals) for end in (gap.change_low, gap.change_high))
    since = period_short(periods.parse(gap.since), say)
    text = say("Change since {year}: {low} to {high} (95% interval). ", year=since, low=low, high=high)
    verdict = {
        "narrower": say("The gap has become narrower beyond chance."),
        "wider": say("The gap has become wider beyond chance."),
        "unclear": say("No change beyond chance."),
    }[gap.change]
    return escape(text + verdict)


def explanation(page: Page, shown: Equity) -> Markup:
    """The gap as children and where they live, in a sentence or two; empty where there is no gap to explain."""
    text = explained(page, shown)
    return Markup("<h2>{}</h2><p>{}</p>").format(page.say("Where the gap lies"), text) if text else text


def explained(page: Page, shown: Equity) -> Markup:
    """The sentence of `explanation`."""
    say, indicator, gap, found = page.say, shown.indicator, shown.gap, shown.explained
    if gap is None or found is None:
        return Markup("")
    adverse = indicator.direction == "down"
    template = (
        say("If {g1} stood at {v} like {g2}, that would be {n} fewer; half of them in {h}.")
        if adverse
        else say("If {g1} stood at {v} like {g2}, that would be {n} more; half of them in {h}.")
    )
    text = fill(
        template,
        g1=_spoken(page, shown, gap.worst),
        g2=_spoken(page, shown, gap.best),
        v=value_text(gap.best_value, indicator, say.language),
        n=mark(noun(indicator, round(found.children), say)),
        h=communes_text(found.half, say),
    )
    rest = round(found.children - found.placed)
    if rest > 0:
        hidden = say("{n} of them are in communes whose figure for this group is hidden or missing.")
        text += " " + fill(hidden, n=formats.number(rest, say.language))
    return text
