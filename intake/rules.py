"""All rules that a file is held to, by code: what a stored finding is read back with."""

from indicators.findings import Rule
from intake.checks.rules import CHECKS
from intake.claims.rules import MAPPING
from intake.documents.rules import DOCUMENTS
from intake.reading.rules import READING

RULES: dict[str, Rule] = {rule.code: rule for rule in (*READING, *MAPPING, *CHECKS, *DOCUMENTS)}
