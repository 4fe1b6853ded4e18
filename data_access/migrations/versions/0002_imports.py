"""What imports need: what was found in a file and accepted, jobs, spellings, codes of other systems, how figures behave."""

import sqlalchemy as sa
from alembic import op

from data_access.errors import MigrationsGoUpError

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("accumulates", "may_exceed", "value_only"):
        op.add_column("indicator", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("batch", sa.Column("mapping_hash", sa.Text(), nullable=False, server_default=""))
    op.add_column("batch", sa.Column("base_version", sa.Integer(), nullable=True))
    for name in ("added", "changed", "removed", "refused"):
        op.add_column("batch", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("uq_batch_in_force", table_name="batch")
    op.create_index(
        "uq_batch_in_force",
        "batch",
        ["sha256", "mapping_hash"],
        unique=True,
        sqlite_where=sa.text("withdrawn_version IS NULL"),
        postgresql_where=sa.text("withdrawn_version IS NULL"),
    )
    op.create_table(
        "finding",
        sa.Column("batch_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("sheet_row", sa.Integer(), nullable=True),
        sa.Column("sheet_col", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("accepted_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_finding_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "n", name=op.f("pk_finding")),
        sa.CheckConstraint("level IN ('error', 'warning', 'note')", name=op.f("ck_finding_level")),
    )
    op.create_table(
        "alias",
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("spelling", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.area_id"], name=op.f("fk_alias_area_id")),
        sa.PrimaryKeyConstraint("area_id", "spelling", name=op.f("pk_alias")),
    )
    op.create_table(
        "external_code",
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("external", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("indicator_id", sa.Integer(), autoincrement=False, nullable=True),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('area', 'indicator')", name=op.f("ck_external_code_kind")),
        sa.CheckConstraint("part IN ('', 'numerator', 'denominator', 'value')", name=op.f("ck_external_code_part")),
        sa.ForeignKeyConstraint(["area_id"], ["area.area_id"], name=op.f("fk_external_code_area_id")),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.indicator_id"], name=op.f("fk_external_code_indicator_id")
        ),
        sa.PrimaryKeyConstraint("system", "kind", "external", name=op.f("pk_external_code")),
    )
    op.create_table(
        "job",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name=op.f("ck_job_state")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_token"), "job", ["token"], unique=False)


def downgrade() -> None:
    raise MigrationsGoUpError
