"""The words of reports, in plain letters (see `plain`): headings, names of totals, signs, in Vietnamese and English."""

import re
from functools import lru_cache

from base.formats import without_marks
from base.place_names import spelled

_PUNCTUATION = re.compile(r"[^\w%+=|.]+|_+")


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Lower case, no marks, one blank for everything between words: 'ty le %' of 'Tỷ lệ (%)'. 'Tỉ' is written as 'tỷ'."""
    folded = " ".join(_PUNCTUATION.sub(" ", without_marks(text)).split()).strip(". ")
    return re.sub(r"\bti le\b", "ty le", folded)


FIELDS: dict[str, tuple[str, ...]] = {
    "indicator": ("indicator", "indicator code", "ma chi so", "ma chi tieu", "ma so chi tieu"),
    "indicator_name": ("indicator name", "chi so", "ten chi so", "chi tieu", "ten chi tieu", "noi dung"),
    "period": ("period", "reporting period", "report period", "ky", "ky bao cao", "ky so lieu", "thoi gian", "thoi ky"),
    "year": ("year", "nam", "nam bao cao"),
    "quarter": ("quarter", "quy"),
    "month": ("month", "thang"),
    "area_code": (
        "area code", "area_code", "commune code", "code", "ma xa", "ma don vi", "ma dvhc", "ma xa phuong", "ma dia phuong",
        "ma don vi hanh chinh", "ma", "ma so",
    ),
    "area_name": (
        "area", "area name", "commune", "commune name", "commune ward", "communes", "name", "xa", "xa phuong", "phuong xa",
        "phuong", "ten xa", "ten xa phuong", "ten", "ten don vi", "don vi", "don vi hanh chinh", "dia phuong", "dia ban",
        "ten dia phuong", "xa phuong thi tran", "ten xa phuong thi tran", "don vi bao cao", "tram y te", "tyt", "tyt xa",
        "tram y te xa", "tram y te xa phuong", "don vi xa phuong", "ten co so", "xa thi tran", "ward", "ten tram y te",
    ),
    "district": ("district", "huyen", "quan huyen", "ten huyen", "huyen thi xa thanh pho", "huyen thi thanh pho"),
    "valid_from": ("area valid from", "valid from", "ngay hieu luc", "hieu luc tu", "co hieu luc tu"),
    "kind": ("area kind", "kind", "area level", "level", "cap", "cap don vi", "cap hanh chinh"),
    "stratum": ("stratum", "group", "nhom", "phan to"),
    "collection": ("collection", "nguon", "nguon so lieu", "data source"),
    "numerator": ("numerator", "tu so", "n"),
    "denominator": ("denominator", "mau so", "d"),
    "value": ("value", "gia tri", "ty le", "ty le %", "%", "so lieu"),
    "status": ("status", "tinh trang", "trang thai"),
    "reported_on": ("reported on", "report date", "date of report", "ngay bao cao"),
    "blank": ("blank", "reason of blank", "ly do de trong", "ly do trong"),
    "ignored": (
        "stt", "tt", "so tt", "so thu tu", "no", "no.", "#", "note", "notes", "remark", "remarks", "comment", "ghi chu",
        "unit", "dvt", "don vi tinh", "sheet", "row", "col", "nguoi bao cao", "nguoi lap",
    ),
}  # fmt: skip
"""What a heading may be called, by the field that it stands for. 'Đơn vị' is the unit of a figure where another column is the area."""

STATED: dict[str, tuple[str, ...]] = {
    "provisional": ("provisional", "so bo"),
    "estimated": ("estimated", "uoc tinh"),
    "late": ("late", "nop muon"),
    "origin": ("origin", "nguon goc so lieu"),
    "source_kind": ("kind of source", "source kind", "loai nguon so lieu"),
    "definition_version": ("version of the definition", "definition version", "phien ban dinh nghia"),
    "valid_from": ("in being since", "ton tai tu ngay"),
    "period": ("period code", "ma ky"),
    "stratum": ("group code", "ma nhom"),
    "collection": ("nguon thu thap",),
    "described": (
        "of a hidden value at least", "at least", "cua gia tri bi an it nhat",
        "communes before or after the merger", "geography", "xa truoc hay sau sap xep",
        "reports included", "parts", "so bao cao da tinh", "reports expected", "parts expected", "so bao cao phai co",
        "source", "definition", "dinh nghia",
    ),
}  # fmt: skip
"""Further headings of our own exports, known in tables with a row per figure. 'described': made anew here, never imported."""

MACHINE = (
    "indicator", "period", "area_kind", "area_code", "area_valid_from", "stratum", "collection", "numerator", "denominator",
    "value", "status", "reported_on", "blank",
)  # fmt: skip
"""Headings of the machine format: a file that has them all writes numbers as programs do."""

_BY_HEADING = {plain(word): field for field, words in FIELDS.items() for word in words}


def field_of(heading: str) -> str:
    """The field that a heading stands for, '' if none."""
    folded = plain(heading)
    return _BY_HEADING.get(folded, "") or _BY_HEADING.get(folded.removesuffix(" *"), "")


_STATED_BY_HEADING = {plain(word): field for field, words in STATED.items() for word in words}

OURS = frozenset(
    {"period", "stratum", "valid_from", "provisional", "estimated", "origin", "source_kind", "definition_version"}
)
"""A table that has the export's own headings of all these is one, and writes numbers as programs do."""


