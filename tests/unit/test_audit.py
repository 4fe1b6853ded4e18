"""The audit must not take silence for a clean bill of health."""

import json

from tests.setup.audit import read

PINS = ["flask==0.5", "jinja2==3.1.6", "numpy==2.4.6"]
PRINTED = json.dumps(
    {
        "dependencies": [
            {"name": "flask", "version": "0.5", "vulns": [{"id": "PYSEC-2019-179", "fix_versions": ["1.0"]}]},
            {"name": "jinja2", "version": "3.1.6", "vulns": []},
            {"name": "numpy", "skip_reason": "Dependency not found on PyPI and could not be audited: numpy (2.4.6)"},
        ]
    }
)


def test_a_skipped_package_is_not_clean() -> None:
    audit = read(PRINTED, pins=PINS)
    assert audit.unknown == ("numpy==2.4.6",)
    assert audit.clean == ("jinja2==3.1.6",)
    assert "NOT AUDITED: 1 of 3 packages" in audit.report()


def test_a_vulnerability_is_named_with_its_fix() -> None:
    assert "VULNERABLE: flask==0.5: PYSEC-2019-179 (fixed in 1.0)" in read(PRINTED, pins=PINS).report()


def test_no_answer_at_all_leaves_everything_unaudited() -> None:
    assert read("Traceback (most recent call last): …", pins=PINS).unknown == tuple(PINS)
