"""The answer of each page, in both languages, from figures worked out by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from markupsafe import Markup

from base.texts import Texts
from indicators import periods
from indicators.catalogue import Indicator, Unit, Wording
from indicators.measure import Total, measured, province_total, target_of
from indicators.scope import AreaFilter
from indicators.scope_names import ScopeName, scope_name
from indicators.trend import Trend
from tests.unit.indicator_frames import SCREENED, STUNTING, an_indicator, areas, values
from ui.commune import words as commune_words
from ui.frame import phrases
from ui.gap_map import words as gap_map_words
from ui.overview import words as overview_words
from ui.trends import words as trends_words

VI, EN = Texts("vi"), Texts("en")
BOTH = pytest.mark.parametrize("say", [VI, EN], ids=["vi", "en"])
NBSP = "\u00a0"
YEAR = periods.parse("2025")
WHOLE = scope_name(AreaFilter(), areas(5), EN)


def words(about_vi: str, about_en: str, action_vi: str, action_en: str) -> dict[str, Wording]:
    common = {"name": "", "numerator": "", "denominator": "", "source": ""}
    vi = Wording(short="Tiêm chủng", about=about_vi, action=action_vi, unit_noun="trẻ", unit_noun_many="trẻ", **common)
    en = Wording(
        short="Vaccination", about=about_en, action=action_en, unit_noun="child", unit_noun_many="children", **common
    )
    return {"vi": vi, "en": en}


VACCINATED = an_indicator(
    words=words(
        "tiêm chủng đầy đủ", "full vaccination", "tiêm đủ cho thêm {n} trẻ", "fully vaccinate {n} more children"
    )
)
STUNTED = replace(STUNTING, words=words("suy dinh dưỡng", "stunting", "giảm {n} trẻ", "{n} fewer children stunted"))
SECRET = replace(VACCINATED, sensitivity=3)


def plain(answer: object) -> str:
    """What is read: without marks, with plain spaces."""
    return str(Markup(answer).striptags()).replace(NBSP, " ")


def frame(figures: list[tuple[str, float, float]], indicator: Indicator = VACCINATED, n: int = 5) -> pd.DataFrame:
    """MEASURED of `n` communes in 2025, due and overdue."""
    rows = values(figures or [("none", 0, 0)], indicator=indicator.code).head(len(figures))
    return measured(
        rows,
        areas(n),
        indicator=indicator,
        period=YEAR,
        due_on=date(2026, 1, 10),
        as_of=date(2026, 1, 15),
        province=None,
    )


# Target 97 %: 001 has 180/200 = 90 %, misses 14, surely (Wilson 85.1-93.4); 002 has 95/100, misses 2, 88.8-97.8;
# 003 has 49/50 = 98 %; 004 has 100/100; 005 did not report. 14 of 16 children live in one commune.
SHORT = frame([("001", 180, 200), ("002", 95, 100), ("003", 49, 50), ("004", 100, 100)])
PROVINCE = province_total(values([("11", 424, 450)], kind="province"), VACCINATED, YEAR)


def gap_map(
    frame: pd.DataFrame,
    say: Texts,
    indicator: Indicator = VACCINATED,
    *,
    short: bool = False,
    province: Total | None = PROVINCE,
) -> str:
    target = target_of(indicator, YEAR)
    return plain(
        gap_map_words.answer(gap_map_words.Answered(frame, indicator, target, province, WHOLE, say), short=short)
    )


def test_gap_map_says_who_misses_how_surely_and_what_closes_the_gap():
    assert gap_map(SHORT, VI) == (
        "2/5 xã, phường chưa đạt chỉ tiêu 97% về tiêm chủng đầy đủ, trong đó 1 xã thấp hơn rõ rệt (1 xã chưa báo cáo). "
        "Để mọi xã cùng đạt, cần tiêm đủ cho thêm 16 trẻ, một nửa tập trung ở 1 xã."
    )
    assert gap_map(SHORT, EN) == (
        "2 of 5 communes miss the 97% target for full vaccination, 1 clearly lower (1 commune not reported). "
        "To meet it everywhere: fully vaccinate 16 more children, half of it in 1 commune."
    )


def test_a_phone_reads_a_shorter_one():
    assert gap_map(SHORT, VI, short=True) == "2/5 xã chưa đạt 97%; cần tiêm đủ cho thêm 16 trẻ, một nửa ở 1 xã."
    assert (
        gap_map(SHORT, EN, short=True)
        == "2/5 communes miss 97%; fully vaccinate 16 more children, half of it in 1 commune."
    )


@BOTH
@pytest.mark.parametrize("short", [False, True])
def test_a_province_over_100_says_so_and_who_made_it_so(say, short):
    typed = frame([("001", 1455, 144), ("002", 95, 100), ("003", 49, 50)])
    over = province_total(values([("11", 1599, 294)], kind="province"), VACCINATED, YEAR)
    told = gap_map(typed, say, short=short, province=over)
    assert told.endswith(
        {
            "vi": "Vượt 100% do báo cáo của Commune 1, cần kiểm tra lại.",
            "en": "Over 100% by the reports of Commune 1, which must be checked.",
        }[say.language]
    )
    assert "100%" not in gap_map(frame([("002", 95, 100), ("004", 102, 100)]), say, short=short)
    many = frame([(f"{n + 1:03d}", 1455, 144) for n in range(4)])
    assert {"vi": "báo cáo của 4 xã", "en": "reports of 4 communes"}[say.language] in gap_map(many, say, province=over)


def test_where_less_is_better_the_sure_ones_are_higher():
    # 001: 60/200 = 30 % over 17 %: 26 too many, surely; 002: 10/100, met; the rest did not report.
    stunted = frame([("001", 60, 200), ("002", 10, 100)], STUNTED)
    assert gap_map(stunted, VI, STUNTED) == (
        "1/5 xã, phường chưa đạt chỉ tiêu 17% về suy dinh dưỡng, trong đó 1 xã cao hơn rõ rệt (3 xã chưa báo cáo). "
        "Để mọi xã cùng đạt, cần giảm 26 trẻ, một nửa tập trung ở 1 xã."
    )
    assert "1 clearly higher" in gap_map(stunted, EN, STUNTED)


def test_all_met_with_and_without_blanks():
    met = [("001", 98, 100), ("002", 97, 100)]
    assert gap_map(frame(met, n=2), VI) == "Cả 2 xã đều đạt chỉ tiêu 97% về tiêm chủng đầy đủ."
    assert gap_map(frame(met, n=2), EN) == "All 2 communes meet the 97% target for full vaccination."
    assert (
        gap_map(frame(met, n=3), VI)
        == "Cả 2 xã có số liệu đều đạt chỉ tiêu 97% về tiêm chủng đầy đủ (1 xã chưa báo cáo)."
    )
    assert (
        gap_map(frame(met, n=3), EN)
        == "All 2 communes with data meet the 97% target for full vaccination (1 commune not reported)."
    )


def test_a_neutral_figure_is_not_judged():
    screened = replace(SCREENED, words=VACCINATED.words)
    total = province_total(values([("11", 592, float("nan"))], kind="province", indicator="DIS01"), screened, YEAR)
    shown = frame([("001", 30, float("nan"))], screened)
    assert gap_map(shown, VI, screened, province=total) == (
        "Tiêm chủng: toàn tỉnh 592. Không có chỉ tiêu; tăng hay giảm không có nghĩa tốt hay xấu."
    )
    assert gap_map(shown, EN, screened, province=total) == (
        "Vaccination: province 592. No target; neither up nor down is good or bad."
    )


def test_what_is_kept_from_communes_says_why_and_nothing_of_them():
    assert gap_map(SHORT, VI, SECRET) == "Tiêm chủng: toàn tỉnh 94,2%. Không công bố theo xã, để bảo vệ trẻ em."
    assert gap_map(SHORT, EN, SECRET) == "Vaccination: province 94.2%. Not published by commune, to protect children."


def test_without_any_report_nothing_is_concluded():
    assert gap_map(frame([]), VI, province=None) == "Chưa đủ số liệu để kết luận: mới 0/5 xã báo cáo."
    assert gap_map(frame([]), EN, province=None) == "Not enough data: 0 of 5 reported."


@BOTH
def test_the_denominator_is_all_communes_in_scope(say: Texts):
    blanks = [*SHORT["blank"].iloc[:-1], "hidden"]
    text = gap_map(SHORT.assign(blank=blanks), say)
    assert text.startswith({"vi": "2/5 xã", "en": "2 of 5 communes"}[say.language])


def test_each_kind_of_blank_is_named_and_counted():
    blanks = ["missing", "hidden", "hidden", "not_due", "not_applicable", "merged", ""]
    shown = pd.DataFrame({"blank": blanks})
    assert phrases.blanks(shown, EN) == (
        "1 commune not reported, 2 communes hidden, 1 commune not due yet, 1 commune not applicable, 1 commune not comparable"
    )
    assert phrases.blanks(shown, VI) == (
        "1 xã chưa báo cáo, 2 xã ẩn số, 1 xã chưa đến kỳ, 1 xã không áp dụng, 1 xã không so sánh được"
    )
    assert phrases.blanks(shown.tail(1), VI) == ""


def overview(
    say: Texts, *, met: int = 6, judged: int = 11, furthest: bool = True, worse: int = 1, scope: ScopeName | None = None
) -> str:
    total = province_total(values([("11", 259, 1000)], kind="province", indicator="NUT01"), STUNTED, YEAR)
    assert total is not None
    return plain(
        overview_words.answer(
            scope=scope or WHOLE, year=2025, met=met, judged=judged,
            furthest=overview_words.Furthest(STUNTED, total) if furthest else None, worse=[VACCINATED] * worse,
            communes_short=40, say=say,
        )
    )  # fmt: skip


def test_overview_counts_targets_and_names_the_furthest():
    assert overview(VI) == (
        "Năm 2025, tỉnh đạt 6/11 chỉ tiêu. Xa chỉ tiêu nhất là suy dinh dưỡng: 25,9% (chỉ tiêu 17%). "
        "1 chỉ số xấu đi rõ rệt: tiêm chủng đầy đủ."
    )
    assert overview(EN) == (
        "2025: 6 of 11 targets met. Furthest from its target: stunting, 25.9% (target 17%). 1 indicator clearly worse: full vaccination."
    )


def test_overview_with_all_targets_met_still_names_the_communes():
    assert overview(VI, furthest=False, worse=0) == "Năm 2025, tỉnh đạt cả 11 chỉ tiêu; 40 xã còn chưa đạt ít nhất một."
    assert overview(EN, furthest=False, worse=0) == "2025: all 11 targets met; 40 communes miss at least one."


def test_overview_without_any_target_says_so():
    assert overview(EN, judged=0) == "2025: no indicator has both a figure and a target."


def a_trend(result: str) -> Trend:
    return Trend(result, 82.4, "2021", 95.5, "2025")


def trends(result: str, say: Texts, latest: Total | None = PROVINCE) -> str:
    return plain(trends_words.answer(a_trend(result), indicator=VACCINATED, latest=latest, say=say))


def test_a_proven_trend_names_its_ends_and_the_distance():
    assert trends("up", VI) == "Tiêm chủng tăng rõ rệt, từ 82,4% (2021) đến 95,5% (2025); còn cách chỉ tiêu 2,8 điểm."
    assert trends("down", EN) == "Vaccination clearly fell, 82.4% (2021) to 95.5% (2025); 2.8 points from target."
    met = province_total(values([("11", 98, 100)], kind="province"), VACCINATED, YEAR)
    assert trends("up", VI, met).endswith("(2025); đã đạt chỉ tiêu.")
    assert trends("up", EN, None).endswith("95.5% (2025).")


def test_the_projector_has_the_trend_as_its_title_and_says_of_whom_it_is():
    def title(result: str, scope: ScopeName = WHOLE) -> str:
        return trends_words.title(a_trend(result), indicator=VACCINATED, scope=scope, say=EN)

    assert title("up") == "clearly rose, 82.4% (2021) to 95.5% (2025)"
    assert title("down", BORDER["en"]) == "Whole province: clearly fell, 82.4% (2021) to 95.5% (2025)"
    assert title("none") == "no clear trend in five years"


def test_the_distance_of_a_rate_is_not_in_points():
    rate = replace(VACCINATED, unit=Unit.PER_1000, multiplier=1000)
    said = trends_words.answer(a_trend("up"), indicator=rate, latest=PROVINCE, say=EN)
    assert plain(said).endswith("(2025); 2.8 from target.")


def test_an_unproven_trend_claims_nothing():
    assert trends("none", VI) == "Chưa thấy xu hướng rõ rệt trong 5 năm."
    assert trends("cannot", VI) == "Chưa thể kết luận: cần 5 năm liên tục, cùng định nghĩa."
    assert trends("none", EN) == "No clear trend in five years."
    assert trends("cannot", EN) == "Cannot say: needs five consecutive years, one definition."


@pytest.mark.parametrize(
    ("missed", "worse", "vi", "en"),
    [
        (5, 2, "Xã Mường Nhé chưa đạt 5/10 chỉ tiêu; kém toàn tỉnh rõ rệt ở 2 chỉ số: tiêm chủng đầy đủ, suy dinh dưỡng.",
         "Xã Mường Nhé misses 5 of 10 targets; clearly worse than the province on 2 indicators: full vaccination, stunting."),
        (5, 0, "Xã Mường Nhé chưa đạt 5/10 chỉ tiêu.", "Xã Mường Nhé misses 5 of 10 targets."),
        (0, 0, "Xã Mường Nhé đạt cả 10 chỉ tiêu.", "Xã Mường Nhé meets all 10 targets."),
    ],
)  # fmt: skip
def test_commune(missed: int, worse: int, vi: str, en: str):
    listed = [VACCINATED, STUNTED][:worse]
    for say, text in ((VI, vi), (EN, en)):
        assert plain(commune_words.commune("Xã Mường Nhé", missed=missed, judged=10, worse=listed, say=say)) == text


def test_a_commune_without_figures_is_not_praised():
    text = plain(commune_words.commune("Xã Nậm Nèn", missed=0, judged=0, worse=[], say=EN))
    assert text == "Xã Nậm Nèn has no figure with a target in this period."


def test_matrix():
    most = [("Xa Dung", 7, 10)]
    assert (
        plain(commune_words.matrix(45, 45, most, judged=45, say=VI))
        == "45/45 xã, phường chưa đạt ít nhất một chỉ tiêu. Nhiều nhất: Xa Dung, 7/10."
    )
    assert (
        plain(commune_words.matrix(45, 45, most, judged=45, say=EN))
        == "45 of 45 communes miss at least one target. Most: Xa Dung, 7 of 10."
    )
    assert (
        plain(commune_words.matrix(0, 45, most, judged=45, say=EN))
        == "All 45 communes meet every target they are judged by."
    )
    assert plain(commune_words.matrix(0, 45, most, judged=45, say=VI)) == "Cả 45 xã đều đạt mọi chỉ tiêu có số liệu."
    none = plain(commune_words.matrix(0, 45, [("A", 0, 0)], judged=0, say=EN))
    assert none == "No commune has a figure with a target in this period."


def total(numerator: float, denominator: float) -> Total:
    made = province_total(values([("11", numerator, denominator)], kind="province"), VACCINATED, YEAR)
    assert made is not None
    return made


def test_a_group_stands_against_the_rest():
    known = {"communes_inside": 9, "indicator": VACCINATED}
    inside, outside = total(3709, 4210), total(9620, 10000)
    assert plain(gap_map_words.group("Xã biên giới, đa số Mông", inside, outside, say=VI, **known)) == (
        "Xã biên giới, đa số Mông: 9 xã, 4.210 trẻ; 88,1%, các xã còn lại 96,2%."
    )
    assert plain(gap_map_words.group("Border communes", inside, outside, say=EN, **known)) == (
        "Border communes: 9 communes, 4,210 children; 88.1%, the other communes 96.2%."
    )
    assert plain(gap_map_words.group("All", inside, None, say=EN, **known)) == "All: 9 communes, 4,210 children; 88.1%."
    assert (
        plain(gap_map_words.group("None", None, outside, say=EN, **known))
        == "None: 9 communes; no figure in this period."
    )


def test_a_group_of_which_not_all_have_reported_says_so():
    part = replace(total(3709, 4210), parts=7, parts_expected=9)
    said = gap_map_words.group("Border communes", part, None, communes_inside=9, indicator=VACCINATED, say=EN)
    assert plain(said) == "Border communes: 9 communes (7 with a figure), 4,210 children; 88.1%."


def test_a_year_without_a_target_says_so_and_judges_nothing():
    frame = measured(
        values([("001", 9, 10)], period="2031"), areas(1), indicator=VACCINATED, period=periods.parse("2031"), due_on=None,
        as_of=date(2032, 2, 1), province=None,
    )  # fmt: skip
    assert not frame[["short", "clear", "safe"]].any(axis=None)
    said = gap_map_words.answer(gap_map_words.Answered(frame, VACCINATED, None, total(9, 10), WHOLE, EN))
    assert plain(said).endswith("No target is set for this period.")


def test_what_must_not_be_missed_is_underlined_and_names_are_escaped():
    assert str(phrases.action(VACCINATED, 1234, VI)) == "tiêm đủ cho thêm <u>1.234</u> trẻ"
    assert str(phrases.fill("{name} <b>", name="<i>", v=1)) == "&lt;i&gt; &lt;b&gt;"
    assert "<script>" not in str(commune_words.commune("<script>", missed=1, judged=2, worse=[], say=VI))


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 child"), (2, "2 children"), (0, "0 children"), (1200, "1,200 children")]
)
def test_a_number_with_its_noun(count: int, text: str):
    assert phrases.noun(VACCINATED, count, EN).replace(NBSP, " ") == text


def test_counts_stand_as_a_fraction_only_where_there_is_a_denominator():
    assert phrases.counts(455, 510, VACCINATED, VI) == f"455/510{NBSP}trẻ"
    assert phrases.counts(592, float("nan"), replace(SCREENED, words=VACCINATED.words), EN) == f"592{NBSP}children"


BORDER = {say.language: scope_name(AreaFilter(border=("yes",)), areas(5), say) for say in (VI, EN)}


def filtered(rows: pd.DataFrame, say: Texts, total: Total | None = None, *, target: bool = True) -> str:
    """The answer of the three communes at the border."""
    judged = target_of(VACCINATED, YEAR) if target else None
    scope = BORDER[say.language]
    return plain(gap_map_words.answer(gap_map_words.Answered(rows, VACCINATED, judged, PROVINCE, scope, say, total)))


def test_with_a_filter_the_answers_begin_with_whose_they_are():
    rows = SHORT[SHORT["code"].isin(["001", "002", "003"])]
    assert filtered(rows, VI) == (
        "3 xã biên giới: 2/3 xã, phường chưa đạt chỉ tiêu 97% về tiêm chủng đầy đủ, trong đó 1 xã thấp hơn rõ rệt. "
        "Để cả 3 xã đang lọc đều đạt, cần tiêm đủ cho thêm 16 trẻ, một nửa tập trung ở 1 xã."
    )
    assert filtered(rows, EN).startswith("3 communes on the border: 2 of 3 communes miss the 97% target")
    assert "To meet it in the 3 filtered communes: " in filtered(rows, EN)
    met = frame([("001", 98, 100), ("002", 99, 100)], n=2)
    assert filtered(met, VI) == "3 xã biên giới đều đạt chỉ tiêu 97% về tiêm chủng đầy đủ."
    own = province_total(values([("11", 90, 100)], kind="province"), VACCINATED, YEAR)
    assert filtered(rows, VI, own, target=False) == (
        "3 xã biên giới: Tiêm chủng 90,0%; toàn tỉnh 94,2%. Kỳ này không có chỉ tiêu."
    )
    assert overview(VI, scope=BORDER["vi"]).startswith(
        "3 xã biên giới đạt 6/11 chỉ tiêu năm 2025. Xa chỉ tiêu nhất là "
    )
    assert overview(EN, scope=BORDER["en"]).startswith("3 communes on the border: 6 of 11 targets met in 2025. ")


def test_where_all_miss_it_clearly_they_are_not_counted_twice():
    far = frame([(f"00{n}", 100, 200) for n in range(1, 6)])
    assert gap_map(far, VI).startswith("Cả 5 xã, phường đều thấp hơn rõ rệt chỉ tiêu 97% về tiêm chủng đầy đủ. ")
    assert gap_map(far, EN).startswith("All 5 communes are clearly below the 97% target for full vaccination. ")
    high = frame([(f"00{n}", 100, 200) for n in range(1, 6)], STUNTED)
    assert gap_map(high, EN, STUNTED).startswith("All 5 communes are clearly above the 17% target for stunting. ")


def test_without_any_figure_the_map_says_that_too_little_is_in_whether_or_not_there_is_a_target():
    for target in (VACCINATED.targets[0], None):
        told = gap_map_words.answer(gap_map_words.Answered(frame([]), VACCINATED, target, None, WHOLE, EN))
        assert plain(told) == "Not enough data: 0 of 5 reported."
