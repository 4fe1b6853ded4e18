"""The gap as children and clusters on the gap map's page."""

import json
import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from base.settings import ASSETS
from cli.__main__ import main
from geo.default import DEFAULT_FILE
from tests.pages.conftest import OpenPage
from tests.pages.messages import claim, components, everything, heading, html, plain, the_map


def test_what_is_needed_comes_with_its_shares_and_who_holds_half(open_page: OpenPage):
    page = open_page("gap_map", indicator="IMM01", period="2025", measure="need", lang="en")
    assert [each.message for each in page.exception] == []
    said = plain(html(page))
    found = re.search(r"(\d+) communes hold half of it \((\d+) of (\d+) children\): ([^.]+)\.", said)
    assert found is not None
    count, part, whole, names = found.groups()
    assert len(names.split(", ")) == int(count)
    assert int(whole) / 2 <= int(part) <= int(whole)
    assert re.search(r"Half of the gap lies in communes with \d+% of all children\.", said)
    assert "Not counted: 2 communes not reported; what they need is not known, it is not zero." in said
    # The first row of the ranking has its share, and all down to it are itself alone.
    row = html(page).split('id="rank-')[1]
    shares = re.findall(r'<td class="num points">([\d.]+)%</td>', row)
    assert len(shares) == 2
    assert shares[0] == shares[1]


def test_clusters_are_told_with_what_they_cannot_tell(open_page: OpenPage):
    page = open_page("gap_map", indicator="NUT01", period="2025", measure="cluster", lang="en")
    assert [each.message for each in page.exception] == []
    message = the_map(page)
    assert (message["measure"], message["scale"]) == ("cluster", "status5")
    marked = sum(message["classes"].count(kind) for kind in "0134")
    said = plain(html(page))
    assert re.search(rf"{marked or 'None'} of 45 communes stands? out", said)
    assert "chance alone would mark about 2 communes" in said


def test_where_clusters_mean_nothing_the_value_is_shown_and_it_is_said_why(open_page: OpenPage):
    page = open_page("gap_map", indicator="INS01", period="2025", measure="cluster", lang="en")
    assert the_map(page)["measure"] == "value"
    assert "No clusters: all communes have the same value." in plain(html(page))


def test_the_projector_names_the_communes_that_stand_out_and_says_what_that_cannot_tell(open_page: OpenPage):
    page = open_page("gap_map", indicator="NUT01", period="2025", measure="cluster", lang="en", view="projector")
    assert [each.message for each in page.exception] == []
    message = the_map(page)
    badges = len(message["marked"])
    # Few enough in the demo to have a badge each; the map colours as many.
    assert badges == sum(message["classes"].count(kind) for kind in "0134") > 0
    assert claim(page) == f"{badges}/45 communes stand out with or against neighbours"
    assert heading(page).startswith("Stunting, under 5: ")
    assert html(page).count('class="badge"') == badges
    assert "“No cluster seen” does not mean that there is none." in html(page)


def test_the_projector_says_why_there_are_no_clusters(open_page: OpenPage):
    page = open_page("gap_map", indicator="PLA01", period="2025", measure="cluster", lang="en", view="projector")
    assert the_map(page)["measure"] == "has"
    assert "No clusters: each commune counts as one here" in plain(html(page))


@pytest.mark.parametrize(
    ("indicator", "drawn", "said"),
    # Điện Biên Phủ is the one commune that the plot of the page itself names.
    [("NUT01", 1, "1/45 communes outside the 99.8% limits: 0 worse, 1 better"),
     ("DIS01", 0, "Not published by commune, to protect children.")],
)  # fmt: skip
def test_the_funnel_plot_fills_the_projector_or_it_is_said_why_not(
    open_page: OpenPage, indicator: str, drawn: int, said: str
):
    page = open_page("gap_map", indicator=indicator, period="2025", layout="funnel", lang="en", view="projector")
    assert [each.message for each in page.exception] == []
    charts = page.get("plotly_chart")
    assert len(charts) == drawn
    assert said in plain(html(page))
    assert len(claim(page)) <= 60
    if drawn:
        notes = json.loads(charts[0].proto.spec)["layout"]["annotations"]
        assert [note["text"] for note in notes if "Phủ" in note["text"]] == ["Điện Biên Phủ\xa011.0%"]


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    """Who became part of whom, as the resolutions have it."""
    return pd.read_csv(ASSETS / "areas" / "former.csv", dtype="str")


