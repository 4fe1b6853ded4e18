"""Long and wide files: which column is what, what a row claims, and what is asked instead of guessed."""

from datetime import date

import pandas as pd
import pytest

from intake.mapped import CLAIMS
from tests.unit.mapping_world import NEW, claims, csv, details, found, mapped, notes, sheet

HEAD = "indicator,period,area_code,area_name,numerator,denominator,value\n"


def test_claims_by_hand():
    result = mapped(csv(HEAD + "IMM01,2025-Q4,03160,Mường Nhé,455,510,\nDIS01,2025,11,,5,,\n"))
    expected = pd.DataFrame(
        [
            ("IMM01", "2025-Q4", "commune", "03160", NEW, "", "niis", 455.0, 510.0, None, "final", None, "", "", 2, "E", "F"),
            ("DIS01", "2025", "province", "11", None, "", "niis", 5.0, None, None, "final", None, "", "", 3, "E", ""),
        ],
        columns=CLAIMS,
    )  # fmt: skip
    pd.testing.assert_frame_equal(result.claims, expected.astype(result.claims.dtypes.to_dict()))
    assert (result.layout, result.asked, result.language, found(result)) == ("long", (), "", [])


def test_headings_in_vietnamese_in_any_order_and_names_instead_of_codes():
    text = (
        "Mẫu số;Tử số;XÃ, PHƯỜNG;Kỳ báo cáo;Chỉ số;Tình trạng;Ngày báo cáo\n"
        "510;455;Mường Nhé;Quý IV năm 2025;Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại);Sơ bộ;05/10/2025\n"
    )
    result = mapped(csv(text, ";"))
    assert claims(
        result, "indicator", "period", "area_code", "numerator", "denominator", "status", "reported_on", "col"
    ) == [("IMM01", "2025-Q4", "03160", 455, 510, "provisional", date(2025, 10, 5), "B")]


def test_years_and_quarters_in_two_columns_are_one_period():
    text = "indicator,year,quarter,area_code,numerator,denominator\nIMM01,2025,4,03160,455,510\nIMM01,2025,Quý III,03160,1,2\n"
    assert claims(mapped(csv(text)), "period") == [("2025-Q4",), ("2025-Q3",)]


def test_the_language_is_asked_for_and_no_number_taken_before():
    text = csv(HEAD + "IMM01,2025-Q4,03160,,9.450,9.500,\nIMM01,2025-Q4,03158,,90,100,\n")
    result = mapped(text)
    assert result.asked == ("language",)
    assert found(result) == [("number_language", "E2"), ("number_language", "F2")]
    assert claims(result, "area_code", "numerator") == [("03158", 90)]
    told = mapped(text, language="vi")
    assert (told.asked, told.language) == ((), "vi")
    assert claims(told, "numerator", "denominator") == [(9450, 9500), (90, 100)]
    english = mapped(text, language="en")
    assert found(english) == [("number_fraction", "E2"), ("number_fraction", "F2")]
    assert details(english, "number_fraction") == {"thousands": "9.450", "typed": "9450"}


def test_the_machine_format_says_how_it_writes_numbers():
    heads = ("indicator,period,area_kind,area_code,area_valid_from,stratum,collection,numerator,denominator,value,status,"
             "reported_on,blank\n")  # fmt: skip
    text = heads + (
        "NUT01,2025,commune,03158,2019-01-01,,growth,,,25.5,final,2025-10-05,\n"
        "IMM01,2025,commune,03160,2025-07-01,ethnic=mong,niis,412.0,500.0,,provisional,,\n"
        "DIS01,2025,commune,03160,2025-07-01,,niis,,,,final,,not_applicable\n"
        "IMM01,2025,province,11,,,niis,1,2,,final,,\n"
        "IMM01,2025,country,VN,,,niis,1,2,,final,,\n"
        "IMM01,2025,commune,03160,2020-01-01,,niis,1,2,,final,,\n"
    )
    result = mapped(csv(text))
    assert result.asked == ()
    assert claims(result, "area_code", "area_valid_from", "stratum", "numerator", "value", "blank", "reported_on") == [
        ("03158", date(2019, 1, 1), "", None, 25.5, "", date(2025, 10, 5)),
        ("03160", NEW, "ethnic=mong", 412, None, "", None),
        ("03160", NEW, "", None, None, "not_applicable", None),
        ("11", None, "", 1, None, "", None),
        ("VN", None, "", 1, None, "", None),
    ]
    assert found(result) == [("area_day", "D7")]


