"""The ranking: worst first, the cut where half of the need is reached, blanks last with their reason."""

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pandas as pd
import pytest

from base.texts import Texts
from indicators import periods
from indicators.catalogue import Direction, Indicator, Wording
from indicators.measure import Total, group_total, measured, province_total
from indicators.readings import Reading
from indicators.scope import AreaFilter
from indicators.scope_names import ScopeName, scope_name
from tests.unit.indicator_frames import SCREENED, STUNTING, an_indicator, areas, values
from ui.gap_map import ranking

VI = Texts("vi")
VACCINATED = an_indicator()
YEAR = periods.parse("2025")
# Target 97 %, need by hand: 001 180/200 14; 002 95/100 2; 003 49/50 0 (98 %); 004 86/100 11; 005 not reported.
FIGURES = [("001", 180.0, 200.0), ("002", 95.0, 100.0), ("003", 49.0, 50.0), ("004", 86.0, 100.0)]


def frame(
    figures: list[tuple[str, float, float]] = FIGURES, indicator: Indicator = VACCINATED, n: int = 5
) -> pd.DataFrame:
    rows = pd.concat(
        [
            values(figures, indicator=indicator.code),
            values([("11", 424, 450)], kind="province", indicator=indicator.code),
        ]
    )
    return measured(
        rows, areas(n), indicator=indicator, period=YEAR, due_on=date(2026, 1, 10), as_of=date(2026, 1, 15),
        province=province_total(rows, indicator, YEAR),
    )  # fmt: skip


WHOLE = scope_name(AreaFilter(), areas(5), VI)


def drawn(
    shown: pd.DataFrame,
    indicator: Indicator = VACCINATED,
    *,
    measure: str = "gap",
    chosen: str | None = None,
    inside: pd.Series | None = None,
    is_demo: bool = False,
    origin: str = "reported",
    together: tuple[ScopeName, Total | None] = (WHOLE, None),
) -> str:
    rows = values([("11", 424, 450)], kind="province", indicator=indicator.code, origin=origin)
    reading = Reading(indicator, YEAR, shown, province_total(rows, indicator, YEAR), None)
    everywhere = pd.Series(True, index=shown.index)
    made = ranking.Ranking(reading, measure, everywhere if inside is None else inside, *together, chosen, is_demo, VI)
    return str(ranking.table(made, lambda code: f"commune?commune={code}"))


def rows(html: str) -> list[str]:
    return re.findall(r'<tr tabindex="-1" id="rank-(\d+)"', html)


def test_the_largest_need_comes_first_and_blanks_last():
    assert list(ranking.ordered(frame(), VACCINATED, "gap")["code"]) == ["001", "004", "002", "003", "005"]


def test_of_equal_need_the_larger_gap_comes_first():
    equal = frame([("001", 95, 100), ("002", 190, 198), ("003", 45, 48)])  # 2, 3 (192.06 − 190), 2 (46.56 − 45)
    assert list(ranking.ordered(equal, VACCINATED, "need")["code"])[:3] == ["002", "003", "001"]


def test_by_value_the_worst_value_comes_first_whichever_way_is_worse():
    assert list(ranking.ordered(frame(), VACCINATED, "value")["code"]) == ["004", "001", "002", "003", "005"]
    stunted = frame([("001", 30, 100), ("002", 10, 100), ("003", 50, 100)], STUNTING, n=3)
    assert list(ranking.ordered(stunted, STUNTING, "value")["code"]) == ["003", "001", "002"]


def test_the_dashed_line_stands_where_half_of_the_need_is_reached():
    html = drawn(frame())  # 14 of 27
    assert re.findall(r'id="rank-(\d+)" aria-selected="false" class="cut"', html) == ["001"]
    assert "Trên vạch đứt: 1 xã chiếm một nửa số cần thêm." in unescape(html).replace("\xa0", " ")
    assert 'class="cut"' not in drawn(frame(), measure="value")