def stated_field_of(heading: str) -> str:
    """The field that a heading of our exports stands for, '' if none."""
    return _STATED_BY_HEADING.get(plain(heading), "")


_TRUE, _FALSE = frozenset({"yes", "co", "true"}), frozenset({"no", "khong", "false"})


def truth(text: str) -> bool | None:
    """What yes and no stand for, None for anything else."""
    folded = plain(text)
    return True if folded in _TRUE else False if folded in _FALSE else None


PARTS: dict[str, tuple[str, ...]] = {
    "numerator": (
        "numerator", "num", "n", "tu so", "ts", "tu", "so tre duoc tiem", "so tre da tiem", "so tre duoc tiem chung",
        "so tre duoc tiem day du", "so tre duoc tiem chung day du", "so tre tiem day du", "so duoc tiem", "so da tiem",
        "duoc tiem", "da tiem", "so tre tiem du", "so tre co the", "so co the", "so tre co the bhyt", "co the bhyt",
        "so tre da dang ky", "so tre duoc dang ky", "so da dang ky", "so tre duoc tro giup", "so duoc tro giup",
        "so vu duoc xu ly", "so vu da xu ly", "so mac", "so tre mac", "so tre suy dinh duong", "so tre sdd", "so dat",
    ),
    "denominator": (
        "denominator", "den", "d", "mau so", "ms", "mau", "tong so tre", "tong so", "tong so tre em", "tong", "so doi tuong",
        "tong so doi tuong", "doi tuong", "so tre thuoc dien", "so tre thuoc dien tiem", "so tre can tiem", "so tre quan ly",
        "so tre duoc quan ly", "so tre trong dien", "so tre trong dien tiem", "tong so truong", "tong so vu", "tong so xa",
        "so tre duoc can do", "so tre duoc can", "total", "target population",
    ),
    "value": (
        "value", "val", "v", "gia tri", "ty le", "ty le %", "% ty le", "%", "rate", "rate %", "percent", "percentage", "ty suat",
        "ty le phan tram", "ty le dat", "ty le dat %", "dat %", "% dat",
    ),
}  # fmt: skip
"""What stands under or behind an indicator's name for the parts of its figure."""

COUNT_WORDS = frozenset(
    {"so luong", "so tre", "tong so", "tong so tre", "tong", "so tre em", "count", "number", "so", "total"}
)
"""What stands for the figure of an indicator that is a count."""

_PART = {plain(word): part for part, words in PARTS.items() for word in words}


def part_of(text: str) -> str:
    """numerator|denominator|value for a sub-heading, '' if it is none of them."""
    return _PART.get(plain(text), "")


def part_words() -> frozenset[str]:
    """All that `part_of` knows, in plain letters."""
    return frozenset(_PART)


# Headings over columns that are no report of this period and group, though the indicator's name stands below or above.
_OTHER = re.compile(
    r"\b(ke hoach|chi tieu giao|chi tieu nam|muc tieu|cung ky|nam truoc|ky truoc|so sanh|so voi|luy ke|luy tich|cong don|"
    r"tang giam|uoc (thuc hien|dat|tinh)|du kien|trong do|(?<!phu )nu|nam gioi|be trai|be gai|gioi tinh|dan toc|dtts|"
    r"ho ngheo|can ngheo|plan|planned|target|previous|last year|change|girls|boys|female|male|of which|cumulative)\b"
)


