"""Configuration documents: each kind recognised, checked, applied, taken back; nothing half-done, nothing lost at a restart."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from base.settings import ASSETS, province
from base.texts import Texts
from cli.__main__ import main
from data_access import queries
from data_access.engine import open_engine, reading
from data_access.errors import AreasInUseError, OtherProvinceError, UnknownBatchError
from data_access.reports import batches
from data_access.tables import (
    alias,
    area,
    area_attribute,
    area_link,
    area_successor,
    batch,
    collection,
    event,
    external_code,
    facility,
    indicator,
    indicator_text,
    indicator_version,
    observation_current,
    target,
)  # fmt: skip
from harness.small_world import Report, apply, newest_batch
from indicators import periods
from indicators.findings import cell, told
from installation import database as bootstrap
from intake import documents
from intake.documents.changes import changes, counted
from intake.documents.columns import KIND_OF, KINDS, TABLES
from intake.documents.document import Document
from intake.documents.rules import DOCUMENTS
from tests.data import small_province

COMMUNES = "code,full_name,valid_from,area_km2,source\n"
FORMER = "old_code,old_full_name,old_district,new_code,weight,valid_from,valid_to,source\n"
ATTRIBUTES = "code,scheme,value,number,ordinal,valid_from,source\n"
FACILITIES = "kind,name,code,lon,lat,source\n"
TARGETS = "indicator,year,comparator,value,source,verified\n"
EVENTS = "day,text_vi,text_en,indicator,source\n"
ALIASES = "code,valid_from,spelling,source\n"
CODES = "system,kind,external,code,valid_from,indicator,part,stratum\n"
COLLECTIONS = "code,kind,name_vi,name_en,citation\n"

REGISTER = {
    "communes.csv": COMMUNES
    + "".join(f"{code},{name},2025-07-01,10.5,Resolution\n" for code, name in
              (("03158", "Xã Sín Thầu"), ("03160", "Xã Mường Nhé Mới"), ("03200", "Phường Hai"), ("03201", "Xã Ba"))),
    "former.csv": FORMER
    + "".join(f"{old},{name},Huyện Mường Nhé,{new},{weight},2019-01-01,2025-06-30,Resolution\n" for old, name, new, weight in
              (("03154", "Xã Sín Thầu", "03158", 1), ("03155", "Xã Sen Thượng", "03158", 1), ("03158", "Xã Leng Su Sìn", "03158", 1),
               ("03160", "Xã Mường Nhé", "03160", 1), ("03161", "Xã Nậm Vì", "03160", 1), ("03198", "Xã Một", "03200", 1),
               ("03199", "Xã Chia", "03200", 0.5), ("03199", "Xã Chia", "03201", 0.5))),
}  # fmt: skip
"""As in the small world, but for one name and for how 03199 was divided."""


def zipped(files: dict[str, str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as package:
        for name, text in files.items():
            package.writestr(name, text)
    return out.getvalue()


def toml(code: str, order: int, *, sensitivity: int = 1) -> str:
    """One indicator of the shipped catalogue under another code."""
    text = (ASSETS / "catalogue/health.toml").read_text(encoding="utf-8")
    first = text[text.index("[IMM01]") : text.index("[IMM02]")]
    first = first[: first.rindex("}") + 1] if "}" in first[-40:] else first
    lines = [f"order = {order}" if line.startswith("order =") else line for line in first.splitlines()]
    lines = [f"sensitivity = {sensitivity}" if line.startswith("sensitivity =") else line for line in lines]
    return "\n".join(lines).replace("IMM01", code)


EN = Texts("en")
RULES = {each.code: each for each in DOCUMENTS}

GOOD = {
    "areas": ("dia_ban.zip", zipped(REGISTER)),
    "attributes": ("nhom.csv", (ATTRIBUTES + "03158,ethnic,lahu,84,,2025-07-01,Survey\n03160,region,II,,2,2025-07-01,D\n").encode()),
    "facilities": ("diem.csv", (FACILITIES + "school,Mường Nhé 1,03160,102.5,22.1,Department\n").encode()),
    "aliases": ("ten.csv", (ALIASES + "03158,2019-01-01,Leng Xu Xìn,An\n03160,,Mường Nhè,An\n").encode()),
    "codes": ("ma.csv", (CODES + "dhis2,area,aB3,03160,2025-07-01,,,\ndhis2,indicator,cD4,,,IMM01,numerator,ethnic=mong\n").encode()),
    "collections": ("nguon.csv", (COLLECTIONS + "clinic,register,Sổ khám,Clinic book,\nniis,register,Tiêm chủng,NIIS of ours,\n").encode()),
    "catalogue": ("chi_so.toml", toml("OWN01", 900).encode()),
    "targets": ("chi_tieu.csv", (TARGETS + "IMM01,2026,>=,96.5,12/NQ-HĐND,yes\nIMM01,2030,>=,99,12/NQ-HĐND,no\n").encode()),
    "events": ("su_kien.csv", (EVENTS + "2023-07-01,thiếu vắc xin,vaccine shortage,IMM01,Department\n2024-09-10,bão Yagi,typhoon Yagi,,Department\n").encode()),
}  # fmt: skip

CONFIGURATION = (
    area, area_successor, area_link, area_attribute, facility, event, alias, external_code, collection, indicator, indicator_text,
    indicator_version,
    target, observation_current,
)  # fmt: skip


def configuration(engine: Engine) -> dict[str, list[tuple]]:
    """All that documents decide. Keys that the database gives to new rows say nothing."""
    with reading(engine) as connection:
        return {
            table.name: sorted(
                tuple(value for name, value in row._mapping.items() if name not in ("facility_id", "event_id"))
                for row in connection.execute(select(table))
            )
            if table.name in ("facility", "event", "area_link", "area_successor", "alias")
            else [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in CONFIGURATION
        }


@pytest.fixture(scope="module")
def province_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small province is the one served, by every test of this module."""
    file = small_province.make(tmp_path_factory.mktemp("province") / "small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHILD_ATLAS_PROVINCE", str(file))
        province.cache_clear()
        yield file.parent
    province.cache_clear()


