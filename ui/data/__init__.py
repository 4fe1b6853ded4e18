"""What the Data page does: the steps of an import, its details, the history, and the export of what may be published."""