@pytest.mark.parametrize(
    ("row", "rule", "cell"),
    [
        ("XXX,2025,03160,,1,2,", "indicator_unknown", "A2"),
        ("IMM01,Quý I và II,03160,,1,2,", "period_unknown", "B2"),
        ("IMM01,2026,03160,,1,2,", "period_future", "B2"),
        ("IMM01,2024-25,03160,,1,2,", "period_not_of_schools", "B2"),
        ("SCH01,2025,03160,,1,2,", "period_of_schools", "B2"),
        ("IMM01,2025,,,1,2,", "area_missing", "C2"),
        ("IMM01,2025,03160,,1,,", "no_denominator", "E2"),
        ("IMM01,2025,03160,,,2,", "no_numerator", "F2"),
        ("IMM01,2025,03160,,1,x,", "blank_with_figure", "E2"),
        ("IMM01,2025,03160,,,,95", "percent_without_counts", "G2"),
        ("IMM01,2025,03160,,1*,2,", "number_decorated", "E2"),
        ("IMM01,2025,03160,,95%,2,", "number_percent", "E2"),
        ("DIS01,2025,03160,,nhiều,,", "number_text", "E2"),
    ],
)  # fmt: skip
def test_a_row_that_is_wrong_claims_nothing_and_names_its_cell(row: str, rule: str, cell: str):
    result = mapped(csv(HEAD + row + "\nDIS01,2025,03160,,3,,\n"))
    assert found(result) == [(rule, cell)]
    assert claims(result, "indicator") == [("DIS01",)]


def test_blanks_by_the_stated_rule():
    rows = ("IMM01,2025,03160,,-,510,", "IMM01,2025,03158,,…,510,", "IMM01,2025,03127,,,,", "IMM01,2025,03334,,x,x,",
            "NUT01,2025,03160,,-,-,25")  # fmt: skip
    result = mapped(csv(HEAD + "\n".join(rows)))
    assert claims(result, "area_code", "numerator", "denominator", "blank") == [
        ("03160", 0, 510, ""), ("03334", None, None, "not_applicable"), ("03160", 0, 0, "")
    ]  # fmt: skip
    assert notes(result)["dash_zero"] == '{"n": 3}'
    assert notes(result)["not_reported"] == '{"n": 2}'
    other = mapped(csv(HEAD + "\n".join(rows)), dash="missing")
    assert claims(other, "area_code", "numerator", "value") == [("03334", None, None), ("03160", None, 25)]
    assert found(other) == [("no_numerator", "F2")]


def test_a_dash_is_no_percentage_of_zero():
    result = mapped(csv(HEAD + "NUT01,2025,03160,,,,-\n"))
    assert (len(result.claims), found(result), notes(result)["not_reported"]) == (0, [], '{"n": 1}')


def test_a_value_alone_is_taken_only_where_the_catalogue_says_so():
    result = mapped(csv(HEAD + "NUT01,2025,03160,,,,25\nNUT01,2025,03158,,9,45,20\n"))
    assert claims(result, "numerator", "denominator", "value", "col") == [(None, None, 25, "G"), (9, 45, None, "E")]
    assert notes(result)["value_only"] == '{"indicator": "NUT01", "n": 1}'


@pytest.mark.parametrize(
    ("printed", "warned"), [("89.2", 0), ("89,2", 0), ("89", 0), ("90", 1), ("88.2", 1), ("0.892", 0), ("đạt", 0)]
)
def test_a_printed_percentage_is_checked_and_never_imported(printed: str, warned: int):
    # 455 of 510 are 89.2157 %.
    result = mapped(csv((HEAD + f"IMM01,2025,03160,,455,510,{printed}").replace(",", ";").replace("89;2", "89,2"), ";"))
    assert [rule for rule, _ in found(result)] == ["printed_percent"] * warned
    assert claims(result, "numerator", "value") == [(455, None)]


def test_totals_are_kept_apart_and_the_province_is_not_one():
    text = (
        HEAD + "IMM01,2025,,Mường Nhé,455,510,\nIMM01,2025,,Tổng cộng,455,510,\nIMM01,2025,,Tỉnh Điện Biên,500,600,\n"
    )
    result = mapped(csv(text))
    assert claims(result, "area_kind", "numerator") == [("commune", 455), ("province", 500)]
    totals = result.totals[["indicator", "period", "collection", "numerator", "denominator", "row", "col"]]
    assert totals.to_numpy().tolist() == [["IMM01", "2025", "niis", 455, 510, 3, "E"]]


