"""The first schema: areas, indicators, reports, what is shown of them, and the view `published`.

Written out, not taken from `tables`: a migration stays as it is when the tables go on.
"""

import sqlalchemy as sa
from alembic import op

from data_access.errors import MigrationsGoUpError

revision = "0001"
down_revision = None
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
       o.origin AS origin, o.parts AS parts, o.parts_expected AS parts_expected,
       o.estimated AS estimated, o.provisional AS provisional, o.late AS late,
       CASE WHEN o.hidden THEN 'hidden' ELSE o.blank END AS blank
  FROM observation_current o
  JOIN indicator i ON i.indicator_id = o.indicator_id
  JOIN period p ON p.period_id = o.period_id
  JOIN stratum s ON s.stratum_id = o.stratum_id
  JOIN area a ON a.area_id = o.area_id
 WHERE o.preferred
"""


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("area_km2", sa.Double(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('commune', 'province', 'country')", name=op.f("ck_area_kind")),
        sa.ForeignKeyConstraint(["parent_id"], ["area.area_id"], name=op.f("fk_area_parent_id")),
        sa.PrimaryKeyConstraint("area_id", name=op.f("pk_area")),
        sa.UniqueConstraint("kind", "code", "valid_from", name=op.f("uq_area_kind_code_valid_from")),
    )
    op.create_index(op.f("ix_area_parent_id"), "area", ["parent_id"], unique=False)
    op.create_table(
        "boundary_set",
        sa.Column("boundary_set_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("schematic", sa.Boolean(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("scope IN ('province', 'country')", name=op.f("ck_boundary_set_scope")),
        sa.PrimaryKeyConstraint("boundary_set_id", name=op.f("pk_boundary_set")),
    )
    op.create_table(
        "collection",
        sa.Column("collection_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('register', 'survey', 'school_report', 'admin', 'published', 'reference')",
            name=op.f("ck_collection_kind"),
        ),
        sa.PrimaryKeyConstraint("collection_id", name=op.f("pk_collection")),
        sa.UniqueConstraint("code", name=op.f("uq_collection_code")),
    )
    op.create_table(
        "indicator",
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("multiplier", sa.Integer(), nullable=False),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("sensitivity", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Boolean(), nullable=False),
        sa.Column("periods", sa.Text(), nullable=False),
        sa.Column("gap_breaks", sa.Text(), nullable=False),
        sa.Column("value_breaks", sa.Text(), nullable=False),
        sa.Column("collection", sa.Text(), nullable=False),
        sa.Column("counts_communes", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("sensitivity BETWEEN 0 AND 3", name=op.f("ck_indicator_sensitivity")),
        sa.PrimaryKeyConstraint("indicator_id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("code", name=op.f("uq_indicator_code")),
    )
    op.create_table(
        "period",
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("period_id", name=op.f("pk_period")),
        sa.UniqueConstraint("code", name=op.f("uq_period_code")),
    )
    op.create_index(op.f("ix_period_kind_ends_on"), "period", ["kind", "ends_on"], unique=False)
    op.create_table(
        "seeded",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_seeded")),
    )
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "stratum",
        sa.Column("stratum_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stratum_id", name=op.f("pk_stratum")),
        sa.UniqueConstraint("key", name=op.f("uq_stratum_key")),
    )
    op.create_table(
        "area_attribute",
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("number", sa.Double(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.area_id"], name=op.f("fk_area_attribute_area_id")),
        sa.PrimaryKeyConstraint("area_id", "scheme", "valid_from", name=op.f("pk_area_attribute")),
    )
    op.create_table(
        "area_link",
        sa.Column("target_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["area.area_id"], name=op.f("fk_area_link_source_id")),
        sa.ForeignKeyConstraint(["target_id"], ["area.area_id"], name=op.f("fk_area_link_target_id")),
        sa.PrimaryKeyConstraint("target_id", "level", "source_id", name=op.f("pk_area_link")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_area_link_source_id"), "area_link", ["source_id"], unique=False)
    op.create_table(
        "area_successor",
        sa.Column("old_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("new_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("weight > 0 AND weight <= 1", name=op.f("ck_area_successor_weight")),
        sa.ForeignKeyConstraint(["new_id"], ["area.area_id"], name=op.f("fk_area_successor_new_id")),
        sa.ForeignKeyConstraint(["old_id"], ["area.area_id"], name=op.f("fk_area_successor_old_id")),
        sa.PrimaryKeyConstraint("old_id", "new_id", name=op.f("pk_area_successor")),
    )
    op.create_index(op.f("ix_area_successor_new_id"), "area_successor", ["new_id"], unique=False)
    op.create_table(
        "batch",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("applied_version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["sha256"], ["stored_file.sha256"], name=op.f("fk_batch_sha256")),
        sa.PrimaryKeyConstraint("batch_id", name=op.f("pk_batch")),
    )
    op.create_index(
        "uq_batch_in_force",
        "batch",
        ["sha256"],
        unique=True,
        sqlite_where=sa.text("withdrawn_version IS NULL"),
        postgresql_where=sa.text("withdrawn_version IS NULL"),
    )
    op.create_table(
        "due",
        sa.Column("indicator_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period_kind", sa.Text(), nullable=False),
        sa.Column("days_after", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.indicator_id"], name=op.f("fk_due_indicator_id")),
        sa.PrimaryKeyConstraint("indicator_id", "period_kind", name=op.f("pk_due")),
    )
    op.create_table(
        "facility",
        sa.Column("facility_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('health_station', 'school', 'play_space')", name=op.f("ck_facility_kind")),
        sa.ForeignKeyConstraint(["area_id"], ["area.area_id"], name=op.f("fk_facility_area_id")),
        sa.PrimaryKeyConstraint("facility_id", name=op.f("pk_facility")),
    )
    op.create_index(op.f("ix_facility_area_id"), "facility", ["area_id"], unique=False)
    op.create_table(
        "indicator_text",
        sa.Column("indicator_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lang", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("numerator", sa.Text(), nullable=False),
        sa.Column("denominator", sa.Text(), nullable=False),
        sa.Column("unit_noun", sa.Text(), nullable=False),
        sa.Column("unit_noun_many", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("check", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.indicator_id"], name=op.f("fk_indicator_text_indicator_id")
        ),
        sa.PrimaryKeyConstraint("indicator_id", "lang", name=op.f("pk_indicator_text")),
    )
    op.create_table(
        "observation_current",
        sa.Column("indicator_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stratum_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("collection_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("parts_expected", sa.Integer(), nullable=False),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("blank", sa.Text(), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.area_id"], name=op.f("fk_observation_current_area_id")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.collection_id"], name=op.f("fk_observation_current_collection_id")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.indicator_id"], name=op.f("fk_observation_current_indicator_id")
        ),
        sa.ForeignKeyConstraint(["period_id"], ["period.period_id"], name=op.f("fk_observation_current_period_id")),
        sa.ForeignKeyConstraint(["stratum_id"], ["stratum.stratum_id"], name=op.f("fk_observation_current_stratum_id")),
        sa.PrimaryKeyConstraint(
            "indicator_id", "period_id", "stratum_id", "area_id", "collection_id", name=op.f("pk_observation_current")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_observation_current_area",
        "observation_current",
        ["area_id", "indicator_id", "stratum_id", "period_id"],
        unique=False,
    )
    op.create_table(
        "stratum_part",
        sa.Column("stratum_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["stratum_id"], ["stratum.stratum_id"], name=op.f("fk_stratum_part_stratum_id")),
        sa.PrimaryKeyConstraint("stratum_id", "dimension", name=op.f("pk_stratum_part")),
    )
    op.create_table(
        "target",
        sa.Column("indicator_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("comparator", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.indicator_id"], name=op.f("fk_target_indicator_id")),
        sa.PrimaryKeyConstraint("indicator_id", "position", name=op.f("pk_target")),
    )
    op.create_table(
        "data_version",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_data_version_batch_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_data_version")),
    )
    op.create_table(
        "observation",
        sa.Column("indicator_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stratum_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("area_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("collection_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("batch_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("blank", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("sheet_row", sa.Integer(), nullable=True),
        sa.Column("sheet_col", sa.Text(), nullable=False),
        sa.CheckConstraint("blank IN ('', 'not_applicable', 'removed')", name=op.f("ck_observation_blank")),
        sa.ForeignKeyConstraint(["area_id"], ["area.area_id"], name=op.f("fk_observation_area_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.batch_id"], name=op.f("fk_observation_batch_id")),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.collection_id"], name=op.f("fk_observation_collection_id")
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.indicator_id"], name=op.f("fk_observation_indicator_id")),
        sa.ForeignKeyConstraint(["period_id"], ["period.period_id"], name=op.f("fk_observation_period_id")),
        sa.ForeignKeyConstraint(["stratum_id"], ["stratum.stratum_id"], name=op.f("fk_observation_stratum_id")),
        sa.PrimaryKeyConstraint(
            "indicator_id",
            "period_id",
            "stratum_id",
            "area_id",
            "collection_id",
            "batch_id",
            name=op.f("pk_observation"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_observation_batch_id"), "observation", ["batch_id"], unique=False)
    op.execute("INSERT INTO stratum (stratum_id, key) VALUES (0, '')")
    op.execute("CREATE VIEW published AS " + PUBLISHED)


def downgrade() -> None:
    raise MigrationsGoUpError
