"""Which shape is which commune: by code and by name, and both must say the same."""

from difflib import SequenceMatcher

import geopandas as gpd
import pandas as pd

from base.place_names import kind_and_name, known_form, plain_name, spelled
from base.texts import marked
from geo.default import KINDS, short_name
from geo.errors import BoundaryError
from geo.fields import Fields, as_codes

BOTH, SPELLING, CODE, NAME, NEW = "code+name", "code+similar name", "code", "name", "new"
# Spellings of one name differ by a letter or two (Sá/Xá Tổng, Pu/Pú Nhi); names of different communes by more.
_SAME_NAME = 0.75
_SHOWN = 8


def matched(
    frame: gpd.GeoDataFrame, fields: Fields, known: pd.DataFrame, *, country: bool, file: str
) -> gpd.GeoDataFrame:
    """One row per unit: code, name, full_name, matched (how), [province], geometry; ordered by code.

    known: code, name, full_name of the communes that must all be there, no more and no fewer; with `country`
    units that are not known are taken as new, from the file's own code, name and province.
    Raises BoundaryError for units that stand twice, are missing, are outside, or whose code and name disagree.
    """
    codes = as_codes(frame[fields.code]) if fields.code else pd.Series("", index=frame.index)
    names = frame[fields.name] if fields.name else pd.Series("", index=frame.index)
    by_name = _unambiguous(known)
    if fields.code is None:
        by_marks = _by_marks(known)
        codes = names.map(lambda n: by_name.get(known_form(n, by_name), "") or _with_marks(n, by_marks))
        how = pd.Series(NAME, index=frame.index)
        _refuse_unplaced(codes, names, file)
    else:
        how = _agreement(codes, names if fields.name else None, known, by_name, file)
    _refuse_twice(codes, names, file)
    _refuse_missing(codes, known, file)
    outside = ~codes.isin(known["code"])
    if outside.any() and not country:
        raise _outside(codes[outside], names[outside], file)
    units = gpd.GeoDataFrame({"code": codes, "matched": how.where(~outside, NEW)}, geometry=frame.geometry)
    units = units.merge(known[["code", "name", "full_name"]], on="code", how="left")
    if country:
        units = _as_in_file(units, frame, fields, outside, file)
    return units.sort_values("code", ignore_index=True)


def _unambiguous(known: pd.DataFrame) -> dict[str, str]:
    """Code by plain name, for names that only one known unit has."""
    plain = known["name"].map(plain_name)
    alone = known[~plain.duplicated(keep=False)]
    return dict(zip(alone["name"].map(plain_name), alone["code"], strict=True))


def _by_marks(known: pd.DataFrame) -> dict[str, str]:
    """Code by name with its marks, for names that only one known unit has."""
    names = known["name"].map(spelled)
    alone = ~names.duplicated(keep=False)
    return dict(zip(names[alone], known.loc[alone, "code"], strict=True))


def _with_marks(name: object, by_marks: dict[str, str]) -> str:
    """The code of the unit that is called so, marks and all; '' for none."""
    text = str(name)
    return by_marks.get(spelled(text)) or by_marks.get(kind_and_name(text)[1], "")


def _agreement(
    codes: pd.Series, names: pd.Series | None, known: pd.DataFrame, by_name: dict[str, str], file: str
) -> pd.Series:
    """How each unit was matched; refuses where the name says another commune than the code."""
    if names is None:
        return pd.Series(CODE, index=codes.index)
    plain_of = dict(zip(known["code"], known["name"].map(plain_name), strict=True))
    spoken_of = dict(zip(known["code"], known["name"], strict=True))
    by_marks = _by_marks(known)
    how, against = {}, []
    for index, code, name in zip(codes.index, codes, names, strict=True):
        if code not in plain_of:
            how[index] = NEW
            continue
        found = known_form(name, {plain_of[code]})
        if found == plain_of[code]:
            # Văn Lang and Văn Lăng are two communes, though without marks they are one name.
            if found not in by_name and _with_marks(name, by_marks) not in ("", code):
                against.append(f"{code}: {name} ≠ {spoken_of[code]}")
            else:
                how[index] = BOTH
        elif found not in by_name and SequenceMatcher(None, found, plain_of[code]).ratio() >= _SAME_NAME:
            how[index] = SPELLING
        else:
            against.append(f"{code}: {name} ≠ {spoken_of[code]}")
    if against:
        raise BoundaryError(
            marked(
                "{file}: code and name say different communes ({n}): {units}. "
                "Codes were used again in the merger of 2025: is this file from before it?"
            ),
            file=file,
            n=len(against),
            units=_some(against),
        )
    return pd.Series(how).reindex(codes.index)


