"""The areas as data: 45 communes, 129 before, and what is known or invented about each."""

import json

import pandas as pd
import pytest

from base.settings import ASSETS, province

TEXT = {"code": str, "old_code": str, "new_code": str}
COMMUNES = pd.read_csv(ASSETS / "areas" / "communes.csv", dtype=TEXT)
FORMER = pd.read_csv(ASSETS / "areas" / "former.csv", dtype=TEXT)
ATTRIBUTES = pd.read_csv(ASSETS / "areas" / "attributes.csv", dtype=TEXT, keep_default_na=False)
PEOPLE = pd.read_csv(ASSETS / "demo" / "former_people.csv", dtype=TEXT)
VALUE = ATTRIBUTES.pivot_table(index="code", columns="scheme", values="value", aggfunc="first")
NAMES = COMMUNES.set_index("code")["full_name"]
GROUPS = ["thai", "mong", "kinh", "khomu", "hanhi", "other"]

# Provincial Decision 46: two communes in region I, five in region II (named in the report of Lao Động).
REGION_I = {"Phường Điện Biên Phủ", "Phường Mường Thanh"}
REGION_II = {"Xã Thanh Nưa", "Xã Thanh An", "Xã Tuần Giáo", "Xã Mường Phăng", "Phường Mường Lay"}
# Named as border communes in the press, 15 in all.
BORDER = {
    "Si Pa Phìn", "Núa Ngam", "Nà Bủng", "Sam Mứn", "Thanh Nưa", "Thanh Yên", "Quảng Lâm", "Mường Nhà",
    "Nậm Kè", "Sín Thầu", "Nà Hỳ", "Mường Nhé", "Mường Pồn", "Na Sang", "Mường Chà",
}  # fmt: skip


def test_the_province_has_45_communes_of_129_and_673_091_people():
    assert len(COMMUNES) == province().communes_after == COMMUNES["code"].nunique()
    assert len(FORMER) == province().communes_before == FORMER["old_code"].nunique()
    assert COMMUNES["population"].sum() == 673_091
    assert COMMUNES["area_km2"].sum() == pytest.approx(9539.27, abs=0.01)


def test_each_former_commune_went_whole_into_one_of_today():
    assert set(FORMER["new_code"]) == set(COMMUNES["code"])
    assert (FORMER["weight"] == 1.0).all()
    members = FORMER.groupby("new_code").size()
    assert (members == 2).sum() == 16  # sixteen of two, twenty-nine of three or more (Ministry of Home Affairs)
    assert (members >= 3).sum() == 29
    assert set(FORMER["valid_to"]) == {"2025-06-30"}
    assert set(COMMUNES["valid_from"]) == {province().merged_on.isoformat()}


def test_reused_codes_and_false_friends_are_kept_apart():
    former = FORMER.set_index("old_code")
    assert former.loc["03158", "old_full_name"] == "Xã Leng Su Sìn"
    assert NAMES["03158"] == "Xã Sín Thầu"
    assert NAMES[former.loc["03136", "new_code"]] == "Phường Điện Biên Phủ"  # the former ward Mường Thanh
    assert NAMES[former.loc["03355", "new_code"]] == "Xã Thanh An"  # the former commune Sam Mứn


def test_every_commune_has_every_attribute_once():
    schemes = {"ethnic", "region", "border", "travel", "travel_minutes", "population"}
    assert set(ATTRIBUTES["scheme"]) == schemes
    assert (ATTRIBUTES.groupby("scheme").size() == 45).all()
    assert not ATTRIBUTES.duplicated(["code", "scheme"]).any()
    assert (ATTRIBUTES["source"] != "").all()


def test_regions_and_border_are_the_published_ones():
    assert set(NAMES[VALUE.index[VALUE["region"] == "I"]]) == REGION_I
    assert set(NAMES[VALUE.index[VALUE["region"] == "II"]]) == REGION_II
    assert (VALUE["region"] == "III").sum() == 38
    assert {n.split(" ", 1)[1] for n in NAMES[VALUE.index[VALUE["border"] == "yes"]]} == BORDER


def test_what_is_invented_says_so():
    demo = ATTRIBUTES[ATTRIBUTES["is_demo"] == "yes"]
    assert set(demo["scheme"]) == {"ethnic", "travel", "travel_minutes"}
    published = ATTRIBUTES[(ATTRIBUTES["scheme"] == "ethnic") & (ATTRIBUTES["is_demo"] == "no")]
    assert list(published["code"]) == ["03176"]  # Nà Bủng, 96 per cent Mông
    assert list(published["number"]) == ["96.0"]


def test_the_main_group_is_the_one_with_half_of_the_people():
    people = PEOPLE[GROUPS].mul(PEOPLE["population"], axis=0).groupby(PEOPLE["new_code"]).sum()
    shares = people.div(people.sum(axis=1), axis=0)
    for code, row in shares.iterrows():
        main = VALUE.loc[code, "ethnic"]
        assert (row.max() < 0.5) if main == "mixed" else (row[main] >= 0.5)
    assert VALUE.loc["03158", "ethnic"] == "hanhi"  # Sín Thầu
    assert VALUE.loc["03127", "ethnic"] == VALUE.loc["03334", "ethnic"] == "kinh"


def test_remote_is_what_the_province_file_says():
    minutes = ATTRIBUTES[ATTRIBUTES["scheme"] == "travel_minutes"].set_index("code")["number"].astype(float)
    assert set(minutes.index[minutes > province().remote_minutes]) == set(VALUE.index[VALUE["travel"] == "remote"])


def test_people_of_the_former_communes_add_up():
    assert (PEOPLE[GROUPS].sum(axis=1) == 100).all()
    sums = PEOPLE.groupby("new_code")["population"].sum()
    assert (sums == COMMUNES.set_index("code")["population"]).all()


def test_the_schematic_layer_has_the_same_communes():
    layer = json.loads((ASSETS / "boundaries" / "dien_bien_schematic.geojson").read_text(encoding="utf-8"))
    properties = [f["properties"] for f in layer["features"]]
    assert {p["code"]: p["name"] for p in properties} == NAMES.to_dict()
    assert all(p["schematic"] for p in properties)
