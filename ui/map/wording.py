"""The words of the map in the reader's language: legend, reasons of blanks, card, buttons. The browser fills in numbers."""

from datetime import date

from base.formats import BLANK, day, number, plain_percent
from base.texts import NBSP, Texts
from indicators.catalogue import Counts, Indicator, Unit
from indicators.labels import period_short
from indicators.periods import parse
from indicators.sensitivity import threshold
from indicators.status import orientation
from ui.map.message import Legend, Words

# Filled by the browser, for every commune: kept as they are when the words are made.
_A, _B, _N, _D = "{a}", "{b}", "{n}", "{d}"


def amount(value: float, indicator: Indicator, say: Texts) -> str:
    """A distance in the indicator's unit: '6 điểm', '2', '3 trường'."""
    text = _short(value, say)
    match indicator.unit:
        case Unit.PERCENT:
            return say.plural("{n}\u00a0point", "{n}\u00a0points", value, n=text)
        case Unit.PER_1000 | Unit.PER_100000:
            return text
        case Unit.DAYS:
            return say.plural("{n}\u00a0day", "{n}\u00a0days", value, n=text)
        case Unit.COUNT:
            return _counted(indicator, say)[0 if value == 1 else 1].format(n=text)


def level(value: float, indicator: Indicator, say: Texts) -> str:
    """A value or a target in the indicator's unit, without idle decimals: '97%', '20', '36'."""
    if indicator.unit is Unit.PERCENT:
        return plain_percent(value, say.language)
    return _short(value, say)


def _short(value: float, say: Texts) -> str:
    decimals = next(places for places in range(4) if round(value, places) == round(value, 3))
    return number(value, say.language, decimals)


def _counted(indicator: Indicator, say: Texts) -> list[str]:
    """'{n} child', '{n} children' for the browser."""
    wording = indicator.wording(say.language)
    return [f"{_N}{NBSP}{noun}" for noun in (wording.unit_noun, wording.unit_noun_many)]


def legend(indicator: Indicator, measure: str, target: float | None, say: Texts) -> Legend:
    """The legend of a map of `measure`. target: of the period shown."""
    match measure:
        case "gap" if target is not None:
            return _gap_legend(indicator, target, say)
        case "versus":
            return _versus_legend(say)
        case "cluster":
            return _cluster_legend(indicator, say)
        case "has" | "since":
            return _presence_legend(indicator, measure, say)
        case "without":
            return _circles(without_title(indicator, say))
        case "need":
            noun = indicator.wording(say.language).unit_noun_many
            title = (
                say("Still to reach, {noun}", noun=noun)
                if orientation(indicator) >= 0
                else say("Too many, {noun}", noun=noun)
            )
            return _circles(title)
        case _:
            return _value_legend(indicator, say)


def _circles(title: str) -> Legend:
    return {"title": title, "order": [], "labels": {}, "short": {}, "rule": "", "rule_before": -1}


def without_title(indicator: Indicator, say: Texts) -> str:
    """What circles count of an indicator that communes have or have not: 'Trẻ dưới 16 tuổi ở xã chưa có …'."""
    words = indicator.wording(say.language)
    lacking = words.no if orientation(indicator) >= 0 else words.yes
    title = say("{children} in communes that {lack}", children=words.children, lack=lacking)
    return title[:1].upper() + title[1:]


def answer(has: str, say: Texts) -> str:
    """Whether a commune has it. has: of PRESENCE."""
    return {"yes": say("Has"), "no": say("Has not")}.get(has, BLANK)


def since(code: str, run: str, say: Texts) -> str:
    """Since when a commune has it or has it not, as `indicators.presence` found it: 'từ 2023', 'ít nhất từ 2019'."""
    text = period_short(parse(code), say)
    return say("since {year}", year=text) if run == "begun" else say("at least since {year}", year=text)


def _presence_legend(indicator: Indicator, measure: str, say: Texts) -> Legend:
    """Two states; or since when, as far back as is known."""
    words = indicator.wording(say.language)
    no, yes = (text[:1].upper() + text[1:] for text in (words.no, words.yes))
    sign = orientation(indicator)
    if measure == "has":
        states = (
            [("0", no), ("3", yes)] if sign == 0 else [("1", no), ("4", yes)] if sign > 0 else [("1", yes), ("4", no)]
        )
        short = {code: say("has") if text == yes else say("has not") for code, text in states}
    else:
        still, again = (
            (say("Has not, all along"), say("Has not, had it before")),
            (say("Has it, newly"), say("Has it, all along")),
        )
        named = (*still, *again) if sign >= 0 else (*reversed(again), *reversed(still))
        states = list(zip("0134", named, strict=True))
        short = {"0": say("has not") if sign >= 0 else say("has"), "4": say("has") if sign >= 0 else say("has not")}
    return {
        "title": words.short,
        "order": [code for code, _ in states],
        "labels": dict(states),
        "short": short,
        "rule": "",
        "rule_before": -1,
    }


