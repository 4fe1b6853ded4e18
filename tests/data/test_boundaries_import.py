"""Boundary files in, a clean frame out; and each kind of bad file refused with its reason."""

import unicodedata
import zipfile

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import BoundaryError
from geo.importing import Options, import_boundaries
from tests.data.boundary_files import as_cp1258, as_tcvn3, communes, known, shapefile, zipped


def refused(path, match, **kwargs):
    with pytest.raises(BoundaryError, match=match) as caught:
        import_boundaries(path, known(), **kwargs)
    return caught.value


@pytest.mark.parametrize("suffix", [".shp", ".zip", ".gpkg", ".geojson", ".parquet"])
def test_every_format_gives_the_45_communes(tmp_path, suffix):
    frame, path = communes(), tmp_path / f"communes{suffix}"
    if suffix in (".shp", ".zip"):
        path = shapefile(tmp_path, frame)
        path = zipped(path) if suffix == ".zip" else path
    elif suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    imported = import_boundaries(path, known())
    assert imported.frame["code"].tolist() == known()["code"].tolist()
    assert imported.frame["name"].tolist() == known()["name"].tolist()
    assert shapely.coverage_is_valid(np.asarray(imported.frame.geometry.array, dtype=object))
    assert set(imported.report.units["matched"]) == {"code+name"}
    assert imported.new.empty


@pytest.mark.parametrize(("letters", "name"), [(as_tcvn3, "tcvn3"), (as_cp1258, "cp1258")])
def test_legacy_letters_are_found_and_read(tmp_path, letters, name):
    path = shapefile(tmp_path, communes().assign(name=lambda f: f["name"].map(letters)), encoding="ISO-8859-1")
    path.with_suffix(".cpg").unlink()
    imported = import_boundaries(path, known())
    assert imported.report.encodings == (name,)
    assert set(imported.report.units["matched"]) == {"code+name"}


def test_names_right_without_a_register_to_lean_on(tmp_path):
    # Units that no register names take their names from the file: here the letters themselves are at stake.
    frame = communes().assign(province="11", name=lambda f: f["name"].map(as_tcvn3))
    frame.loc[3:, "province"] = "12"
    path = shapefile(tmp_path, frame, encoding="ISO-8859-1")
    imported = import_boundaries(path, known().head(3), scope="country")
    assert imported.new["full_name"].tolist() == known()["full_name"].tolist()[3:]
    assert imported.new["province"].tolist() == ["12"] * 42


def test_a_wrong_cpg_is_not_believed(tmp_path):
    path = shapefile(tmp_path, communes().assign(name=lambda f: f["name"].map(as_tcvn3)), encoding="ISO-8859-1")
    path.with_suffix(".cpg").write_text("UTF-8", encoding="ascii")
    assert import_boundaries(path, known()).report.encodings == ("tcvn3",)


def test_names_alone_serve_where_there_are_no_codes(tmp_path):
    path = tmp_path / "names.geojson"
    communes().drop(columns="code").to_file(path)
    imported = import_boundaries(path, known())
    assert imported.frame["code"].tolist() == known()["code"].tolist()
    assert set(imported.report.units["matched"]) == {"name"}


def test_codes_as_numbers_find_their_zero(tmp_path):
    path = tmp_path / "numbers.geojson"
    communes().assign(code=lambda f: f["code"].astype(int)).to_file(path)
    assert import_boundaries(path, known()).frame["code"].iloc[0] == "03127"


def test_another_spelling_is_taken_and_reported(tmp_path):
    frame = communes()
    frame.loc[frame["code"] == "03160", "name"] = "Xã Mường Nhế́".replace("́", "") + "e"
    path = tmp_path / "spelling.geojson"
    frame.to_file(path)
    units = import_boundaries(path, known()).report.units.set_index("code")
    assert units.loc["03160", "matched"] == "code+similar name"
    assert units.loc["03160", "name"] == "Mường Nhé"