@pytest.fixture(scope="module")
def template(province_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small province with the whole catalogue, as a file to copy."""
    path = tmp_path_factory.mktemp("template") / "atlas.sqlite"
    bootstrap.ready(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def engine(template: Path, tmp_path: Path) -> Iterator[Engine]:
    """The small province without reports, on SQLite."""
    (tmp_path / "atlas.sqlite").write_bytes(template.read_bytes())
    made = open_engine(f"sqlite:///{tmp_path / 'atlas.sqlite'}")
    yield made
    made.dispose()


@pytest.fixture
def either(province_folder: Path, empty_url: str) -> Iterator[Engine]:
    """The small province without reports, on SQLite and on PostgreSQL."""
    made = bootstrap.ready(empty_url)
    yield made
    made.dispose()


def put(engine: Engine, name: str, content: bytes | str) -> int:
    """Check and apply; the data version."""
    found = documents.check(engine, name, content.encode() if isinstance(content, str) else content)
    return documents.apply(engine, found, "an")


def version(engine: Engine) -> int:
    with reading(engine) as connection:
        return batches.current_version(connection)


def some_reports(engine: Engine) -> None:
    apply(engine, [Report(code, 5, 10, indicator="IMM01", period="2024") for code in ("03160", "03161", "03199")])


# --- recognising -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_recognised_by_what_is_in_it(kind: str):
    name, content = GOOD[kind]
    assert documents.recognise(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bao_cao.csv", b"indicator,period,area_code,numerator,denominator\nIMM01,2025,03160,1,2\n"),
        ("bao_cao.csv", "Mã xã,Tên xã,Số trẻ\n03160,Mường Nhé,5\n".encode()),
        ("data.json", b'{"dataValues": []}'),
    ],
)
def test_a_report_is_no_document(name: str, content: bytes, engine: Engine):
    assert documents.recognise(name, content) is None
    with pytest.raises(documents.NoDocumentError, match=name):
        documents.check(engine, name, content)


def test_toml_and_zips_are_told_apart_from_what_the_reading_of_reports_knows():
    assert documents.is_package("chi_so.toml", b"")
    assert documents.is_package("dia_ban.zip", zipped(REGISTER))
    assert not documents.is_package("bao_cao.xlsx", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}))
    assert not documents.is_package("bao_cao.csv", b"indicator\n")


def test_a_table_may_stand_below_a_title_and_in_a_workbook(engine: Engine):
    """With codes that a spreadsheet took for numbers, and days that it keeps as days."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Nhóm xã của tỉnh"])
    sheet.append([])
    sheet.append(["Code", "Scheme", "Value", "Number", "Ordinal", "Valid_from", "Source"])
    sheet.append([3158, "travel_minutes", None, 170.5, None, date(2025, 7, 1), "Survey"])
    sheet.append(["03160", "region", "III", None, 3, "01/07/2025", "Survey"])
    book.create_sheet("Ghi chú").append(["Anything at all"])
    out = io.BytesIO()
    book.save(out)
    assert documents.recognise("nhom.xlsx", out.getvalue()) == "attributes"
    put(engine, "nhom.xlsx", out.getvalue())
    areas = queries.areas(engine).set_index("code")
    assert areas.loc["03158", "travel_minutes"] == 170.5
    assert areas.loc["03160", "region"] == "III"


