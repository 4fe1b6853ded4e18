"""Of which files the tables were filled: a fingerprint for each part."""

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update

from data_access.tables import seeded


def fingerprints(connection: Connection) -> dict[str, str]:
    """The fingerprint of each part that was stored."""
    return {row.name: row.sha256 for row in connection.execute(select(seeded))}


def keep_fingerprints(connection: Connection, prints: Mapping[str, str]) -> None:
    """Enter the fingerprints of parts that were just stored; those of others stay."""
    known = fingerprints(connection)
    for part, digest in prints.items():
        if part in known:
            connection.execute(update(seeded).where(seeded.c.name == part).values(sha256=digest))
        else:
            connection.execute(insert(seeded).values(name=part, sha256=digest))
