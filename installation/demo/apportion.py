"""Whole numbers that add up: how a total is shared out among cells that hold people."""

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]


def apportion(total: int, weights: Weights, *, caps: Counts | None = None) -> Counts:
    """`total` shared by `weights` in whole numbers (largest remainder), no cell above its cap.

    weights: not negative, at least one positive; caps: one for each weight, together at least `total`.
    Ties go to the earlier cell. Raises ValueError where the caps or the weights leave no room.
    """
    room = np.full(len(weights), total, dtype=np.int64) if caps is None else caps.astype(np.int64)
    shares = np.where(room > 0, weights, 0.0).astype(float)
    result = np.zeros(len(weights), dtype=np.int64)
    left = int(total)
    while left > 0:
        if shares.sum() <= 0:
            raise ValueError(f"no room for {left} of {total}")
        exact = left * shares / shares.sum()
        full = (exact >= room) & (shares > 0)
        if not full.any():
            return result + _largest_remainder(left, exact)
        result[full] += room[full]
        left -= int(room[full].sum())
        shares[full] = 0.0
    return result


def _largest_remainder(total: int, exact: Weights) -> Counts:
    whole = np.floor(exact).astype(np.int64)
    rest = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:rest]] += 1
    return whole
