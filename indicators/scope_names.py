"""How the communes in scope are named, in one place: whatever says a figure of them takes its words from here.

    address ─> AreaFilter + AREAS ─> ScopeName ─> long:   heading ('8 xã biên giới, đa số Mông đạt 5/10 chỉ tiêu'), slide's subject
                                               ─> short:  head of a column ('8 xã đang lọc' beside 'Toàn tỉnh'), list, legend
                                               ─> lead:   what stands before an answer ('8 xã biên giới: '; '' of all communes)
                             filter_sentence  ─> files and pictures that leave the house ('Xã biên giới, đa số Mông: 8 xã')

A figure that is not of these communes says 'province' itself.
"""

from dataclasses import dataclass

import pandas as pd

from base.formats import number
from base.texts import NBSP, Texts
from indicators.labels import commune_name, communes_text, group_label
from indicators.scope import AreaFilter

# As many communes as a sentence can name; more are counted.
_NAMED = 3


@dataclass(frozen=True)
class ScopeName:
    """whole: nothing is filtered. count: communes in scope. long: who they are, with their number; short: their number alone.

    Of the whole province long and short are its word.
    """

    whole: bool
    count: int
    long: str
    short: str

    @property
    def lead(self) -> str:
        """What an answer begins with: '8 xã biên giới, đa số Mông: '; '' where nothing is filtered."""
        return "" if self.whole else f"{self.long}: "


def scope_name(area_filter: AreaFilter, areas: pd.DataFrame, say: Texts) -> ScopeName:
    """The communes of `areas` (AREAS) that pass the filter, by name."""
    count = int(area_filter.mask(areas).sum())
    if area_filter.is_empty:
        return ScopeName(whole=True, count=count, long=say("Province"), short=say("Province"))
    figure = number(count, say.language)
    short = say.plural("{n} filtered commune", "{n} filtered communes", count, n=figure)
    long = _long(area_filter, areas, count, say)
    return ScopeName(whole=False, count=count, long=long, short=short.replace(" ", NBSP, 1))


def _long(area_filter: AreaFilter, areas: pd.DataFrame, count: int, say: Texts) -> str:
    figure = number(count, say.language)
    which, chosen = _which(area_filter, say), area_filter.communes
    if which:
        if chosen:
            which.append(say("of those chosen"))
        return say.plural(
            "{n} commune {which}", "{n} communes {which}", count, n=figure, which=", ".join(which)
        ).replace(" ", NBSP, 1)
    if len(chosen) > _NAMED:
        return say("{n} chosen communes", n=figure)
    names = areas.set_index("code")["full_name"].reindex(list(chosen)).dropna().tolist()
    if len(names) == 1:
        return commune_name(names[0], say)
    return ", ".join(commune_name(name, say) for name in names)


def _which(area_filter: AreaFilter, say: Texts) -> list[str]:
    """What sets the communes apart, behind their number; a phrase a scheme, in reading order."""
    border = {"yes": say("on the border"), "no": say("away from the border")}
    travel = {"near": say("near a hospital"), "remote": say("far from a hospital")}
    parts = [
        _any_of([border[group] for group in area_filter.border], say),
        _any_of([travel[group] for group in area_filter.travel], say),
        _any_of([say("in region {name}", name=group) for group in area_filter.region], say),
        _ethnic_part(area_filter.ethnic, say),
    ]
    return [part for part in parts if part]


def filter_parts(area_filter: AreaFilter, areas: pd.DataFrame, say: Texts) -> list[str]:
    """What the filter asks for, one phrase per scheme as it stands inside a sentence, in reading order; may be empty."""
    parts = [
        _any_of([_inside(group_label(scheme, group, say)) for group in getattr(area_filter, scheme)], say)
        for scheme in ("border", "travel")
    ]
    parts.append(_any_of([group_label("region", group, say) for group in area_filter.region], say))
    parts += [_ethnic_part(area_filter.ethnic, say), _communes_part(area_filter.communes, areas, say)]
    return [p for p in parts if p]


def _inside(label: str) -> str:
    """A label as it stands inside a sentence."""
    return label[:1].lower() + label[1:]


def _ethnic_part(groups: tuple[str, ...], say: Texts) -> str:
    peoples = _any_of([group_label("ethnic", g, say) for g in groups if g != "mixed"], say)
    phrases = [say("mostly {people}", people=peoples)] if peoples else []
    if "mixed" in groups:
        phrases.append(say("without a majority group"))
    return _any_of(phrases, say)


def _communes_part(codes: tuple[str, ...], areas: pd.DataFrame, say: Texts) -> str:
    if len(codes) > _NAMED:
        return say("{n} chosen communes", n=number(len(codes), say.language))
    names = areas.set_index("code")["name"]
    return ", ".join(names.get(code, code) for code in codes)


def _any_of(phrases: list[str], say: Texts) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    return say("{some} or {last}", some=", ".join(phrases[:-1]), last=phrases[-1])


def filter_sentence(area_filter: AreaFilter, areas: pd.DataFrame, say: Texts) -> str:
    """The filter read back with what it leaves: 'Xã biên giới, đa số Mông: 9 xã, phường'; 'Tất cả 45 xã, phường'."""
    if area_filter.is_empty:
        count = number(len(areas), say.language)
        return say.plural("The only commune", "All {n} communes", len(areas), n=count)
    asked = ", ".join(filter_parts(area_filter, areas, say))
    asked = asked[:1].upper() + asked[1:]
    return f"{asked}: {communes_text(int(area_filter.mask(areas).sum()), say)}"
