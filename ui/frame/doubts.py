"""That a figure can't be, because reports say more than all: said wherever the figure is told."""

import pandas as pd
from markupsafe import Markup

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.doubtful import doubtful, is_over
from indicators.labels import communes_text
from ui.frame.phrases import fill, mark

_MOST_NAMED = 3


def doubts(
    figures: pd.DataFrame, indicator: Indicator, *, total: float | None, province: float | None, say: Texts
) -> Markup:
    """That the communes in scope together, or else the province, are over 100 %, and by whose reports; '' if they are not.

    figures: columns name, numerator and denominator of the communes in scope; total: their figure together, in
    the indicator's unit, as is that of the province; None without one.
    """
    if total is None or not is_over(total, indicator):
        if province is None or not is_over(province, indicator):
            return Markup("")
        return fill(say("The province is over 100%, so some of its reports are wrong."))
    names = figures["name"].to_numpy(object)[doubtful(figures["numerator"], figures["denominator"], indicator)]
    if not len(names):
        return fill(say("Over 100%, so some of the reports are wrong."))
    if len(names) <= _MOST_NAMED:
        return fill(say("Over 100% by the reports of {names}, which must be checked."), names=mark(", ".join(names)))
    return fill(say("Over 100% by the reports of {n}, which must be checked."), n=mark(communes_text(len(names), say)))
