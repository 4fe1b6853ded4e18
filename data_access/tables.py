"""The tables, as SQLAlchemy Core knows them. `migrations/` makes them; a test holds the two equal.

Ideas: areas are dated, because codes were reused in a merger; `observation` is append-only, on the area of its day;
`observation_current` is what `carry` makes of it for today's areas; pages read the view `published` only.
Instants are UTC. Lists (periods, class breaks) are JSON text: they are read whole and never searched.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key(name: str, target: str, *, primary: bool = False, nullable: bool = False) -> Column:
    return Column(name, Integer, ForeignKey(target), primary_key=primary, nullable=nullable, autoincrement=False)


# --- areas -----------------------------------------------------------------------------------------------------------

area = Table(
    "area",
    metadata,
    Column("area_id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),  # its last day; NULL: exists today
    Column("name", Text, nullable=False),
    Column("full_name", Text, nullable=False),
    Column("parent_id", Integer, ForeignKey("area.area_id")),
    Column("area_km2", Double),
    Column("source", Text, nullable=False),
    UniqueConstraint("kind", "code", "valid_from"),
    CheckConstraint("kind IN ('commune', 'province', 'country')", name="kind"),
    Index(None, "parent_id"),
)

area_successor = Table(
    "area_successor",
    metadata,
    _key("old_id", "area.area_id", primary=True),
    _key("new_id", "area.area_id", primary=True),
    Column("weight", Double, nullable=False),
    Column("source", Text, nullable=False),
    CheckConstraint("weight > 0 AND weight <= 1", name="weight"),
    Index(None, "new_id"),
)

# Derived by `links.derive`: target <- every unit that ever reported at that level.
area_link = Table(
    "area_link",
    metadata,
    _key("target_id", "area.area_id", primary=True),
    Column("level", Text, primary_key=True),
    _key("source_id", "area.area_id", primary=True),
    Column("weight", Double, nullable=False),
    Index(None, "source_id"),
    sqlite_with_rowid=False,
)

area_attribute = Table(
    "area_attribute",
    metadata,
    _key("area_id", "area.area_id", primary=True),
    Column("scheme", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("value", Text, nullable=False),
    Column("number", Double),
    Column("ordinal", Integer),
    Column("source", Text, nullable=False),
    Column("is_demo", Boolean, nullable=False),
)

facility = Table(
    "facility",
    metadata,
    Column("facility_id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    _key("area_id", "area.area_id"),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("source", Text, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    CheckConstraint("kind IN ('health_station', 'school', 'play_space')", name="kind"),
    Index(None, "area_id"),
)

event = Table(
    "event",
    metadata,
    Column("event_id", Integer, primary_key=True),
    Column("day", Date, nullable=False),
    Column("text_vi", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("indicator", Text, nullable=False),  # its code; '' of all
    Column("source", Text, nullable=False),
)

boundary_set = Table(
    "boundary_set",
    metadata,
    Column("boundary_set_id", Integer, primary_key=True),
    Column("sha256", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("schematic", Boolean, nullable=False),
    Column("units", Integer, nullable=False),
    Column("scope", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("source_note", Text, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("scope IN ('province', 'country')", name="scope"),
)

# Published geometry as it travels (gzip), by the name that its content gives it: what the files of `geometry/` are put back from.
boundary_file = Table(
    "boundary_file",
    metadata,
    Column("name", Text, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

# --- what is measured ------------------------------------------------------------------------------------------------

indicator = Table(
    "indicator",
    metadata,
    Column("indicator_id", Integer, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("position", Integer, nullable=False),
    Column("theme", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("multiplier", Integer, nullable=False),
    Column("decimals", Integer, nullable=False),
    Column("sensitivity", Integer, nullable=False),
    Column("headline", Boolean, nullable=False),
    Column("periods", Text, nullable=False),
    Column("gap_breaks", Text, nullable=False),
    Column("value_breaks", Text, nullable=False),
    Column("collection", Text, nullable=False),  # code of the one its reports come from; '' if not said
    Column("retired", Boolean, nullable=False),
    Column("accumulates", Boolean, nullable=False, server_default=false()),
    Column("may_exceed", Boolean, nullable=False, server_default=false()),
    Column("most", Double),  # above it a percentage that may exceed 100 is refused; NULL: the usual bound
    Column("value_only", Boolean, nullable=False, server_default=false()),
    Column("level", Text, nullable=False, server_default="prevention"),
    Column("aggregation", Text, nullable=False, server_default="sum"),
    Column("denominator_from", Text, nullable=False, server_default=""),  # code of the indicator whose numerator it is
    Column("interval_method", Text, nullable=False, server_default="none"),
    Column("counts", Text, nullable=False, server_default="people"),
    Column(
        "children_from", Text, nullable=False, server_default=""
    ),  # code of the indicator whose denominator they are
    Column("facility", Text, nullable=False, server_default=""),
    Column("formula", Text, nullable=False, server_default=""),  # '(A - B) / A' in codes; '' if it is reported itself
    CheckConstraint("sensitivity BETWEEN 0 AND 3", name="sensitivity"),
)

indicator_text = Table(
    "indicator_text",
    metadata,
    _key("indicator_id", "indicator.indicator_id", primary=True),
    Column("lang", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("short", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("numerator", Text, nullable=False),
    Column("denominator", Text, nullable=False),
    Column("unit_noun", Text, nullable=False),
    Column("unit_noun_many", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("law", Text, nullable=False),
    Column("check", Text, nullable=False),
    Column("yes", Text, nullable=False, server_default=""),
    Column("no", Text, nullable=False, server_default=""),
    Column("children", Text, nullable=False, server_default=""),
)

indicator_version = Table(
    "indicator_version",
    metadata,
    _key("indicator_id", "indicator.indicator_id", primary=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("valid_from", Date, nullable=False),
    Column("breaks_series", Boolean, nullable=False),
    Column("text_vi", Text, nullable=False),
    Column("text_en", Text, nullable=False),
)

target = Table(
    "target",
    metadata,
    _key("indicator_id", "indicator.indicator_id", primary=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("year", Integer, nullable=False),
    Column("comparator", Text, nullable=False),
    Column("value", Double, nullable=False),
    Column("source", Text, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("scope", Text, nullable=False, server_default="national"),
)

collection = Table(
    "collection",
    metadata,
    Column("collection_id", Integer, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("citation", Text, nullable=False),
    CheckConstraint(
        "kind IN ('register', 'survey', 'school_report', 'admin', 'published', 'reference')",
        name="kind",
    ),
)

stratum = Table(
    "stratum",
    metadata,
    Column("stratum_id", Integer, primary_key=True, autoincrement=False),  # 0: all
    Column("key", Text, nullable=False, unique=True),
)

stratum_part = Table(
    "stratum_part",
    metadata,
    _key("stratum_id", "stratum.stratum_id", primary=True),
    Column("dimension", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

period = Table(
    "period",
    metadata,
    Column("period_id", Integer, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Index(None, "kind", "ends_on"),
)

due = Table(
    "due",
    metadata,
    _key("indicator_id", "indicator.indicator_id", primary=True),
    Column("period_kind", Text, primary_key=True),
    Column("days_after", Integer, nullable=False),
)

# --- what was received -----------------------------------------------------------------------------------------------

stored_file = Table(
    "stored_file",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)

batch = Table(
    "batch",
    metadata,
    Column("batch_id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", Text, ForeignKey("stored_file.sha256"), nullable=False),
    Column("actor", Text, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("received_on", Date, nullable=False),  # the same day in the province's zone
    Column("is_demo", Boolean, nullable=False),
    Column("applied_version", Integer, nullable=False),
    Column("withdrawn_version", Integer),
    Column("mapping_hash", Text, nullable=False, server_default=""),  # of what the officer declared about the file
    Column("base_version", Integer),  # the data version that the reviewer saw
    *(Column(name, Integer, nullable=False, server_default="0") for name in ("added", "changed", "removed", "refused")),
    Index("uq_batch_in_force", "sha256", "mapping_hash", unique=True, sqlite_where=text("withdrawn_version IS NULL"),
          postgresql_where=text("withdrawn_version IS NULL")),
)  # fmt: skip

# What a check found in the file of a batch, and who let it pass for what reason.
finding = Table(
    "finding",
    metadata,
    _key("batch_id", "batch.batch_id", primary=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("level", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("sheet_row", Integer),
    Column("sheet_col", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON: what fills the rule's sentence
    Column("accepted_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    CheckConstraint("level IN ('error', 'warning', 'note')", name="level"),
)

# Other spellings of an area's name, as they stand in reports.
alias = Table(
    "alias",
    metadata,
    _key("area_id", "area.area_id", primary=True),
    Column("spelling", Text, primary_key=True),
    Column("source", Text, nullable=False),
)

# What another system (dhis2) calls our areas and the parts of our indicators.
external_code = Table(
    "external_code",
    metadata,
    Column("system", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("external", Text, primary_key=True),
    _key("area_id", "area.area_id", nullable=True),
    _key("indicator_id", "indicator.indicator_id", nullable=True),
    Column("part", Text, nullable=False),
    Column("stratum", Text, nullable=False),
    CheckConstraint("kind IN ('area', 'indicator')", name="kind"),
    CheckConstraint("part IN ('', 'numerator', 'denominator', 'value')", name="part"),
)

# Applying in a child process. `done` is written in the transaction that applies; its progress lies beside the draft,
# because on SQLite nothing else can be written meanwhile.
job = Table(
    "job",
    metadata,
    Column("job_id", Integer, primary_key=True),
    Column("token", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    Column("version", Integer),
    Column("error", Text, nullable=False),
    CheckConstraint("state IN ('running', 'done', 'failed')", name="state"),
    Index(None, "token"),
)

data_version = Table(
    "data_version",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("batch_id", Integer, ForeignKey("batch.batch_id")),
    Column("stamp", Text, nullable=False),  # random: tells it from another of its number, after a backup was put back
)

# What of assets/ is in the tables, so that a start reads nothing that has not changed.
seeded = Table(
    "seeded",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
)

observation = Table(
    "observation",
    metadata,
    _key("indicator_id", "indicator.indicator_id", primary=True),
    _key("period_id", "period.period_id", primary=True),
    _key("stratum_id", "stratum.stratum_id", primary=True),
    _key("area_id", "area.area_id", primary=True),
    _key("collection_id", "collection.collection_id", primary=True),
    _key("batch_id", "batch.batch_id", primary=True),
    Column("numerator", Double),
    Column("denominator", Double),
    Column("value", Double),  # only where no counts were given
    Column("provisional", Boolean, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("reported_on", Date, nullable=False),
    Column("blank", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("sheet_row", Integer),
    Column("sheet_col", Text, nullable=False),
    CheckConstraint("blank IN ('', 'not_applicable', 'removed')", name="blank"),
    Index(None, "batch_id"),
    sqlite_with_rowid=False,
)

# --- what is shown ---------------------------------------------------------------------------------------------------

observation_current = Table(
    "observation_current",
    metadata,
    _key("indicator_id", "indicator.indicator_id", primary=True),
    _key("period_id", "period.period_id", primary=True),
    _key("stratum_id", "stratum.stratum_id", primary=True),
    _key("area_id", "area.area_id", primary=True),
    _key("collection_id", "collection.collection_id", primary=True),
    Column("numerator", Double),
    Column("denominator", Double),
    Column("value", Double),
    Column("origin", Text, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("parts_expected", Integer, nullable=False),
    Column("estimated", Boolean, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("blank", Text, nullable=False),
    Column("preferred", Boolean, nullable=False),  # the one collection that is shown for this cell
    Column("hidden", Boolean, nullable=False),
    Column("at_least", Double),  # of a hidden cell that may be shown as a range: its lower end, in the indicator's unit
    Index("ix_observation_current_area", "area_id", "indicator_id", "stratum_id", "period_id"),
    sqlite_with_rowid=False,
)

# Changes only: a cell of `observation_current` as it stood until `to_version` replaced it. Whoever read it then still knows it.
published_cell = Table(
    "published_cell",
    metadata,
    _key("indicator_id", "indicator.indicator_id", primary=True),
    _key("period_id", "period.period_id", primary=True),
    _key("stratum_id", "stratum.stratum_id", primary=True),
    _key("area_id", "area.area_id", primary=True),
    Column("to_version", Integer, primary_key=True, autoincrement=False),
    Column("numerator", Double),
    Column("denominator", Double),
    Column("at_least", Double),
    Column("hidden", Boolean, nullable=False),
    sqlite_with_rowid=False,
)
