"""Which units' reports make up an area: `area_link`, derived from `area` and `area_successor`.

A chain of successions is followed to its end, weights multiplied along it: a unit of 2018 reaches today's commune
through the unit of 2020 that it became part of. Weights of a unit's ways add up.
"""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, delete, insert, select

from data_access.tables import area, area_link, area_successor

COMMUNE, FORMER = "commune", "former"


def derive(connection: Connection) -> None:
    """Rebuild `area_link`: after any change of areas or successions."""
    communes = connection.execute(
        select(area.c.area_id, area.c.valid_to, area.c.parent_id).where(area.c.kind == COMMUNE)
    ).all()
    above = {row.area_id: row.parent_id for row in connection.execute(select(area.c.area_id, area.c.parent_id))}
    kinds = {row.area_id: row.kind for row in connection.execute(select(area.c.area_id, area.c.kind))}
    into: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for old, new, weight in connection.execute(
        select(area_successor.c.old_id, area_successor.c.new_id, area_successor.c.weight)
    ):
        into[old].append((new, weight))

    links: dict[tuple[int, str, int], float] = defaultdict(float)
    for commune in communes:
        if commune.valid_to is not None:
            links[commune.area_id, FORMER, commune.area_id] = 1.0
        for today, weight in _ends(commune.area_id, into):
            links[today, COMMUNE, commune.area_id] += weight
            higher = above[today]
            while higher is not None:
                links[higher, kinds[higher], commune.area_id] += weight
                higher = above[higher]
    for unit, kind in kinds.items():
        if kind != COMMUNE:
            links[unit, kind, unit] = 1.0

    connection.execute(delete(area_link))
    connection.execute(
        insert(area_link),
        [
            {"target_id": target, "level": level, "source_id": source, "weight": weight}
            for (target, level, source), weight in links.items()
        ],
    )


def _ends(unit: int, into: dict[int, list[tuple[int, float]]], weight: float = 1.0) -> Iterator[tuple[int, float]]:
    """The units at the end of each chain that starts at `unit`, with the product of the weights on the way.

    Ends of chains exist today. A circle cannot arise: successors begin after their predecessors end (`seed` checks).
    """
    if unit not in into:
        yield unit, weight
        return
    for new, share in into[unit]:
        yield from _ends(new, into, weight * share)
