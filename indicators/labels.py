"""How periods, values, groups and communes are named to the reader."""

import math

from base.formats import number, percent, plain_percent, signed
from base.texts import NBSP, Texts, marked
from indicators.catalogue import Indicator, Unit
from indicators.peoples import OTHER_PEOPLES
from indicators.periods import Kind, Period
from indicators.sensitivity import threshold

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ROMAN = ("I", "II", "III", "IV")

# Names of peoples as the Vietnamese statistics write them; English drops the hook of Mông to the usual 'Hmong'.
_ETHNIC = {
    "thai": marked("Thái"),
    "mong": marked("Hmong"),
    "kinh": marked("Kinh"),
    "khomu": marked("Khơ Mú"),
    "hanhi": marked("Hà Nhì"),
    "dao": marked("Dao"),
    "laha": marked("La Ha"),
    "lao": marked("Lào"),
    "khang": marked("Kháng"),
    "xinhmun": marked("Xinh Mun"),
    "cong": marked("Cống"),
    "sila": marked("Si La"),
    "hoa": marked("Hoa"),
    "tay": marked("Tày"),
    "muong": marked("Mường"),
    "nung": marked("Nùng"),
    "phula": marked("Phù Lá"),
    "mixed": marked("Mixed"),
}
ETHNIC_GROUPS = (*_ETHNIC, *OTHER_PEOPLES)
"""Every group of the scheme 'ethnic'."""

_BORDER = {"yes": marked("Border communes"), "no": marked("Communes away from the border")}
_TRAVEL = {"near": marked("Near a hospital"), "remote": marked("Remote communes")}
_SCHEMES = {
    "ethnic": marked("Main ethnic group"),
    "region": marked("Region"),
    "border": marked("Border"),
    "travel": marked("Travel time"),
}
_BLANKS = {
    "missing": marked("Not reported"),
    "hidden": marked("Hidden to protect children"),
    "not_due": marked("Not due"),
    "not_applicable": marked("Not applicable"),
    "merged": marked("Communes merged, not comparable"),
}


def period_label(period: Period, say: Texts) -> str:
    """'Năm 2025', 'Quý III/2025', '6 tháng đầu năm 2025', 'Năm học 2025–2026' (vi); '2025', 'Q3 2025' … (en)."""
    year, month = period.starts_on.year, period.starts_on.month
    vietnamese = say.language == "vi"
    match period.kind:
        case Kind.MONTH:
            return say("Month {month}/{year}", month=month, year=year) if vietnamese else f"{_MONTHS[month - 1]} {year}"
        case Kind.QUARTER:
            nth = (month + 2) // 3
            return say("Q{n} {year}", n=nth, roman=_ROMAN[nth - 1], year=year)
        case Kind.HALF:
            return say("First half of {year}", year=year) if month == 1 else say("Second half of {year}", year=year)
        case Kind.NINE_MONTHS:
            return say("First nine months of {year}", year=year)
        case Kind.SCHOOL_YEAR:
            return say("School year {first}–{last}", first=year, last=year + 1)
        case Kind.YEAR:
            return say("Year {year}", year=year) if vietnamese else str(year)


def inside_text(period: Period, say: Texts) -> str:
    """The period as it stands inside a sentence: 'năm 2025', 'quý III/2025'; English names keep their capital."""
    label = period_label(period, say)
    return label[:1].lower() + label[1:] if say.language == "vi" else label


def period_short(period: Period, say: Texts) -> str:
    """The period for an axis or a table head: '2025', 'III/2025' or 'Q3 2025', '2025–26'."""
    match period.kind:
        case Kind.YEAR:
            return str(period.year)
        case Kind.SCHOOL_YEAR:
            return f"{period.year}–{(period.year + 1) % 100:02d}"
        case Kind.MONTH:
            return f"{period.starts_on.month}/{period.year}"
        case Kind.QUARTER if say.language == "vi":
            return f"{_ROMAN[period.starts_on.month // 3]}/{period.year}"
        case _:
            return period_label(period, say)


