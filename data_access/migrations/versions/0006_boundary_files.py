"""Published geometry in the database too, so that it can be put back where its files are gone."""

import sqlalchemy as sa
from alembic import op

from data_access.errors import MigrationsGoUpError

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boundary_file",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_boundary_file")),
    )


def downgrade() -> None:
    raise MigrationsGoUpError
