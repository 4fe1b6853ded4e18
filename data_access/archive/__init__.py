"""The whole database in one file, and back: raw, so for the command line only and never for a page.

A zip with `manifest.json` and one Parquet file per table, published geometry among them. What is derived (`area_link`,
`observation_current`) is left out and derived again. Nothing in it depends on the database server that it came from.
"""

from data_access.archive.contents import Progress
from data_access.archive.restoring import restore
from data_access.archive.saving import save

__all__ = ["Progress", "restore", "save"]
