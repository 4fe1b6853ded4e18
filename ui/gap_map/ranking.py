"""The ranking beside the map: communes by what is still needed (or by value), with intervals and the cut at half of the need."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from indicators import presence
from indicators.catalogue import Direction, Indicator, Unit
from indicators.classes import classes
from indicators.doubtful import is_over
from indicators.labels import communes_text, reason_text, target_text, value_text
from indicators.measure import Total, benchmark_of
from indicators.need import half_of_need, total_need
from indicators.readings import Reading
from indicators.scope_names import ScopeName
from indicators.standing import legend, sign
from ui.frame import marks, phrases
from ui.gap_map import ranking_column
from ui.gap_map.row import attributes_of

MOST_ROWS = 400


def ordered(measured: pd.DataFrame, indicator: Indicator, measure: str) -> pd.DataFrame:
    """MEASURED in the order of the ranking: worst first, blanks last; the index still says the place in AREAS."""
    if "lacks" in measured:
        return presence.ranked(measured)
    worst_is_high = indicator.direction is Direction.DOWN
    if measured["need"].notna().any() and measure != "value":
        by = ["need", "gap"]
        ascending = [False, not worst_is_high]
    else:
        by = ["value"]
        ascending = [indicator.direction is Direction.UP]
    return measured.sort_values(by, ascending=ascending, na_position="last", kind="stable")


def scale(measured: pd.DataFrame) -> tuple[float, float]:
    """The axis of the intervals: wide enough for all values and the target, not for the longest whisker of all."""
    known = measured[measured["value"].notna()]
    if known.empty:
        return 0.0, 1.0
    ends = [known["value"].min(), known["value"].max(), *known["target"].dropna().unique()]
    if known["low"].notna().any():
        ends += [float(np.nanquantile(known["low"], 0.1)), float(np.nanquantile(known["high"], 0.9))]
    first, last = float(min(ends)), float(max(ends))
    pad = 0.03 * (last - first or 1.0)
    return first - pad, last + pad


@dataclass(frozen=True)
class Ranking:
    """The communes of `reading` by `measure`. inside: which rows of MEASURED are in the filter. chosen: code of a commune.

    scope: their name; total: their figure together, None without a filter.
    """

    reading: Reading
    measure: str
    inside: pd.Series
    scope: ScopeName
    total: Total | None
    chosen: str | None
    is_demo: bool
    say: Texts

    @property
    def indicator(self) -> Indicator:
        """The indicator that is ranked."""
        return self.reading.indicator

    @cached_property
    def rows(self) -> pd.DataFrame:
        """MEASURED of the communes in scope, in the order of the ranking."""
        return ordered(self.reading.measured[self.inside], self.indicator, self.measure)

    @cached_property
    def parts(self) -> pd.DataFrame:
        """What stands in the middle column instead of points; see `ranking_column.parts_of`."""
        return ranking_column.parts_of(
            self.reading.measured, self.rows, indicator=self.indicator, measure=self.measure, judged=self.judged
        )

    @cached_property
    def judged(self) -> bool:
        """Whether a target judges the period."""
        return bool(self.rows["target"].notna().any())

    @cached_property
    def target(self) -> float | None:
        """That target."""
        return float(self.rows["target"].dropna().iloc[0]) if self.judged else None

    @cached_property
    def cut(self) -> int:
        """After how many communes half of what is needed is reached; 0 where need is not ranked."""
        return half_of_need(self.rows) if self.judged and self.measure != "value" else 0


def table(ranking: Ranking, profile: Callable[[str], str]) -> Markup:
    """The ranking as a table with its notes. profile: code -> address."""
    say, indicator, judged = ranking.say, ranking.indicator, ranking.judged
    compared = ranking.rows["versus"].notna().any()
    need_word = say("Still needed ({unit})", unit=indicator.wording(say.language).unit_noun_many)
    aim = Markup(' <span aria-hidden="true">┃</span> {}').format(say("target")) if judged else ""
    head = Markup(
        '<thead><tr><th class="order">{}</th><th>{}</th><th class="range">{}{}</th><th class="num">{}</th>'
        '{}<th class="num">{}</th><th>{}</th></tr></thead>'
    ).format(
        marks.spoken(say("Place in the ranking")),
        say("Commune"),
        _measured_head(indicator, say),
        aim,
        say("Value"),
        ranking_column.head(
            list(ranking.parts.columns), judged=judged, counted=ranking_column.is_counted(indicator), say=say
        ),
        need_word if judged or indicator.has_norm else _denominator_word(indicator, say),
        say("Against province") if compared else marks.spoken(say("Against province")),
    )
    return Markup(
        '<div class="tall"><table class="ranking" role="grid" aria-label="{}">{}<tbody>{}</tbody>{}</table></div>{}'
    ).format(say("Ranking"), head, Markup("").join(_lines(ranking, profile)), _foot(ranking), _notes(ranking))


def _denominator_word(indicator: Indicator, say: Texts) -> str | Markup:
    """What the last column has where no target judges; of a percentage both counts are of the same kind."""
    if indicator.unit is Unit.PERCENT:
        return say("Denominator ({unit})", unit=indicator.wording(say.language).unit_noun_many)
    return say("Denominator") if indicator.is_rate else marks.spoken(say("Denominator"))


def _measured_head(indicator: Indicator, say: Texts) -> str:
    if not indicator.is_rate:
        return say("Number")
    return say("Rate, 95% interval") if indicator.has_interval else say("Rate")


def _lines(ranking: Ranking, profile: Callable[[str], str]) -> list[Markup]:
    measured = ranking.reading.measured
    shades = pd.Series(list(classes(measured, ranking.indicator, "gap")), index=measured.index)
    rows = ranking.rows.assign(shade=shades).join(ranking.parts, how="left").head(MOST_ROWS).to_dict("records")
    limits = scale(ranking.rows)
    return [_line(row, ranking, place, limits, profile(row["code"])) for place, row in enumerate(rows, start=1)]


def _last(row: Mapping[Hashable, Any], ranking: Ranking) -> str:
    """What is still needed, or what is over the norm; without either the denominator."""
    say, indicator = ranking.say, ranking.indicator
    if indicator.has_norm and row["numerator"] > row["denominator"]:
        return say("{n} over", n=formats.number(row["numerator"] - row["denominator"], say.language))
    needed = ranking.judged or indicator.has_norm
    return formats.number(row["need"] if needed else row["denominator"], say.language)


def _line(row: Mapping[Hashable, Any], ranking: Ranking, place: int, limits: tuple[float, float], href: str) -> Markup:
    say, indicator, target = ranking.say, ranking.indicator, ranking.target
    attributes = attributes_of(
        row["code"], chosen=ranking.chosen, href=href, kind="cut" if place == ranking.cut else ""
    )
    if row["blank"]:
        return Markup('<tr {}><td class="order"></td><td>{}</td><td class="muted" colspan="{}">{}</td></tr>').format(
            attributes,
            row["name"],
            6 if "share" in row else 5,
            reason_text(row["blank"], row["at_least"], indicator, say),
        )
    partial = row["parts"] < row["parts_expected"]
    flag = sign(provisional=bool(row["provisional"] or partial), estimated=bool(row["estimated"]))
    return Markup(
        '<tr {}><td class="order">{}</td><td>{}{}</td><td class="range">{}</td><td class="num">{}</td>'
        '{}<td class="num"><b>{}</b></td><td>{}</td></tr>'
    ).format(
        attributes,
        place,
        row["name"],
        flag,
        marks.interval(row["value"], row["low"], row["high"], scale=limits, target=target, shade=row["shade"]),
        value_text(row["value"], indicator, say.language),
        ranking_column.cells(row, indicator, judged=target is not None, say=say),
        _last(row, ranking),
        marks.versus_mark(row["versus"], say),
    )


def _foot(ranking: Ranking) -> Markup:
    """The communes in scope together, where not all are, and the province beside them."""
    province, say = ranking.reading.province, ranking.say
    rows = [_total(ranking, ranking.scope.short, ranking.total)] if ranking.total is not None else []
    if province is not None:
        rows.append(_total(ranking, say("Province"), province))
    return Markup("<tfoot>{}</tfoot>").format(Markup("").join(rows)) if rows else Markup("")


def _total(ranking: Ranking, name: str, total: Total) -> Markup:
    indicator, say = ranking.indicator, ranking.say
    parts = list(ranking.parts.columns)
    points = (
        formats.signed(total.value - total.target, say.language, indicator.decimals) if total.target is not None else ""
    )
    last = formats.number(total.need, say.language) if ranking.judged and total.need is not None else ""
    return Markup(
        '<tr><td></td><td>{}{}</td><td class="range"></td><td class="num">{}</td><td class="num points" colspan="{}">{}</td><td class="num">{}</td><td></td></tr>'
    ).format(
        name,
        marks.origin(total, say, is_demo=ranking.is_demo),
        value_text(total.value, indicator, say.language),
        max(1, len(parts)),
        "" if parts else points,
        last,
    )


def _two_needs(ranking: Ranking) -> str:
    """What all need as a whole and what each needs, named apart; '' where there is nothing to name."""
    indicator, say = ranking.indicator, ranking.say
    total = ranking.reading.province if ranking.scope.whole else ranking.total
    if not ranking.cut or total is None or total.need is None or total.target is None:
        return ""
    told = {
        "own": phrases.noun(indicator, total.need, say),
        "t": target_text(total.target, indicator, say.language),
        "all": phrases.noun(indicator, total_need(ranking.rows), say),
    }
    if ranking.scope.whole:
        return say("The province needs {own} to reach {t} as a whole; {all} for every commune to reach it.", **told)
    return say(
        "{scope} together need {own} to reach {t}; {all} for each to reach it.", scope=ranking.scope.short, **told
    )


def _benchmark(ranking: Ranking) -> list[str]:
    """What communes are held against where that is not the province's value as it stands."""
    reading, say = ranking.reading, ranking.say
    measured = reading.measured
    figures = measured["numerator"].to_numpy(float), measured["denominator"].to_numpy(float)
    found = benchmark_of(*figures, reading.indicator, reading.province)
    province = reading.province
    if province is None or not (found.left_out or is_over(province.value, reading.indicator)):
        return []
    if np.isnan(found.value):
        return [say("No commune is compared with the province, which is over 100%.")]
    n = communes_text(found.left_out, say)
    value = value_text(found.value, reading.indicator, say.language)
    return [say("Compared with the province without the reports over 100% of {n}: {v}.", n=n, v=value)]