def _some(items: list[str]) -> str:
    """The first few, and how many more."""
    rest = len(items) - _SHOWN
    return "; ".join(items[:_SHOWN]) + (f"; … +{rest}" if rest > 0 else "")


def _refuse_unplaced(codes: pd.Series, names: pd.Series, file: str) -> None:
    lost = names[codes == ""]
    if len(lost):
        raise BoundaryError(
            marked(
                "{file} has no field with codes, and some names belong to no commune here, or to several ({n}): {names}. "
                "Name the field with --code, or check --scope."
            ),
            file=file,
            n=len(lost),
            names=_some([str(n) for n in lost]),
        )


def _refuse_twice(codes: pd.Series, names: pd.Series, file: str) -> None:
    twice = codes[codes.duplicated(keep=False)]
    if len(twice):
        units = [
            f"{code or '–'} ({name})" for code, name in sorted(zip(twice, names[twice.index].map(str), strict=True))
        ]
        raise BoundaryError(
            marked("{file}: shapes that share a code or have none ({n}): {units}. Each commune must stand once."),
            file=file,
            n=len(twice),
            units=_some(units),
        )


def _refuse_missing(codes: pd.Series, known: pd.DataFrame, file: str) -> None:
    missing = known[~known["code"].isin(codes)]
    if len(missing):
        raise BoundaryError(
            marked("{file} has {found} of {expected} communes. Missing: {units}."),
            file=file,
            found=len(known) - len(missing),
            expected=len(known),
            units=_some([f"{c} {n}" for c, n in zip(missing["code"], missing["full_name"], strict=True)]),
        )


def _outside(codes: pd.Series, names: pd.Series, file: str) -> BoundaryError:
    return BoundaryError(
        marked(
            "{file} holds units that are not communes of this province ({n}): {units}. "
            "Leave them out, or import the whole country with --scope country."
        ),
        file=file,
        n=len(codes),
        units=_some([f"{code} {name}" for code, name in zip(codes, names.map(str), strict=True)]),
    )


def _proper(name: object) -> str:
    """A name with each word's first letter large: old fonts had no large letters with tones ('Xã Mường ảng').

    The kind before it is written as it always is ('Đặc khu').
    """
    text = " ".join(str(name).split())
    kind = next((kind for kind in KINDS if text.casefold().startswith(kind.casefold())), "")
    return kind + " ".join(word[:1].upper() + word[1:] for word in text[len(kind) :].split())


def _as_in_file(
    units: gpd.GeoDataFrame, frame: gpd.GeoDataFrame, fields: Fields, outside: pd.Series, file: str
) -> gpd.GeoDataFrame:
    """Names of new units and provinces of all from the file."""
    if fields.province is None:
        raise BoundaryError(
            marked("{file} does not say in which province each commune lies. Name the field with --province."),
            file=file,
        )
    if fields.name is None and outside.any():
        raise BoundaryError(marked("{file} names no communes. Name the field with --name."), file=file)
    new = outside.to_numpy()
    full = fields.full or fields.name
    result = units.assign(province=as_codes(frame[fields.province], 2).to_numpy())
    result.loc[new, "name"] = frame.loc[outside, fields.name].map(_proper).map(short_name).to_numpy()
    result.loc[new, "full_name"] = frame.loc[outside, full].map(_proper).to_numpy()
    return result
