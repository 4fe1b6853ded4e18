"""The demo as one batch of reports, on the communes of their day."""

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from base.settings import province
from indicators import periods
from indicators.catalogue import Catalogue
from installation.demo.quirks import DEMO_AS_OF, delivered, distorted, read_quirks
from installation.demo.recipes import RECIPES
from installation.demo.related import earlier_truth, joined_truth
from installation.demo.sexes import with_sexes
from installation.demo.truth import Course, case_truth, share_truth
from installation.demo.world import World, read_world
from installation.demo.yes_no import yes_no_truth

SEED = 1661  # the resolution that merged the communes

#: Columns of the frame that `demo_reports` gives.
REPORTS = [
    "indicator", "period", "area_kind", "area_code", "area_valid_from", "stratum", "collection",
    "numerator", "denominator", "value", "status", "reported_on", "blank", "sheet", "row", "col",
]  # fmt: skip

_TRUE = ["indicator", "period", "code", "stratum", "numerator", "denominator"]


def demo_reports(catalogue: Catalogue, folder: Path) -> pd.DataFrame:
    """Every report of the demo, as REPORTS; the same rows at every call.

    folder: the assets folder (reads demo/ and areas/). numerator and denominator are floats, NaN where not counted;
    value is NaN except for reference values that come without counts; area_valid_from and reported_on are dates
    (the first is None above communes); stratum '' or 'ethnic=mong'; blank is '' throughout; sheet, row (from 2) and col
    say where the figure would stand in a workbook.
    """
    quirks_file = folder / "demo" / "quirks.csv"
    rows = distorted(true_counts(catalogue, folder), quirks=read_quirks(quirks_file), file=quirks_file.name)
    rows = with_sexes(rows, stream=stream)
    rows = delivered(rows, due_days=_due_days(catalogue, rows), merged_on=province().merged_on, rng=stream("delivery"))
    rows = rows.rename(columns={"code": "area_code"}).assign(area_kind="commune", value=np.nan)
    rows["collection"] = rows["indicator"].map({i.code: i.collection for i in catalogue})
    known = {i.code for i in catalogue}
    published = _published(folder)
    rows = pd.concat([rows, published[published["indicator"].isin(known)]], ignore_index=True)
    return _placed(_dated(rows, folder))[REPORTS]


def true_counts(catalogue: Catalogue, folder: Path) -> pd.DataFrame:
    """What communes would have reported if all had, without mistakes.

    Columns indicator, period, code (of the commune of the day), stratum, numerator, denominator (NaN for plain counts).
    """
    world = read_world(folder, stream("world"))
    courses, anchors = _courses(folder), _anchors(folder)

    @cache
    def units(indicator: str) -> pd.DataFrame:
        """TRUTH of an indicator, made once although others follow from it."""
        course, rng = courses[indicator], stream(indicator)
        if indicator in RECIPES.earlier:
            return earlier_truth(units(RECIPES.earlier[indicator].later), course, rng)
        if indicator in RECIPES.joined:
            recipe = RECIPES.joined[indicator]
            return joined_truth(recipe, units(recipe.numerator[0]), units(recipe.denominator[0]), course)
        return _on_former_communes(indicator, world=world, course=course, anchors=anchors.get(indicator, {}), rng=rng)

    frames = []
    for indicator in sorted(i.code for i in catalogue if i.code in courses):
        if indicator in RECIPES.yes_no:
            recipe = RECIPES.yes_no[indicator]
            rows = yes_no_truth(recipe, world=world, course=courses[indicator], rng=stream(indicator)).assign(
                stratum=""
            )
        else:
            rows = _on_communes_of_the_day(units(indicator), world=world)
        frames.append(rows.assign(indicator=indicator))
    counts = pd.concat(frames, ignore_index=True)
    counts["numerator"] = counts["numerator"].astype(float)
    counts["denominator"] = counts["denominator"].astype(float).where(counts["denominator"] >= 0)
    return counts[_TRUE]


def demo_collections(folder: Path) -> pd.DataFrame:
    """Where figures come from: the registers that the catalogue names, then the demo's publications.

    Columns code, kind (register|survey|school_report|admin|published|reference), name_vi, name_en, citation ('' if none).
    """
    files = (folder / "catalogue" / "collections.csv", folder / "demo" / "collections.csv")
    return pd.concat([pd.read_csv(file, dtype=str, keep_default_na=False) for file in files], ignore_index=True)


def stream(name: str) -> np.random.Generator:
    """Random numbers of their own for each purpose, so that a new indicator leaves the others as they are."""
    return np.random.default_rng([SEED, *name.encode()])