# --- applying and taking back --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_in_force_and_goes_again(kind: str, engine: Engine):
    some_reports(engine)
    before, at, shipped = configuration(engine), version(engine), queries.catalogue(engine)
    name, content = GOOD[kind]
    found = documents.check(engine, name, content)
    assert found.is_good, [told("{value}", row, EN) for row in found.findings.to_dict("records")]
    assert configuration(engine) == before
    assert documents.apply(engine, found, "an") == at + 1
    changed = configuration(engine)
    assert changed != before
    with reading(engine) as connection:
        row = connection.execute(select(batch).order_by(batch.c.batch_id.desc())).first()
    assert row is not None
    assert (row.kind, row.name, row.actor, row.is_demo, row.applied_version) == (kind, name, "an", False, at + 1)
    assert (row.added, row.changed, row.removed) == tuple(counted(found.changes).values())
    assert row.added + row.changed > 0
    assert documents.apply(engine, found, "binh") == at + 1, "the same document twice changes nothing"
    assert documents.apply(engine, documents.check(engine, name, content), "binh") == at + 1
    assert configuration(engine) == changed
    assert documents.withdraw(engine, row.batch_id, "an") == at + 2
    assert_same(configuration(engine), before)
    assert queries.catalogue(engine) == shipped
    with pytest.raises(UnknownBatchError):
        documents.withdraw(engine, row.batch_id, "an")


def assert_same(after: dict[str, list[tuple]], before: dict[str, list[tuple]]) -> None:
    """An indicator that came and went stays in its table, retired, since a report may speak of it; nothing shows it."""
    for table, rows in before.items():
        assert [each for each in after[table] if "OWN01" not in str(each)] == rows, table


def test_all_kinds_come_and_go_on_either_server(either: Engine):
    some_reports(either)
    before, shipped = configuration(either), queries.catalogue(either)
    came = []
    for kind in KINDS:
        put(either, *GOOD[kind])
        came.append(newest_batch(either))
    assert queries.catalogue(either)["OWN01"].order == 900
    assert len(queries.facilities(either)) == 1
    for number in reversed(came):
        documents.withdraw(either, number, "an")
    assert_same(configuration(either), before)
    assert queries.catalogue(either) == shipped


def test_what_a_document_says_is_what_stands(engine: Engine):
    for kind in KINDS:
        put(engine, *GOOD[kind])
    areas = queries.areas(engine).set_index("code")
    assert areas.loc["03160", "full_name"] == "Xã Mường Nhé Mới"
    assert (areas.loc["03158", "ethnic"], areas.loc["03160", "region"]) == ("lahu", "II")
    assert areas["illustrative"].tolist() == ["", "", "", ""]
    assert queries.facilities(engine)[["name", "code", "lon", "lat", "is_demo"]].to_numpy().tolist() == [
        ["Mường Nhé 1", "03160", 102.5, 22.1, False]
    ]
    with reading(engine) as connection:
        spelled = connection.execute(
            select(area.c.name, alias.c.spelling).join_from(alias, area).order_by(alias.c.spelling)
        ).all()
        coded = connection.execute(
            select(external_code.c.external, area.c.code, indicator.c.code.label("i"), external_code.c.part)
            .select_from(external_code.outerjoin(area).outerjoin(indicator))
            .order_by(external_code.c.external)
        ).all()
        names = dict(connection.execute(select(collection.c.code, collection.c.name_en)).all())
    assert [tuple(row) for row in spelled] == [("Leng Su Sìn", "Leng Xu Xìn"), ("Mường Nhé Mới", "Mường Nhè")]
    assert [tuple(row) for row in coded] == [("aB3", "03160", None, ""), ("cD4", None, "IMM01", "numerator")]
    assert queries.events(engine)[["day", "text_vi", "indicator"]].to_numpy().tolist() == [
        [date(2023, 7, 1), "thiếu vắc xin", "IMM01"],
        [date(2024, 9, 10), "bão Yagi", ""],
    ]
    assert (names["clinic"], names["niis"], names["schools"]) == ("Clinic book", "NIIS of ours", "Reports of schools")