def test_ranked_by_need_each_row_has_its_share_and_that_of_all_down_to_it():
    html = drawn(frame(), measure="need")  # 14, 11, 2 and 0 of 27
    cells = [re.findall(r'<td class="num points">([^<]*)</td>', row) for row in html.split('id="rank-')[1:5]]
    assert cells == [["51,9%", "51,9%"], ["40,7%", "92,6%"], ["7,4%", "100%"], ["0,0%", "100%"]]
    blank = html.split('id="rank-005"')[1].split("</tr>")[0]
    assert 'colspan="6"' in blank
    assert "Lũy kế" not in drawn(frame(), measure="gap")


def test_ranked_by_value_the_steadier_estimate_stands_beside_it():
    # spdep::EBest(c(180, 95, 49, 86), c(200, 100, 50, 100), family = "binomial"): 0.904, 0.930, 0.934, 0.886.
    html = drawn(frame(), measure="value")
    cells = [re.findall(r'<td class="num points">([^<]*)</td>', row) for row in html.split('id="rank-')[1:5]]
    assert cells == [["88,6%"], ["90,4%"], ["93,0%"], ["93,4%"]]
    assert "Ước lượng ổn định: cho xã ít trẻ" in html
    assert "Ước lượng ổn định" not in drawn(frame(), measure="gap")


def test_both_needs_are_named_apart():
    # The province: 424/450, 97 % of 450 is 436.5, so 13 of its own; its communes below target need 14 + 11 + 2.
    text = unescape(drawn(frame())).replace("\xa0", " ")
    assert "Toàn tỉnh cần 13 trẻ để cả tỉnh đạt 97%; 27 trẻ để mọi xã đều đạt." in text


def test_a_blank_has_its_reason_and_no_figure():
    line = drawn(frame()).split('id="rank-005"')[1].split("</tr>")[0]
    assert "Chưa báo cáo" in line
    assert not re.search(r"\d", re.sub(r"colspan=\"\d\"", "", line.split("Commune 5")[1]))


def test_a_hidden_commune_has_no_figure_even_if_one_came():
    hidden = frame().assign(blank=["hidden", "", "", "", "missing"])
    line = drawn(hidden).split('id="rank-001"')[1].split("</tr>")[0]
    assert "Ẩn để bảo vệ trẻ em" in line
    assert "90" not in line


def test_each_row_says_what_a_click_and_what_enter_does():
    html = drawn(frame(), chosen="004")
    assert [json.loads(unescape(each)) for each in re.findall(r'data-set="([^"]+)"', html)][1] == {"commune": "004"}
    assert 'data-enter="commune?commune=004"' in html
    assert re.findall(r'id="rank-(\d+)" aria-selected="true"', html) == ["004"]


def test_only_the_communes_in_scope_are_listed():
    shown = frame()
    assert rows(drawn(shown, inside=shown["code"].isin(["003", "002"]))) == ["002", "003"]


def test_the_list_has_an_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ranking, "MOST_ROWS", 2)
    assert rows(drawn(frame())) == ["001", "004"]


def test_provisional_and_estimated_figures_have_a_sign_and_its_meaning():
    html = drawn(frame().assign(provisional=[True, False, False, False, False]))
    assert "Commune 1*" in html
    assert "Commune 4*" not in html
    assert "* số sơ bộ" in html
    assert "≈" not in html
    estimated = drawn(frame().assign(estimated=[True, False, False, False, False]))
    assert "Commune 1≈" in estimated
    assert "≈ số ước tính" in estimated
    assert "* số sơ bộ" not in estimated


def test_a_neutral_count_is_listed_without_judgement():
    words = Wording("", "", "", "", "", "trẻ", "trẻ", "", "")
    screened = replace(SCREENED, sensitivity=1, words={"vi": words, "en": words})
    html = drawn(frame([("001", 30, float("nan")), ("002", 12, float("nan"))], screened, n=2), screened)
    assert rows(html) == ["001", "002"]
    assert "--atlas-worse" not in html
    assert "toàn tỉnh" not in html.replace("Toàn tỉnh", "")


