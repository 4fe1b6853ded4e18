"""An indicator that is published for the province only: its figure, and why there is no map."""

from collections.abc import Sequence

from markupsafe import Markup

from indicators.labels import interval_text, period_short, target_text, value_text
from indicators.measure import Total
from indicators.periods import Period
from ui.frame import marks, phrases
from ui.frame.page import Page


def card(page: Page, total: Total | None, past: Sequence[tuple[Period, Total | None]]) -> Markup:
    """The figure of the period in view with its counts and target, and of every period like it."""
    indicator, say, is_demo = page.indicator, page.say, page.state.is_demo
    words = indicator.wording(say.language)
    now = Markup("<p>{}</p>").format(say("No figure for this period"))
    if total is not None:
        spread = interval_text(total.low, total.high, indicator, say.language)
        interval = f" · {say('95% interval')} {spread}" if spread else ""
        now = Markup('<p class="figure">{}</p>{}<p>{}{}</p>').format(
            value_text(total.value, indicator, say.language),
            marks.origin(total, say, is_demo=is_demo),
            phrases.counts(total.numerator, total.denominator, indicator, say),
            interval,
        )
        if total.target is not None:
            now += Markup("<p>{} ({})</p>").format(
                marks.target_state(
                    short=total.short, sure=total.clear or total.safe, interval=total.low == total.low, say=say
                ),
                say("target {t}", t=target_text(total.target, indicator, say.language)),
            )
    cells = [(period_short(p, say), value_text(t.value, indicator, say.language) if t else "–") for p, t in past]
    table = Markup(
        '<div class="scroll"><table class="ranking"><thead><tr>{}</tr></thead><tbody><tr>{}</tr></tbody></table></div>'
    ).format(
        Markup("").join(Markup('<th class="num">{}</th>').format(label) for label, _ in cells),
        Markup("").join(Markup('<td class="num">{}</td>').format(text) for _, text in cells),
    )
    why = say(
        "Few children are concerned. In a commune even a count, or a blank, could tell who they are; so no figure of a commune is shown, stored for pages, or exported."
    )
    return Markup(
        '<div class="columns"><div class="card"><h2>{}</h2>{}{}<p><a class="strong" data-go href="{}">{} ›</a></p></div>'
        '<div class="card"><h2>{}</h2><p>{}</p><p class="notes">{}</p></div></div>'
    ).format(
        say("Province"),
        now,
        table,
        page.way("history"),
        say("Trend of the province"),
        say("Why there is no map"),
        why,
        words.numerator,
    )
