"""A view is its link: what is written is read back, what is not understood is named."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.texts import Texts
from indicators.catalogue import Catalogue
from indicators.scope import SCHEMES, AreaFilter
from tests.unit.indicator_frames import RATE, SCREENED, STUNTING, an_indicator, areas
from ui.frame.settling import default_period, settle_period
from ui.frame.view import LAYOUTS, MEASURES, Misread, View, language_of, read

VI, EN = Texts("vi"), Texts("en")
CATALOGUE = Catalogue((an_indicator(), STUNTING, RATE, SCREENED))
AREAS = areas(6)
CODES = [i.code for i in CATALOGUE]
PERIODS = ["2025", "2019", "2025-Q3", "2025-H1", "2025-9M", "2025-26", "2024-M02"]


def reread(params: dict[str, str], say: Texts = VI) -> View:
    return read(params, catalogue=CATALOGUE, areas=AREAS, say=say)


def some(values: list[str], most: int = 6) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=most).map(tuple)


filters = st.builds(
    AreaFilter,
    **{scheme: some(sorted(AREAS[scheme].unique())) for scheme in SCHEMES},
    communes=some(list(AREAS["code"])),
)
views = st.builds(
    View,
    indicator=st.sampled_from(CODES),
    period=st.sampled_from(["", *PERIODS]),
    area=filters,
    commune=some(list(AREAS["code"]), most=4),
    measure=st.sampled_from(MEASURES),
    compare=st.sampled_from(["", *CODES, *PERIODS]),
    by=st.sampled_from(SCHEMES),
    layout=st.sampled_from(LAYOUTS),
    language=st.sampled_from(["vi", "en"]),
    projector=st.booleans(),
    source=st.booleans(),
)


@given(views)
def test_every_view_is_read_back_from_its_own_link(view: View):
    assert reread(view.params()) == view
    assert reread(view.params()).misread == ()


@given(views, st.sampled_from(["", "gap_map", "trends", "commune"]))
def test_a_link_to_another_page_carries_the_filters_and_leaves_the_rest(view: View, page: str):
    parts = urlsplit(view.link(page))
    carried = reread({key: value for key, (value,) in parse_qs(parts.query).items()})
    assert parts.path == (page or "./")
    assert (carried.indicator, carried.period, carried.area, carried.commune) == (
        view.indicator, view.period, view.area, view.commune,
    )  # fmt: skip
    assert (carried.language, carried.projector) == (view.language, view.projector)
    assert (carried.measure, carried.compare, carried.layout, carried.source) == ("gap", "", "map", False)


@given(st.dictionaries(st.sampled_from(["indicator", "period", "commune", "communes", "measure", "compare", "by", "layout",
                                        "lang", "view", "source", *SCHEMES, "utm_source"]), st.text(max_size=12)))  # fmt: skip
def test_any_link_gives_a_view_that_writes_itself(params: dict[str, str]):
    view = reread(params)
    assert reread(view.params()) == view
    for each in view.misread:
        assert each.text in each.sentence(VI)
        assert each.text in each.sentence(EN)


def test_a_link_without_parameters_is_the_first_headline_indicator_in_vietnamese():
    assert reread({}) == View(indicator="IMM01")


def test_a_link_with_a_parameter_that_no_address_has_is_a_mistake():
    with pytest.raises(TypeError, match="comune"):
        View("IMM01").link("commune", comune="03160")


def test_changes_of_a_link_replace_and_remove():
    view = View(
        indicator="IMM01", period="2025", commune=("001",), area=AreaFilter(border=("yes",), ethnic=("mong", "thai"))
    )
    assert view.link("commune", commune="002", border=None) == (
        "commune?indicator=IMM01&period=2025&ethnic=mong.thai&commune=002&lang=vi"
    )
    assert view.link("", commune=None, lang="en").startswith(
        "./?indicator=IMM01&period=2025&ethnic=mong.thai&border=yes&"
    )


@pytest.mark.parametrize(
    ("params", "vietnamese", "english"),
    [
        ({"indicator": "XXX"}, "Không có chỉ số “XXX”; đang hiện Vaccination.", "Unknown indicator “XXX”; showing Vaccination."),
        ({"period": "soon"}, "Không có kỳ “soon”; đang hiện kỳ mới nhất.", "Unknown period “soon”; showing the latest."),
        ({"commune": "99999"}, "Không có xã, phường “99999”; đang hiện tất cả.", "Unknown commune “99999”; showing everything."),
        ({"communes": "001.9"}, "Không có xã, phường “9”; đang hiện Commune 1.", "Unknown commune “9”; showing Commune 1."),
        ({"ethnic": "klingon"}, "Không có vùng dân tộc “klingon”; đang hiện tất cả.", "Unknown ethnic area “klingon”; showing everything."),
        ({"ethnic": "thai.klingon.mong"}, "Không có vùng dân tộc “klingon”; đang hiện Thái, Mông.", "Unknown ethnic area “klingon”; showing Thái, Hmong."),
        ({"by": "age"}, "Không có cách nhóm “age”; đang hiện Dân tộc chính.", "Unknown grouping “age”; showing Main ethnic group."),
        ({"layout": "globe"}, "Không có cách xem “globe”; đang hiện Bản đồ.", "Unknown view “globe”; showing Map."),
        ({"compare": "last"}, "Không có phần so sánh “last”; đang hiện chỉ một bản đồ.", "Unknown comparison “last”; showing one map only."),
        ({"region": "IV"}, "Không có khu vực “IV”; đang hiện tất cả.", "Unknown region “IV”; showing everything."),
        ({"lang": "fr"}, "Không có ngôn ngữ “fr”; đang hiện Tiếng Việt.", "Unknown language “fr”; showing English."),
        ({"measure": "depth"}, "Không có thước đo “depth”; đang hiện Khoảng cách đến chỉ tiêu.", "Unknown measure “depth”; showing Gap to target."),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named(params: dict[str, str], vietnamese: str, english: str):
    assert [each.sentence(VI) for each in reread(params, VI).misread] == [vietnamese]
    assert [each.sentence(EN) for each in reread(params, EN).misread] == [english]


def test_what_is_known_beside_the_unknown_is_kept():
    view = reread({"ethnic": "mong.klingon.thai", "commune": "004.9.001.002.003.005"})
    assert view.area.ethnic == ("mong", "thai")
    assert view.commune == ("004", "001", "002", "003")
    assert [(m.param, m.text) for m in view.misread] == [("ethnic", "klingon"), ("commune", "9")]


@pytest.mark.parametrize(
    ("params", "last", "language"),
    [({}, None, "vi"), ({"lang": "en"}, None, "en"), ({"lang": "fr"}, None, "vi"), ({}, "en", "en"), ({"lang": "vi"}, "en", "vi")],
)  # fmt: skip
def test_the_language_is_the_links_else_the_last_else_vietnamese(
    params: dict[str, str], last: str | None, language: str
):
    assert language_of(params, last=last) == language


def known(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """PERIODS with code, kind, and how many of 10 communes are final."""
    return pd.DataFrame([{"period": p, "kind": k, "final": f, "expected": 10} for p, k, f in rows])


YEARS = known(
    ("2023", "year", 10),
    ("2024", "year", 8),
    ("2025-Q3", "quarter", 10),
    ("2025", "year", 7),
    ("2025-Q4", "quarter", 9),
)


def test_the_default_is_the_newest_year_that_is_final_for_four_fifths():
    assert default_period(YEARS) == "2024"


def test_without_a_final_year_the_newest_year_and_without_years_the_newest_period():
    assert default_period(known(("2024", "year", 1), ("2025", "year", 0), ("2025-Q4", "quarter", 10))) == "2025"
    assert default_period(known(("2025-Q3", "quarter", 10), ("2025-Q4", "quarter", 0))) == "2025-Q4"


@pytest.mark.parametrize(
    ("asked", "shown", "noted"),
    [
        ("", "2024", []),
        ("2025-Q3", "2025-Q3", []),
        ("2025-26", "2025", []),  # another indicator was chosen: its annual period of that year
        ("2025-H1", "2025", []),
        ("2031", "2024", [Misread("period", "2031", "2024")]),
    ],
)
def test_a_period_settles_on_one_that_the_indicator_has(asked: str, shown: str, noted: list[Misread]):
    settled = settle_period(View(indicator="IMM01", period=asked), YEARS, otherwise="2000", say=EN)
    assert settled.period == shown
    assert list(settled.misread) == noted


def test_an_indicator_without_any_report_keeps_what_was_asked():
    view = View(indicator="IMM01", period="2025")
    assert settle_period(view, YEARS.head(0), otherwise="2024", say=VI) == view
    assert settle_period(View(indicator="IMM01"), YEARS.head(0), otherwise="2024", say=VI).period == "2024"


def test_a_period_that_is_not_there_is_named_as_it_is_read():
    settled = settle_period(
        View(indicator="IMM01", period="2031-Q1"), known(("2024-25", "school_year", 10)), otherwise="2000", say=VI
    )
    assert [each.sentence(VI) for each in settled.misread] == ["Không có kỳ “2031-Q1”; đang hiện Năm học 2024–2025."]


def test_a_view_is_a_complete_key():
    view = View(indicator="IMM01")
    assert hash(view) == hash(replace(view, misread=(Misread("period", "x", "y"),)))
    assert view != replace(view, period="2024")


def test_what_is_told_back_of_an_address_is_short():
    misread = Misread("indicator", "x" * 30_000, "IMM01")
    assert len(misread.text) <= 61
    assert len(misread.sentence(Texts("en"))) < 200