def test_overlap_and_gap_are_mended_and_reported(tmp_path):
    frame = communes()
    shapes = frame.geometry.to_crs(9205).array.copy()
    # 03160 grows 30 m into its neighbours; the area is settled again between them.
    shapes[3] = shapes[3].buffer(30)
    path = tmp_path / "overlap.gpkg"
    gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=shapes, crs=9205).to_file(path)
    imported = import_boundaries(path, known())
    assert shapely.coverage_is_valid(np.asarray(imported.frame.geometry.array, dtype=object))
    assert "borders" in imported.report.units.set_index("code").loc["03160", "repaired"]


def test_a_bow_tie_is_mended_and_reported(tmp_path):
    frame = communes()
    ring = list(frame.geometry[5].exterior.coords)
    ring[3], ring[4] = ring[4], ring[3]
    frame.loc[5, "geometry"] = shapely.Polygon(ring)
    assert not frame.geometry[5].is_valid
    path = tmp_path / "bowtie.gpkg"
    frame.to_file(path)
    units = import_boundaries(path, known()).report.units
    assert "rings" in units.loc[5, "repaired"]


def test_areas_in_the_report_are_those_of_the_ellipsoid(tmp_path):
    path = tmp_path / "communes.gpkg"
    communes().to_file(path)
    units = import_boundaries(path, known()).report.units
    # An independent measure: geodesic area on the WGS 84 ellipsoid.
    from pyproj import Geod

    geodesic = np.array([abs(Geod(ellps="WGS84").geometry_area_perimeter(s)[0]) / 1e6 for s in communes().geometry])
    assert np.allclose(units["area_before_km2"], geodesic, rtol=1e-4)
    assert np.allclose(units["area_after_km2"].sum(), geodesic.sum(), rtol=1e-3)


# --- where on earth -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("epsg", [9205, 3405, 4326])
def test_without_prj_the_place_shows_the_system(tmp_path, epsg):
    path = shapefile(tmp_path, communes().to_crs(epsg))
    path.with_suffix(".prj").unlink()
    imported = import_boundaries(path, known())
    assert f"EPSG:{epsg}" in imported.report.crs
    assert imported.report.crs_how == "found"
    assert np.allclose(imported.frame.total_bounds, communes().total_bounds, atol=1e-3)


def test_north_before_east_is_seen(tmp_path):
    frame = communes().to_crs(9205)
    turned = shapely.transform(np.asarray(frame.geometry.array), lambda xy: xy[:, ::-1])
    path = shapefile(tmp_path, frame.set_geometry(gpd.GeoSeries(turned, crs=9205)))
    path.with_suffix(".prj").unlink()
    imported = import_boundaries(path, known())
    assert imported.report.swapped
    assert np.allclose(imported.frame.total_bounds, communes().total_bounds, atol=1e-3)


def test_without_prj_and_outside_every_zone_is_refused(tmp_path):
    frame = communes().to_crs(9205)
    frame = frame.set_geometry(frame.geometry.translate(xoff=250_000))
    path = shapefile(tmp_path, frame)
    path.with_suffix(".prj").unlink()
    refused(path, r"no \.prj.*--crs")


def test_a_wrong_stated_system_is_refused_and_a_told_one_wins(tmp_path):
    path = tmp_path / "wrong.gpkg"
    communes().to_crs(9205).set_crs(3405, allow_override=True).to_file(path)
    refused(path, "do not lie in")
    imported = import_boundaries(path, known(), options=Options(crs="9205"))
    assert imported.report.crs_how == "told"
    assert np.allclose(imported.frame.total_bounds, communes().total_bounds, atol=1e-3)


def test_a_system_that_does_not_exist_is_refused(tmp_path):
    path = shapefile(tmp_path, communes())
    refused(path, "no coordinate system", options=Options(crs="99999999"))


# --- bad files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [".dbf", ".shx"])
def test_a_missing_part_is_named(tmp_path, part):
    path = shapefile(tmp_path, communes())
    refused(zipped(path, leave_out=part), rf"the part \{part} .*missing")
    path.with_suffix(part).unlink()
    refused(path, rf"the part \{part} .*missing")


