"""The commune map: component, payload, drawing, 3-D."""
