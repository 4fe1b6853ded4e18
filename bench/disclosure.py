"""Disclosure control: how much more is hidden than must be, and whether any hidden cell of the demo can be narrowed down."""

import time
from pathlib import Path

import numpy as np


def report(data: Path, tables: int) -> list[str]:
    """The loss on so many random tables, and the attack on the demo in the folder `data`."""
    return [_loss(tables), _attack(data)]


def _loss(tables: int) -> str:
    from harness.reference_disclosure import least_loss, random_table
    from indicators.disclosure.protect import demands, protect

    shapes = ((3, 3), (4, 3), (5, 3), (4, 4), (6, 4), (5, 2))
    lost, least = [], []
    for seed in range(tables):
        rows, columns = shapes[seed % len(shapes)]
        made = random_table(
            seed, rows, columns, people=(15, 40, 120, 300)[seed % 4], coverage=(0.9, 0.97)[seed // 2 % 2]
        )
        if made.must.any():
            lost.append(made.weight[protect(made)[0]].sum())
            least.append(least_loss(made, demands(made, np.ones(len(made), dtype=bool))))
    ratio = np.array(lost) / np.array(least)
    return (
        f"information lost against the optimum, {len(lost)} tables of 9 to 24 cells: {sum(lost) / sum(least):.4f} together, "
        f"{ratio.max():.3f} at worst (at most 1.1)"
    )


def _attack(data: Path) -> str:
    from data_access.engine import open_engine
    from data_access.protection.attack import attack
    from data_access.rights import RawFigures

    engine = open_engine(f"sqlite:///{data / 'atlas.sqlite'}")
    started = time.process_time()
    found = attack(engine, RawFigures())
    engine.dispose()
    return (
        f"attack on the demo: {len(found):,} hidden cells, {int(found['broken'].sum())} broken (0), "
        f"{int(found['range'].sum())} shown as a range, {int((found['needed'] == 0).sum())} told anyway by shown totals; "
        f"{time.process_time() - started:.1f} s of one core"
    )