def test_what_is_declared_goes_before_what_the_file_says():
    text = "indicator,area_code,numerator,denominator,collection,status\nIMM01,03160,1,2,niis,final\n"
    asked = mapped(csv(text))
    assert (asked.asked, [rule for rule, _ in found(asked)]) == (("period",), ["period_missing"])
    told = mapped(csv(text), period="2025", collection="growth", status="provisional", reported_on=date(2026, 1, 5))
    assert claims(told, "period", "collection", "status", "reported_on") == [
        ("2025", "growth", "provisional", date(2026, 1, 5))
    ]
    wrong = mapped(csv(text), period="2025", collection="nobody")
    assert (found(wrong), len(wrong.claims)) == ([("collection_unknown", "")], 0)


def test_a_column_that_nobody_knows_is_left_out_and_said_so():
    text = "indicator,period,area_code,numerator,denominator,Số liệu lạ\nIMM01,2025,03160,1,2,77\n"
    result = mapped(csv(text))
    assert found(result) == [("column_unknown", "F1")]
    columns = result.columns.set_index("col")
    assert columns.loc["F", ["heading", "meaning", "how"]].tolist() == ["Số liệu lạ", "", "none"]
    left_out = mapped(csv(text), columns={"!F": ""})
    assert found(left_out) == []


def test_a_thousand_wrong_rows_are_counted_and_not_all_told():
    result = mapped(csv(HEAD + "IMM01,2025,99999,,1,2,\n" * 1000))
    rules = result.findings["rule"].value_counts().to_dict()
    assert rules == {"area_code_unknown": 300, "more_errors": 1}
    assert details(result, "more_errors")["n"] == 700


def test_a_wide_file():
    text = (
        "Mã xã;Xã;IMM01 - Tử số;IMM01.denominator;IMM01 %;DIS01;NUT01;INS01\n"
        "03160;Mường Nhé;455;510;89,2;5;25,5;95,5\n03158;Sín Thầu;90;100;91;;;\nTổng cộng;;545;610;;;;\n"
    )
    result = mapped(csv(text, ";"), language="vi", period="2025")
    assert result.layout == "wide"
    assert claims(result, "indicator", "area_code", "numerator", "denominator", "value", "row", "col") == [
        ("IMM01", "03160", 455, 510, None, 2, "C"), ("IMM01", "03158", 90, 100, None, 3, "C"),
        ("DIS01", "03160", 5, None, None, 2, "F"), ("NUT01", "03160", None, None, 25.5, 2, "G"),
    ]  # fmt: skip
    # A rate without counts is one error for its whole column; 91 printed beside 90 of 100 a warning.
    assert found(result) == [("percent_without_counts", "H"), ("printed_percent", "E3")]
    assert result.totals[["numerator", "denominator", "row"]].to_numpy().tolist() == [[545, 610, 4]]


def test_an_error_in_the_commune_of_a_wide_row_is_said_once():
    text = "Mã xã,IMM01 numerator,IMM01 denominator,DIS01\n03136,1,2,3\n"
    assert found(mapped(csv(text), period="2025-Q4")) == [("area_ended", "A2")]


def test_the_form_that_we_sent_out_is_read_without_a_question():
    identity = sheet(
        [["format", "child-atlas-template"], ["format_version", "1"], ["language", "vi"], ["period", "2025"], ["version", "7"]],
        "_atlas", hidden=True,
    )  # fmt: skip
    heads = ["Mã xã", "Xã, phường", "Mã chỉ số", "Chỉ số", "Nhóm", "Đơn vị", "Tử số", "Mẫu số", "Giá trị", "Lý do để trống",
             "Tình trạng", "Ghi chú"]  # fmt: skip
    rows = [
        ["03160", "Xã Mường Nhé", "IMM01", "…", None, "trẻ; %", "1.455", 2000, None, None, None, "đã đối chiếu"],
        ["03160", "Xã Mường Nhé", "DIS01", "…", None, "trẻ", None, None, None, "Không áp dụng", None, None],
        ["03160", "Xã Mường Nhé", "NUT01", "…", None, "trẻ; %", None, None, "25,5", None, "Sơ bộ", None],
        ["03160", "Xã Mường Nhé", "INS01", "…", None, "trẻ; %", None, None, None, "Chưa có số liệu", None, None],
    ]
    guide = sheet(
        [["Báo cáo chỉ số trẻ em"], ["Mã chỉ số", "Tử số", "Mẫu số"], ["IMM01", "Số trẻ", "Số trẻ"]], "Hướng dẫn"
    )
    theme = sheet([["Y tế · Điện Biên · Năm 2025"], ["45 xã"], heads, *rows], "Y tế")
    result = mapped(guide, theme, identity)
    assert (result.layout, result.asked, result.language, found(result)) == ("template", (), "vi", [])
    assert claims(
        result, "indicator", "period", "numerator", "denominator", "value", "blank", "status", "row", "col"
    ) == [
        ("IMM01", "2025", 1455, 2000, None, "", "final", 4, "G"),
        ("DIS01", "2025", None, None, None, "not_applicable", "final", 5, "G"),
        ("NUT01", "2025", None, None, 25.5, "", "provisional", 6, "I"),
    ]
    assert notes(result)["not_reported"] == '{"n": 1}'