def test_before_the_merger_the_map_draws_the_former_communes_and_lists_them(
    open_page: OpenPage, register: pd.DataFrame
):
    page = open_page("gap_map", indicator="IMM01", period="2024", layout="former", lang="en")
    assert [each.message for each in page.exception] == []
    message = the_map(page)
    former = message["former"]
    assert former["legend"] == "Former communes, borders schematic"
    codes = sorted(register["new_code"].unique())
    named = {codes[unit]: sorted(names) for unit, names in zip(former["units"], former["names"], strict=True)}
    short = register["old_full_name"].str.replace(r"^(Xã|Phường|Thị trấn) ", "", regex=True)
    assert named == short.groupby(register["new_code"]).agg(sorted).to_dict()
    assert all(former["borders"])
    table = html(page).split("129 former communes and what they are part of today")[1].split("</table>")[0]
    assert table.count("<tr>") == 1 + 129
    assert "Xã Leng Su Sìn" in table
    assert "Schematic: thin lines divide" in html(page)


def test_after_the_merger_no_former_communes_are_drawn_or_offered(open_page: OpenPage):
    page = open_page("gap_map", indicator="IMM01", period="2025", layout="former", lang="en")
    assert [each.message for each in page.exception] == []
    assert "former" not in the_map(page)
    assert "former communes" not in everything(page)
    assert "former" not in the_map(open_page("gap_map", indicator="IMM01", period="2024", lang="en"))


def test_a_filter_leaves_the_former_communes_of_the_communes_in_scope(open_page: OpenPage, register: pd.DataFrame):
    page = open_page("gap_map", indicator="IMM01", period="2024", layout="former", lang="en", communes="03160")
    members = register[register["new_code"] == "03160"]
    assert f"{len(members)} former communes and what they are part of today" in html(page)


def test_a_commune_names_those_it_was_made_of_with_their_last_own_figures(open_page: OpenPage, register: pd.DataFrame):
    page = open_page("commune", indicator="IMM01", commune="03160", lang="en")
    members = register.loc[register["new_code"] == "03160", "old_full_name"].tolist()
    before = html(page).split("Before the merger")[1].split("</table>")[0]
    assert "Fully vaccinated, under 1 (8 vaccines), 2024" in before
    assert re.findall(r"<td>(X.*?)<small>", before) == members
    assert len(re.findall(r"<b>[\d.]+%</b>", before)) == len(members)


def test_a_map_of_several_provinces_opens_on_that_of_the_installation(
    own_installation: Path, open_page: OpenPage, tmp_path: Path
):
    here = gpd.read_file(DEFAULT_FILE)[["code", "name", "geometry"]].assign(province="11")
    far = here.head(2).assign(code=["00004", "00008"], name=["Phường Ba Đình", "Phường Ngọc Hà"], province="01")
    far = far.set_geometry(far.geometry.translate(xoff=2.8, yoff=-0.4))
    pd.concat([here, far], ignore_index=True).to_file(tmp_path / "country.gpkg")
    assert main(["boundaries", str(tmp_path / "country.gpkg"), "--scope", "country"]) == 0
    west, _, east, _ = the_map(open_page("gap_map", indicator="IMM01", period="2025"))["home"]
    # The 45 reach over 1.46 degrees of longitude, the map over 3.7 or so.
    assert west == 0
    assert 0.3 < east / 4000 < 0.5


def _compared(page: AppTest) -> tuple[list[str], list[list[str]]]:
    """Heads and rows of the ranking of two maps, foot last; marks of what is provisional left out."""
    table = html(page).split('<table class="ranking compared"')[1].split("</table>")[0]
    heads, *rows = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", table))
    return [plain(each) for each in heads], [[plain(each).rstrip("*") for each in row] for row in rows]


