"""With a filter every figure of page, slide and file is of the communes in scope, or says that it is the province's.

What is expected is worked out here, from what the pages export of the whole province: its communes are filtered and added up by this
test.
"""

import csv
import io
import json
import math
import random
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from base.settings import ROOT
from tests.pages.conftest import OpenPage
from tests.pages.messages import alerts, heading, html, the_map
from tests.pages.offered import offered

SEED = 11
# A CSV has four decimals more than the page.
ROUNDED = 1e-4
# A scheme of the address -> its column in a file, and the word in it of each value.
SCHEMES = {
    "ethnic": ("Main ethnic group", {"mong": "Hmong", "thai": "Thái", "khomu": "Khơ Mú", "mixed": "Mixed"}),
    "region": ("Region", {"I": "Region I", "II": "Region II", "III": "Region III"}),
    "border": ("Border", {"yes": "Border communes", "no": "Communes away from the border"}),
    "travel": ("Travel time", {"near": "Near a hospital", "remote": "Remote communes"}),
}
# Years, limits of confidence, per cents of rules, and bounds that sentences name; none of them is a figure.
CONSTANTS = {*map(float, range(2015, 2031)), 95.0, 99.8, 5.0, 100.0, 129.0}
MARK = re.compile(r"province|other communes|\bData version|Compare", re.IGNORECASE)


@dataclass(frozen=True)
class Filter:
    """query: of the address. codes: who passes it, as this test has it."""

    query: dict[str, str]
    codes: frozenset[str]


def table_of(content: bytes) -> pd.DataFrame:
    """The rows of an exported CSV, below what it says of itself."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    start = rows.index([]) + 1
    table = pd.DataFrame(rows[start + 1 :], columns=rows[start])
    for name in table.columns:
        numbers = pd.to_numeric(table[name], errors="coerce")
        if name != "Code" and numbers.notna().any() and (numbers.notna() | (table[name] == "")).all():
            table[name] = numbers
    return table


def filters(communes: pd.DataFrame, count: int) -> list[Filter]:
    """Filters drawn at random that leave some communes and not all: of one or two schemes, or of chosen communes."""
    draw, found = random.Random(SEED), list[Filter]()
    while len(found) < count:
        query, inside = dict[str, str](), pd.Series(True, index=communes.index)
        if len(found) % 3 == 2:
            chosen = draw.sample(sorted(communes["Code"]), draw.randint(2, 6))
            query, inside = {"communes": ".".join(chosen)}, communes["Code"].isin(chosen)
        else:
            for scheme in draw.sample(sorted(SCHEMES), draw.randint(1, 2)):
                column, words = SCHEMES[scheme]
                value = draw.choice(sorted(words))
                query[scheme] = value
                inside &= communes[column] == words[value]
        each = Filter(query, frozenset(communes.loc[inside, "Code"]))
        # A page that was made once offers its file no second time.
        if 2 <= len(each.codes) < len(communes) and each not in found:
            found.append(each)
    return found


def segments(page: AppTest) -> list[str]:
    """The texts of a page's sheets, a row, paragraph, small print or sentence each; not what can be chosen."""
    text = re.sub(
        r"<details.*?</details>|<button.*?</button>|<li role=\"option\".*?</li>", "", html(page), flags=re.DOTALL
    )
    text = re.sub(r"<small>(Province [^<]*)</small>", r"\n\1\n", text)
    text = re.sub(r"</(tr|p|h1|h2|h3|li|section)>|<br>", "\n", text)
    text = re.sub(r"</t[dh]>", " | ", text)
    lines = re.sub(r"<[^>]*>", "", text).replace("\N{MINUS SIGN}", "").split("\n")
    return [part.strip() for line in lines for part in re.split(r"(?<=\.) |, the (?=other)|; (?=province)", line)]


