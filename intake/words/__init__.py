"""How offices write: numbers, periods, days, places and names of indicators."""
