"""What disclosure control needs: ranges beside hidden cells, what was shown before, and where a figure comes from."""

import sqlalchemy as sa
from alembic import op

from data_access.errors import MigrationsGoUpError

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PUBLISHED = """
SELECT i.code AS indicator, p.code AS period, p.kind AS period_kind, p.ends_on AS ends_on, s.key AS stratum,
       o.stratum_id AS stratum_id, o.area_id AS area_id, o.collection_id AS collection_id,
       CASE WHEN a.kind = 'commune' AND a.valid_to IS NOT NULL THEN 'former' ELSE a.kind END AS kind,
       a.code AS code, a.name AS name, a.parent_id AS parent_id,
       CASE WHEN o.hidden THEN NULL ELSE o.numerator END AS numerator,
       CASE WHEN o.hidden THEN NULL ELSE o.denominator END AS denominator,
       CASE WHEN o.hidden THEN NULL ELSE o.value END AS value,
       CASE WHEN o.hidden THEN o.at_least END AS at_least,
       o.origin AS origin, c.kind AS source_kind, o.parts AS parts, o.parts_expected AS parts_expected,
       o.estimated AS estimated, o.provisional AS provisional, o.late AS late,
       CASE WHEN o.hidden THEN 'hidden' ELSE o.blank END AS blank
  FROM observation_current o
  JOIN indicator i ON i.indicator_id = o.indicator_id
  JOIN period p ON p.period_id = o.period_id
  JOIN stratum s ON s.stratum_id = o.stratum_id
  JOIN area a ON a.area_id = o.area_id
  JOIN collection c ON c.collection_id = o.collection_id
 WHERE o.preferred
"""


def upgrade() -> None:
    op.add_column("observation_current", sa.Column("at_least", sa.Double(), nullable=True))
    op.create_table(
        "published_cell",
        sa.Column("indicator_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stratum_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("to_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("at_least", sa.Double(), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"], [f"{name}.{name}_id"], name=op.f(f"fk_published_cell_{name}_id")
            )
            for name in ("area", "indicator", "period", "stratum")
        ),
        sa.PrimaryKeyConstraint(
            "indicator_id", "period_id", "stratum_id", "area_id", "to_version", name=op.f("pk_published_cell")
        ),
        sqlite_with_rowid=False,
    )
    op.execute("DROP VIEW published")
    op.execute("CREATE VIEW published AS " + PUBLISHED)


def downgrade() -> None:
    raise MigrationsGoUpError