def _notes(ranking: Ranking) -> Markup:
    """What the dashed line is, the two needs named apart, and the signs."""
    rows, cut, judged = ranking.rows, ranking.cut, ranking.judged
    province, indicator, say = ranking.reading.province, ranking.indicator, ranking.say
    said = []
    if cut:
        said.append(
            say(
                "Above the dashed line: {n} hold half of what is needed.",
                n=say.plural("{n} commune", "{n} communes", cut, n=cut),
            )
        )
    if judged and (needs := _two_needs(ranking)):
        said.append(needs)
    if "smoothed" in ranking.parts:
        noun = indicator.wording(say.language).unit_noun_many
        told = say(
            "Steadier: estimate for communes with few {noun}, drawn towards the mean of all; it stands beside the value.",
            noun=noun,
        )
        said.append(told)
    if province is not None and province.parts < province.parts_expected:
        parts, expected = (formats.number(n, say.language) for n in (province.parts, province.parts_expected))
        said.append(say("The province's value is of {r} of {n} reports so far.", r=parts, n=expected))
    said += [*_benchmark(ranking), *legend(rows, say)]
    if (rows["parts"] < rows["parts_expected"]).any():
        said.append(say("* also where not all reports are in the sum yet."))
    signs = Markup("")
    if alike := int((rows["versus"] == 0).sum()):
        said.append(
            say.plural(
                "{n} commune is not distinguishable from the province: its difference may be chance.",
                "{n} communes are not distinguishable from the province: their differences may be chance.",
                alike,
                n=formats.number(alike, say.language),
            )
        )
    if rows["versus"].notna().any():
        signs = Markup('<p class="notes">{} {} &ensp;{} {} &ensp;{} {}</p>').format(
            marks.mark("worse"),
            say("worse than the province"),
            marks.mark("similar"),
            say("not distinguishable"),
            marks.mark("better"),
            say("better than the province"),
        )
    return Markup('<p class="notes">{}</p>{}').format(" ".join(said), signs) if said or signs else Markup("")
