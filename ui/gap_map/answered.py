"""What the answer of the gap map is of."""

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup, escape

from base import formats
from base.texts import Texts
from indicators.catalogue import Indicator, Target
from indicators.labels import value_text
from indicators.measure import Total
from indicators.scope_names import ScopeName
from indicators.working_time import WorkingTime


@dataclass(frozen=True)
class Answered:
    """What the answer is of. measured: MEASURED of the communes in scope; scope: their name; total: their figure together.

    total: None without a filter, where it is the province's. whole_year: the period is one that targets judge. people: of posts, by
    working time; None where reports don't tell.
    """

    measured: pd.DataFrame
    indicator: Indicator
    target: Target | None
    province: Total | None
    scope: ScopeName
    say: Texts
    total: Total | None = None
    whole_year: bool = True
    people: WorkingTime | None = None

    @property
    def name(self) -> str:
        """The indicator's short name."""
        return self.indicator.wording(self.say.language).short

    @property
    def known(self) -> pd.DataFrame:
        """The communes with a figure."""
        return self.measured[self.measured["blank"] == ""]

    @property
    def scope_total(self) -> Total | None:
        """The figure of the communes in scope together."""
        return self.province if self.scope.whole else self.total

    def led(self, sentence: Markup) -> Markup:
        """`sentence` of the communes in scope, who they are before it where not all are."""
        return escape(self.scope.lead) + sentence

    def value(self, total: Total | None) -> str:
        """The value of `total`; a dash for none."""
        return value_text(total.value, self.indicator, self.say.language) if total else formats.BLANK
