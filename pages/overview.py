"""Overview: where do we stand against target, what got worse, where are the gaps? For leaders, in minutes."""

from markupsafe import Markup

from indicators import periods
from ui.frame import downloads, filters, shell
from ui.frame import phrases as answers
from ui.frame import slide as projector
from ui.frame.heading import heading
from ui.frame.page import page_frame
from ui.overview import blocks as parts
from ui.overview.model import overview

shell.ensure_shell()
with page_frame("overview") as page:
    view, say = page.view, page.say
    if not view.projector:
        rest = filters.bar(page, indicator=False, years=True)
    shown = overview(page, page.period.year)
    furthest = shown.furthest
    answer = answers.overview(
        period=page.period_text(periods.year(shown.year)),
        met=sum(not total.short for _, total in shown.judged),
        judged=len(shown.judged),
        furthest=answers.Furthest(furthest[0].indicator, furthest[1]) if furthest else None,
        worse=[r.indicator for r in shown.rows if r.change.result == "worse"],
        communes_short=int((shown.missed["missed"] > 0).sum()),
        say=say,
    )
    if not page.inside.any():
        shell.sheet(filters.nothing_matches(page), key="answer")
    elif view.projector:
        projector.overview(page, shown)
    else:
        reports = page.data.freshness()
        shell.sheet(heading(answer, sub=answers.scope(page.view.area, page.areas, say)), key="answer")
        table = parts.table(
            shown.rows,
            view,
            year=shown.year,
            communes=shown.communes,
            is_demo=page.state.is_demo,
            evidence=parts.evidence(page.state.as_of, say),
            say=say,
        )
        aside = (
            parts.worse_list(shown.worse, page.catalogue, view, year=shown.year, say=say)
            + parts.most_missed(shown.missed, view, say=say)
            + parts.freshness(reports, period=parts.freshness_period(reports, say), say=say)
        )
        shell.sheet(Markup('<div class="columns"><div>{}</div><div>{}</div></div>').format(table, aside), key="board")
        downloads.overview(page, shown, rest)
    shell.keys(filters.shortcuts(page))
