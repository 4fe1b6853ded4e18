"""The message of the map: what the browser is told of each commune, in how many bytes, in which words."""

import json
import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.texts import Texts
from harness.kinds import COUNTED, YES_OR_NO, of_people
from indicators import periods
from indicators.catalogue import Direction, Indicator, Target, Unit
from indicators.classes import MEASURES
from tests.browser.map_harness import VACCINATED, measured, pictured
from ui.map import wording
from ui.map.packing import pack
from ui.map.payload import payload, slider, slider_frames
from ui.map.picture import Emphasis, Timeline, shown_measure

VI, EN = Texts("vi"), Texts("en")
YEAR = periods.year(2025)
CODES = [f"{i:05d}" for i in range(45)]


def unpacked(column: dict[str, Any], count: int) -> list[int | None]:
    """The reader of packed columns, as static/commune_map/numbers.js has it."""
    numbers: list[int | None] = []
    for i in range(count):
        value = 0
        for character in column["s"][i * column["w"] : (i + 1) * column["w"]]:
            code = ord(character)
            value = value * 91 + (code - 36 if code > 92 else code - 35)
        numbers.append(None if value == 0 else value - 1 + column["min"])
    for row, number in column.get("x", {}).items():
        numbers[int(row)] = number
    return numbers


def sent(frame: pd.DataFrame, *, say: Texts = VI, **options: Any) -> dict[str, Any]:
    return dict(payload(pictured(frame, **options), say=say, theme="light"))


@given(st.lists(st.one_of(st.none(), st.integers(-(10**9), 10**9)), min_size=1, max_size=60))
def test_packed_numbers_come_out_as_they_went_in(numbers: list[int | None]) -> None:
    column = pack([math.nan if number is None else float(number) for number in numbers])
    if all(number is None for number in numbers):
        assert column is None
    else:
        assert column is not None
        assert unpacked(json.loads(json.dumps(column)), len(numbers)) == numbers


def test_a_single_large_number_does_not_widen_all_others() -> None:
    column = pack([1.0] * 1000 + [123456.0])
    assert column is not None
    assert column["w"] == 1
    assert column["x"] == {"1000": 123456}


def test_a_hidden_commune_may_say_a_range_and_nothing_more() -> None:
    frame = measured(CODES, blanks={7: "hidden", 8: "hidden"})
    frame.loc[7, "at_least"] = 98.0
    message = sent(frame)
    assert message["at_least"] == {"7": 98}
    assert message["words"]["range"] == "từ {v} trở lên, dưới 5 trẻ"
    assert message["classes"][7:9] == "hh"
    assert "at_least" not in sent(measured(CODES))


def test_a_map_opens_on_the_part_that_its_ground_names() -> None:
    frame = measured(CODES)
    picture = pictured(frame)
    there = replace(picture, ground=replace(picture.ground, home=(10, 20, 30, 40)))
    assert payload(there, say=VI, theme="light")["home"] == [10, 20, 30, 40]
    assert "home" not in payload(picture, say=VI, theme="light")


def test_numbers_stand_in_the_order_of_the_geometry() -> None:
    frame = measured(CODES[:3])
    frame[["numerator", "denominator"]] = [[455.0, 510.0], [95.0, 100.0], [100.0, 100.0]]
    frame = frame.assign(value=100 * frame["numerator"] / frame["denominator"])
    message = sent(frame, codes=[CODES[2], "99999", CODES[0]])
    denominators = unpacked(message["den"], 3)
    assert denominators == [100, None, 510]
    if "lack" in message:
        assert unpacked(message["lack"], 3) == [0, None, 55]
    else:
        assert unpacked(message["num"], 3) == [100, None, 455]
    assert message["classes"][1] == "n"
    assert "value" not in message, "the browser divides"


def test_a_value_that_its_whole_numbers_do_not_give_is_sent() -> None:
    frame = measured(CODES[:2])
    frame[["numerator", "denominator"]] = [[45.5, 51.0], [95.0, 100.0]]
    frame["value"] = [100 * 45.5 / 51, 95.0]
    assert unpacked(sent(frame)["value"], 2) == [892, 950]