def value_text(value: float | None, indicator: Indicator, language: str) -> str:
    """A value in the indicator's unit and decimals: '95,5%', '6,1', '592'. En dash for none."""
    if indicator.unit is Unit.PERCENT:
        return percent(value, language, indicator.decimals)
    return number(value, language, indicator.decimals)


def target_text(target: float, indicator: Indicator, language: str) -> str:
    """A target without idle decimals: '97%', '98,5%', '500'."""
    if indicator.unit is Unit.PERCENT:
        return plain_percent(target, language)
    return number(target, language, 0 if float(target).is_integer() else 1)


def interval_text(low: float, high: float, indicator: Indicator, language: str) -> str:
    """The two ends of an interval: '86,2–91,6%'; '' where there is none."""
    if math.isnan(low) or math.isnan(high):
        return ""
    sign = "%" if indicator.unit is Unit.PERCENT else ""
    return f"{number(low, language, indicator.decimals)}–{number(high, language, indicator.decimals)}{sign}"


def points_text(difference: float | None, indicator: Indicator, say: Texts) -> str:
    """A difference with its sign: '−1,5 điểm', '+0.6 points'; for rates and counts the number alone."""
    text = signed(difference, say.language, indicator.decimals)
    if indicator.unit is not Unit.PERCENT or text == "–":
        return text
    one = round(abs(float(difference or 0)), indicator.decimals) == 1
    return say.plural("{n} point", "{n} points", 1 if one else 2, n=text).replace(" ", NBSP)


def blank_text(blank: str, say: Texts) -> str:
    """Why there is no figure ('' if there is one). Raises KeyError for an unknown reason."""
    return say(_BLANKS[blank]) if blank else ""


def range_text(at_least: float, indicator: Indicator, say: Texts) -> str:
    """What a hidden figure may still say: 'từ 98% trở lên, dưới 5 trẻ'. at_least: in the indicator's unit, whole."""
    return say(
        "{v} or more, under {n} {noun}",
        v=target_text(at_least, indicator, say.language),
        n=int(threshold(indicator.sensitivity)),
        noun=indicator.wording(say.language).unit_noun_many,
    )


def reason_text(blank: str, at_least: float, indicator: Indicator, say: Texts) -> str:
    """Why there is no figure, and the range where there is one: 'Ẩn để bảo vệ trẻ em: từ 98% trở lên, dưới 5 trẻ'."""
    reason = blank_text(blank, say)
    return reason if math.isnan(at_least) else f"{reason}: {range_text(at_least, indicator, say)}"


def scheme_label(scheme: str, say: Texts) -> str:
    """A grouping by name: 'Dân tộc chính', 'Khu vực', 'Biên giới', 'Thời gian đi lại'."""
    return say(_SCHEMES[scheme])


def group_label(scheme: str, group: str, say: Texts) -> str:
    """A group by name: 'Mông', 'Khu vực III', 'Xã biên giới'. A code that has no name yet is shown as it is."""
    match scheme:
        case "region":
            return say("Region {name}", name=group)
        case "border":
            return say(_BORDER[group])
        case "travel":
            return say(_TRAVEL[group])
        case _:
            return say(_ETHNIC[group]) if group in _ETHNIC else OTHER_PEOPLES.get(group, group)


def communes_text(count: int, say: Texts) -> str:
    """A number of communes with its noun: '9 xã, phường', '1 commune'."""
    return say.plural("{n} commune", "{n} communes", count, n=number(count, say.language)).replace(" ", NBSP, 1)


def commune_name(full_name: str, say: Texts) -> str:
    """A commune with its kind: 'Xã Mường Nhé', 'Mường Nhé commune'. full_name: of AREAS; one without a kind stays as it is."""
    kind, _, name = full_name.partition(" ")
    if say.language == "vi" or not name:
        return full_name
    if kind == "Xã":
        return say("{name} commune", name=name)
    return say("{name} ward", name=name) if kind == "Phường" else full_name
