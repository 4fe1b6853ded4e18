"""The whole catalogue: levels of protection, how figures add up, formulas, versions of definitions, who sets a target."""

import sqlalchemy as sa
from alembic import op

from data_access.errors import MigrationsGoUpError

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, default in (("level", "prevention"), ("aggregation", "sum"), ("formula", ""), ("denominator_from", "")):
        op.add_column("indicator", sa.Column(name, sa.Text(), server_default=default, nullable=False))
    op.add_column("target", sa.Column("scope", sa.Text(), server_default="national", nullable=False))
    # Targets of the province stand at places below 0.
    op.execute("UPDATE target SET scope = 'province' WHERE position < 0")
    op.create_table(
        "indicator_version",
        sa.Column("indicator_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("breaks_series", sa.Boolean(), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.indicator_id"], name=op.f("fk_indicator_version_indicator_id")
        ),
        sa.PrimaryKeyConstraint("indicator_id", "version", name=op.f("pk_indicator_version")),
    )


def downgrade() -> None:
    raise MigrationsGoUpError
