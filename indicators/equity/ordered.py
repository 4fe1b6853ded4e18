"""Measures along the order of the groups: slope and concentration indices (healthequal R/sii.R, rii.R, aci.R, rci.R)."""

import numpy as np
from scipy.special import expit

from indicators.equity.cells import Cells
from indicators.equity.unordered import mean
from indicators.intervals import Floats

_STEPS = 60
_CLOSE = 1e-11


def ranks(cells: Cells) -> Floats:
    """The relative rank of the middle of each group, 0 at the worst placed child and 1 at the best placed; NaN without order."""
    place = np.argsort(np.argsort(np.where(np.isnan(cells.order), np.inf, cells.order), axis=1), axis=1)
    share = cells.share
    in_order = np.zeros_like(share)
    np.put_along_axis(in_order, place, share, axis=1)
    middle = np.cumsum(in_order, axis=1) - in_order / 2
    return np.where(np.isnan(cells.order) | ~cells.known, np.nan, np.take_along_axis(middle, place, axis=1))


def concentration(cells: Cells) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """ACI and RCI, each with its standard error.

    ACI is twice the covariance of value and rank, and so a sum of the values, each times its own weight; the errors follow from
    those of the values. healthequal takes the error of a regression of so few groups, from how far they lie off its line, which
    may be next to nothing by luck.
    """
    share, rank = cells.share, ranks(cells)
    weight = np.nan_to_num(2 * share * (rank - 0.5))
    average = mean(cells.value, share)
    aci = np.nansum(weight * (cells.value - average), axis=1)
    error = np.sqrt(np.nansum((weight * cells.se) ** 2, axis=1))
    over = np.where(average > 0, average, np.nan)
    rci = aci / over[:, 0]
    relative = (weight - rci[:, None] * share) / over
    return (aci, error), (rci, np.sqrt(np.sum((relative * np.nan_to_num(cells.se)) ** 2, axis=1)))


def slope(cells: Cells) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """SII with its standard error, and RII with the error of its logarithm; NaN where no slope can be fitted.

    The share counted is regressed on the rank by a logistic curve; SII is its value at rank 1 less that at rank 0, RII their
    ratio. As in healthequal (cbind(y, n − y) with weights = n) a group weighs by the square of its people. Errors follow from
    those of the values, by the delta method; the robust ones (HC1) of healthequal hold for many groups, of which there are few.
    """
    rank = np.nan_to_num(ranks(cells))
    part = np.where(cells.known, cells.value, 0.0) / cells.scale[:, None]
    people = np.where(cells.known, cells.people, 0.0)
    weight = (people / np.maximum(people.max(axis=1, keepdims=True), 1.0)) ** 2
    b0, b1, fitted = _logistic(part, rank, weight)

    at0, at1 = expit(b0), expit(b0 + b1)
    middle = expit(b0[:, None] + b1[:, None] * rank)
    inverse = _inverse(weight * middle * (1 - middle), rank)
    chance = _moments((weight * np.nan_to_num(cells.se) / cells.scale[:, None]) ** 2, rank)
    spread0, spread1 = at0 * (1 - at0), at1 * (1 - at1)
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance = inverse @ chance @ inverse
        sii_error = _delta(spread1 - spread0, spread1, covariance)
        rii_error = _delta(at0 - at1, 1 - at1, covariance)
        sii, rii = at1 - at0, at1 / at0
    fail = ~fitted
    for result in (sii, sii_error, rii, rii_error):
        result[fail] = np.nan
    return (sii * cells.scale, sii_error * cells.scale), (rii, rii_error)


def _logistic(part: Floats, rank: Floats, weight: Floats) -> tuple[Floats, Floats, np.ndarray]:
    """Intercept and slope of logit(part) on rank by Newton's method, and whether it came to rest at a finite place."""
    start = np.clip((weight * part).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-300), 1e-6, 1 - 1e-6)
    beta = np.column_stack([np.log(start / (1 - start)), np.zeros(len(part))])
    step = np.full_like(beta, np.inf)
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            fit = expit(beta[:, :1] + beta[:, 1:] * rank)
            residual = weight * (part - fit)
            score = np.column_stack([residual.sum(axis=1), (residual * rank).sum(axis=1)])
            inverse = _inverse(weight * fit * (1 - fit), rank)
            step = (inverse @ score[:, :, None])[:, :, 0]
            beta = beta + np.clip(np.nan_to_num(step), -4.0, 4.0)
            if np.nanmax(np.abs(step), initial=0.0) < _CLOSE:
                break
    rested = np.isfinite(step).all(axis=1) & (np.abs(step) < _CLOSE**0.5).all(axis=1) & (np.abs(beta) < 30).all(axis=1)
    return beta[:, 0], beta[:, 1], rested


def _moments(weight: Floats, rank: Floats) -> Floats:
    """Σ w x xᵀ with x = (1, rank): units × 2 × 2."""
    zero, one, two = (np.sum(weight * rank**n, axis=1) for n in range(3))
    return np.stack([np.stack([zero, one], axis=1), np.stack([one, two], axis=1)], axis=1)


def _inverse(weight: Floats, rank: Floats) -> Floats:
    """The inverse of `_moments`; NaN where there is none."""
    m = _moments(weight, rank)
    determinant = m[:, 0, 0] * m[:, 1, 1] - m[:, 0, 1] ** 2
    safe = np.where(determinant > 0, determinant, np.nan)
    turned = np.stack([np.stack([m[:, 1, 1], -m[:, 0, 1]], 1), np.stack([-m[:, 0, 1], m[:, 0, 0]], 1)], 1)
    return np.asarray(turned / safe[:, None, None], float)


def _delta(by_intercept: Floats, by_slope: Floats, covariance: Floats) -> Floats:
    """The standard error of a function of intercept and slope with these derivatives."""
    square = (
        by_intercept**2 * covariance[:, 0, 0]
        + 2 * by_intercept * by_slope * covariance[:, 0, 1]
        + by_slope**2 * covariance[:, 1, 1]
    )
    return np.asarray(np.sqrt(np.maximum(square, 0.0)), float)
