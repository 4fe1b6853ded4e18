"""Which reports are in, as one picture: communes down, indicators and their periods across, every cell of one size."""

from collections import Counter

import numpy as np
import numpy.typing as npt
import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from indicators.catalogue import Catalogue
from indicators.completeness import OWED, REPORTED
from indicators.labels import communes_text, period_label, period_short
from indicators.periods import parse
from ui.data import completeness_grid as grid
from ui.frame.view import View

MOST_ROWS = 100
"""Of more communes only those that owe most are drawn."""

_OWES, _CHOSEN = Markup(' class="owes"'), Markup(' aria-selected="true"')
# So many indicators of one period are named in the list; more are counted.
_NAMED = 4


def picture(facts: pd.DataFrame, *, catalogue: Catalogue, view: View, say: Texts) -> Markup:
    """The picture with its legend; for narrow screens and for listeners a list of what is owed. facts: COMPLETENESS.

    The page chooses periods, kinds and themes by the rows that it passes. A commune's name leads to its own data.
    """
    if facts.empty:
        return Markup('<section class="card"><p>{}</p></section>').format(say("No report of communes is due here."))
    facts = facts.assign(look=grid.looks(facts))
    blocks = grid.blocks(facts, catalogue)
    columns = [column for block in blocks for column in block.columns]
    names = facts.drop_duplicates("code").set_index("code")["name"]
    owed = facts[facts["status"].isin(OWED)].groupby("code").size().reindex(names.index, fill_value=0)
    cells = _cells(facts, names.index, columns)
    usual = [Counter(cells[:, n].tolist()).most_common(1)[0][0] for n in range(len(columns))]
    shown = _shown(names, owed)
    rows = {code: "".join(cells[names.index.get_loc(code)]) for code in shown}
    across = grid.width(blocks)
    due_on = {(i, p): day for i, p, day in facts[["indicator", "period", "due_on"]].itertuples(index=False, name=None)}
    drawings = grid.drawings(
        columns,
        usual=usual,
        used={(n, look) for code in shown for n, look in enumerate(rows[code])},
        due_on=due_on,
        catalogue=catalogue,
        say=say,
    )
    body = Markup("").join(
        Markup('<tr{}><th scope="row"><a data-go href="{}">{}</a></th><td>{}</td><td class="num">{}</td></tr>').format(
            Markup("").join([_OWES if owed[code] else "", _CHOSEN if code in view.commune else ""]),
            view.link("data", commune=code),
            names[code],
            grid.row(rows[code], columns, usual=usual, across=across),
            int(owed[code]) or "",
        )
        for code in shown
    )
    counts = np.isin(cells, ["m", "h"]).sum(axis=0).tolist()
    table = Markup(
        '<div class="scroll"><table class="reports" style="--across:{w}px"><caption>{caption}</caption><thead><tr>'
        '<th scope="col">{commune}</th><td>{head}</td><th scope="col" class="num">{owes}</th></tr></thead><tbody>{body}</tbody>'
        '<tfoot><tr><th scope="row">{total}</th><td>{foot}</td><td class="num">{sum}</td></tr></tfoot></table></div>'
    ).format(
        w=round(across),
        caption=_caption(facts, say),
        commune=say("Commune"),
        head=grid.head(blocks, drawings, catalogue, say),
        owes=say("Not in"),
        body=body,
        total=say("Not in"),
        foot=grid.foot(columns, counts, across=across),
        sum=formats.number(int(owed.sum()), say.language),
    )
    return Markup('<section class="card completeness"><h2>{}</h2>{}<div class="drawn">{}{}</div>{}{}</section>').format(
        heading(facts, say), _legend(facts, say), table, _left_out(len(shown), len(cells), say),
        _list(facts, shown, names, catalogue, view, say), _provisional(facts, names, catalogue, say),
    )  # fmt: skip


def _cells(facts: pd.DataFrame, codes: pd.Index, columns: list[grid.Column]) -> npt.NDArray[np.str_]:
    """The look of every commune (in the order of `codes`) in every column; nothing is asked where there is no row."""
    at = pd.MultiIndex.from_tuples([(column.indicator, column.period) for column in columns])
    cells = np.full((len(codes), len(columns)), "x")
    asked = pd.MultiIndex.from_frame(facts[["indicator", "period"]])
    cells[codes.get_indexer(pd.Index(facts["code"])), at.get_indexer(asked)] = facts["look"].to_numpy(dtype=str)
    return cells