def test_a_neutral_rate_asked_for_red_and_green_has_neither():
    neutral = an_indicator(direction=Direction.NEUTRAL)
    html = drawn(frame(indicator=neutral), neutral, measure="versus")
    assert "--atlas-worse" not in html
    assert "--atlas-better" not in html
    assert "nan" not in html.lower()


def test_communes_that_may_differ_by_chance_only_are_counted_in_words():
    # Wilson around 94.2 % (424/450): 180/200 is 85.1-93.4 and 86/100 77.9-91.5, both below; 95/100 and 49/50 hold it (scipy).
    html = drawn(frame())
    assert "2 xã chưa khác biệt rõ với toàn tỉnh: khác biệt có thể chỉ do ngẫu nhiên." in html


def test_a_partial_province_says_of_how_many_reports_it_is():
    rows = values([("11", 424, 450)], kind="province", parts=43, parts_expected=45)
    reading = Reading(VACCINATED, YEAR, frame(), province_total(rows, VACCINATED, YEAR), None)
    html = ranking.table(
        ranking.Ranking(reading, "gap", pd.Series(True, index=range(5)), WHOLE, None, None, False, VI), str
    )
    assert "Giá trị toàn tỉnh mới gồm 43/45 báo cáo." in html


def test_one_commune_only_and_all_alike_are_listed_with_their_interval():
    for n, figures in ((1, [("001", 9.0, 10.0)]), (3, [(f"00{i}", 90.0, 100.0) for i in (1, 2, 3)])):
        html = drawn(frame(figures, n=n))
        assert len(rows(html)) == n
        assert "nan" not in html.lower()


def test_the_axis_holds_all_values_and_the_target():
    first, last = ranking.scale(frame())
    assert first < 86.0
    assert last > 98.0
    assert ranking.scale(frame().assign(value=float("nan"))) == (0.0, 1.0)


def test_names_are_escaped():
    assert "<script>" not in drawn(frame().assign(name="<script>"))


@pytest.mark.parametrize(
    ("origin", "is_demo", "word"),
    [
        ("published", True, "Đã công bố"),
        ("summed", True, "Minh họa"),
        ("reported", True, "Đã báo cáo"),
        ("published", False, None),
    ],
)
def test_the_province_says_whether_it_is_published_while_the_demo_is_in(origin: str, is_demo: bool, word: str | None):
    foot = drawn(frame(), origin=origin, is_demo=is_demo).split("<tfoot>")[1]
    assert re.findall(r"<small>(.*?)</small>", foot) == ([word] if word else [])


def test_with_a_filter_its_communes_together_stand_above_the_province():
    """001 and 003 have 229 of 250: 91,6 %, 13.5 short of 97 % of 250, so 14 children; each for itself 14 and 0."""
    shown = frame()
    inside = shown["code"].isin(["001", "003"])
    scope = scope_name(AreaFilter(communes=("001", "003")), areas(5), VI)
    total = group_total(shown[inside], VACCINATED, YEAR)
    html = unescape(drawn(shown, inside=inside, together=(scope, total))).replace("\xa0", " ")
    foot = re.findall(r"<tr>(.*?)</tr>", html.split("<tfoot>")[1].split("</tfoot>")[0])
    assert [re.sub(r"<[^>]+>", " ", row).split() for row in foot] == [
        ["2", "xã", "đang", "lọc", "91,6%", "−5,4", "14"],
        ["Toàn", "tỉnh", "94,2%", "−2,8", "13"],
    ]
    assert "2 xã đang lọc cần 14 trẻ để tính chung đạt 97%; 14 trẻ để từng xã đều đạt." in html
    assert "<tfoot><tr>" in drawn(shown)
    assert drawn(shown).split("<tfoot>")[1].count("<tr>") == 1
