"""The view `published`: figures NULL where hidden; the only source of pages (and of the app's role on PostgreSQL).

Its SQL stands in the migrations; here is what a query needs to know of it.
"""

from sqlalchemy import Boolean, Column, Date, Double, Integer, MetaData, Table, Text

published = Table(
    "published",
    MetaData(),  # apart, so that nothing takes the view for a table to make
    Column("indicator", Text),
    Column("period", Text),
    Column("period_kind", Text),
    Column("ends_on", Date),
    Column("stratum", Text),
    Column("stratum_id", Integer),
    Column("area_id", Integer),
    Column("collection_id", Integer),
    Column("kind", Text),
    Column("code", Text),
    Column("name", Text),
    Column("parent_id", Integer),
    Column("numerator", Double),
    Column("denominator", Double),
    Column("value", Double),
    Column("at_least", Double),
    Column("origin", Text),
    Column("source_kind", Text),
    Column("parts", Integer),
    Column("parts_expected", Integer),
    Column("estimated", Boolean),
    Column("provisional", Boolean),
    Column("late", Boolean),
    Column("blank", Text),
)
