"""What reading a file may find that does not stop it."""

from indicators.findings import Rule

READING: tuple[Rule, ...] = ()