def test_targets_of_the_province_stand_beside_the_national_ones_and_go_first(engine: Engine):
    national = queries.catalogue(engine)["IMM01"].targets
    put(engine, *GOOD["targets"])
    own = queries.catalogue(engine)["IMM01"].targets
    assert own[2:] == national
    assert [(t.year, t.value, t.source, t.verified) for t in own[:2]] == [
        (2026, 96.5, "12/NQ-HĐND", True), (2030, 99.0, "12/NQ-HĐND", False),
    ]  # fmt: skip
    in_force_then = queries.catalogue(engine)["IMM01"].target(periods.year(2028))
    assert in_force_then is not None
    assert in_force_then.value == 99.0


def test_a_catalogue_document_adds_and_replaces_and_retires_nothing(engine: Engine):
    some_reports(engine)
    shipped = queries.catalogue(engine)
    assert queries.values(engine, ["IMM01"], ["2024"])["blank"].eq("hidden").sum() == 0
    put(engine, "chi_so.zip", zipped({"a.toml": toml("OWN01", 900), "b.toml": toml("IMM01", 1, sensitivity=3)}))
    now = queries.catalogue(engine)
    assert {i.code for i in now} == {i.code for i in shipped} | {"OWN01"}
    assert now["IMM01"].sensitivity == 3
    shown = queries.values(engine, ["IMM01"], ["2024"])
    assert shown.loc[shown["kind"] == "commune", "blank"].eq("hidden").all(), "hidden in the same transaction"


def test_new_weights_carry_old_reports_anew(engine: Engine):
    apply(engine, [Report("03199", 10, 20, indicator="IMM01", period="2024")])

    def of_today() -> dict[str, float]:
        shown = queries.values(engine, ["IMM01"], ["2024"])
        return dict(zip(shown["code"], shown["denominator"], strict=True))

    before = of_today()
    assert (before["03200"], before["03201"]) == (5, 15)
    put(engine, *GOOD["areas"])
    after = of_today()
    assert (after["03200"], after["03201"]) == (10, 10)


def test_communes_that_reports_stand_on_stay(engine: Engine):
    some_reports(engine)
    batches.withdraw(engine, newest_batch(engine), "an")
    without = {
        **REGISTER,
        "former.csv": "\n".join(row for row in REGISTER["former.csv"].split("\n") if "03161" not in row),
    }
    before = configuration(engine)
    found = documents.check(engine, "dia_ban.zip", zipped(without))
    assert rules_of(found) == [("document_in_use", "")]
    assert "Nậm Vì (03161, 2019-01-01)" in found.findings["value"].iloc[0]
    with pytest.raises(documents.DocumentRefusedError):
        documents.apply(engine, found, "an")
    assert configuration(engine) == before


def test_a_register_that_reports_stand_on_cannot_be_taken_back(engine: Engine, province_folder: Path):
    more = {**REGISTER, "communes.csv": REGISTER["communes.csv"] + "03300,Xã Mới,2025-07-01,,Resolution\n"}
    put(engine, "dia_ban.zip", zipped(more))
    document = newest_batch(engine)
    apply(engine, [Report("03300", 5, 10, indicator="IMM01", period="2025")])
    before, at = configuration(engine), version(engine)
    with pytest.raises(AreasInUseError, match="Mới \\(03300\\)"):
        documents.withdraw(engine, document, "an")
    assert (configuration(engine), version(engine)) == (before, at)


def test_the_newest_document_is_in_force_and_the_one_before_it_comes_back(engine: Engine):
    first = FACILITIES + "school,A,03160,102.5,22.1,Department\n"
    second = FACILITIES + "school,B,03160,102.5,22.1,Department\n"

    def names() -> list[str]:
        return queries.facilities(engine)["name"].tolist()

    put(engine, "1.csv", first)
    put(engine, "2.csv", second)
    newest = newest_batch(engine)
    assert names() == ["B"]
    documents.withdraw(engine, newest, "an")
    assert names() == ["A"]
    put(engine, "2.csv", second)
    put(engine, "1.csv", first)
    assert names() == ["A"], "a file that was replaced can come again"
    put(engine, "2.csv", second)
    with reading(engine) as connection:
        replaced = connection.scalar(select(batch.c.batch_id).order_by(batch.c.batch_id))
    at = version(engine)
    assert replaced is not None
    documents.withdraw(engine, replaced, "an")
    assert names() == ["B"], "taking back what is not in force changes nothing but its own record"
    assert version(engine) == at + 1