def test_each_state_of_a_target_has_a_character_of_its_own_that_the_browser_reads_back() -> None:
    frame = measured(CODES).head(5).assign(
        target=[math.nan, 97, 97, 97, 97], short=[False, False, True, True, False], clear=[False, False, False, True, False],
        safe=[False, False, False, False, True], versus=pd.array([0, 1, 2, 2, 2], dtype="Int8"), provisional=True,
    )  # fmt: skip
    codes = [ord(c) for c in sent(frame)["status"]]
    # message.js: without the backslash, the last digit is provisional, then versus (0-4), then the state.
    digits = [code - 36 if code > 92 else code - 35 for code in codes]
    assert [d % 2 for d in digits] == [1] * 5
    assert [d // 2 % 6 for d in digits] == [2, 3, 4, 4, 4]
    assert [d // 12 for d in digits] == [0, 1, 2, 3, 4]


def test_nothing_is_told_of_a_hidden_commune_but_that_it_is_hidden() -> None:
    frame = measured(CODES, blanks={7: "hidden"})
    message = sent(frame)
    assert message["classes"][7] == "h"
    for name in ("num", "lack", "den", "value", "below", "above", "need"):
        if name in message:
            assert unpacked(message[name], 45)[7] is None


@pytest.mark.parametrize(("count", "limit"), [(45, 10_000), (3321, 40_000)])
@pytest.mark.parametrize("measure", ["gap", "value", "need", "versus"])
def test_the_message_stays_small(count: int, limit: int, measure: str) -> None:
    codes = [f"{i:05d}" for i in range(count)]
    message = sent(measured(codes), measure=measure, emphasis=Emphasis(codes[0], tuple(codes[:6])))
    assert len(json.dumps(message)) <= limit - 1_500, "the rest of the page needs some of it"


def test_the_message_of_the_country_stays_small_with_all_children_as_denominators() -> None:
    codes = [f"{i:05d}" for i in range(3321)]
    frame = measured(codes)
    frame[["numerator", "denominator"]] *= 40
    frame["value"] = 100 * frame["numerator"] / frame["denominator"]
    assert len(json.dumps(sent(frame))) <= 40_000


def years_of(count: int, periods_: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The slider's part of the message, and what it gets once it is opened."""
    codes = [f"{i:05d}" for i in range(count)]
    frame = measured(codes)
    picture = pictured(frame, timeline=Timeline(tuple((code, code) for code in periods_)))
    found = slider(picture, say=VI)
    assert found is not None
    return dict(found), dict(slider_frames(picture, dict.fromkeys(periods_, frame)))


@pytest.mark.parametrize(("count", "limit"), [(45, 20_000), (3321, 400_000)])
def test_all_periods_of_the_slider_stay_small(count: int, limit: int) -> None:
    twenty_eight = [str(year) for year in range(1998, 2026)]
    closed, frames = years_of(count, twenty_eight)
    assert "frames" not in closed
    assert len(json.dumps({**closed, "frames": frames})) <= limit
    assert frames["id"] == years_of(count, twenty_eight)[1]["id"]
    assert frames["id"] != years_of(count, twenty_eight[1:])[1]["id"]


def test_the_slider_opened_for_one_indicator_is_closed_for_the_next() -> None:
    timeline = Timeline((("2024", "2024"), ("2025", "2025")))
    parts = [
        slider(pictured(measured(CODES), indicator=each, timeline=timeline), say=VI)
        for each in (VACCINATED, replace(VACCINATED, code="IMM02"))
    ]
    assert parts[0] is not None
    assert parts[1] is not None
    assert parts[0]["token"] != parts[1]["token"]


def test_the_seam_lies_before_the_first_period_that_ends_after_the_merger() -> None:
    assert years_of(45, ["2022", "2023", "2024", "2025"])[0]["seam"] == 3


def labels(indicator: Indicator, measure: str, target: float | None, say: Texts = EN) -> list[str]:
    legend = wording.legend(indicator, measure, target, say)
    return [legend["labels"][kind] for kind in legend["order"]]


def test_the_classes_of_the_gap_in_words() -> None:
    assert labels(VACCINATED, "gap", 97, VI) == [
        "thiếu trên 6\u00a0điểm",
        "thiếu 3–6\u00a0điểm",
        "thiếu dưới 3\u00a0điểm",
        "đạt, vượt đến 1,5\u00a0điểm",
        "đạt, vượt trên 1,5\u00a0điểm",
    ]
    legend = wording.legend(VACCINATED, "gap", 97, VI)
    assert (legend["rule"], legend["rule_before"]) == ("chỉ tiêu 97%", 3)


def test_a_class_beyond_one_hundred_percent_is_not_explained() -> None:
    assert labels(VACCINATED, "gap", 100)[-1] == "met"
    assert len(labels(VACCINATED, "gap", 100)) == 4


def test_where_less_is_better_the_worst_class_is_the_highest() -> None:
    fewer = replace(VACCINATED, direction=Direction.DOWN, gap_breaks=(-2, 0, 3, 6))
    assert labels(fewer, "gap", 10) == [
        "too high by over 6\u00a0points",
        "too high by 3–6\u00a0points",
        "too high by under 3\u00a0points",
        "met, lower by up to 2\u00a0points",
        "met, lower by more than 2\u00a0points",
    ]


def test_values_and_rates_in_their_unit() -> None:
    assert labels(VACCINATED, "value", 97) == ["under 90%", "90–93%", "93–95%", "95–98%", "98% or more"]
    rate = replace(VACCINATED, unit=Unit.PER_1000, multiplier=1000, value_breaks=(1, 2, 3, 4.5))
    assert labels(rate, "value", None, VI)[-1] == "từ 4,5 trở lên"


def test_a_measure_without_meaning_falls_back_to_the_value() -> None:
    quarter = periods.quarter(2025, 3)
    neutral = replace(VACCINATED, direction=Direction.NEUTRAL, targets=())
    assert shown_measure(VACCINATED, "gap", quarter) == "value"
    assert shown_measure(VACCINATED, "gap", YEAR) == "gap"
    assert shown_measure(neutral, "versus", YEAR) == "value"


def test_counts_are_circles() -> None:
    spots = replace(
        VACCINATED, unit=Unit.COUNT, multiplier=1, decimals=0, targets=(Target(2025, ">=", 3, "x", verified=True),)
    )
    frame = measured(CODES, indicator=spots)
    frame["value"] = frame["numerator"]
    assert sent(frame, indicator=spots, measure="value")["circles"] == "value"
    assert sent(frame, indicator=spots, measure="need")["circles"] == "need"
    assert "circles" not in sent(frame, indicator=spots, measure="gap")


def test_in_vietnamese_no_english_is_left() -> None:
    english = json.dumps(sent(measured(CODES), say=EN)["words"])
    vietnamese = sent(measured(CODES), say=VI)["words"]

    def texts(value: Any) -> list[str]:
        if isinstance(value, dict):
            return [text for each in value.values() for text in texts(each)]
        return [text for each in value for text in texts(each)] if isinstance(value, list) else [value]

    untranslated = [
        t for t in texts(vietnamese) if any(c.isalpha() for c in t.replace("{n}", "")) and json.dumps(t) in english
    ]
    placeholders = {"{v}", "{n}/{d}\u00a0trẻ", "{n}\u00a0trẻ"}
    assert [t for t in untranslated if t not in placeholders] == []


def test_clusters_are_offered_only_where_they_mean_something() -> None:
    count = replace(VACCINATED, unit=Unit.COUNT, multiplier=1, **of_people(Unit.COUNT))
    assert shown_measure(VACCINATED, "cluster", periods.quarter(2025, 3)) == "cluster"
    assert shown_measure(count, "cluster", YEAR) == "value"
    assert shown_measure(replace(VACCINATED, sensitivity=3), "cluster", YEAR) == "value"


@pytest.mark.parametrize("measure", MEASURES)
def test_what_was_counted_is_not_held_against_chance_and_what_communes_have_is_shown_as_such(measure: str) -> None:
    shown = shown_measure(replace(VACCINATED, **COUNTED), measure, YEAR)
    assert shown in ("gap", "value", "need")
    assert shown_measure(replace(VACCINATED, **YES_OR_NO), measure, YEAR) in ("has", "without", "since")


def test_a_commune_that_has_it_is_told_in_words_without_a_share_or_an_interval() -> None:
    codes = ["001", "002"]
    frame = measured(codes, indicator=replace(VACCINATED, **YES_OR_NO), blanks={})
    frame["numerator"], frame["denominator"] = [0.0, 1.0], [1.0, 1.0]
    frame = frame.assign(without=[500.0, math.nan], since=["2023", "2019"], run=["begun", "all"], lacks=[True, False])
    message = sent(frame, indicator=replace(VACCINATED, **YES_OR_NO), measure="without")
    assert message["words"]["answers"] == ["Chưa có", "Có"]
    assert "below" not in message
    assert message["circles"] == "need"
    assert unpacked(message["need"], 2) == [500, None]
    assert [message["remark_texts"][ord(c) - 48] for c in message["remarks"]] == ["từ 2023", "ít nhất từ 2019"]


def test_clusters_are_good_or_bad_by_the_direction_and_neither_where_there_is_none() -> None:
    assert labels(VACCINATED, "cluster", None)[0] == "Low among low (worse)"
    assert labels(replace(VACCINATED, direction=Direction.DOWN), "cluster", None) == [
        "High among high (worse)",
        "High among low, unlike its neighbours",
        "No cluster seen",
        "Low among high, unlike its neighbours",
        "Low among low (better)",
    ]
    neutral = replace(VACCINATED, direction=Direction.NEUTRAL, targets=())
    assert not any("worse" in each or "better" in each for each in labels(neutral, "cluster", None))
    frame = measured(CODES, indicator=neutral).assign(cluster="none")
    told = sent(frame, indicator=neutral, measure="cluster", say=EN)
    assert (told["scale"], told["words"]["unjudged"]) == ("seq", "No cluster seen")
    assert set(told["classes"]) <= set(".mhdnb")


def test_the_steadier_estimate_is_sent_as_its_distance_from_the_value() -> None:
    # spdep::EBest(n, x, family = "binomial") of these eight, in per cent with one place, and the values themselves.
    counts = [455, 180, 98, 0, 49, 300, 77, 12], [510, 200, 100, 3, 50, 310, 80, 20]
    estimates = [89.3, 90.1, 97.2, 76.6, 96.6, 96.6, 95.6, 73.7]
    frame = measured(CODES[:8]).assign(numerator=counts[0], denominator=counts[1], blank="")
    frame["value"] = 100 * frame["numerator"] / frame["denominator"]
    values = [89.2, 90.0, 98.0, 0.0, 98.0, 96.8, 96.3, 60.0]
    distances = [round(10 * (e - v)) for e, v in zip(estimates, values, strict=True)]
    assert unpacked(sent(frame)["steady"], 8) == distances
    hidden = frame.assign(blank=[""] * 7 + ["hidden"])
    assert unpacked(sent(hidden)["steady"], 8)[7] is None


def test_estimates_and_surveys_are_named_only_where_a_figure_is_shown() -> None:
    frame = measured(CODES[:4], blanks={2: "hidden"}).assign(source_kind=["survey", "register", "survey", "published"])
    frame.loc[frame.index[:2], "estimated"] = True
    message = sent(frame)
    assert (message["estimated"], message["surveyed"]) == ([0, 1], [0])
    assert "surveyed" not in sent(frame.assign(source_kind="register"))
    assert message["words"]["survey"] == "số điều tra"
