from datetime import date

import pandas as pd

from base.look import Look
from base.palette import palette
from base.texts import NBSP, Texts
from charts.commune import CommuneChart
from charts.timeline import Timeline
from harness.figures import checked
from tests.unit.indicator_frames import an_indicator, values

IMM = an_indicator()
SEAM = date(2025, 7, 1)


def frames():
    history = pd.concat(
        [values([("001", 80, 100), ("002", 50, 100)], period=y) for y in ("2023", "2024", "2025")]
        + [values([("11", 90, 100)], period=y, kind="province") for y in ("2023", "2024", "2025")]
    )
    former = pd.concat([values([("001", 30, 40), ("077", 50, 60)], period=y, kind="former") for y in ("2023", "2024")])
    return history, former.assign(name=["Mường Nhé", "Nậm Vì"] * 2)


def chart(*, target=None):
    return CommuneChart(*frames(), Timeline(IMM, Texts("en"), target=target, seam=SEAM), "001")


def draw():
    return checked(chart().figure(Look("light")))


def test_the_commune_is_strong_its_former_parts_end_at_the_merger_and_are_called_former():
    figure = draw()
    labels = [a.text for a in figure.layout.annotations]
    assert f"former Mường Nhé{NBSP}<b>75.0%</b>{NBSP}(2024)" in labels
    assert f"former Nậm Vì{NBSP}<b>83.3%</b>{NBSP}(2024)" in labels
    strong = [t for t in figure.data if t.line.color == palette("light").accent]
    assert [list(t.y)[1:] for t in strong] == [[80, 80, 80]]


def test_other_communes_stay_out():
    assert not any("002" in (t.customdata or ()) for t in draw().data)


def test_a_commune_without_former_ones_draws_itself_and_the_province():
    history, former = frames()
    figure = checked(CommuneChart(history, former.iloc[:0], Timeline(IMM, Texts("en")), "002").figure(Look("light")))
    assert {t.customdata[0] for t in figure.data if t.customdata} == {"002", "11"}


def test_the_commune_has_its_interval_as_a_band():
    (band,) = [t for t in draw().data if t.fill == "toself"]
    # Wilson 80/100 by scipy: 71.1-86.7.
    assert [round(band.y[i], 1) for i in (0, -2)] == [71.1, 86.7]


def test_the_same_in_words():
    text = chart(target=97.0).words()
    assert text == (
        "Line chart of Vaccination, 2023 to 2025. Name 001: 80.0% (2023) to 80.0% (2025). Province: 90.0% (2023) to 90.0% (2025). "
        "former Mường Nhé: 75.0% (2023) to 75.0% (2024). former Nậm Vì: 83.3% (2023) to 83.3% (2024). Target: 97%. "
        "Communes were merged on 1 Jul 2025; earlier figures are sums of the former ones."
    )