def _gap_legend(indicator: Indicator, target: float, say: Texts) -> Legend:
    upward = orientation(indicator) >= 0
    cuts = indicator.gap_breaks if upward else tuple(-cut for cut in reversed(indicator.gap_breaks))
    # A percentage ends at 0 and 100: what lies beyond is no class to explain.
    room = (100 - target if upward else target) if indicator.unit is Unit.PERCENT else float("inf")
    limits = (None, *cuts, None)
    labels: dict[str, str] = {}
    short: dict[str, str] = {}
    for at in range(5):
        low, high = limits[at], limits[at + 1]
        if low is not None and low > 0 and low >= room:
            continue
        if low is not None and low >= 0 and high is not None and high >= room:
            high = None
        labels[str(at)], short[str(at)] = _gap_labels(low, high, indicator, say, upward=upward)
    percentage = indicator.unit is Unit.PERCENT
    return {
        "title": say("Percentage points from the target") if percentage else say("Distance from the target"),
        "order": list(labels),
        "labels": labels,
        "short": short,
        "rule": say("target {t}", t=level(target, indicator, say)),
        "rule_before": cuts.index(0) + 1,
    }


def _gap_labels(
    low: float | None, high: float | None, indicator: Indicator, say: Texts, *, upward: bool
) -> tuple[str, str]:
    """Words for a gap from `low` to `high` (None: open), in the direction in which more is better."""

    def far(value: float) -> str:
        return amount(abs(value), indicator, say)

    def near(value: float) -> str:
        return _short(abs(value), say)

    if high is not None and high <= 0:
        if low is None and high == 0:
            return say("target missed"), say("missed")
        if low is None:
            words = say("short by over {a}") if upward else say("too high by over {a}")
            return words.format(a=far(high)), words.format(a=near(high))
        if high == 0:
            words = say("short by under {a}") if upward else say("too high by under {a}")
            return words.format(a=far(low)), say("under {a}").format(a=near(low))
        words = say("short by {a}–{b}") if upward else say("too high by {a}–{b}")
        return words.format(a=near(high), b=far(low)), f"{near(high)}–{near(low)}"
    if high is None and (low is None or low == 0):
        return say("met"), say("met")
    if high is None:
        words = say("met, over by more than {a}") if upward else say("met, lower by more than {a}")
        return words.format(a=far(low or 0)), say("over") if upward else say("lower")
    if not low:
        words = say("met, over by up to {a}") if upward else say("met, lower by up to {a}")
        return words.format(a=far(high)), say("met")
    words = say("met, over by {a}–{b}") if upward else say("met, lower by {a}–{b}")
    return words.format(a=near(low), b=far(high)), f"{near(low)}–{near(high)}"


def _versus_legend(say: Texts) -> Legend:
    near_certain, likely = (number(share, say.language, places) for share, places in ((99.8, 1), (95, 0)))
    worse, better = say("Worse ({p}% sure)"), say("Better ({p}% sure)")
    labels = {
        "0": worse.format(p=near_certain),
        "1": worse.format(p=likely),
        "2": say("Not distinguishable"),
        "3": better.format(p=likely),
        "4": better.format(p=near_certain),
    }
    return {
        "title": say("Against the province"),
        "order": list(labels),
        "labels": labels,
        "short": {"0": say("worse"), "2": say("not distinguishable"), "4": say("better")},
        "rule": "",
        "rule_before": -1,
    }


def _cluster_legend(indicator: Indicator, say: Texts) -> Legend:
    """Of `indicators.hotspots`: four kinds of communes that stand out together with their neighbours, or against them."""
    low, high = say("Low among low"), say("High among high")
    low_in_high, high_in_low = (
        say("Low among high, unlike its neighbours"),
        say("High among low, unlike its neighbours"),
    )
    worse, better = say("{cluster} (worse)"), say("{cluster} (better)")
    none = say("No cluster seen")
    sign = orientation(indicator)
    if sign == 0:
        labels = {"0": low, "1": low_in_high, "3": high_in_low, "4": high}
        short = {"0": say("low"), "4": say("high")}
    else:
        short = {"0": say("bad cluster"), "2": say("no cluster"), "4": say("good cluster")}
        ends = (low, high) if sign > 0 else (high, low)
        between = (low_in_high, high_in_low) if sign > 0 else (high_in_low, low_in_high)
        first, last = worse.format(cluster=ends[0]), better.format(cluster=ends[1])
        labels = {"0": first, "1": between[0], "2": none, "3": between[1], "4": last}
    return {
        "title": say("Clusters of neighbours, false discoveries held at 5%"),
        "order": list(labels),
        "labels": labels,
        "short": short,
        "rule": "",
        "rule_before": -1,
    }


