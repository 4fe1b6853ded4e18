"""The embedded demo: invented reports of communes whose province totals are the published ones. Pure, no SQL.

Which figures are real and how the others are made stands in docs/demo-data.md.
"""

from installation.demo.quirks import DEMO_AS_OF
from installation.demo.reports import demo_collections, demo_reports, true_counts

__all__ = ["DEMO_AS_OF", "demo_collections", "demo_reports", "true_counts"]
