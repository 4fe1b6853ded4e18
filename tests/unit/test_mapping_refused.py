"""How many figures a file's errors keep out: counted one by one, however many of them are told."""

import pytest

from indicators.findings import finding, frame
from intake.mapped import Mapped
from intake.reading import rules as reading_rules
from intake.unread import unread
from tests.unit.mapping_world import csv, mapped, sheet

HEAD = "indicator,period,area_code,numerator,denominator,value,blank,estimated\n"


def refused(result: Mapped) -> list[tuple[int, str]]:
    return sorted(zip(result.refused["row"].tolist(), result.refused["indicator"], strict=True))


def test_every_figure_kept_out_is_counted_and_only_a_figure_is():
    text = HEAD + (
        "IMM01,2025,99999,1,2,,,\n"  # 2: no such commune
        "IMM01,2025,03160,1,2,,,\n"  # taken
        "NO,2025,99999,one,2,,,\n"  # 4: wrong three times, one figure
        "IMM01,2025,99999,,,,,\n"  # reports nothing
        "IMM01,2025,99999,…,2,,,\n"  # still to come
        "IMM01,2025,03160,5,,,,\n"  # 7: no denominator
        "IMM01,2025,03160,5,9,,why not,\n"  # 8: a reason that is none
        "IMM01,2025,03160,5,9,,,yes\n"  # 9: an estimate
        "IMM01,2025,03160,,,95.5,,\n"  # 10: a percentage alone, asked about in a language
        "DIS01,2025,03160,,7,,,\n"  # a denominator of a count says nothing
        "IMM01,2025,03160,,,,hidden,\n"  # hidden in our own export
        "IMM01,2025,03160,,,,x,\n"  # taken: not applicable
    )  # fmt: skip
    result = mapped(csv(text))
    assert refused(result) == [(2, "IMM01"), (4, ""), (7, "IMM01"), (8, ""), (9, ""), (10, "IMM01")]
    assert result.claims["row"].tolist() == [3, 13]


def test_a_thousand_wrong_rows_are_a_thousand_and_a_wrong_row_of_a_wide_table_is_its_figures():
    assert (
        len(mapped(csv("indicator,period,area_code,numerator,denominator\n" + "IMM01,2025,99999,1,2\n" * 1000)).refused)
        == 1000
    )
    wide = [
        ["Mã xã", "Xã", "IMM01 - Tử số", "IMM01.denominator", "DIS01", "INS01 - Tử số"],
        ["99999", "Xã lạ", 90, 100, 5, 1],
        ["03160", "Mường Nhé", 80, 100, 6, None],
        ["99998", "Xã khác", None, None, 7, None],
    ]
    result = mapped(sheet(wide), period="2025")
    # Of INS01 the sheet has no denominators: the one numerator stays out too.
    assert refused(result) == [(2, "DIS01"), (2, "IMM01"), (2, "INS01"), (4, "DIS01")]


@pytest.mark.parametrize(
    ("cells", "lost"),
    [
        ([("A", 3), ("F", 3)], 1),  # a count that shows an error, once, and what is beside it
        ([("D", 3)], 0),  # of a figure that was taken, for its indicator needs no denominator
        ([("D", 2)], 0),  # of one that mapping refused already
        ([("", 4), ("", 5)], 2),  # rows that slid sideways
    ],
)
def test_a_cell_that_could_not_be_read_keeps_its_figure_out_once(cells, lost):
    text = "indicator,period,area_code,denominator,note,numerator\nIMM01,2025,03160,,,5\n{row}\n"
    row = "DIS01,2025,03160,,," + ("" if ("F", 3) in cells else "7")
    result = mapped(csv(text.format(row=row)))
    found = frame(finding(reading_rules.CELL_ERROR, row=number, col=col) for col, number in cells)
    assert unread(found, result) == lost