def _value_legend(indicator: Indicator, say: Texts) -> Legend:
    cuts = indicator.value_breaks
    under, over = say("under {a}"), say("{a} or more")
    full: list[str] = []
    short: list[str] = []
    for at in range(len(cuts) + 1):
        if at == 0:
            full.append(under.format(a=level(cuts[0], indicator, say)))
            short.append(under.format(a=_short(cuts[0], say)))
        elif at == len(cuts):
            full.append(over.format(a=level(cuts[-1], indicator, say)))
            short.append(f"≥{NBSP}{_short(cuts[-1], say)}")
        else:
            low = _short(cuts[at - 1], say)
            full.append(f"{low}–{level(cuts[at], indicator, say)}")
            short.append(f"{low}–{_short(cuts[at], say)}")
    order = [str(at) for at in range(len(full))]
    return {
        "title": indicator.wording(say.language).short,
        "order": order,
        "labels": dict(zip(order, full, strict=True)),
        "short": dict(zip(order, short, strict=True)),
        "rule": "",
        "rule_before": -1,
    }


def _fraction(indicator: Indicator, say: Texts) -> str:
    """Numerator and denominator: of what is counted, or of posts for so many children."""
    words = indicator.wording(say.language)
    if indicator.counts is Counts.POSTS and not indicator.has_norm and words.children:
        return f"{_N}{NBSP}{words.unit_noun_many} / {_D}{NBSP}{words.children}"
    return f"{_N}/{_D}{NBSP}{words.unit_noun_many}"


def _unjudged(indicator: Indicator, measure: str, say: Texts) -> str:
    """What is said of a commune with a figure and without a colour."""
    if measure != "cluster":
        return say("Not judged")
    return say("Not tested: too few figures around it") if orientation(indicator) else say("No cluster seen")


def words(indicator: Indicator, say: Texts, *, due_on: date | None, measure: str = "value") -> Words:
    """All other texts of the map."""
    upward = orientation(indicator) >= 0
    counted = _counted(indicator, say)
    needed = say("Still to reach: {n}") if upward else say("Too many by {n}")
    missing = say("Not reported")
    value = {
        Unit.PERCENT: ["{v}"] * 2,
        Unit.PER_1000: ["{v}"] * 2,
        Unit.PER_100000: ["{v}"] * 2,
        Unit.DAYS: [say.plural("{n}\u00a0day", "{n}\u00a0days", count, n="{v}") for count in (1, 2)],
        Unit.COUNT: [c.replace(_N, "{v}") for c in counted],
    }
    noun = indicator.wording(say.language).unit_noun_many
    if indicator.yes_or_no:
        children = indicator.wording(say.language).children
        needed, counted = say("{n} live there"), [f"{_N}{NBSP}{children}"] * 2
    return {
        "value": value[indicator.unit],
        "answers": [answer(has, say) for has in ("no", "yes")] if indicator.yes_or_no else [],
        "fraction": _fraction(indicator, say),
        "interval": say("95% interval {a}–{b}", a=_A, b=_B),
        "needed": [needed.format(n=each) for each in counted],
        "counted": counted,
        "units": [say.plural("{n} commune", "{n} communes", count, n=_N) for count in (1, 2)],
        "blanks": {
            "m": missing,
            "h": say("Hidden to protect children"),
            "d": say("Not due"),
            "n": say("Not applicable"),
            "b": say("Communes merged, not comparable"),
        },
        "range": say("{v} or more, under {n} {noun}", v="{v}", n=int(threshold(indicator.sensitivity)), noun=noun),
        "reasons": {"m": say("Not reported, due {d}", d=day(due_on, say.language))} if due_on else {},
        "estimated": say("≈ Estimated"),
        "provisional": say("provisional"),
        "survey": say("survey"),
        "unjudged": _unjudged(indicator, measure, say),
        "outside": say("Outside the filter"),
        "numbered": say("Numbers on the map"),
        "steady": say("Steadier estimate for communes with few {noun}: {v}", noun=noun, v="{v}"),
        "target": say("target"),
        "states": [
            "",
            say("Target met"),
            say("Target missed"),
            say("Target missed, clearly lower") if upward else say("Target missed, clearly higher"),
            say("Target met, clearly higher") if upward else say("Target met, clearly lower"),
        ],
        "versus": [
            say("Clearly worse than the province"),
            say("Worse than the province"),
            say("Not distinguishable from the province"),
            say("Better than the province"),
            say("Clearly better than the province"),
        ],
        "open": say("Open commune profile"),
        "close": say("Close"),
        "tools": say("Map tools"),
        "zoom_in": say("Zoom in"),
        "zoom_out": say("Zoom out"),
        "zoom_whole": say("Whole map"),
        "png": say("Download the map as a PNG picture"),
        "svg": say("Download the map as an SVG picture"),
        "period": say("Period"),
        "play": say("Play"),
        "pause": say("Pause"),
        "table": say("Show the values as a table"),
        "columns": [
            say("Commune"),
            say("Value"),
            say("Numerator/denominator"),
            say("95% interval"),
            say("Still to reach"),
        ],
        "failed": say("The map could not be loaded."),
        "again": say("Try again"),
    }
