"""The only room that knows SQL: engine, tables, migrations, queries, batches, crosswalk, demo."""
