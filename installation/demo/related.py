"""Demo indicators that follow from others, so that reports of one commune don't contradict each other."""

import numpy as np
import pandas as pd

from installation.demo.apportion import apportion
from installation.demo.recipes import Joined
from installation.demo.truth import TRUTH, Course


def earlier_truth(later: pd.DataFrame, course: Course, rng: np.random.Generator) -> pd.DataFrame:
    """TRUTH of a step before `later` (TRUTH), in the years of `course`: those missed are a part of those that `later` misses.

    The denominators are those of `later`, which `course` repeats.
    """
    whole = later[later["stratum"] == ""]
    frames = []
    for code, numerator, denominator in zip(course.codes, course.numerators, course.denominators, strict=True):
        year = whole[whole["period"] == code]
        caps = (year["denominator"] - year["numerator"]).to_numpy(np.int64)
        missed = apportion(denominator - numerator, caps * rng.gamma(6.0, 1 / 6.0, len(caps)), caps=caps)
        frames.append(year.assign(numerator=year["denominator"] - missed))
    return pd.concat(frames, ignore_index=True)[TRUTH]


def joined_truth(recipe: Joined, top: pd.DataFrame, bottom: pd.DataFrame, course: Course) -> pd.DataFrame:
    """TRUTH of which numerator and denominator stand in the TRUTH of two other indicators, in the years of `course`."""
    key = ["period", "unit", "stratum"]
    over, under = (
        frame.loc[(frame["stratum"] == "") & frame["period"].isin(course.codes)].set_index(key)[part]
        for frame, part in ((top, recipe.numerator[1]), (bottom, recipe.denominator[1]))
    )
    return pd.DataFrame({"numerator": over, "denominator": under}).reset_index()[TRUTH]