def test_two_layers_in_a_zip_are_named_and_one_can_be_chosen(tmp_path):
    shapefile(tmp_path, communes(), stem="communes")
    shapefile(tmp_path, communes().head(3), stem="other")
    both = tmp_path / "both.zip"
    with zipfile.ZipFile(both, "w") as archive:
        for part in [*tmp_path.glob("communes.*"), *tmp_path.glob("other.*")]:
            archive.write(part, part.name)
    refused(both, "2 layers: communes, other.*--layer")
    assert len(import_boundaries(both, known(), options=Options(layer="communes")).frame) == 45


def test_two_layers_in_a_geopackage_are_named(tmp_path):
    path = tmp_path / "two.gpkg"
    communes().to_file(path, layer="communes")
    communes().to_file(path, layer="old", mode="a")
    refused(path, "2 layers: communes, old")
    assert len(import_boundaries(path, known(), options=Options(layer="communes")).frame) == 45


@pytest.mark.parametrize("kind", ["lines", "points"])
def test_lines_and_points_are_refused(tmp_path, kind):
    frame = communes()
    shapes = frame.geometry.boundary if kind == "lines" else frame.geometry.representative_point()
    path = shapefile(tmp_path, frame.set_geometry(shapes))
    refused(path, "LineString, not areas" if kind == "lines" else "Point, not areas")


def test_duplicate_codes_are_refused(tmp_path):
    frame = communes()
    frame.loc[1, ["code", "name"]] = frame.loc[0, ["code", "name"]]
    path = shapefile(tmp_path, frame)
    refused(path, r"share a code or have none \(2\): 03127")


def test_44_of_45_names_the_missing_one(tmp_path):
    path = shapefile(tmp_path, communes().query("code != '03160'"))
    refused(path, "44 of 45 communes. Missing: 03160 Xã Mường Nhé")


def test_a_commune_of_another_province_is_refused(tmp_path):
    extra = communes().head(1).assign(code="00004", name="Phường Ba Đình")
    extra = extra.set_geometry(extra.geometry.translate(xoff=0.2))
    path = shapefile(tmp_path, pd.concat([communes(), extra], ignore_index=True))
    refused(path, r"not communes of this province \(1\): 00004 Phường Ba Đình.*--scope country")


def test_codes_of_before_the_merger_are_refused(tmp_path):
    # 03158 was Leng Su Sìn and is Sín Thầu.
    frame = communes()
    frame.loc[frame["code"] == "03158", "name"] = "Xã Leng Su Sìn"
    path = shapefile(tmp_path, frame)
    refused(path, "03158: Xã Leng Su Sìn ≠ Sín Thầu")


def test_two_codes_exchanged_are_refused(tmp_path):
    frame = communes()
    frame.loc[[0, 1], "code"] = frame.loc[[1, 0], "code"].to_numpy()
    refused(shapefile(tmp_path, frame), r"code and name say different communes \(2\)")


def renamed(first: str, second: str) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """The communes and their register with two names that differ in marks only."""
    frame, register = communes(), known()
    frame.loc[[0, 1], "name"] = [f"Xã {first}", f"Xã {second}"]
    register.loc[[0, 1], "name"] = [first, second]
    register.loc[[0, 1], "full_name"] = [f"Xã {first}", f"Xã {second}"]
    return frame, register


@pytest.mark.parametrize("names", [("Văn Lang", "Văn Lăng"), ("Tân Hoà", "Tân Hóa"), ("Ðại Lộc", "Ðai Lộc")])
def test_names_that_differ_in_marks_are_two_communes(tmp_path, names):
    frame, register = renamed(*names)
    path = tmp_path / "communes.geojson"
    frame.to_file(path)
    assert set(import_boundaries(path, register).report.units["matched"]) == {"code+name"}
    # As other keyboards write them: capitals, D with a stroke, the tone on the other vowel, marks as letters of their own.
    typed = frame.assign(name=[unicodedata.normalize("NFD", name).upper().replace("Ð", "Đ") for name in frame["name"]])
    typed[["name", "geometry"]].to_file(path)
    by_name = import_boundaries(path, register)
    assert set(by_name.report.units["matched"]) == {"name"}
    here, there = (f.set_index("code").geometry.centroid for f in (by_name.frame.to_crs(9205), frame.to_crs(9205)))
    assert here.distance(there.reindex(here.index)).max() < 2_000
    exchanged = frame.copy()
    exchanged.loc[[0, 1], "code"] = frame.loc[[1, 0], "code"].to_numpy()
    exchanged.to_file(path)
    with pytest.raises(BoundaryError, match=r"code and name say different communes \(2\)"):
        import_boundaries(path, register)