def numbers(text: str) -> list[str]:
    return [each.replace(",", "") for each in re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", text)]


def is_one_of(number: str, allowed: Iterable[float]) -> bool:
    """Whether `number` is one of `allowed` to its last written digit."""
    half = 0.5 * 10 ** -len(number.partition(".")[2]) + 1e-9
    return any(abs(float(number) - abs(each)) <= half for each in allowed)


def unexplained(page: AppTest, allowed: Iterable[float], names: Iterable[str]) -> list[str]:
    """What the page says with a number that is neither `allowed` nor labelled as somebody else's. names: of indicators."""
    known, found = {*allowed, *CONSTANTS}, []
    for segment in segments(page):
        if MARK.search(segment):
            continue
        said = segment
        for name in names:
            said = said.replace(name, "")
        if any(not is_one_of(number, known) for number in numbers(said)):
            found.append(segment)
    return found


def together(rows: pd.DataFrame, target: float, *, up: bool) -> dict[str, float]:
    """Value and need of communes together, as a reader with a calculator has them."""
    top, bottom = rows["Numerator"].sum(), rows["Denominator"].sum()
    lacking = target * bottom / 100 - top if up else top - target * bottom / 100
    return {"value": 100 * top / bottom, "need": max(0, math.ceil(lacking - 1e-6)), "of": bottom, "top": top}


def half(needs: pd.Series) -> int:
    """How few communes hold half of what is needed."""
    ordered, taken = sorted(needs.dropna(), reverse=True), 0.0
    for count, each in enumerate(ordered, start=1):
        taken += each
        if taken >= sum(ordered) / 2:
            return count
    return 0


class World:
    """Opens pages and keeps what they export."""

    def __init__(self, open_page: OpenPage, files: list[bytes]) -> None:
        self._open, self._files = open_page, files

    def page(self, name: str, **query: str) -> AppTest:
        """A page in English."""
        self._files.clear()
        opened = self._open(name, lang="en", **query)
        assert [each.message for each in opened.exception] == alerts(opened) == []
        return opened

    def offered(self) -> pd.DataFrame:
        """The table that the page opened last offers."""
        return table_of(self._files[-1])

    def communes(self, name: str, **query: str) -> pd.DataFrame:
        """The figures of single communes in the table of a page."""
        found = self.table(name, **query)
        return found[(found["Level"] == "commune") & (found["Reason of blank"].notna()) & (found["Unit"] != "")]

    def table(self, name: str, **query: str) -> pd.DataFrame:
        """The table of a page."""
        self.page(name, **query)
        return self.offered()


@pytest.fixture
def world(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(open_page, offered(monkeypatch))


def catalogue() -> dict[str, dict[str, Any]]:
    """The tables of the catalogue as they are written, by code."""
    files = sorted((ROOT / "assets" / "catalogue").glob("*.toml"))
    return {code: each for path in files for code, each in tomllib.loads(path.read_text(encoding="utf-8")).items()}


CATALOGUE = catalogue()
# The longest first: names have digits of their own.
NAMES = sorted(
    {text for each in CATALOGUE.values() for text in each["en"].values() if isinstance(text, str)},
    key=len,
    reverse=True,
)


@pytest.mark.parametrize("indicator", ["IMM01", "NUT01"])
def test_the_gap_map_counts_whom_the_filter_leaves(world: World, installation: Path, indicator: str):
    up = indicator == "IMM01"
    whole = world.communes("gap_map", indicator=indicator, period="2025")
    (shapes,) = (installation / "geometry").glob("*.json")
    order = json.loads(shapes.read_text(encoding="utf-8"))["codes"]
    for chosen in filters(whole, 4):
        rows = whole[whole["Code"].isin(chosen.codes)]
        file = world.communes("gap_map", indicator=indicator, period="2025", **chosen.query)
        assert set(file["Code"]) == chosen.codes
        assert file.set_index("Code")["Value"].to_dict() == pytest.approx(
            rows.set_index("Code")["Value"].to_dict(), nan_ok=True
        )
        known = rows[rows["Reason of blank"] == ""]
        missed, clearly = (
            (known[name] == "yes").sum() for name in ("Misses target", "Misses target beyond the interval")
        )
        target, needs = float(known["Target"].iloc[0]), known["Still needed"]
        own = together(known, target, up=up)
        allowed = {
            *map(float, range(1, len(rows) + 1)), 0.0, target, own["value"], own["need"], own["of"], own["value"] - target,
            *known["Value"], *known["Difference to target"], *needs, needs.sum(), *known["Numerator"], *known["Denominator"],
        }  # fmt: skip
        for view in ({}, {"view": "projector"}):
            page = world.page("gap_map", indicator=indicator, period="2025", **chosen.query, **view)
            assert unexplained(page, allowed, NAMES) == [], chosen
            inside = the_map(page)["inside"]
            assert {code for code, flag in zip(order, inside, strict=True) if flag == "1"} == chosen.codes, view
            said = heading(page)
            if "communes" not in chosen.query:
                assert re.search(rf"\b{len(rows)} communes? ", said.split(":")[0 if not view else -2]), said
            if missed and missed != clearly:
                assert f"{missed} of {len(rows)} communes miss" in said or f"{missed}/{len(rows)} communes miss" in said
            if view and missed:
                assert f"for all {len(rows)} filtered communes to meet it; half of it in <b>{half(needs)}" in html(page)
            elif missed:
                assert f"{needs.sum():,.0f}" in said
                assert f"half of it in {half(needs)} commune" in said


def test_the_overview_counts_whom_the_filter_leaves(world: World):
    whole, before = (world.communes("commune", period=year) for year in ("2025", "2024"))
    provinces = world.table("overview", period="2025")
    provinces = provinces[provinces["Level"] == "province"].set_index("Indicator")
    by_name = {each["en"]["name"]: each for each in CATALOGUE.values()}
    first = whole[whole["Indicator"] == whole["Indicator"].iloc[0]]
    for chosen in filters(first, 3):
        page = world.page("overview", period="2025", **chosen.query)
        file = world.offered()
        file = file[file["Level"] == "communes in scope, together"].set_index("Indicator")
        rows, earlier = (frame[frame["Code"].isin(chosen.codes)] for frame in (whole, before))
        # Of each commune how many targets it misses, and who has reported: never more than communes or targets.
        allowed, met, judged = {*map(float, range(len(chosen.codes) + 20))}, 0, 0
        for name in file.index:
            short, up = by_name[name]["en"]["short"], by_name[name]["direction"] != "down"
            known, past = (
                frame[(frame["Indicator"] == short) & (frame["Reason of blank"] == "")] for frame in (rows, earlier)
            )
            shown, province = file.loc[name], provinces.loc[name]
            assert shown["Province"] == pytest.approx(province["Value"], abs=ROUNDED, nan_ok=True), name
            if known.empty:
                assert math.isnan(shown["Value"]), name
                continue
            scale, top, bottom = by_name[name]["multiplier"], known["Numerator"].sum(), known["Denominator"].sum()
            assert (shown["Numerator"], shown["Denominator"]) == (top, bottom), name
            assert shown["Value"] == pytest.approx(scale * top / bottom, abs=ROUNDED), name
            changes = known.set_index("Code")["Value"] - past.set_index("Code")["Value"]
            old = scale * past["Numerator"].sum() / past["Denominator"].sum() if len(past) else math.nan
            allowed |= {shown["Value"], top, bottom, shown["Value"] - old, *changes.dropna()}
            if not math.isnan(target := shown["Target"]):
                judged += 1
                met += shown["Value"] >= target if up else shown["Value"] <= target
                allowed |= {target, together(known, target * 100 / scale, up=up)["need"]}
        allowed = {each for each in allowed if not math.isnan(each)}
        assert f"{met} of {judged} targets met in 2025" in heading(page)
        assert unexplained(page, allowed, NAMES) == [], chosen
        assert f">{len(chosen.codes)} filtered communes</th>" in html(page).replace("\xa0", " ")
        slide = world.page("overview", period="2025", view="projector", **chosen.query)
        assert heading(slide).endswith(f": {met} of {judged} targets met in 2025")
        assert set(world.communes("commune", period="2025", **chosen.query)["Code"]) == chosen.codes


def test_trends_and_equity_show_the_groups_that_the_filter_leaves(world: World):
    places = world.communes("gap_map", indicator="IMM01", period="2025")
    whole = world.table("trends", indicator="IMM01", period="2025")
    communes = whole[whole["Level"] == whole.loc[whole["Code"] == places["Code"].iloc[0], "Level"].iloc[0]]
    for chosen in filters(places, 3):
        rows = communes[communes["Code"].isin(chosen.codes)]
        file = world.table("trends", indicator="IMM01", period="2025", by="region", **chosen.query)
        assert set(file.loc[file["Level"] == rows["Level"].iloc[0], "Code"]) == set(rows["Code"])
        regions = places.set_index("Code")["Region"]
        groups = rows.assign(region=rows["Code"].map(regions))
        sums = groups.groupby(["region", "Period"])[["Numerator", "Denominator"]].sum()
        totals = rows.groupby("Period")[["Numerator", "Denominator"]].sum()
        values = {
            *(100 * sums["Numerator"] / sums["Denominator"]),
            *(100 * totals["Numerator"] / totals["Denominator"]),
        }
        allowed = {each for each in values if not math.isnan(each)} | {97.0, float(len(chosen.codes))}
        page = world.page("trends", indicator="IMM01", period="2025", by="region", **chosen.query)
        assert unexplained(page, allowed, NAMES) == [], chosen
        value = 100 * totals.loc[2025, "Numerator"] / totals.loc[2025, "Denominator"]
        assert f"{value:.1f}% in 2025" in heading(page)
        slide = world.page("trends", indicator="IMM01", period="2025", by="region", view="projector", **chosen.query)
        assert "Whole province: " in heading(slide)
        if "region" in chosen.query:
            continue
        equity = world.table("equity", indicator="IMM01", period="2025", by="region", **chosen.query)
        shown = equity[
            (equity["Level"] == "group") & (equity["Period"] == 2025) & equity["Numerator"].notna()
        ].set_index("Group")["Numerator"]
        known = sums.xs(2025, level="Period")["Numerator"]
        assert shown.to_dict() == known[known > 0].to_dict()
