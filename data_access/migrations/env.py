"""Alembic's entry: runs inside the transaction that `data_access.migrate.upgrade` has begun, nowhere else."""

from alembic import context

from data_access.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
