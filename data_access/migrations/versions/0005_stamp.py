"""A random stamp with each data version: after a backup was put back, the same number can stand for other data."""

import secrets

import sqlalchemy as sa
from alembic import op

from data_access.errors import MigrationsGoUpError

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("data_version", sa.Column("stamp", sa.Text(), nullable=True))
    versions = sa.table("data_version", sa.column("version", sa.Integer), sa.column("stamp", sa.Text))
    connection = op.get_bind()
    for version in connection.scalars(sa.select(versions.c.version)).all():
        # Drawn here, not by the server: SQLite and PostgreSQL have no random text in common.
        stamped = sa.update(versions).where(versions.c.version == version).values(stamp=secrets.token_hex(8))
        connection.execute(stamped)
    with op.batch_alter_table("data_version") as table:
        table.alter_column("stamp", existing_type=sa.Text(), nullable=False)


def downgrade() -> None:
    raise MigrationsGoUpError
