"""Make a valid coverage of what came: no broken rings, no overlaps, no slivers between neighbours."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from base.texts import marked
from geo.errors import BoundaryError
from geo.grid import Polygons

# Gaps narrower than this are mistakes of drawing; a lake or an enclave is wider.
GAP_M = 10.0
# A unit that loses more than half is hidden under another one: no repair, but a wrong file.
_MOST_LOST = 0.5


@dataclass(frozen=True)
class Repaired:
    """shapes: a valid coverage in the order given; rings, borders: for which units rings and common borders were mended."""

    shapes: Polygons
    rings: npt.NDArray[np.bool_]
    borders: npt.NDArray[np.bool_]


def polygons_only(shapes: Polygons, labels: pd.Series, *, file: str) -> None:
    """Refuse lines, points and empty shapes. labels: what to call each unit, in the same order. Raises BoundaryError."""
    kinds = shapely.get_type_id(shapes)
    empty = (kinds < 0) | shapely.is_empty(shapes)
    if empty.any():
        raise BoundaryError(
            marked("{file}: units without a shape ({n}): {units}."),
            file=file,
            n=int(empty.sum()),
            units=", ".join(labels[empty].astype(str)[:8]),
        )
    wrong = ~np.isin(kinds, [3, 6])
    if wrong.any():
        found = sorted({str(g.geom_type) for g in shapes[wrong]})
        raise BoundaryError(
            marked("{file} holds {kinds}, not areas ({n} of {all}). Send the layer with the communes' polygons."),
            file=file,
            kinds=", ".join(found),
            n=int(wrong.sum()),
            all=len(shapes),
        )


def repair(shapes: Polygons, labels: pd.Series, *, file: str) -> Repaired:
    """Mend `shapes` (metres, equal-area). Overlaps go to the neighbour with the longest common border, narrow gaps too.

    Raises BoundaryError if a unit encloses no area, or is left with less than half of it.
    """
    broken = ~shapely.is_valid(shapes)
    mended = shapes.copy()
    # 'structure' keeps what a ring encloses; only the areas of the result are of use, not its left-over lines.
    mended[broken] = [_areas(s) for s in shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)]
    collapsed = shapely.area(mended) == 0
    if collapsed.any():
        raise BoundaryError(
            marked(
                "{file}: the shapes of {units} enclose no area, they have collapsed to a line or a point. Draw them anew in the map program."
            ),
            file=file,
            units=", ".join(labels[collapsed].astype(str)[:8]),
        )
    borders = ~shapely.is_empty(shapely.coverage_invalid_edges(mended, gap_width=GAP_M))
    clean = np.asarray(shapely.coverage_clean(mended, gap_width=GAP_M), dtype=object)
    before, after = shapely.area(mended), shapely.area(clean)
    lost = after < _MOST_LOST * before
    if lost.any() or not shapely.coverage_is_valid(clean):
        units = labels[lost] if lost.any() else labels[borders]
        raise BoundaryError(
            marked(
                "{file}: {units} overlap other units so much that they can't be told apart. Correct them in the map program."
            ),
            file=file,
            units=", ".join(units.astype(str)[:8]),
        )
    return Repaired(shapes=clean, rings=broken, borders=borders)


def _areas(shape: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a shape, as one."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)
