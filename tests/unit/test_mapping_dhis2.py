"""DHIS2 data values, joined into figures by a table of external codes."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from intake.declared import Declared
from intake.mapped import Mapped
from intake.mapping import map_source
from intake.reading.source import Source
from tests.unit.mapping_world import REGISTER, TODAY, claims, csv, details, found, mapped, notes


def _value(element: str, unit: str, value: object, period: str = "2025Q4", **more: Any) -> dict[str, Any]:
    return {"dataElement": element, "period": period, "orgUnit": unit, "value": value} | more


def _document(*values: dict[str, Any], **common: Any) -> Any:
    return mapped(kind="json", document={"dataValues": list(values), **common})


def test_numerator_and_denominator_become_one_claim():
    result = _document(
        _value("deTarget", "OuNhe0000001", "510"), _value("deVaccinated", "OuThau000001", "90"),
        _value("deVaccinated", "OuNhe0000001", "455", categoryOptionCombo="HllvX50cXC0"),
        _value("deTarget", "OuThau000001", "100.0"), _value("deScreened", "OuNhe0000001", 5, "2025"),
        _value("deVaccinated", "OuNhe0000001", "30", categoryOptionCombo="cocMong"),
        _value("deTarget", "OuNhe0000001", "40", categoryOptionCombo="ethnic=mong"),
    )  # fmt: skip
    assert (result.layout, result.asked, found(result)) == ("dhis2", (), [])
    assert claims(result, "indicator", "period", "area_code", "stratum", "numerator", "denominator", "row") == [
        ("IMM01", "2025-Q4", "03160", "", 455, 510, 3), ("IMM01", "2025-Q4", "03158", "", 90, 100, 2),
        ("DIS01", "2025", "03160", "", 5, None, 5), ("IMM01", "2025-Q4", "03160", "ethnic=mong", 30, 40, 6),
    ]  # fmt: skip


def test_what_the_document_says_once_holds_for_all_its_values():
    values = [{"dataElement": "deScreened", "value": "5"}]
    result = _document(*values, period="202509", orgUnit="OuNhe0000001")
    assert claims(result, "period", "area_code", "numerator") == [("2025-M09", "03160", 5)]


def test_codes_that_no_table_knows_are_named_once_each():
    result = _document(
        _value("deOther", "OuNhe0000001", 1), _value("deOther", "OuThau000001", 1), _value("deScreened", "OuElsewhere1", 1),
        _value("deScreened", "OuNhe0000001", 1, "2025April"), _value("deVaccinated", "OuNhe0000001", 1, categoryOptionCombo="cocBoys"),
        _value("deScreened", "OuThau000001", 2),
    )  # fmt: skip
    assert found(result) == [
        ("external_area", "3"),
        ("external_indicator", "1"),
        ("external_indicator", "5"),
        ("external_period", "4"),
    ]
    assert details(result, "external_indicator")["n"] == 2
    # Every value was of another figure, but both parts of one are one.
    assert len(result.refused) == 5
    parts = [_value(element, "OuElsewhere1", 1) for element in ("deVaccinated", "deTarget")]
    assert len(_document(*parts).refused) == 1
    assert claims(result, "area_code", "numerator") == [("03158", 2)]


def test_a_deleted_value_is_taken_back_and_half_a_deletion_is_an_error():
    result = _document(
        _value("deVaccinated", "OuNhe0000001", "455", deleted=True), _value("deTarget", "OuNhe0000001", "510", deleted=True),
        _value("deVaccinated", "OuThau000001", "90", deleted=True), _value("deTarget", "OuThau000001", "100"),
    )  # fmt: skip
    assert claims(result, "area_code", "numerator", "denominator", "blank") == [("03160", None, None, "removed")]
    assert found(result) == [("partly_removed", "3")]
    assert result.refused["row"].tolist() == [3]


def test_a_unit_of_another_day_is_refused():
    result = _document(_value("deScreened", "OuNhe0000001", "5", "2024"))
    assert (found(result), len(result.claims)) == ([("area_not_yet", "1")], 0)


@pytest.mark.parametrize(
    ("value", "rule"), [("9.450", "number_fraction"), ("9,450", "number_other_language"), ("abc", "number_text")]
)
def test_numbers_are_those_of_programs(value: str, rule: str):
    assert [name for name, _ in found(_document(_value("deScreened", "OuNhe0000001", value)))] == [rule]


def test_our_own_codes_mean_themselves():
    result = _document(
        _value("IMM01.numerator", "03160", 1), _value("IMM01.denominator", "03160", 2),
        _value("DIS01.numerator", "03158@2019-01-01", 3, "2024"), _value("SCH01.numerator", "03160", 1, "2024Sep"),
        _value("SCH01.denominator", "03160", 1, "2024Sep"),
    )  # fmt: skip
    assert claims(result, "indicator", "period", "area_code", "numerator") == [
        ("IMM01", "2025-Q4", "03160", 1),
        ("DIS01", "2024", "03158", 3),
    ]
    # In May 2025, and in September 2024, 03160 was the former Mường Nhé.
    assert found(result) == [("area_not_yet", "4")]


def test_the_same_value_twice_is_left_to_the_checks():
    result = _document(_value("deScreened", "OuNhe0000001", 5), _value("deScreened", "OuNhe0000001", 6))
    assert claims(result, "numerator", "row") == [(5, 1), (6, 2)]


def test_a_csv_export():
    text = (
        "dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,deleted\n"
        "deVaccinated,2025Q4,OuNhe0000001,HllvX50cXC0,HllvX50cXC0,455,an,\ndeTarget,2025Q4,OuNhe0000001,,HllvX50cXC0,510,an,\n"
    )
    # One value says its option and the other does not: both are the default.
    result = mapped(csv(text))
    assert result.layout == "dhis2"
    assert claims(result, "numerator", "denominator", "row", "col") == [(455, 510, 2, "F")]


def test_an_empty_document_says_that_there_is_nothing():
    assert found(_document()) == [("nothing_understood", "")]


def test_what_our_exports_say_in_comments_alone_is_not_lost_unseen():
    values = [
        _value(element, "OuNhe0000001", 9, comment="[Minh họa]; Sơ bộ") for element in ("deVaccinated", "deTarget")
    ]
    result = _document(*values, _value("deScreened", "OuThau000001", 9, comment="seen by An"))
    assert found(result) == [("comments", "1")]
    assert details(result, "comments") == {"n": 2}


_EXTERNAL = [
    ("dhis2", "area", "StationA001", 28, "", "", ""),
    ("dhis2", "area", "StationB002", 28, "", "", ""),
    ("dhis2", "area", "OuThau000001", 21, "", "", ""),
    ("dhis2", "indicator", "deDose.CocFixed001", None, "IMM01", "numerator", ""),
    ("dhis2", "indicator", "deDose.CocOutr0001", None, "IMM01", "numerator", ""),
    ("dhis2", "indicator", "deDose.default.ProjectY", None, "IMM02", "numerator", ""),
    ("dhis2", "indicator", "deTarget.default.ProjectY", None, "IMM02", "denominator", ""),
    ("dhis2", "indicator", "deTarget", None, "IMM01", "denominator", ""),
    ("dhis2", "indicator", "deScreened", None, "DIS01", "numerator", ""),
]


def _parts(*values: dict[str, Any]) -> Mapped:
    """Of two stations of Mường Nhé, and doses told by place."""
    external = pd.DataFrame(
        _EXTERNAL, columns=["system", "kind", "external", "area_id", "indicator", "part", "stratum"]
    )
    source = Source("bao_cao", "json", "0" * 64, (), document={"dataValues": list(values)})
    return map_source(source, Declared(), replace(REGISTER, external=external), today=TODAY)


def test_two_stations_of_one_commune_and_two_options_of_one_count_are_added_up():
    values = [
        _value("deDose", unit, n, categoryOptionCombo=option)
        for unit, option, n in (
            ("StationA001", "CocFixed001", 12), ("StationA001", "CocOutr0001", 8),
            ("StationB002", "CocFixed001", 12), ("StationB002", "CocOutr0001", 8),
        )
    ]  # fmt: skip
    result = _parts(*values, _value("deTarget", "StationA001", "25"), _value("deTarget", "StationB002", 25))
    assert claims(result, "indicator", "area_code", "numerator", "denominator") == [("IMM01", "03160", 40, 50)]
    assert found(result) == []
    assert "parts_summed" in notes(result)


def test_a_sum_that_lacks_a_part_is_asked_about():
    both = _value("deTarget", "StationA001", 25), _value("deDose", "StationA001", 12, categoryOptionCombo="CocFixed001")
    result = _parts(*both)
    assert [rule for rule, _ in found(result)] == ["parts_missing"] * 2
    whole = _parts(
        _value("deTarget", "OuThau000001", 25),
        *(_value("deDose", "OuThau000001", 4, categoryOptionCombo=f"Coc{each}001") for each in ("Fixed", "Outr0")),
    )
    assert found(whole) == []
    assert claims(whole, "numerator", "denominator") == [(8, 25)]


def test_what_came_twice_from_one_station_is_no_sum():
    result = _parts(*(_value("deScreened", "OuThau000001", n) for n in (5, 7)))
    assert claims(result, "numerator") == [(5,), (7,)]


def test_a_part_that_is_no_number_spoils_the_sum_and_is_told_of():
    result = _parts(_value("deScreened", "StationA001", 5), _value("deScreened", "StationB002", "năm"))
    assert claims(result, "numerator") == []
    assert "number_text" in {rule for rule, _ in found(result)}


def test_values_of_a_project_are_those_of_all_only_if_the_table_of_codes_says_so():
    station = "OuThau000001"
    result = _parts(
        _value("deTarget", station, 25, attributeOptionCombo="ProjectX"),
        _value("deTarget", station, 10, attributeOptionCombo="ProjectY"),
        _value("deDose", station, 9, attributeOptionCombo="ProjectY"),
    )
    assert claims(result, "indicator", "numerator", "denominator") == [("IMM02", 9, 10)]
    unknown = result.findings[result.findings["rule"] == "external_indicator"]
    assert unknown["value"].tolist() == ["deTarget..ProjectX"]