def test_a_restart_leaves_what_was_imported(engine: Engine, province_folder: Path, tmp_path: Path):
    put(engine, *GOOD["areas"])
    put(engine, *GOOD["attributes"])
    put(engine, *GOOD["targets"])
    put(engine, *GOOD["catalogue"])
    folder = tmp_path / "folder"
    small_province.make(folder)
    (folder / "areas/attributes.csv").write_text(
        ATTRIBUTES + "03158,region,I,,1,2025-07-01,New release\n", encoding="utf-8"
    )
    (folder / "areas/communes.csv").write_text(REGISTER["communes.csv"].replace("Mới", "Mới Nữa"), encoding="utf-8")
    assets = tmp_path / "assets"
    (assets / "catalogue").mkdir(parents=True)
    for file in (ASSETS / "catalogue").iterdir():
        text = file.read_text(encoding="utf-8").replace("sensitivity = 1", "sensitivity = 2")
        (assets / "catalogue" / file.name).write_text(text, encoding="utf-8")
    before, at = configuration(engine), version(engine)
    bootstrap.ready(str(engine.url), assets=assets, folder=folder).dispose()
    after = configuration(engine)
    assert version(engine) == at + 1
    for table in ("area", "area_attribute", "area_link"):
        assert after[table] == before[table], table
    catalogue = queries.catalogue(engine)
    assert catalogue["OWN01"].sensitivity == 1, "the imported one as it was imported"
    assert catalogue["IMM01"].sensitivity == 2, "the others as the new release has them"
    assert catalogue["IMM01"].targets[0].source == "12/NQ-HĐND"


def test_another_document_in_between_is_not_overwritten_unseen(engine: Engine):
    found = documents.check(engine, *GOOD["facilities"])
    put(engine, "other.csv", FACILITIES + "school,B,03160,102.5,22.1,Department\n")
    with pytest.raises(documents.DocumentOvertakenError):
        documents.apply(engine, found, "an")
    assert queries.facilities(engine)["name"].tolist() == ["B"]


def test_a_database_belongs_to_one_province(engine: Engine, monkeypatch, province_folder: Path, tmp_path: Path):
    file = small_province.make(tmp_path / "next")
    file.write_text(small_province.PROVINCE.replace('"99"', '"98"'), encoding="utf-8")
    before = configuration(engine)
    monkeypatch.setenv("CHILD_ATLAS_PROVINCE", str(file))
    province.cache_clear()
    try:
        with pytest.raises(OtherProvinceError, match="99"):
            bootstrap.ready(str(engine.url))
    finally:
        monkeypatch.setenv("CHILD_ATLAS_PROVINCE", str(province_folder / "province.toml"))
        province.cache_clear()
    assert configuration(engine) == before


def test_several_are_applied_in_their_order_or_none(engine: Engine):
    """The attributes of a commune that only the register of the same call knows."""
    more = {**REGISTER, "communes.csv": REGISTER["communes.csv"] + "03300,Xã Mới,2025-07-01,,Resolution\n"}
    files = [
        ("nhom.csv", (ATTRIBUTES + "03300,region,II,,2,2025-07-01,D\n").encode()),
        ("dia_ban.zip", zipped(more)),
    ]
    before, at = configuration(engine), version(engine)
    done, now = documents.apply_all(engine, files, "an", only_check=True)
    assert [(each.kind, each.is_good) for each in done] == [("areas", True), ("attributes", True)]
    assert (configuration(engine), version(engine), now) == (before, at, at)
    wrong = [*files, ("diem.csv", (FACILITIES + "school,A,03300,1,1,D\n").encode())]
    done, now = documents.apply_all(engine, wrong, "an")
    assert [each.is_good for each in done] == [True, True, False]
    assert (configuration(engine), version(engine), now) == (before, at, at)
    done, now = documents.apply_all(engine, files, "an")
    assert now == version(engine) == at + 2
    assert queries.areas(engine).set_index("code").loc["03300", "region"] == "II"
    assert documents.apply_all(engine, files, "an")[1] == now