def _on_former_communes(
    indicator: str,
    *,
    world: World,
    course: Course,
    anchors: dict[tuple[str, str], float],
    rng: np.random.Generator,
) -> pd.DataFrame:
    if indicator in RECIPES.shares:
        return share_truth(RECIPES.shares[indicator], world=world, course=course, anchors=anchors, rng=rng)
    recipe = RECIPES.cases[indicator]
    return case_truth(
        world=world, course=course, quarters=recipe.quarters, counted_of=course.denominators[0] >= 0, rng=rng
    )


def _on_communes_of_the_day(units: pd.DataFrame, *, world: World) -> pd.DataFrame:
    """TRUTH with codes instead of units: former communes for periods that end before the merger, sums of them after."""
    merged_on = province().merged_on
    is_old = units["period"].map({c: periods.parse(c).ends_on < merged_on for c in units["period"].unique()})
    codes = np.where(is_old, np.array(world.old)[units["unit"]], np.array(world.new)[units["unit"]])
    sums = units.assign(code=codes).groupby(["period", "code", "stratum"], as_index=False, sort=False)
    counts = sums[["numerator", "denominator"]].sum()
    return counts.assign(denominator=counts["denominator"].clip(lower=-1))


def _courses(folder: Path) -> dict[str, Course]:
    """The province over the years by indicator; a count has the denominator −1 in every year."""
    table = pd.read_csv(folder / "demo" / "course.csv", dtype={"period": str})
    table["denominator"] = table["denominator"].fillna(-1).astype(int)
    return {
        str(indicator): Course(
            codes=tuple(rows["period"]),
            numerators=tuple(rows["numerator"]),
            denominators=tuple(rows["denominator"]),
        )
        for indicator, rows in table.groupby("indicator")
    }


def _anchors(folder: Path) -> dict[str, dict[tuple[str, str], float]]:
    table = pd.read_csv(folder / "demo" / "anchors.csv", dtype={"code": str, "period": str})
    anchors: dict[str, dict[tuple[str, str], float]] = {}
    for indicator, period, code, value in table.itertuples(index=False, name=None):
        anchors.setdefault(indicator, {})[period, code] = float(value)
    return anchors


def _due_days(catalogue: Catalogue, rows: pd.DataFrame) -> pd.DataFrame:
    """indicator, period, due (days after the end of the period) for every pair in `rows`."""
    pairs = rows[["indicator", "period"]].drop_duplicates()
    days = [catalogue[i].due_days[periods.parse(p).kind.value] for i, p in pairs.itertuples(index=False, name=None)]
    return pairs.assign(due=days)


def _published(folder: Path) -> pd.DataFrame:
    """Figures of province and country that somebody published, as they stand."""
    text = {"period": str, "area_code": str}
    rows = pd.read_csv(folder / "demo" / "published.csv", dtype=text)
    figures = ["numerator", "denominator", "value"]
    rows[figures] = rows[figures].astype(float)
    return rows.assign(stratum="", status="final", reported_on=DEMO_AS_OF)


def _dated(rows: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """`rows` with area_valid_from of communes (codes were reused); None for the province and the country."""
    began: dict[tuple[str, str], date] = {}
    for name, code in (("former", "old_code"), ("communes", "code")):
        table = pd.read_csv(folder / "areas" / f"{name}.csv", dtype=str)
        began |= {(name, c): date.fromisoformat(day) for c, day in zip(table[code], table["valid_from"], strict=True)}
    merged_on = province().merged_on
    ends = {code: periods.parse(code).ends_on for code in rows["period"].unique()}
    days = [
        None if kind != "commune" else began["former" if ends[period] < merged_on else "communes", code]
        for kind, code, period in rows[["area_kind", "area_code", "period"]].itertuples(index=False, name=None)
    ]
    return rows.assign(area_valid_from=pd.Series(days, index=rows.index, dtype=object))


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """`rows` in reading order, with the place of each in an imagined workbook: a sheet for each indicator."""
    starts = {code: periods.parse(code) for code in rows["period"].unique()}
    order = ["indicator", "ends_on", "kind", "area_kind", "area_code", "stratum"]
    rows = rows.assign(
        ends_on=rows["period"].map(lambda code: starts[code].ends_on),
        kind=rows["period"].map(lambda code: starts[code].kind.value),
    ).sort_values(order, ignore_index=True)
    first_row = 2  # below the header
    return rows.assign(blank="", sheet=rows["indicator"], row=rows.groupby("indicator").cumcount() + first_row, col="F")
