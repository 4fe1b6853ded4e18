"""The list beside the map where communes have it or have it not: those without first, by the children who live there."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import NBSP, Texts
from indicators import presence
from indicators.labels import reason_text
from indicators.standing import legend, sign
from ui.frame import marks
from ui.frame.page import Page
from ui.gap_map import having_words
from ui.gap_map.row import attributes_of
from ui.map import wording


def table(page: Page, scoped: pd.DataFrame, near: pd.DataFrame, profile: Callable[[str], str]) -> Markup:
    """Communes that lack it, and those not known: name, children, nearest place, since when, remote and on the border.

    scoped: MEASURED with PRESENCE; near: of `presence.nearest`, on its index. profile: code -> address.
    """
    say, indicator = page.say, page.indicator
    rows = presence.ranked(scoped.join(near.add_prefix("near_")))
    title = capital(having_words.lacking(indicator, say))
    ordered = say("{what}, by children", what=title) if scoped["children"].notna().any() else title
    body = _table(page, rows[rows["lacks"] | (rows["blank"] != "")], profile, near=bool(len(near)))
    notes = " ".join([having_words.caveat(say, judged=indicator.target(page.period) is not None), *legend(scoped, say)])
    return Markup('<h2>{}</h2><div class="tall">{}</div><p class="notes">{}</p>').format(ordered, body, notes)


def others(page: Page, scoped: pd.DataFrame, profile: Callable[[str], str]) -> Markup:
    """The communes that don't lack it, on demand; open where one of them is chosen. '' where there are none."""
    rest = scoped[~scoped["lacks"] & (scoped["blank"] == "")].sort_values("name")
    if rest.empty:
        return Markup("")
    say, indicator = page.say, page.indicator
    text = say(
        "The other {n}: they {have}",
        n=formats.number(len(rest), say.language),
        have=having_words.not_lacking(indicator, say),
    )
    shown = Markup(" open") if (rest["code"] == page.chosen).any() else ""
    return Markup("<details{}><summary>{}</summary>{}</details>").format(
        shown, text, _table(page, rest, profile, near=False)
    )


def _table(page: Page, rows: pd.DataFrame, profile: Callable[[str], str], *, near: bool) -> Markup:
    say = page.say
    known = rows["children"].notna().any()
    heads = [
        Markup('<th class="order">{}</th><th>{}</th>').format(marks.spoken(say("Place in the ranking")), say("Commune"))
    ]
    if known:
        heads.append(Markup('<th class="num">{}</th>').format(capital(page.indicator.wording(say.language).children)))
    if near:
        heads.append(Markup("<th>{}</th>").format(say("Nearest, as the crow flies")))
    heads.append(Markup('<th>{}</th><th class="tags">{}</th>').format(say("Since"), say("Remarks")))
    names = dict(zip(page.areas["code"], page.areas["name"], strict=True))
    lines = []
    for place, row in enumerate(rows.to_dict("records"), start=1):
        cells = [Markup('<td class="num">{}</td>').format(_number(row["children"], say))] if known else []
        if near:
            beside = _near(row, names, say) if row["near_km"] == row["near_km"] else ""
            cells.append(Markup('<td class="muted">{}</td>').format(beside))
        lines.append(_line(row, place if row["lacks"] else None, cells, page, profile(row["code"])))
    return Markup(
        '<table class="ranking having" role="grid" aria-label="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(say("Ranking"), Markup("").join(heads), Markup("").join(lines))


def _line(row: Mapping[Hashable, Any], place: int | None, cells: list[Markup], page: Page, href: str) -> Markup:
    say, indicator = page.say, page.indicator
    attributes = attributes_of(row["code"], chosen=page.chosen, href=href)
    if row["blank"]:
        why = reason_text(row["blank"], row["at_least"], indicator, say)
        return Markup('<tr {}><td class="order"></td><td>{}</td><td class="muted" colspan="{}">{}</td></tr>').format(
            attributes, row["name"], len(cells) + 2, why
        )
    flag = sign(provisional=bool(row["provisional"]), estimated=bool(row["estimated"]))
    name = Markup("<b>{}</b>{}").format(row["name"], flag) if row["lacks"] else Markup("{}{}").format(row["name"], flag)
    return Markup('<tr {}><td class="order">{}</td><td>{}</td>{}<td>{}</td><td class="tags muted">{}</td></tr>').format(
        attributes, place or "", name, Markup("").join(cells), _since(row, say), " · ".join(_tags(row, say))
    )


def _since(row: Mapping[Hashable, Any], say: Texts) -> str:
    text = wording.since(row["since"], row["run"], say)
    ended = row["lacks"] and row["has"] == "no" and row["run"] == "begun"
    return say("{since} (had it before)", since=text) if ended else text


def _tags(row: Mapping[Hashable, Any], say: Texts) -> list[str]:
    asked = (("travel", "remote", say("remote")), ("border", "yes", say("border")))
    return [text for scheme, group, text in asked if row.get(scheme) == group]


def _near(row: Mapping[Hashable, Any], names: Mapping[str, str], say: Texts) -> str:
    km = formats.number(row["near_km"], say.language, 0 if row["near_km"] >= 1 else 1)
    where = row["near_name"] if row["near_code"] == row["code"] else names.get(row["near_code"], row["near_name"])
    return f"{where} {km}{NBSP}km"


def _number(value: float, say: Texts) -> str:
    return formats.number(value, say.language) if value == value else formats.BLANK


def capital(text: str) -> str:
    """`text` as it stands at the start of a line."""
    return text[:1].upper() + text[1:]
