"""People in posts who do nothing else, and those who do it beside other work."""

from datetime import date

import pandas as pd

from base.texts import Texts
from indicators import working_time
from indicators.catalogue import Counts
from indicators.measure import measured, province_total
from indicators.periods import parse
from indicators.scope import AreaFilter
from indicators.scope_names import scope_name
from indicators.working_time import WorkingTime
from tests.unit.indicator_frames import an_indicator, areas, values
from ui.gap_map import counted_words
from ui.gap_map.answered import Answered

POSTS = an_indicator(counts=Counts.POSTS, interval_method="none")
EVERYBODY = pd.Series({"001": 5.0, "002": 4.0, "003": 3.0, "004": 2.0})


def strata() -> pd.DataFrame:
    """001 tells both kinds, 002 only that all four do it full-time, 003 only two part-timers of three; 004 tells nothing."""
    told = [
        ("001", 2, 9, "time=full"),
        ("001", 3, 9, "time=part"),
        ("002", 4, 9, "time=full"),
        ("003", 2, 9, "time=part"),
    ]
    told += [("004", 1, 9, "sex=f"), ("004", 1, 9, "sex=m")]
    frame = values([(code, n, d) for code, n, d, _ in told])
    return frame.assign(stratum=[stratum for *_, stratum in told])


def test_who_is_told_apart_and_who_is_not():
    people = working_time.by_commune(strata(), EVERYBODY)
    assert people.to_dict("index") == {
        "001": {"full_time": 2.0, "part_time": 3.0},
        "002": {"full_time": 4.0, "part_time": 0.0},
    }
    assert working_time.together(people) == WorkingTime(full_time=6, part_time=3, communes=2)


def test_nobody_is_told_apart():
    people = working_time.by_commune(strata().iloc[:0], EVERYBODY)
    assert people.empty
    assert working_time.together(people) is None


def test_the_answer_says_how_many_and_of_how_many_communes():
    assert "6 full-time, 3 part-time in the 2 of 3 communes that tell them apart." in said(WorkingTime(6, 3, 2), "en")
    assert "Chuyên trách 6, kiêm nhiệm 3 (2/3 xã báo cáo riêng)." in said(WorkingTime(6, 3, 2), "vi")
    assert "Chuyên trách 6, kiêm nhiệm 3." in said(WorkingTime(6, 3, 3), "vi")
    assert "part-time" not in said(None, "en")


def said(people: WorkingTime | None, language: str) -> str:
    say = Texts(language)
    frame = measured(
        values([("001", 5, 5), ("002", 4, 4), ("003", 3, 4)]),
        areas(3),
        indicator=POSTS,
        period=parse("2025"),
        due_on=date(2026, 1, 10),
        as_of=date(2026, 1, 15),
        province=None,
    )
    province = province_total(values([("11", 12, 13)], kind="province"), POSTS, parse("2025"))
    of = Answered(frame, POSTS, None, province, scope_name(AreaFilter(), areas(3), say), say, people=people)
    return str(counted_words.answer(of).striptags())
