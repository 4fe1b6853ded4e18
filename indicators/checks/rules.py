"""The rules over figures, with the words for what they find."""

from indicators.findings import Rule

CHECKS: tuple[Rule, ...] = ()
