"""Reports in the database: batches applied and withdrawn, carried onto today's areas, compared."""
