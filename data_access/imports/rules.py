"""All rules that a file is held to, by code: what a stored finding is read back with."""

from data_access.documents.rules import DOCUMENTS
from data_access.imports.mapping_rules import MAPPING
from data_access.imports.reading_rules import READING
from indicators.checks.rules import CHECKS
from indicators.findings import Rule

RULES: dict[str, Rule] = {rule.code: rule for rule in (*READING, *MAPPING, *CHECKS, *DOCUMENTS)}
