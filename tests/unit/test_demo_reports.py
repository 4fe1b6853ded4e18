"""The demo: published province figures, the geography of each day, sums that hold, the same rows at every call."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from base.settings import ASSETS, province
from indicators import periods
from installation.demo import DEMO_AS_OF, demo_collections, demo_reports, true_counts
from installation.demo.quirks import UnknownQuirkError, distorted
from installation.demo.reports import REPORTS
from intake.documents.catalogue_file import read_catalogue

CATALOGUE = read_catalogue(ASSETS / "catalogue")
SILENT = {"03194", "03385"}  # Nậm Nèn and Tìa Dình

# Typed from the published figures of 2025: what is printed, and its number of decimals.
PRINTED = {
    ("IMM01", "2025"): (95.5, 1), ("IMM02", "2025"): (95.8, 1), ("INS01", "2025"): (100.0, 1),
    ("BIR01", "2025"): (99.42, 2), ("SCH03", "2025-26"): (96.0, 0), ("CFC01", "2024"): (66.0, 0),
}  # fmt: skip
COUNTED = {
    ("PLA01", "2025"): (36, 45), ("DIS01", "2025"): (592, None), ("DIS02", "2025"): (247, None),
    ("ABU02", "2025"): (38, 38), ("SCH01", "2025-26"): (430, 430), ("SCH03", "2025-26"): (413, 430),
    ("ORG01", "2025"): (45, 45), ("PRO01", "2025"): (6_847, 208_222),
}  # fmt: skip


@pytest.fixture(scope="module")
def reports():
    return demo_reports(CATALOGUE, ASSETS)


@pytest.fixture(scope="module")
def truth():
    return true_counts(CATALOGUE, ASSETS)


@pytest.fixture(scope="module")
def communes(reports):
    return reports[reports["area_kind"] == "commune"]


def wholes(frame):
    return frame[frame["stratum"] == ""]


def of(frame, indicator, period):
    return frame[(frame["stratum"] == "") & (frame["indicator"] == indicator) & (frame["period"] == period)]


def test_rows_have_the_agreed_columns_and_no_key_twice(reports):
    assert list(reports.columns) == REPORTS
    assert not reports.duplicated(["indicator", "period", "area_kind", "area_code", "stratum", "collection"]).any()
    assert not reports.duplicated(["sheet", "row"]).any()
    assert 30_000 < len(reports) < 200_000
    assert {type(d) for d in reports["reported_on"]} == {date}
    assert {type(d) for d in reports.loc[reports["area_kind"] == "commune", "area_valid_from"]} == {date}
    assert reports.loc[reports["area_kind"] != "commune", "area_valid_from"].isna().all()
    assert set(reports["status"]) == {"final", "provisional"}
    assert set(reports["collection"]) <= set(demo_collections(ASSETS)["code"])


def test_the_same_rows_at_every_call(reports):
    pd.testing.assert_frame_equal(reports, demo_reports(CATALOGUE, ASSETS))


@pytest.mark.parametrize("key", PRINTED, ids="-".join)
def test_published_shares_are_met_at_printed_precision(reports, truth, key):
    printed, decimals = PRINTED[key]
    row = of(reports[reports["area_kind"] == "province"], *key).iloc[0]
    assert round(100 * row["numerator"] / row["denominator"], decimals) == printed
    parts = of(truth, *key)
    assert round(100 * parts["numerator"].sum() / parts["denominator"].sum(), decimals) == printed


@pytest.mark.parametrize("key", COUNTED, ids="-".join)
def test_published_counts_are_met_exactly(reports, truth, key):
    numerator, denominator = COUNTED[key]
    row = of(reports[reports["area_kind"] == "province"], *key).iloc[0]
    parts = of(truth, *key)
    assert row["numerator"] == parts["numerator"].sum() == numerator
    if denominator is None:
        assert np.isnan(row["denominator"])
        assert parts["denominator"].isna().all()
    else:
        assert row["denominator"] == parts["denominator"].sum() == denominator


def test_published_and_summed_agree_and_those_without_a_report_explain_the_rest(reports, truth):
    published = reports[reports["area_kind"] == "province"]
    assert set(published["collection"]) == {"press_2024", "press_2025", "province_2025"}
    # Recorded abuse is published for the province; no commune reports it here.
    for row in published[published["indicator"] != "ABU01"].itertuples():
        every = of(truth, row.indicator, row.period)
        came = of(reports[reports["area_kind"] == "commune"], row.indicator, row.period)
        silent = every[~every["code"].isin(came["area_code"])]
        assert came["numerator"].sum() + silent["numerator"].sum() == row.numerator
        assert set(silent["code"]) == (SILENT if row.indicator in {"IMM01", "IMM02"} else set())


def test_villages_schools_and_staff_add_up(truth):
    villages = of(truth, "PLA02", "2025")
    assert villages["denominator"].sum() == 1276
    assert round(100 * villages["numerator"].sum() / 1276, 1) == 54.6
    assert of(truth, "SCH01", "2025-26")["denominator"].sum() == 430
    staff = of(truth, "STF04", "2025")
    assert round(100 * staff["numerator"].sum() / staff["denominator"].sum(), 1) == 91.4
    collaborators = of(truth, "STF02", "2025")
    assert collaborators["denominator"].sum() == 208_222  # children under 16, published
    assert of(truth, "PRO02", "2025")["denominator"].sum() == 6_847  # in special circumstances, published


def test_each_period_stands_on_the_communes_of_its_day(communes):
    former = pd.read_csv(ASSETS / "areas" / "former.csv", dtype=str)
    today = pd.read_csv(ASSETS / "areas" / "communes.csv", dtype=str)
    ends = {code: periods.parse(code).ends_on for code in communes["period"].unique()}
    before = communes["period"].map(lambda code: ends[code] < province().merged_on)
    assert set(communes.loc[before, "area_code"]) == set(former["old_code"])
    assert set(communes.loc[~before, "area_code"]) == set(today["code"])
    assert {d.isoformat() for d in communes.loc[before, "area_valid_from"]} == {"2019-01-01"}
    assert {d.isoformat() for d in communes.loc[~before, "area_valid_from"]} == {"2025-07-01"}
    geography = communes.assign(before=before).groupby(["indicator", "period"])["before"].first()
    assert geography["STF04", "2025-Q2"]
    assert geography["SCH03", "2024-25"]
    assert not geography["STF04", "2025-Q3"]
    assert not geography["IMM01", "2025"]


# With their first year: annual figures only, so that maps of gaps have something to show under every theme.
ANNUAL_ONLY = {
    "IMM05": 2021, "IMM07": 2021, "IMM08": 2021, "IMM13": 2021, "MCH01": 2021, "MCH02": 2021, "BIR02": 2021, "SCH02": 2021,
    "STF03": 2021, "STF05": 2021, "PRO01": 2019, "PRO03": 2020, "INJ01": 2020, "INJ04": 2020, "SCH05": 2020, "CFC01": 2020,
}  # fmt: skip


def test_every_indicator_of_the_demo_is_reported_in_its_periods_without_a_year_left_out(communes):
    whole = [code for code in communes["indicator"].unique() if code not in ANNUAL_ONLY]
    assert len(whole) == 17
    for code in (*whole, *ANNUAL_ONLY):
        indicator = CATALOGUE[code]
        codes = set(communes.loc[communes["indicator"] == code, "period"])
        kinds = {periods.parse(c).kind for c in codes}
        assert kinds == set(indicator.periods[:1] if code in ANNUAL_ONLY else indicator.periods)
        years = {c for c in codes if periods.parse(c).kind is indicator.periods[0]}
        assert {periods.parse(c).year for c in years} == set(range(ANNUAL_ONLY.get(code, 2019), 2026))


def test_nobody_is_fully_vaccinated_without_the_doses(truth):
    for earlier, later in (("IMM13", "IMM05"), ("IMM05", "IMM01"), ("IMM07", "IMM01")):
        for year in range(2021, 2026):
            first, last = (of(truth, code, str(year)).set_index("code") for code in (earlier, later))
            assert (first["numerator"] >= last["numerator"]).all()
            assert (first["denominator"] == last["denominator"]).all()


def test_one_commune_has_fewer_first_doses_than_third_ones(communes):
    first, third = (of(communes, code, "2025").set_index("area_code")["numerator"] for code in ("IMM13", "IMM05"))
    assert list(first.index[first < third.reindex(first.index)]) == ["03193"]  # Pa Ham, planted


def test_children_in_special_circumstances_are_the_same_in_both_reports(truth):
    for year in range(2019, 2026):
        share, supported, staff = (of(truth, code, str(year)).set_index("code") for code in ("PRO01", "PRO02", "STF02"))
        assert (share["numerator"] == supported["denominator"]).all()
        assert (share["denominator"] == staff["denominator"]).all()


@pytest.mark.parametrize("indicator", ["IMM01", "IMM02", "BIR01", "NUT01"])
def test_ethnic_groups_add_up_to_the_commune(communes, indicator):
    rows = communes[communes["indicator"] == indicator]
    key = ["period", "area_code"]
    counts = ["numerator", "denominator"]
    groups = rows[rows["stratum"].str.startswith("ethnic=")]
    assert set(groups["stratum"]) == {f"ethnic={g}" for g in ("thai", "mong", "kinh", "khomu", "other")}
    sums = groups.groupby(key)[counts].sum().sort_index()
    pd.testing.assert_frame_equal(sums, wholes(rows).set_index(key)[counts].sort_index(), check_dtype=False)


@pytest.mark.parametrize("indicator", ["IMM02", "BIR01", "NUT01"])
def test_girls_and_boys_add_up_to_the_commune_and_differ_by_chance_alone(communes, indicator):
    rows = communes[communes["indicator"] == indicator]
    key = ["period", "area_code"]
    counts = ["numerator", "denominator"]
    both = rows[rows["stratum"].str.startswith("sex=")]
    assert set(both["stratum"]) == {"sex=f", "sex=m"}
    sums = both.groupby(key)[counts].sum().sort_index()
    pd.testing.assert_frame_equal(sums, wholes(rows).set_index(key)[counts].sort_index(), check_dtype=False)
    assert (both["numerator"] <= both["denominator"]).all()
    for _, year in both.groupby("period"):
        girls, boys = (year[year["stratum"] == f"sex={sex}"][counts].sum() for sex in "fm")
        # Two shares of the same children differ by chance: 3.3 standard errors are passed once in a thousand draws.
        rate = (girls["numerator"] + boys["numerator"]) / (girls["denominator"] + boys["denominator"])
        error = np.sqrt(rate * (1 - rate) * (1 / girls["denominator"] + 1 / boys["denominator"]))
        difference = girls["numerator"] / girls["denominator"] - boys["numerator"] / boys["denominator"]
        assert abs(difference) < 3.3 * error


def test_only_whole_years_of_three_indicators_tell_girls_from_boys(communes):
    both = communes[communes["stratum"].str.startswith("sex=")]
    assert set(both["indicator"]) == {"IMM02", "BIR01", "NUT01"}
    assert set(both["period"]) == {str(year) for year in range(2019, 2026)}


def test_quarters_of_immunisation_add_up_to_the_year(truth, communes):
    typed_wrong = {("2022", "03373"), ("2020", "03298")}
    rows = wholes(communes)[wholes(communes)["indicator"] == "IMM01"]
    quarters = rows[rows["period"].str.contains("Q")]
    sums = quarters.assign(year=quarters["period"].str[:4]).groupby(["year", "area_code"])
    full = sums[["numerator", "denominator"]].sum()[sums.size() == 4]
    years = rows[~rows["period"].str.contains("Q")].set_index(["period", "area_code"])
    both = full.index.intersection(years.index).difference(list(typed_wrong))
    both = both[both.get_level_values(0) != "2025"]  # two geographies within that year
    assert len(both) > 600
    assert (full.loc[both] == years.loc[both, ["numerator", "denominator"]]).all(axis=None)
    quarters = wholes(truth[(truth["indicator"] == "IMM01") & truth["period"].str.startswith("2025-Q")])
    year = of(truth, "IMM01", "2025")
    assert quarters["numerator"].sum() == year["numerator"].sum()
    assert quarters["denominator"].sum() == year["denominator"].sum()


def test_counts_are_whole_and_only_the_planted_cell_is_over_a_hundred(communes):
    counts = communes[["numerator", "denominator"]].melt()["value"].dropna()
    assert (counts >= 0).all()
    assert (counts == counts.round()).all()
    over = communes[communes["numerator"] > communes["denominator"]]
    assert [tuple(r) for r in over[["indicator", "period", "area_code"]].to_numpy()] == [("INS01", "2025-Q3", "03334")]


def test_two_communes_are_missing_and_four_are_late_at_the_end_of_2025(communes):
    due = date(2025, 12, 31).toordinal() + CATALOGUE["IMM01"].due_days["quarter"]
    quarter = of(communes, "IMM01", "2025-Q4")
    year = of(communes, "IMM01", "2025")
    for rows in (quarter, year):
        assert len(rows) == 43
        assert not SILENT & set(rows["area_code"])
        late = rows[[d.toordinal() > due for d in rows["reported_on"]]]
        assert len(late) == 4
        assert set(late["status"]) == {"provisional"}
    assert (communes["reported_on"] < DEMO_AS_OF).all()


def test_2025_is_final_for_four_fifths_of_the_communes(communes):
    for indicator in (i for i in CATALOGUE if i.code in set(communes["indicator"])):
        newest = communes[(communes["indicator"] == indicator.code) & communes["period"].isin(["2025", "2025-26"])]
        assert (wholes(newest)["status"] == "final").sum() >= 36, indicator.code
    assert set(communes[communes["status"] == "provisional"]["period"]) <= {"2025", "2025-Q4", "2025-H2"}


def test_some_reports_of_former_communes_never_came(communes):
    came = wholes(communes)[wholes(communes)["period"].isin([str(y) for y in range(2019, 2025)])]
    share = came.groupby(["indicator", "period"]).size() / 129
    assert 0.95 < share.min() < 1.0
    assert 0.98 < share.mean() < 1.0


def test_the_gaps_tell_the_intended_story(truth):
    year = of(truth, "IMM01", "2025").set_index("code")
    value = 100 * year["numerator"] / year["denominator"]
    need = np.ceil((0.97 * year["denominator"] - year["numerator"]).clip(lower=0).round(9))
    assert round(value["03160"], 0) == 89  # Mường Nhé
    assert value.idxmin() == "03163"  # Mường Toong
    assert 25 <= (value < 97).sum() <= 31
    assert 280 <= need.sum() <= 330
    assert need.sort_values(ascending=False).head(6).sum() >= need.sum() / 2 > need.nlargest(5).sum()
    assert np.ceil(0.97 * year["denominator"].sum() - year["numerator"].sum()) == 212
    groups = truth[(truth["indicator"] == "IMM01") & (truth["period"] == "2025") & (truth["stratum"] != "")]
    sums = groups.groupby("stratum")[["numerator", "denominator"]].sum()
    assert (sums["numerator"] / sums["denominator"]).idxmin() == "ethnic=mong"
    assert (sums["numerator"] / sums["denominator"]).idxmax() == "ethnic=kinh"


def test_the_years_go_as_remembered(truth):
    def province_value(indicator, period):
        rows = of(truth, indicator, period)
        return 100 * rows["numerator"].sum() / rows["denominator"].sum()

    coverage = [province_value("IMM01", str(y)) for y in range(2019, 2026)]
    assert coverage[2] < coverage[1]  # the pandemic
    assert coverage[4] == min(coverage)  # the vaccine shortage of 2023
    for year in range(2019, 2026):  # late doses are caught up within the year
        assert province_value("IMM01", f"{year}-Q1") < province_value("IMM01", f"{year}-Q4")
    assert round(province_value("PRO02", "2024"), 1) == 88.0
    assert round(province_value("PRO02", "2025"), 1) == 86.2
    assert of(truth, "PLA01", "2024")["numerator"].sum() == 80  # 62 % of 129; the jump to 80 % of 45 is arithmetic
    assert round(province_value("PLA01", "2024")) == 62


def test_a_commune_has_a_play_spot_if_one_of_its_members_had(truth):
    members = pd.read_csv(ASSETS / "areas" / "former.csv", dtype=str).set_index("old_code")["new_code"]
    before = of(truth, "PLA01", "2024").set_index("code")["numerator"].groupby(members).max()
    today = of(truth, "PLA01", "2025").set_index("code")["numerator"]
    assert (today >= before).all()


def test_reference_values_of_the_country_come_without_counts(reports):
    country = reports[reports["area_kind"] == "country"]
    assert country[["numerator", "denominator"]].isna().all(axis=None)
    values = country.set_index(["indicator", "period"])["value"]
    assert values["IMM01", "2015"] == 97.2
    assert values["IMM01", "2017"] == 96.37
    assert values["IMM01", "2019"] == 94.3
    assert values["BIR01", "2019"] == 98.5
    kinds = demo_collections(ASSETS).set_index("code")["kind"]
    assert set(kinds[country["collection"]]) == {"reference"}
    assert reports.loc[reports["area_kind"] != "country", "value"].isna().all()


def test_every_collection_is_named_and_published_ones_are_cited():
    collections = demo_collections(ASSETS)
    assert set(collections["kind"]) <= {"register", "survey", "school_report", "admin", "published", "reference"}
    assert (collections[["code", "name_vi", "name_en"]] != "").all(axis=None)
    cited = collections["kind"].isin(["published", "reference"])
    assert (collections.loc[cited, "citation"] != "").all()


def test_a_new_indicator_leaves_the_numbers_of_the_others_alone(truth):
    alone = type(CATALOGUE)(tuple(i for i in CATALOGUE if i.code == "NUT01"))
    rows = truth[truth["indicator"] == "NUT01"].reset_index(drop=True)
    pd.testing.assert_frame_equal(true_counts(alone, ASSETS), rows)


def test_a_planted_line_that_fits_nothing_is_named(truth):
    quirks = pd.DataFrame({
        "what": ["missing"], "indicator": ["IMM01"], "period": ["2024"], "code": ["99999"], "factor": [np.nan],
        "reason": ["typing error"],
    })  # fmt: skip
    with pytest.raises(UnknownQuirkError, match=r"quirks\.csv.*: 2\."):
        distorted(truth, quirks=quirks, file="quirks.csv")
