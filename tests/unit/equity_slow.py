"""The summary measures once more, one unit at a time and word by word after WHO, for comparison with the vectorised ones.

Written from the text and formulas of Schlotheuber & Hosseinpoor (2022), Int J Environ Res Public Health 19(6):3697, tables 1
and 2, and of chapter 21 of WHO's "Health inequality monitoring" (2024); slopes by statsmodels.
"""

import math
import statistics

import statsmodels.api as sm


def measures(value, people, *, sign, order=None):
    """Point estimates by HEAT's codes, for at least three groups with positive values that are not all the same."""
    groups = range(len(value))
    total = sum(people)
    part = [n / total for n in people]
    mu = sum(part[j] * value[j] for j in groups)
    if order is None:
        return _without_order(value, people, part, mu, sign)
    best = max(groups, key=lambda j: order[j])
    worst = min(groups, key=lambda j: order[j])
    y1, y2 = (value[best], value[worst]) if sign >= 0 else (value[worst], value[best])
    gain = value[best] - mu
    gain = gain if gain * sign > 0 else 0.0
    rank = {}
    below = 0.0
    for j in sorted(groups, key=lambda j: order[j]):
        rank[j] = below + part[j] / 2
        below += part[j]
    aci = 2 * sum(part[j] * (value[j] - mu) * (rank[j] - 0.5) for j in groups)
    # healthequal counts each group's people twice: as the trials of the binomial and as its weight.
    fit = sm.GLM(
        [v / 100 for v in value],
        sm.add_constant([rank[j] for j in groups]),
        family=sm.families.Binomial(),
        var_weights=[n * n for n in people],
    ).fit(tol=1e-14)
    at0, at1 = (1 / (1 + math.exp(-(fit.params[0] + fit.params[1] * x))) for x in (0, 1))
    return {
        "D": y1 - y2, "R": y1 / y2, "PAR": gain, "PAF": 100 * gain / mu, "ACI": aci, "RCI": aci / mu,
        "SII": 100 * (at1 - at0), "RII": at1 / at0,
    }  # fmt: skip


def _without_order(value, people, part, mu, sign):
    groups = range(len(value))
    best = max(value) if sign > 0 else min(value)
    largest = value[max(groups, key=lambda j: people[j])]
    bgv = sum(part[j] * (value[j] - mu) ** 2 for j in groups)
    ratio = [v / mu for v in value]
    found = {
        "D": max(value) - min(value),
        "R": max(value) / min(value),
        "BGV": bgv,
        "BGSD": math.sqrt(bgv),
        "COV": 100 * math.sqrt(bgv) / mu,
        "MDMU": statistics.fmean(abs(v - mu) for v in value),
        "MDMW": sum(part[j] * abs(value[j] - mu) for j in groups),
        "MDRU": statistics.fmean(abs(v - largest) for v in value),
        "MDRW": sum(part[j] * abs(value[j] - largest) for j in groups),
        "IDISU": 100 * statistics.fmean(abs(v - mu) for v in value) / mu,
        "IDISW": 100 * sum(part[j] * abs(value[j] - mu) for j in groups) / mu,
        "TI": 1000 * sum(part[j] * ratio[j] * math.log(ratio[j]) for j in groups),
        "MLD": 1000 * sum(-part[j] * math.log(ratio[j]) for j in groups),
    }
    if sign:
        found |= {
            "PAR": best - mu,
            "PAF": 100 * (best - mu) / mu,
            "MDBU": statistics.fmean(abs(v - best) for v in value),
            "MDBW": sum(part[j] * abs(value[j] - best) for j in groups),
        }
    if len(value) > 30:
        del found["D"], found["R"]
        found |= _many(sorted(value))
    return found


def _many(ascending):
    """Percentiles by statistics.quantiles ('inclusive' is type 7), fifths by counting off."""
    cuts = statistics.quantiles(ascending, n=5, method="inclusive")
    n = len(ascending)
    fifths = {k: [v for i, v in enumerate(ascending) if 5 * i // n == k] for k in (0, 4)}
    q1, q5 = statistics.fmean(fifths[0]), statistics.fmean(fifths[4])
    return {"P80−P20": cuts[3] - cuts[0], "P80/P20": cuts[3] / cuts[0], "Q5−Q1": q5 - q1, "Q5/Q1": q5 / q1}
