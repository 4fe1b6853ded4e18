"""Which field of a file holds codes, which names, which provinces: found by what is in them, not by what they are called."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from base.formats import without_marks
from base.place_names import name_forms, plain_name
from base.texts import marked
from geo.errors import BoundaryError

_CODE_DIGITS = 5
_PROVINCE_DIGITS = 2
# A field is taken for what it seems when at least this share of the known units is found in it.
_ENOUGH = 0.5
_NEARLY_ALL = 0.9
_KINDS = ("phuong ", "xa ", "thi tran ", "dac khu ")


@dataclass(frozen=True)
class Fields:
    """Field names in the file; None where there is none. full: the field with the kind before the name ('Xã …')."""

    code: str | None
    name: str | None
    full: str | None
    province: str | None


def as_codes(values: pd.Series, digits: int = _CODE_DIGITS) -> pd.Series:
    """Values as codes of so many digits, '' where they are none: 3127 and '3127.0' are '03127'."""
    text = values.astype(object).map(lambda v: "" if pd.isna(v) else str(v).strip().removesuffix(".0"))
    whole = text.str.fullmatch(rf"\d{{1,{digits}}}")
    return text.str.zfill(digits).where(whole.astype(bool), "").astype(object)


def find_fields(
    table: pd.DataFrame,
    known: pd.DataFrame,
    *,
    province: str,
    code: str | None,
    name: str | None,
    province_field: str | None,
) -> Fields:
    """The fields of `table` that hold what `known` (code, name, [province]) holds; those given by name are taken as told.

    province: the 2-digit code of the province in which `known` lies where it does not say so itself.
    Raises BoundaryError if a told field is not there, or neither codes nor names are found.
    """
    for told in (code, name, province_field):
        if told is not None and told not in table.columns:
            raise BoundaryError(
                marked("There is no field {field}. The file has: {fields}."),
                field=told,
                fields=", ".join(map(str, table.columns)),
            )
    codes = set(known["code"])
    names = {plain_name(n) for n in known["name"]}
    code = code or _best(table, lambda column: len(codes & set(as_codes(column))) / len(codes))
    texts = table[[c for c in table.columns if c != code and pd.api.types.is_string_dtype(table[c].dtype)]]
    name = name or _best(texts, lambda column: len(names & _all_forms(column)) / len(names))
    if code is None and name is None:
        raise BoundaryError(
            marked(
                "No field holds the codes or names of known communes. The file has: {fields}. Use --code or --name."
            ),
            fields=", ".join(map(str, table.columns)),
        )
    full = _full(texts, name)
    if province_field is None and code is not None:
        lies_in = table[code].pipe(as_codes).map(_provinces(known, province))
        rest = [c for c in table.columns if c != code]
        province_field = next((str(c) for c in rest if _names_province(table[c], lies_in)), None)
    return Fields(code=code, name=name, full=full, province=province_field)


def _all_forms(column: pd.Series) -> set[str]:
    return {form for text in column.dropna() for form in name_forms(text)}


def _best(table: pd.DataFrame, share: Callable[[pd.Series], float]) -> str | None:
    shares = {str(column): share(table[column]) for column in table.columns}
    best = max(shares, key=lambda column: shares[column], default=None)
    return best if best is not None and shares[best] >= _ENOUGH else None


def _full(texts: pd.DataFrame, name: str | None) -> str | None:
    """The field whose values say the kind too, about the same names."""
    if name not in texts:
        return None
    short = texts[name].map(plain_name)
    for column in texts.columns:
        values = texts[column].fillna("").astype(str)
        with_kind = values.map(lambda v: without_marks(v).startswith(_KINDS)).mean()
        same = sum(form in name_forms(value) for form, value in zip(short, values, strict=True)) / len(values)
        if with_kind > _NEARLY_ALL and same > _NEARLY_ALL:
            return str(column)
    return None


def _provinces(known: pd.DataFrame, province: str) -> dict[str, str]:
    """Province by code of commune, as far as it is known: all `province` where `known` does not say."""
    lies_in = known["province"] if "province" in known else [province] * len(known)
    return dict(zip(known["code"], lies_in, strict=True))


def _names_province(values: pd.Series, lies_in: pd.Series) -> bool:
    """Whether `values` are 2-digit codes of several provinces, right for every unit whose province is known."""
    codes = as_codes(values, _PROVINCE_DIGITS)
    there = lies_in.notna()
    return bool(there.any() and (codes != "").all() and codes[there].eq(lies_in[there]).all() and len(set(codes)) > 1)