def test_a_shape_that_has_collapsed_is_named(tmp_path):
    """A ring that runs to and fro encloses nothing, whatever is mended."""
    frame = communes()
    (x0, y0, x1, y1) = frame.geometry[5].bounds
    frame.loc[5, "geometry"] = shapely.Polygon([(x0, y0), (x1, y1), (x0, y0), (x1, y1), (x0, y0)])
    path = tmp_path / "line.geojson"
    frame.to_file(path)
    refused(path, f"{frame['code'][5]}.* enclose no area")


def test_one_shape_twice_is_refused(tmp_path):
    frame = communes()
    frame.loc[1, "geometry"] = frame.geometry[0]
    refused(shapefile(tmp_path, frame), "overlap other units so much|do not lie in")


def test_a_country_needs_its_provinces(tmp_path):
    refused(shapefile(tmp_path, communes()), "in which province", scope="country")


def test_a_field_that_is_not_there_is_answered_with_those_that_are(tmp_path):
    refused(shapefile(tmp_path, communes()), "no field MA_XA.*code, name", options=Options(code="MA_XA"))


def test_no_known_codes_nor_names(tmp_path):
    frame = communes().assign(code="x", name="y")
    refused(shapefile(tmp_path, frame), "No field holds the codes or names")


def test_an_empty_shape_is_named(tmp_path):
    frame = communes()
    frame.loc[0, "geometry"] = None
    path = tmp_path / "empty.gpkg"
    frame.to_file(path)
    refused(path, r"without a shape \(1\): 03127")


def test_other_files_are_refused(tmp_path):
    path = tmp_path / "map.pdf"
    path.write_bytes(b"%PDF")
    refused(path, "none of the formats")
    refused(tmp_path / "nowhere.shp", "There is no file")
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"not a database")
    refused(broken, "can't be read as gpkg")


# --- archives that can't be trusted ---------------------------------------------------------------------------------


def test_a_cut_and_a_damaged_zip(tmp_path):
    whole = zipped(shapefile(tmp_path, communes()))
    content = whole.read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(content[: len(content) // 2])
    refused(cut, "damaged or not a zip")
    flipped = bytearray(content)
    for i in range(len(content) // 3, len(content) // 3 + 40):
        flipped[i] ^= 0xFF
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(flipped)
    refused(damaged, "damaged or not a zip")


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("communes.shp", b"\0" * 5_000_000)
    refused(bomb, "more than a boundary file can be")


def test_too_many_files_are_not_unpacked(tmp_path):
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for i in range(201):
            archive.writestr(f"{i}.shp", b"")
    refused(many, "more than a boundary file can be")


@pytest.mark.parametrize("name", ["../communes.shp", "/etc/communes.shp", "a/../../communes.shp", "C:\\communes.shp"])
def test_names_that_lead_out_are_refused(tmp_path, name):
    trick = tmp_path / "trick.zip"
    with zipfile.ZipFile(trick, "w") as archive:
        archive.writestr(name, b"x")
    refused(trick, "leads outside")


def test_a_link_in_a_zip_is_refused(tmp_path):
    trick = tmp_path / "link.zip"
    entry = zipfile.ZipInfo("communes.shp")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(trick, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    refused(trick, "leads outside")


def test_a_zip_without_boundaries(tmp_path):
    path = tmp_path / "letters.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "x")
    refused(path, "holds no boundaries .*letter.txt")
