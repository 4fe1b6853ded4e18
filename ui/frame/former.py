"""The communes that today's were made of, as a table: what each is part of today, and its own figure of a period before the merger."""

from collections.abc import Hashable, Mapping
from typing import Any

from markupsafe import Markup

from base import formats
from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.former import FormerFigures
from indicators.labels import period_label, reason_text, value_text
from indicators.standing import sign
from ui.frame import marks, phrases


def table(figures: FormerFigures, say: Texts, *, today: Mapping[str, str] | None = None) -> Markup:
    """A row a former commune. today: names of today's communes by code, where there are several; said once for all of one."""
    joined, indicator = figures.joined(), figures.indicator
    divided = bool((joined["weight"] < 1).any())
    heads = [say("Commune today")] if today is not None else []
    heads += [say("Former commune"), *([say("Part of it here")] if divided else [])]
    if figures.period is not None:
        heads.append(f"{indicator.wording(say.language).short}, {period_label(figures.period, say)}")
    last = len(heads) - 1 if figures.period is not None else len(heads)
    head = Markup("").join(
        Markup("<th{}>{}</th>").format(Markup(' class="num"') if at == last else "", text)
        for at, text in enumerate(heads)
    )
    if figures.period is not None:
        head += Markup("<th>{}</th>").format(marks.spoken(say("Counts")))
    body, said = list[Markup](), ""
    for row in joined.to_dict("records"):
        cells = []
        if today is not None:
            cells.append(
                Markup("<td>{}</td>").format("" if row["code"] == said else today.get(row["code"], row["code"]))
            )
            said = row["code"]
        cells.append(Markup("<td>{}<small>{}</small></td>").format(row["full_name"], row["district"]))
        if divided:
            share = formats.percent(100 * row["weight"], say.language, 0)
            cells.append(Markup('<td class="num">{}</td>').format(share))
        if figures.period is not None:
            cells.append(_figure(row, indicator, say))
        body.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
    return Markup('<table class="ranking former"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(
        head, Markup("").join(body)
    )


def _figure(row: Mapping[Hashable, Any], indicator: Indicator, say: Texts) -> Markup:
    """Value and counts, or why there is none."""
    if row["blank"]:
        why = reason_text(row["blank"], row["at_least"], indicator, say)
        return Markup('<td class="num">{}</td><td class="muted">{}</td>').format(formats.BLANK, why)
    flag = sign(provisional=bool(row["provisional"]), estimated=bool(row["estimated"]))
    if indicator.yes_or_no:
        value, counts = say("Yes") if row["value"] > 0 else say("No"), ""
    else:
        value = value_text(row["value"], indicator, say.language)
        counts = phrases.counts(row["numerator"], row["denominator"], indicator, say)
    return Markup('<td class="num"><b>{}</b>{}</td><td class="muted">{}</td>').format(value, flag, counts)