def test_a_form_of_a_later_version_is_refused():
    identity = sheet([["format", "child-atlas-template"], ["format_version", "9"]], "_atlas")
    result = mapped(sheet([["Mã xã"]], "Y tế"), identity)
    assert "template_version" in [rule for rule, _ in found(result)]
    assert result.claims.empty


STATED = ("indicator,period,area_code,numerator,denominator,Provisional,Estimated,Late,Origin,Kind of source,"
          "Version of the definition,Reason of blank\n")  # fmt: skip


def test_what_a_row_states_of_its_figure_is_taken_over_or_its_row_stays_out():
    text = STATED + (
        "IMM01,2025-Q4,03160,9,10,Yes,no,no,reported,register,,\n"
        "IMM01,2025-Q4,03158,8,10,,,,,,,\n"
        "IMM01,2025-Q4,03127,7,10,no,Có,no,reported,register,,\n"
        "IMM01,2025-Q4,03334,6,10,no,no,no,guessed,register,,\n"
        "IMM01,2025-Q4,03172,5,10,no,no,no,reported,số điều tra,,\n"
        "IMM01,2025-Q4,03166,4,10,no,no,no,reported,register,2,\n"
        "IMM01,2025-Q4,03352,3,10,perhaps,no,no,reported,register,,\n"
        "IMM01,2025-Q4,03356,3,10,no,no,no,reported,register,,Hidden\n"
        "IMM01,2025-Q4,11,99,100,no,yes,no,summed,survey and register,7,\n"
        "IMM01,2025-H1,03160,2,10,no,no,yes,reported,register,,\n"
        "IMM01,2025,03160,,,no,no,no,reported,register,,Hidden to protect children\n"
    )  # fmt: skip
    result = mapped(csv(text))
    assert claims(result, "period", "area_code", "numerator", "status") == [
        ("2025-Q4", "03160", 9, "provisional"), ("2025-Q4", "03158", 8, "final"), ("2025-H1", "03160", 2, "final"),
    ]  # fmt: skip
    assert found(result) == [
        ("blank_with_figure", "D9"), ("definition_differs", "K7"), ("estimate", "G4"), ("late_without_day", "H"),
        ("made_elsewhere", "I"), ("source_kind_differs", "J6"), ("stated_unknown", "F8"), ("stated_unknown", "I5"),
    ]  # fmt: skip
    assert details(result, "made_elsewhere") == {"n": 1, "estimated": 1}
    assert details(result, "source_kind_differs") == {"kind": "register", "collection": "niis"}
    assert details(result, "definition_differs") == {"indicator": "IMM01", "period": "2025-Q4", "number": "–"}
    assert notes(result)["hidden_figures"] == '{"n": 1}'


def test_a_status_and_a_mark_that_differ_are_provisional_and_a_declared_final_is_told():
    head = "indicator,period,area_code,numerator,denominator,status,provisional\n"
    rows = ("final,yes", "provisional,no", ",no", ",", "wrong,no")
    places = ("03160", "03158", "03127", "03334", "03172")
    text = head + "".join(f"IMM01,2025-Q4,{code},9,10,{row}\n" for code, row in zip(places, rows, strict=True))
    result = mapped(csv(text))
    assert claims(result, "status") == [("provisional",), ("provisional",), ("final",), ("final",)]
    assert found(result) == [("status_unknown", "F6")]
    declared = mapped(csv(text), status="final")
    assert {row[0] for row in claims(declared, "status")} == {"final"}
    assert details(declared, "status_declared") == {"n": 2}
