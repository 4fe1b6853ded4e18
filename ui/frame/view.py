"""What a link says: every view is its URL. Parsed from query parameters, written back as codes, never as labels."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import pandas as pd

from base.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts, marked
from indicators import periods
from indicators.catalogue import Catalogue, Indicator
from indicators.classes import MEASURES
from indicators.equity.groups import GROUPINGS
from indicators.labels import group_label, scheme_label
from indicators.scope import SCHEMES, AreaFilter

LAYOUTS = ("map", "former", "columns", "points", "funnel")
MOST_CHOSEN = 4
# What travels from page to page; the rest belongs to one page.
TRAVELS = ("indicator", "period", *SCHEMES, "communes", "commune", "lang", "view")

_FIELDS = {
    "indicator": marked("indicator"),
    "period": marked("period"),
    "commune": marked("commune"),
    "communes": marked("commune"),
    "measure": marked("measure"),
    "compare": marked("comparison"),
    "by": marked("grouping"),
    "layout": marked("view"),
    "lang": marked("language"),
    "ethnic": marked("ethnic area"),
    "region": marked("region"),
    "border": marked("border"),
    "travel": marked("travel time"),
    "draft": marked("upload"),
    "batch": marked("import"),
    "versions": marked("data version"),
    "year": marked("year"),
}
# What these look like; whether there is one is seen when it is loaded.
_SHAPES = {
    "draft": re.compile(r"[0-9a-f]{16}"),
    "year": re.compile(r"(?:19|20)\d\d"),
    "batch": re.compile(r"[1-9]\d{0,8}"),
    "versions": re.compile(r"\d{1,9}\.\d{1,9}"),
}
# A language is named in itself, so that who can't read the other one finds it.
_AUTONYMS = {"vi": "Tiếng Việt", "en": "English"}


MOST_TOLD = 60
"""Characters of what was not understood that are told back."""


@dataclass(frozen=True)
class Misread:
    """A part of a link that was not understood: its parameter, the text that stood there, what is shown instead."""

    param: str
    text: str
    shown: str

    def __post_init__(self) -> None:
        if len(self.text) > MOST_TOLD:
            object.__setattr__(self, "text", f"{self.text[:MOST_TOLD]}…")

    def sentence(self, say: Texts) -> str:
        """What the reader is told."""
        shown = self.shown or say("everything")
        return say(
            "Unknown {field} “{text}”; showing {shown}.", field=say(_FIELDS[self.param]), text=self.text, shown=shown
        )


@dataclass(frozen=True)
class View:
    """Everything that decides what is on screen, besides the data itself.

    period: '' until the page has chosen the default of its indicator. commune: chosen communes; source: where the
    figure of the commune comes from is asked for.
    compare: '' or an indicator code or a period code. by: the grouping that is compared. year: whose reports are shown.
    draft: an upload, by its token; batch: an import, by its number; versions: two data versions to compare, '3.7'.
    """

    indicator: str
    period: str = ""
    area: AreaFilter = AreaFilter()
    commune: tuple[str, ...] = ()
    measure: str = "gap"
    compare: str = ""
    by: str = "ethnic"
    layout: str = "map"
    language: str = DEFAULT_LANGUAGE
    projector: bool = False
    source: bool = False
    year: str = ""
    draft: str = ""
    batch: str = ""
    versions: str = ""
    misread: tuple[Misread, ...] = field(default=(), compare=False)

    @property
    def is_deck(self) -> bool:
        """Whether the map is asked for in 3-D."""
        return self.layout in ("columns", "points")

    @property
    def _every(self) -> dict[str, str]:
        """All parameters of an address, '' where this view has nothing to say."""
        return {
            "indicator": self.indicator,
            "period": self.period,
            **{scheme: ".".join(getattr(self.area, scheme)) for scheme in SCHEMES},
            "communes": ".".join(self.area.communes),
            "commune": ".".join(self.commune),
            "measure": self.measure,
            "compare": self.compare,
            "by": self.by,
            "layout": "" if self.layout == "map" else self.layout,
            "lang": self.language,
            "view": "projector" if self.projector else "",
            "source": "1" if self.source else "",
            "year": self.year,
            "draft": self.draft,
            "batch": self.batch,
            "versions": self.versions,
        }

    def params(self) -> dict[str, str]:
        """The query parameters that reopen this view; what filters nothing is left out."""
        return {key: value for key, value in self._every.items() if value}

    def link(self, page: str, **changes: str | None) -> str:
        """The address of `page` ('' is the overview) with this view's travelling parameters and `changes` (None removes).

        Raises TypeError for a parameter that no address has.
        """
        every = self._every
        if strange := changes.keys() - every.keys():
            raise TypeError(f"no parameter of an address: {', '.join(sorted(strange))}")
        params: dict[str, str | None] = {k: v for k, v in every.items() if v and k in TRAVELS}
        params.update(changes)
        return f"{page or './'}?{urlencode({k: v for k, v in params.items() if v})}"

    def with_period(self, code: str) -> "View":
        """This view at another period."""
        return replace(self, period=code)


def language_of(params: Mapping[str, str], *, last: str | None = None) -> str:
    """The language a link asks for, else the `last` one, else Vietnamese."""
    asked = params.get("lang", last or DEFAULT_LANGUAGE)
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


def read(params: Mapping[str, str], *, catalogue: Catalogue, areas: pd.DataFrame, say: Texts) -> View:
    """The view that `params` describe. What is not understood falls back and is listed in `misread`.

    areas: AREAS (columns code, name and one column per scheme).
    """
    misread: list[Misread] = []
    names = dict(zip(areas["code"], areas["name"], strict=True))

    def one(param: str, allowed: Iterable[str], default: str, shown: str) -> str:
        text = params.get(param, default)
        if text in set(allowed):
            return text
        misread.append(Misread(param, text, shown))
        return default

    def several(param: str, allowed: Iterable[str]) -> tuple[str, ...]:
        known = set(allowed)
        asked = [text for text in params.get(param, "").split(".") if text]
        kept = tuple(dict.fromkeys(text for text in asked if text in known))
        shown = ", ".join(group_label(param, code, say) if param in SCHEMES else names[code] for code in kept)
        misread.extend(Misread(param, text, shown) for text in asked if text not in known)
        return kept

    def shaped(param: str) -> str:
        text = params.get(param, "")
        if not text or _SHAPES[param].fullmatch(text):
            return text
        misread.append(Misread(param, text, ""))
        return ""

    def shown_indicator(indicator: Indicator) -> str:
        return indicator.wording(say.language).short

    first = catalogue.headlines[0]
    indicator = one("indicator", [i.code for i in catalogue], first.code, shown_indicator(first))
    period = params.get("period", "")
    if period and not _is_period(period):
        misread.append(Misread("period", period, say("the latest")))
        period = ""
    compare = params.get("compare", "")
    if compare and not _is_period(compare) and compare not in {i.code for i in catalogue}:
        misread.append(Misread("compare", compare, say("one map only")))
        compare = ""
    asked_language = params.get("lang", say.language)
    if asked_language not in LANGUAGES:
        misread.append(Misread("lang", asked_language, _AUTONYMS[say.language]))
    area = AreaFilter(
        **{scheme: several(scheme, areas[scheme].dropna().unique()) for scheme in SCHEMES},
        communes=several("communes", names),
    )
    return View(
        indicator=indicator,
        period=period,
        area=area,
        commune=several("commune", names)[:MOST_CHOSEN],
        measure=one("measure", MEASURES, "gap", say("Gap to target")),
        compare=compare,
        by=one("by", GROUPINGS, "ethnic", scheme_label("ethnic", say)),
        layout=one("layout", LAYOUTS, "map", say("Map")),
        language=language_of(params),
        projector=params.get("view") == "projector",
        source=params.get("source") == "1",
        year=shaped("year"),
        draft=shaped("draft"),
        batch=shaped("batch"),
        versions=shaped("versions"),
        misread=tuple(misread),
    )


def _is_period(code: str) -> bool:
    try:
        periods.parse(code)
    except ValueError:
        return False
    return True