def test_the_command_says_what_changes_and_what_is_wrong(engine: Engine, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path))
    good, bad = tmp_path / "diem.csv", tmp_path / "sai.csv"
    good.write_bytes(GOOD["facilities"][1])
    bad.write_text(FACILITIES + "school,A,03160,22.1,102.5,D\n", encoding="utf-8")
    assert main(["--language", "en", "import", "--check", str(good)]) == 0
    assert version(engine) == 1
    assert main(["--language", "en", "import", str(good)]) == 0
    printed = capsys.readouterr().out
    assert "diem.csv: Facilities. Added 1, changed 0, removed 0." in printed
    assert "school · Mường Nhé 1 · 03160: – → lon: 102.5; lat: 22.1" in printed
    assert main(["--language", "en", "import", str(bad)]) == 1
    printed = capsys.readouterr().out
    assert (
        "D2: 22.1, 102.5 lies outside of the province; the other way round it lies inside. Exchange lon and lat"
        in printed
    )
    assert main(["--language", "en", "import", str(tmp_path / "none.csv")]) == 1
    assert version(engine) == 2


# --- what is wrong -------------------------------------------------------------------------------------------------------


def rules_of(found: documents.CheckedDocument) -> list[tuple[str, str]]:
    """Rule and cell of every finding."""
    return [(row["rule"], cell(row)) for row in found.findings.to_dict("records")]


WRONG = [
    (ATTRIBUTES + "09999,region,I,,1,2025-07-01,D\n", "commune", "A2"),
    (ATTRIBUTES + "03154,region,I,,1,2025-07-01,D\n", "commune", "A2"),  # of yesterday
    (ATTRIBUTES + "03160,zone,I,,1,2025-07-01,D\n", "one_of", "B2"),
    (ATTRIBUTES + "03160,region,IV,,1,2025-07-01,D\n", "one_of", "C2"),
    (ATTRIBUTES + "03160,region,,3,3,2025-07-01,D\n", "nothing_said", "C2"),
    (ATTRIBUTES + "03160,population,12,,,2025-07-01,D\n", "nothing_said", "C2"),
    (ATTRIBUTES + "03160,population,,-12,,2025-07-01,D\n", "negative", "D2"),
    (ATTRIBUTES + '03160,population,,"9,450",,2025-07-01,D\n', "number", "D2"),
    (ATTRIBUTES + "03160,population,,inf,,2025-07-01,D\n", "number", "D2"),
    (ATTRIBUTES + "03160,population,,24.294,,2025-07-01,D\n", "not_whole", "D2"),
    (ATTRIBUTES + "03160,region,I,,1,2025-02-30,D\n", "day", "F2"),
    (ATTRIBUTES + "03160,region,I,,1,7/2025,D\n", "day", "F2"),
    (ATTRIBUTES + "03160,region,I,,1,,D\n", "blank", "F2"),
    (ATTRIBUTES + "03160,region,I,,1,2025-07-01,\n", "blank", "G2"),
    (ATTRIBUTES + "03160,region,I,,1,2025-07-01,D\n" * 2, "twice", "A3"),
    ("code,scheme,value,nunber,valid_from,source\n03160,region,I,,2025-07-01,D\n", "column_unknown", "D1"),
    ("code,scheme,value,value,valid_from,source\n03160,region,I,I,2025-07-01,D\n", "column_unknown", "C1"),
    ("code,scheme,value,source\n03160,region,I,D\n", "column_missing", "1"),
    (ATTRIBUTES, "no_rows", ""),
    (FACILITIES + "school,A,03160,22.1,102.5,D\n", "swapped", "D2"),
    (FACILITIES + "school,A,03160,105.8,21.0,Hà Nội\n", "outside", "D2"),
    (FACILITIES + "school,A,03160,0,0,D\n", "outside", "D2"),
    (FACILITIES + "kindergarten,A,03160,102.5,22.1,D\n", "one_of", "A2"),
    (FACILITIES + "school,A,03160,102.5,,D\n", "blank", "E2"),
    (FACILITIES + "school,A,03160,102.5,22.1,D\n" * 2, "twice", "A3"),
    (TARGETS + "NONE9,2026,>=,96,D,yes\n", "unknown_indicator", "A2"),
    (TARGETS + "IMM01,2026,>,96,D,yes\n", "comparator", "C2"),
    (TARGETS + "IMM01,2026,<=,96,D,yes\n", "wrong_way", "C2"),
    (TARGETS + "IMM01,2026,>=,960,D,yes\n", "percent", "D2"),
    (TARGETS + "IMM01,26,>=,96,D,yes\n", "year", "B2"),
    (TARGETS + "IMM01,2026.5,>=,96,D,yes\n", "year", "B2"),
    (TARGETS + "IMM01,2026,>=,96,D,maybe\n", "one_of", "F2"),
    (TARGETS + "IMM01,2026,>=,96,D,yes\nIMM01,2026,>=,97,D,yes\n", "twice", "A3"),
    (ALIASES + "03158,2020-01-01,X,D\n", "unit", "A2"),
    (CODES + "dhis2,area,aB3,,,,,\n", "blank", "D2"),
    (CODES + "dhis2,area,aB3,09999,,,,\n", "unit", "D2"),
    (CODES + "dhis2,indicator,aB3,,,NONE9,,\n", "unknown_indicator", "F2"),
    (CODES + "dhis2,indicator,aB3,,,IMM01,part,\n", "one_of", "G2"),
    (CODES + "dhis2,dataset,aB3,,,IMM01,,\n", "one_of", "B2"),
    (COLLECTIONS + "clinic,book,Sổ,Book,\n", "one_of", "B2"),
    (COMMUNES + "3a60,Xã A,2025-07-01,,D\n", "code", "A2"),
]


