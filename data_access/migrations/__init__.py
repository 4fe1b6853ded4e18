"""Alembic migrations; run by `data_access.migrate.upgrade`."""
