"""From tables to CLAIMS: which area, period, indicator and figure each cell is about."""
