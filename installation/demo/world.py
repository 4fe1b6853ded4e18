"""The invented people of the demo: who lives in the 129 former communes, and what makes a commune hard to reach."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from installation.demo.apportion import Counts, apportion

#: Ethnic groups that reports tell apart; smaller ones are reported together.
GROUPS = ("thai", "mong", "kinh", "khomu", "other")

VILLAGES = 1276  # Decision 46 of the province
SCHOOLS = 430  # published for 2025
STAFF_NORM = 674  # invented

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """The province as the generator sees it. Rows of every array are the former communes, in the order of `old`.

    old, new: codes of the former commune and of today's commune it became part of; communes: today's codes, ascending;
    member: index into `communes`; shares: people by GROUPS, rows add to 1; children: relative number of children;
    remote, border: 1 or 0, of today's commune; villages, schools, norm: counts that add to the province's.
    """

    old: tuple[str, ...]
    new: tuple[str, ...]
    communes: tuple[str, ...]
    member: npt.NDArray[np.int64]
    shares: Reals
    children: Reals
    remote: Reals
    border: Reals
    villages: Counts
    schools: Counts
    norm: Counts

    @property
    def mong(self) -> Reals:
        """Share of Mông people, the mark of the highlands here."""
        return self.shares[:, GROUPS.index("mong")]

    def rows_of(self, commune: int) -> npt.NDArray[np.int64]:
        """Which former communes became the `commune`-th of today."""
        return np.flatnonzero(self.member == commune)


def read_world(folder: Path, rng: np.random.Generator) -> World:
    """The world from `folder`/demo/former_people.csv and `folder`/areas/attributes.csv."""
    people = pd.read_csv(folder / "demo" / "former_people.csv", dtype={"old_code": str, "new_code": str})
    people = people.sort_values(["new_code", "old_code"], ignore_index=True)
    attributes = pd.read_csv(folder / "areas" / "attributes.csv", dtype=str).pivot_table(
        index="code", columns="scheme", values="value", aggfunc="first"
    )
    counted = people.assign(other=people["other"] + people["hanhi"])[list(GROUPS)]
    shares = counted.div(counted.sum(axis=1), axis=0).to_numpy(dtype=float)
    population = people["population"].to_numpy(dtype=float)
    communes = tuple(sorted(people["new_code"].unique()))
    today = attributes.loc[people["new_code"]]
    spread = rng.lognormal(0.0, 0.2, len(people))
    return World(
        old=tuple(people["old_code"]),
        new=tuple(people["new_code"]),
        communes=communes,
        member=people["new_code"].map({code: n for n, code in enumerate(communes)}).to_numpy(dtype=np.int64),
        shares=shares,
        # Highland families are larger; this is the demo's assumption, no census figure.
        children=population * (0.92 + 0.2 * shares[:, GROUPS.index("mong")]),
        remote=np.where(today["travel"] == "remote", 1.0, 0.0),
        border=np.where(today["border"] == "yes", 1.0, 0.0),
        villages=1 + apportion(VILLAGES - len(people), population**0.75 * spread),
        schools=1 + apportion(SCHOOLS - len(people), population * spread),
        norm=3 + apportion(STAFF_NORM - 3 * len(people), population),
    )