def speaks_of_other(text: str) -> bool:
    """Whether a heading speaks of plans, comparisons or groups within the figure."""
    return _OTHER.search(plain(text)) is not None


_WHOLE = frozenset(
    {"toan tinh", "tong toan tinh", "tong cong toan tinh", "cong toan tinh", "chung toan tinh", "ca tinh", "tinh",
     "whole province", "province", "province total", "provincial total"}
)  # fmt: skip
_SUMS = frozenset(
    {"tong cong", "tong so", "cong", "tong", "chung", "tong chung", "total", "grand total", "sum", "all communes"}
)
_SUBTOTAL = re.compile(
    r"(tong so|tong cong|tong|cong|total)\s+(khu vuc|huyen|thi xa|thanh pho|tp|cum|vung|xa|phuong|i|ii|iii|iv)\b"
)
_DISTRICT = re.compile(r"(?:[ivxlc]+[.)\s-]+|\d+[.)\s-]+|[a-h][.)\s-]+)?(?:huyen|thi xa|thanh pho|tp)[.\s]+(?=\S)")

# Without marks 'Huyền Hội' reads as a district. Files that have no marks at all are taken as before.
_NO_DISTRICT = re.compile(r"(?:[ivxlc]+[.)\s-]+|\d+[.)\s-]+|[a-h][.)\s-]+)?huyền[.\s]")


_LONGEST_TOTAL = 80


def total_of(name: str, province: frozenset[str]) -> str:
    """What a row is whose area reads `name`: 'whole' (the province), 'sum' (of what stands above or below), 'part' or ''.

    province: names of the province in plain letters.
    """
    if len(name) > _LONGEST_TOTAL:
        return ""
    folded = plain(name)
    if folded in _WHOLE or folded in province:
        return "whole"
    bare = re.sub(r"\s*\(.*\)$|:$", "", folded).strip()
    if bare in _SUMS:
        return "sum"
    if any(bare == f"{word} {own}" for word in _SUMS for own in province):
        return "whole"
    return "part" if _SUBTOTAL.match(folded) or is_district(name) else ""


def is_district(name: str) -> bool:
    """Whether a text names a district: 'I. Huyện Mường Nhé'; not a commune whose name is written otherwise: 'Huyền Hội'."""
    return _DISTRICT.match(plain(name)) is not None and _NO_DISTRICT.match(spelled(name)) is None


def district_name(name: str) -> str:
    """'muong nhe' of 'I. Huyện Mường Nhé'."""
    return _DISTRICT.sub("", plain(name))


STATUSES = {
    **dict.fromkeys(("final", "chinh thuc", "so lieu chinh thuc", "official"), "final"),
    **dict.fromkeys(("provisional", "so bo", "so lieu so bo", "preliminary", "tam tinh", "uoc tinh"), "provisional"),
}
BLANKS = {
    **dict.fromkeys(("not applicable", "not_applicable", "khong ap dung", "n a", "x", "kad"), "not_applicable"),
    **dict.fromkeys(("removed", "da go", "rut lai", "thu hoi"), "removed"),
    **dict.fromkeys(("hidden", "hidden to protect children", "an de bao ve tre em"), "hidden"),
    **dict.fromkeys(("not available yet", "chua co so lieu", "chua co", "missing", "not available"), ""),
}
"""Reasons of a blank, 'hidden' of a figure that an export left out; '' for those that only say that the figure is still to come."""

KINDS = {
    **dict.fromkeys(
        (
            "commune",
            "xa",
            "phuong",
            "xa phuong",
            "thi tran",
            "ward",
            "former",
            "cap xa",
            "former commune",
            "xa phuong cu",
            "xa cu",
        ),
        "commune",
    ),
    **dict.fromkeys(("province", "tinh", "toan tinh", "cap tinh"), "province"),
    **dict.fromkeys(("country", "ca nuoc", "quoc gia", "toan quoc"), "country"),
}
ALL = frozenset({"", "all", "tat ca", "chung", "tong", "tong so", "total", "toan bo"})
"""What may stand for the group of all."""

PROVISIONAL_TITLE = re.compile(r"\b(so bo|so lieu so bo|provisional|preliminary|tam tinh)\b")


def is_provisional_title(text: str) -> bool:
    """Whether a title says that its figures are not final: '(sơ bộ)'."""
    return PROVISIONAL_TITLE.search(plain(text)) is not None