def heading(facts: pd.DataFrame, say: Texts) -> str:
    """What the picture says, in a sentence: how many of the reports that are due are in, and who owes the others."""
    reported = facts["status"].isin(REPORTED)
    owed = facts["status"].isin(OWED)
    due, missing = int((reported | owed).sum()), int(owed.sum())
    count = {"r": formats.number(int(reported.sum()), say.language), "n": formats.number(due, say.language)}
    if not missing:
        return say("All {n} reports are in.", n=count["n"])
    return say(
        "{r} of {n} reports are in; {communes} still owe {m} reports.",
        **count,
        communes=communes_text(facts.loc[owed, "code"].nunique(), say),
        m=formats.number(missing, say.language),
    )


def _caption(facts: pd.DataFrame, say: Texts) -> str:
    return say(
        "Reports by commune, indicator and period: {communes}, {indicators} indicators. The list below names what is not in.",
        communes=communes_text(facts["code"].nunique(), say),
        indicators=facts["indicator"].nunique(),
    )


def _shown(names: pd.Series, owed: pd.Series) -> list[str]:
    """Codes in the order of the alphabet; of too many communes those that owe most, most first."""
    codes = sorted((str(code) for code in owed.index), key=lambda code: formats.sort_key(names[code]))
    return codes if len(codes) <= MOST_ROWS else sorted(codes, key=lambda code: -owed[code])[:MOST_ROWS]


def _left_out(shown: int, all_of_them: int, say: Texts) -> Markup:
    if shown == all_of_them:
        return Markup("")
    return Markup('<p class="notes">{}</p>').format(
        say(
            "Shown are the {n} communes that owe most, of {all}; counts are of all.",
            n=shown,
            all=formats.number(all_of_them, say.language),
        )
    )


def _legend(facts: pd.DataFrame, say: Texts) -> Markup:
    """Every look that is there, with its word and how many reports it is."""
    count = Counter(facts["look"])
    items = Markup("").join(
        Markup('<li><svg viewBox="0 0 15 17" aria-hidden="true">{}</svg>{} <b>{}</b></li>').format(
            grid.shape(look, 0, 15), say(word), formats.number(count[look], say.language)
        )
        for look, word in grid.WORDS.items()
        if count[look]
    )
    return Markup(
        '<svg class="defs" width="0" height="0" aria-hidden="true"><defs>{}</defs></svg><ul class="looks">{}</ul>'
    ).format(grid.HATCH, items)


def _list(
    facts: pd.DataFrame, shown: list[str], names: pd.Series, catalogue: Catalogue, view: View, say: Texts
) -> Markup:
    """What is not in, by commune and period: all that a narrow screen shows, and what a listener hears."""
    owed = facts[facts["status"].isin(OWED)]
    if owed.empty:
        return Markup("")
    groups = dict(list(owed.groupby("code")))
    items = Markup("").join(
        Markup('<li><a data-go href="{}">{}</a> {}</li>').format(
            view.link("data", commune=code), names[code], "; ".join(_by_period(groups[code], catalogue, say))
        )
        for code in shown
        if code in groups
    )
    return Markup('<div class="lacks"><h3>{}</h3><ul>{}</ul></div>').format(say("Not in"), items)


def _provisional(facts: pd.DataFrame, names: pd.Series, catalogue: Catalogue, say: Texts) -> Markup:
    """Which reports are provisional: by period and indicator the communes, of a province all by name; '' where none is."""
    found = facts[facts["status"] == "provisional"]
    if found.empty:
        return Markup("")
    lines = Markup("").join(
        Markup("<li>{} {}: {}</li>").format(
            period_short(parse(str(period)), say),
            catalogue[str(code)].wording(say.language).short,
            _communes(
                [str(names[each]) for each in rows["code"]], say, most=len(names) if len(names) <= MOST_ROWS else _NAMED
            ),
        )
        for (period, code), rows in found.groupby(["period", "indicator"], sort=False)
    )
    head = say("Provisional reports: which ({n})", n=formats.number(len(found), say.language))
    return Markup('<details><summary>{}</summary><ul class="notes">{}</ul></details>').format(head, lines)


def _communes(names: list[str], say: Texts, *, most: int) -> str:
    shown = ", ".join(sorted(names, key=formats.sort_key)[:most])
    rest = len(names) - most
    return shown if rest <= 0 else say("{names} and {n} more", names=shown, n=formats.number(rest, say.language))


def _by_period(owed: pd.DataFrame, catalogue: Catalogue, say: Texts) -> list[str]:
    told = []
    for period, rows in owed.groupby("period", sort=False):
        short = [catalogue[code].wording(say.language).short for code in rows["indicator"]]
        if len(short) > _NAMED:
            short = [say("{n} indicators", n=len(short))]
        told.append(f"{period_label(parse(str(period)), say)}: {', '.join(short)}")
    return told