def test_two_maps_have_one_ranking_with_a_column_each(open_page: OpenPage):
    page = open_page("gap_map", indicator="IMM01", period="2025", compare="2023", lang="en")
    assert [each.message for each in page.exception] == []
    heads, rows = _compared(page)
    assert heads[1:] == [
        "Commune",
        "Fully vaccinated, under 1 (8 vaccines), 2025",
        "Fully vaccinated, under 1 (8 vaccines), 2023",
    ]
    alone = {}
    for year in ("2025", "2023"):
        shown = html(open_page("gap_map", indicator="IMM01", period=year, lang="en", measure="value"))
        ranked = re.findall(r'<tr[^>]*id="rank-\d+".*?</tr>', shown, flags=re.DOTALL)
        found = [re.search(r'<td>([^<]*)</td>.*?<td class="num">([^<]*)</td>', row, flags=re.DOTALL) for row in ranked]
        alone[year] = {each[1].rstrip("*≈"): each[2] for each in found if each}
    reported = [row for row in rows[:-1] if row[0]]
    assert [(row[1], row[2]) for row in reported] == [(n, v) for n, v in alone["2025"].items() if v.endswith("%")]
    assert all(row[3] == alone["2023"][row[1]] for row in reported)
    values = [float(row[2].rstrip("%")) for row in reported]
    assert values == sorted(values)
    # Who has not reported in the first comes last, without a place, and says so.
    assert [row[2] for row in rows[:-1] if not row[0]] == ["Not reported"] * 2
    assert rows[-1][1] == "Province"


def test_beside_two_maps_the_filter_is_named_and_counted_for_both(open_page: OpenPage):
    page = open_page("gap_map", indicator="IMM01", period="2025", compare="NUT01", border="yes", lang="en")
    _, rows = _compared(page)
    assert len(rows) == 15 + 2
    assert [row[1] for row in rows[-2:]] == ["15 filtered communes", "Province"]
    titles = re.findall(r'<div class="map-title">(.*?)</div>', html(page))
    for title, column in zip(titles, (2, 3), strict=True):
        together = re.search(r"[\d.]+%", rows[-2][column])
        assert together is not None
        assert f"15 filtered communes {together[0]} · Province" in plain(title)


def test_keys_step_through_two_maps_in_the_order_of_their_ranking(open_page: OpenPage):
    page = open_page("gap_map", indicator="IMM01", period="2025", compare="2023", lang="en")
    codes = re.findall(r'id="rank-(\d+)"', html(page))
    again = open_page("gap_map", indicator="IMM01", period="2025", compare="2023", lang="en", commune=codes[0])
    (keys,) = components(again, "keys")
    assert keys["keys"]["ArrowDown"] == {"commune": codes[1]}


@pytest.mark.parametrize(
    ("language", "told"),
    [("vi", "Chiều cao cột: cần thêm (trẻ) thước đo cạnh bản đồ: 20 trẻ, 40 trẻ"),
     ("en", "Height: still to reach, children scale beside the map: 20 children, 40 children")],
)  # fmt: skip
def test_columns_say_what_their_height_is_and_have_names(open_page: OpenPage, language: str, told: str):
    page = open_page("gap_map", indicator="IMM01", period="2025", layout="columns", lang=language)
    assert [each.message for each in page.exception] == []
    assert told in re.sub(r"\s+", " ", plain(html(page)))
    (deck,) = page.get("deck_gl_json_chart")
    names = next(each for each in json.loads(deck.proto.json)["layers"] if each["id"] == "names")
    over = [row["text"] for row in names["data"]]
    assert {"Mường Nhé 42", "Tủa Chùa 29", "Mường Toong 27"} <= set(over)
    assert told.split(": ")[-1].split(", ") == [text.replace("\xa0", " ") for text in over[:2]]


def test_without_any_need_it_is_said_that_there_are_no_columns(open_page: OpenPage):
    page = open_page("gap_map", indicator="IMM10", period="2025", layout="columns", lang="en")
    assert "No columns: no commune has a need here." in plain(html(page))
    assert not page.get("deck_gl_json_chart")
