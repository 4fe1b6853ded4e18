"""A province folder with the small world's communes: what an installation has before anything is imported into it."""

from pathlib import Path

from harness.small_world import COMMUNES, FORMER

PROVINCE = """
code = "99"
name_vi = "Tỉnh Nhỏ"
name_en = "Small Province"
timezone = "Asia/Ho_Chi_Minh"
merged_on = 2025-07-01
communes_before = 7
communes_after = 4
remote_minutes = 120
crs_candidates = [9205, 3405, 4326, 4756]
box = [102.0, 21.0, 103.5, 22.5]
"""


def make(folder: Path, *, with_areas: bool = True) -> Path:
    """The province file in a new `folder`, its register beside it or not."""
    (folder / "areas").mkdir(parents=True)
    (folder / "province.toml").write_text(PROVINCE, encoding="utf-8")
    if with_areas:
        COMMUNES.to_csv(folder / "areas/communes.csv", index=False, encoding="utf-8")
        FORMER.to_csv(folder / "areas/former.csv", index=False, encoding="utf-8")
    return folder / "province.toml"
