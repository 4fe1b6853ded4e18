"""What an indicator counts and how its interval is made, stated instead of guessed; whose children, which places, how much over 100 %; events."""

import sqlalchemy as sa
from alembic import op

from data_access.errors import MigrationsGoUpError

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text_vi", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event")),
    )
    for name, default in (("interval_method", "none"), ("counts", "people"), ("children_from", ""), ("facility", "")):
        op.add_column("indicator", sa.Column(name, sa.Text(), server_default=default, nullable=False))
    op.add_column("indicator", sa.Column("most", sa.Double(), nullable=True))
    for name in ("yes", "no", "children"):
        op.add_column("indicator_text", sa.Column(name, sa.Text(), server_default="", nullable=False))
    # What was assumed until now. The next start stores what the catalogue states; of what a province has imported this stays.
    op.execute("UPDATE indicator SET counts = 'communes' WHERE counts_communes")
    op.execute("UPDATE indicator SET interval_method = 'wilson' WHERE unit = 'percent' AND NOT counts_communes")
    op.execute("UPDATE indicator SET interval_method = 'exact_poisson' WHERE unit IN ('per_1000', 'per_100000')")
    for name, vi, en in (("yes", "có ", "have "), ("no", "chưa có ", "have no ")):
        op.execute(
            f"UPDATE indicator_text SET {name} = CASE lang WHEN 'vi' THEN '{vi}' ELSE '{en}' END || about"
            " WHERE indicator_id IN (SELECT indicator_id FROM indicator WHERE counts = 'communes')"
        )
    op.drop_column("indicator", "counts_communes")


def downgrade() -> None:
    raise MigrationsGoUpError
