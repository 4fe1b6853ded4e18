"""One step after another: nobody reaches the later one, such as the last dose, without the earlier one.

Which indicators are such steps stands in the catalogue: those that another one is derived from as (whole − rest) / whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from base.texts import marked
from indicators.findings import Level, Rule, joined
from indicators.intervals import Floats
from intake.checks.case import Case, Flags
from intake.checks.keys import Ints

MORE_AT_LATER_STEP = Rule(
    "more_at_later_step",
    Level.WARNING,
    marked(
        "{rest} has {last}, more than the {first} of {whole}, the step before it ({place}): {derived} would be below zero."
    ),
    marked(
        "Check both figures, and that both are of the same commune and period. If it is right because children moved in or "
        "caught up on an earlier period, say so."
    ),
)

_IN_FORCE = marked("in force already")


@dataclass(frozen=True)
class _Step:
    """The claims of one step and, by claim, the other step's figure and the claim that says it (−1: it is in force)."""

    own: Flags
    other: Floats
    claim: Ints


def more_at_later_step(case: Case) -> pd.DataFrame:
    """A later step with more than the earlier one, of the same area, group, period and collection.

    Told once: at the later step where the file has it, else at the earlier one, which is held against what is in force.
    """
    return joined(_findings(case))


def _findings(case: Case) -> Iterator[pd.DataFrame]:
    number = {code: place for place, code in enumerate(case.keys.indicators)}
    for indicator in case.known.catalogue:
        if indicator.formula is None or not set(indicator.formula.parts) <= number.keys():
            continue
        whole, rest = indicator.formula.parts
        names: dict[str, Any] = {"whole": whole, "rest": rest, "derived": indicator.code}
        later = _step(case, number[rest], number[whole])
        over = later.own & (case.numerator > later.other)
        yield case.findings(
            MORE_AT_LATER_STEP,
            over,
            last=case.numerator,
            first=later.other,
            place=_places(case, over, later.claim),
            **names,
        )
        earlier = _step(case, number[whole], number[rest])
        under = earlier.own & (case.numerator < earlier.other) & (earlier.claim < 0)
        yield case.findings(
            MORE_AT_LATER_STEP, under, last=earlier.other, first=case.numerator, place=_IN_FORCE, **names
        )


def _step(case: Case, own: int, other: int) -> _Step:
    """The claims of the indicator `own` beside the figures of `other` (numbers of `keys.indicators`)."""
    evidence, mine = case.evidence, (case.keys.indicator == own) & ~case.blank
    place = np.full(len(mine), -1)
    place[mine] = evidence.at(case.keys.of_indicator(other)[mine])
    figures = np.append(evidence.numerator, np.nan)[place]
    return _Step(mine & (place >= 0), figures, np.append(evidence.claim, -1)[place])


def _places(case: Case, where: Flags, claims: Ints) -> "np.ndarray[tuple[int], np.dtype[np.object_]]":
    """Where the other figure stands: 'IMM!D8', or that it is in force."""
    told = np.full(len(where), _IN_FORCE, dtype=object)
    for position in np.flatnonzero(where & (claims >= 0)):
        row = case.claims.iloc[claims[position]]
        told[position] = f"{row['sheet']}!{row['col']}{row['row']}" if row["sheet"] else f"{row['col']}{row['row']}"
    return told