@pytest.mark.parametrize(("text", "rule", "where"), WRONG)
def test_what_is_wrong_is_named_with_its_cell_and_nothing_is_taken(text: str, rule: str, where: str, engine: Engine):
    before, at = configuration(engine), version(engine)
    found = documents.check(engine, "tep.csv", text.encode())
    assert (f"document_{rule}", where) in rules_of(found)
    assert len(found.findings) == 1, "and nothing else is"
    said, row = RULES[f"document_{rule}"], found.findings.to_dict("records")[0]
    assert not set("{}") & set(told(said.text, row, EN) + told(said.advice, row, EN)), "every placeholder is filled"
    with pytest.raises(documents.DocumentRefusedError, match=r"tep\.csv"):
        documents.apply(engine, found, "an")
    assert (configuration(engine), version(engine)) == (before, at)


REGISTERS_WRONG = [
    ("former.csv", ",0.5,2019", ",0.4,2019", [("weights", "E8")]),
    ("former.csv", "03198,Xã Một,Huyện Mường Nhé,03200,1", "03198,Xã Một,Huyện Mường Nhé,03200,1.5", [("weight", "E7"), ("weights", "E7")]),
    ("former.csv", "03198,Xã Một,Huyện Mường Nhé,03200", "03198,Xã Một,Huyện Mường Nhé,03299", [("successor", "D7")]),
    ("former.csv", "03161,Xã Nậm Vì,Huyện Mường Nhé,03160,1,2019-01-01,2025-06-30", "03161,Xã Nậm Vì,Huyện Mường Nhé,03160,1,2019-01-01,2024-06-30", [("successor", "D6")]),
    ("former.csv", "03161,Xã Nậm Vì,Huyện Mường Nhé,03160,1,2019-01-01,2025-06-30", "03161,Xã Nậm Vì,Huyện Mường Nhé,03160,1,2026-01-01,2025-06-30", [("ends_first", "G6")]),
    ("former.csv", "03199,Xã Chia,Huyện Mường Nhé,03201", "03199,Xã Chẻ,Huyện Mường Nhé,03201", [("named_twice", "B9")]),
    ("communes.csv", "03201,Xã Ba,", "03200,Xã Ba,", [("twice", "A5"), ("successor", "D9")]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "expected"), REGISTERS_WRONG)
def test_a_register_must_agree_with_itself(file: str, right: str, wrong: str, expected: list, engine: Engine):
    assert right in REGISTER[file]
    changed = {**REGISTER, file: REGISTER[file].replace(right, wrong)}
    found = documents.check(engine, "dia_ban.zip", zipped(changed))
    assert rules_of(found) == [(f"document_{rule}", where) for rule, where in expected]
    assert set(found.findings["sheet"]) <= {"communes.csv", "former.csv"}


def test_a_register_may_come_as_one_table(engine: Engine):
    """Each commune with its old units beside it; one without any stands alone."""
    rows = [
        "code,full_name,valid_from,old_code,old_full_name,old_district,weight,old_valid_from,old_valid_to,source",
        "03158,Xã Sín Thầu,2025-07-01,03154,Xã Sín Thầu,Huyện Mường Nhé,1,2019-01-01,2025-06-30,Resolution",
        "03158,Xã Sín Thầu,2025-07-01,03158,Xã Leng Su Sìn,Huyện Mường Nhé,1,2019-01-01,2025-06-30,Resolution",
        "03160,Xã Mường Nhé,2025-07-01,,,,,,,Resolution",
    ]
    put(engine, "dia_ban.csv", "\n".join(rows))
    assert queries.areas(engine)["code"].tolist() == ["03158", "03160"]
    with reading(engine) as connection:
        assert len(connection.execute(select(area_successor)).all()) == 2
    half = rows[1].replace("2019-01-01", "")
    assert rules_of(documents.check(engine, "dia_ban.csv", "\n".join([rows[0], half]).encode())) == [
        ("document_blank", "H2")
    ]


