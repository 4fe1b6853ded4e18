"""How groupings, groups and measures are named to the reader."""

from collections.abc import Mapping

from base.formats import number
from base.texts import NBSP, Texts, marked
from indicators.catalogue import Indicator, Unit
from indicators.equity.measures import Measure, Scale
from indicators.labels import group_label, scheme_label
from indicators.scope import SCHEMES

_GROUPINGS = {
    "ethnic": marked("Communes by main ethnic group"),
    "child_ethnic": marked("Ethnic group of the child"),
    "child_sex": marked("Sex of the child"),
    "minutes": marked("Minutes to a hospital"),
    "commune": marked("Communes"),
}
_SEXES = {"f": marked("Girls"), "m": marked("Boys")}
_OTHERS = marked("Other ethnic groups")
_BANDS = {
    "0-30": marked("Up to 30 minutes"),
    "30-60": marked("Over 30 to 60 minutes"),
    "60-120": marked("Over 60 to 120 minutes"),
    "120+": marked("Over 120 minutes"),
}
_DECIMALS = {Scale.RATIO: 2, Scale.PERCENT: 1, Scale.INDEX: 2, Scale.SQUARE: 1}


def grouping_label(grouping: str, say: Texts) -> str:
    """A grouping by name, for a choice between them."""
    return say(_GROUPINGS[grouping]) if grouping in _GROUPINGS else scheme_label(grouping, say)


def name_of(grouping: str, group: str, names: Mapping[str, str], say: Texts) -> str:
    """A group by name, for charts and tables. names: of communes, by code."""
    match grouping:
        case "commune":
            return names.get(group, group)
        case "minutes":
            return say(_BANDS[group])
        case "child_sex":
            return say(_SEXES[group]) if group in _SEXES else group
        case "child_ethnic":
            return say(_OTHERS) if group == "other" else group_label("ethnic", group, say)
        case _:
            return group_label(grouping, group, say)


def spoken(grouping: str, group: str, names: Mapping[str, str], say: Texts) -> str:
    """A group as it stands inside a sentence, so that children and communes are not taken for each other."""
    name = name_of(grouping, group, names, say)
    match grouping:
        case "ethnic" if group == "mixed":
            return say("communes without a majority group")
        case "ethnic":
            return say("mostly-{people} communes", people=name)
        case "child_ethnic" if group != "other":
            return say("{people} children", people=name)
        case "minutes":
            return say("communes at {time} from a hospital", time=name[:1].lower() + name[1:])
        case "commune":
            return name
        case "region":
            return name
        case _:
            return name[:1].lower() + name[1:]


def can_be_filtered(grouping: str) -> bool:
    """Whether a group of it can be chosen by the filter of communes."""
    return grouping in SCHEMES


def measure_decimals(measure: Measure, indicator: Indicator) -> int:
    """The decimals of a value of `measure`: of the indicator where it is in its unit."""
    if measure.scale is Scale.POINTS:
        return max(1, indicator.decimals)
    return 3 if measure.code == "RCI" else _DECIMALS[measure.scale]


def measure_text(value: float, measure: Measure, indicator: Indicator, say: Texts) -> str:
    """A value of a measure in its unit: '5,6 điểm', '1,06 lần' …; for rates the plain number."""
    if measure.scale is Scale.POINTS:
        return distance_text(value, indicator, say)
    text = number(value, say.language, measure_decimals(measure, indicator))
    if measure.scale is Scale.PERCENT:
        return f"{text}%"
    return say("{n} times", n=text).replace(" ", NBSP) if measure.scale is Scale.RATIO else text


def distance_text(distance: float, indicator: Indicator, say: Texts) -> str:
    """A distance in the indicator's unit, with its sign only where it is negative: '5,6 điểm'."""
    decimals = max(1, indicator.decimals)
    text = number(distance, say.language, decimals)
    if indicator.unit is not Unit.PERCENT:
        return text
    one = round(abs(distance), decimals) == 1
    return say.plural("{n} point", "{n} points", 1 if one else 2, n=text).replace(" ", NBSP)


def range_text(low: float, high: float, measure: Measure, indicator: Indicator, say: Texts) -> str:
    """The two ends of a measure's interval: '4,8 đến 6,4'; '' where it has none."""
    if low != low or high != high:
        return ""
    decimals = measure_decimals(measure, indicator)
    return say("{low} to {high}", low=number(low, say.language, decimals), high=number(high, say.language, decimals))


def true_text(corrected: float, low: float, high: float, measure: Measure, indicator: Indicator, say: Texts) -> str:
    """What stands under a value: what is left of it without chance, and the interval; '' where it has neither."""
    span = range_text(low, high, measure, indicator, say)
    if corrected != corrected:
        return span
    value = measure_text(corrected, measure, indicator, say)
    if not span:
        return say("without chance about {value}", value=value)
    return say("without chance about {value} ({span})", value=value, span=span)
