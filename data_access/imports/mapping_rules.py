"""What recognising and mapping may find."""

from indicators.findings import Rule

MAPPING: tuple[Rule, ...] = ()
