from datetime import date

import numpy as np
import pandas as pd

from base.texts import NBSP, Texts
from charts.groups import GroupChart
from charts.timeline import Timeline
from charts.trend import TrendChart
from indicators.groups import by_group
from indicators.periods import Kind
from tests.unit.indicator_frames import an_indicator, areas, values

IMM = an_indicator()


def trend(frame, *, say="en", chosen=(), **timeline):
    return TrendChart(frame, Timeline(IMM, Texts(say), **timeline), chosen).words()


def groups(frame):
    return GroupChart(by_group(frame, areas(2), "border", IMM), frame, Timeline(IMM, Texts("en")), "border").words()


def history():
    return pd.concat(
        [
            values([("001", 80, 100), ("002", 95, 100)], period="2023"),
            values([("11", 175, 200)], period="2023", kind="province"),
            values([("11", np.nan, np.nan)], period="2024", kind="province"),
            values([("001", 82, 100), ("002", 97, 100)], period="2025", provisional=True),
            values([("11", 179, 200)], period="2025", kind="province", provisional=True),
        ]
    )


def test_a_chart_in_words_in_english():
    text = trend(history(), chosen=["001"], target=97.0, seam=date(2025, 7, 1))
    assert text.replace(NBSP, " ") == (
        "Line chart of Vaccination, 2023 to 2025. "
        "Province: 87.5% (2023) to 89.5% (2025, provisional); no figure for 2024. "
        "Name 001: 80.0% (2023) to 82.0% (2025, provisional); no figure for 2024. "
        "2 communes in 2025: from 82.0% to 97.0%. Target: 97%. "
        "Communes were merged on 1 Jul 2025; earlier figures are sums of the former ones."
    )


def test_a_chart_in_words_in_vietnamese_has_no_english_left():
    text = trend(history(), say="vi", target=97.0, seam=date(2025, 7, 1))
    assert "Toàn tỉnh: từ 87,5% (2023) đến 89,5% (2025, số sơ bộ); không có số liệu: 2024." in text
    assert "Chỉ tiêu: 97%." in text
    assert not {"to", "Target", "provisional", "communes", "Province"} & set(text.replace(":", " ").split())


def test_a_single_year_has_no_course():
    single = history()[lambda f: f["period"] == "2023"]
    assert "Province: 87.5% (2023)." in trend(single)


def test_a_part_of_a_year_is_called_by_its_name():
    quarters = pd.concat([values([("11", 175, 200)], period=f"2025-Q{n}", kind="province") for n in (1, 2)])
    assert "Toàn tỉnh: từ 87,5% (Quý I/2025) đến 87,5% (Quý II/2025)." in trend(quarters, say="vi", kind=Kind.QUARTER)


def test_nothing_to_draw_says_so():
    nothing = history().iloc[:0]
    assert trend(nothing) == "No figures to draw."
    assert groups(nothing) == "No figures to draw."


def test_groups_in_words():
    text = groups(history())
    assert "Border communes: 80.0% (2023) to 82.0% (2025, provisional); no figure for 2024." in text
    assert text.index("Border communes") < text.index("Province")