def test_a_wrong_catalogue_names_every_indicator_that_is(engine: Engine):
    text = (
        toml("OWN01", 900).replace('direction = "up"', 'direction = "sideways"')
        + "\n"
        + toml("OWN02", 901).replace("decimals", "decimal")
    )
    found = documents.check(engine, "chi_so.toml", text.encode())
    assert rules_of(found) == [("document_field_one_of", ""), ("document_field_unknown", "")]
    said = [told(RULES[row["rule"]].text, row, EN) for row in found.findings.to_dict("records")]
    assert said[0] == "OWN01: direction is 'sideways'; known to it: up, down, neutral."
    assert said[1] == "OWN02: decimal is not a field of an indicator."
    assert rules_of(documents.check(engine, "chi_so.toml", b"[OWN01")) == [("document_toml", "")]
    assert rules_of(documents.check(engine, "chi_so.toml", toml("OWN01", 2).encode())) == [
        ("document_indicator_twice", "")
    ]


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (zipped({"a.csv": ATTRIBUTES, "b.csv": FACILITIES}), "mixed"),
        (zipped({"a.csv": ATTRIBUTES, "b.toml": ""}), "mixed"),
        (zipped({"a.toml": " " * 30_000_000}), "package"),
        (zipped({f"{n}.toml": "" for n in range(60)}), "package"),
        (zipped({"a.toml": toml("OWN01", 900)})[:-30].replace(b"own", b"xyz"), None),
        (zipped({"x/a.csv": ATTRIBUTES, "y/a.csv": ATTRIBUTES}), "package"),
    ],
)  # fmt: skip
def test_a_package_that_is_none(content: bytes, rule: str | None, engine: Engine):
    if rule is None:
        assert not documents.is_package("goi.zip", content)
        return
    assert rules_of(documents.check(engine, "goi.zip", content))[0][0] == f"document_{rule}"


def test_every_rule_has_a_code_of_its_own():
    assert len(RULES) == len(DOCUMENTS)


# --- review ----------------------------------------------------------------------------------------------------------------


def test_the_review_names_what_is_added_changed_and_removed(engine: Engine):
    put(
        engine,
        "1.csv",
        FACILITIES + "school,A,03160,102.5,22.1,D\nschool,B,03160,102.5,22.1,D\nschool,C,03160,102.5,22.1,D\n",
    )
    found = documents.check(
        engine, "2.csv",
        (FACILITIES + "school,B,03160,102.50,22.10,D\nschool,C,03160,102.6,22.1,D\nschool,E,03158,102.5,22.1,D\n").encode(),
    )  # fmt: skip
    assert found.changes.to_numpy().tolist() == [
        ["facilities", "school · C · 03160", "lon: 102.5", "lon: 102.6"],
        ["facilities", "school · E · 03158", "", "lon: 102.5; lat: 22.1; source: D; is_demo: no"],
        ["facilities", "school · A · 03160", "lon: 102.5; lat: 22.1; source: D; is_demo: no", ""],
    ]
    assert counted(found.changes) == {"added": 1, "changed": 1, "removed": 1}


rows = st.dictionaries(st.sampled_from("ABCDE"), st.sampled_from(["1", "2", "2.5"]), max_size=5)


def facilities_of(lon: dict[str, str]) -> Document:
    made = pd.DataFrame(
        [
            {"kind": "school", "name": name, "code": "03160", "lon": x, "lat": "22", "source": "D", "is_demo": "no"}
            for name, x in lon.items()
        ],
        columns=TABLES["facilities"].names,
    )
    return Document(kind="facilities", tables={"facilities": made})


@settings(max_examples=40)
@given(rows, rows)
def test_a_review_is_the_other_one_backwards(one: dict[str, str], other: dict[str, str]):
    there, back = changes(facilities_of(one), facilities_of(other)), changes(facilities_of(other), facilities_of(one))
    swapped = back.rename(columns={"before": "after", "after": "before"})[there.columns.tolist()]
    assert sorted(there.to_numpy().tolist()) == sorted(swapped.to_numpy().tolist())
    assert counted(there)["added"] == len(other.keys() - one.keys())
    assert there.empty == (one == other)


def test_every_table_is_of_a_kind():
    assert set(KIND_OF.values()) | {"catalogue"} == set(KINDS)
