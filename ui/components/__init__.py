"""Our own browser parts, each a thin Python wrapper around an ES module in static/."""
