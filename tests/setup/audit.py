"""Audit the pinned packages for known vulnerabilities, and say aloud which could not be audited.

pip-audit ends with 0 where it could not ask: a package 'not found' on a mirror without the advisory service counts as
clean there. Here it counts as not audited. Exit code 1 only for vulnerabilities that were found.

Usage: python tests/setup/audit.py requirements.txt [more.txt …]
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TIMEOUT_S = 300


@dataclass(frozen=True)
class Audit:
    """What is known of each pinned package: asked and clean, asked and vulnerable (with advisories), or not asked."""

    clean: tuple[str, ...]
    vulnerable: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...]

    def report(self) -> str:
        """What a reader must know, the worst first."""
        total = len(self.clean) + len(self.vulnerable) + len(self.unknown)
        lines = [f"VULNERABLE: {name}: {', '.join(found)}" for name, found in self.vulnerable.items()]
        if self.unknown:
            lines.append(
                f"NOT AUDITED: {len(self.unknown)} of {total} packages: the advisory service did not answer for "
                f"{', '.join(self.unknown)}. Run `make audit` where the internet can be reached."
            )
        lines.append(f"Audited {len(self.clean) + len(self.vulnerable)} of {total} packages.")
        return "\n".join(lines)


def pinned(path: Path) -> list[str]:
    """The 'name==version' pins of a requirements file."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if "==" in line]


def read(printed: str, *, pins: Sequence[str]) -> Audit:
    """The audit that pip-audit printed as JSON; if that is no JSON, it could not ask about any of `pins`."""
    try:
        dependencies = json.loads(printed)["dependencies"]
    except (ValueError, KeyError):
        return Audit((), {}, tuple(pins))
    clean, vulnerable, asked = [], {}, set()
    for each in dependencies:
        if "skip_reason" in each:
            continue
        pin = f"{each['name']}=={each['version']}"
        asked.add(each["name"].lower())
        found = tuple(
            f"{v['id']} (fixed in {', '.join(v['fix_versions']) or 'no version yet'})" for v in each.get("vulns", ())
        )
        if found:
            vulnerable[pin] = found
        else:
            clean.append(pin)
    unknown = tuple(pin for pin in pins if pin.partition("==")[0].partition("[")[0].lower() not in asked)
    return Audit(tuple(clean), vulnerable, unknown)


def run(path: Path) -> Audit:
    """Ask pip-audit about the pins of `path`, which are resolved already."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(path), "--no-deps", "--disable-pip", "-f", "json"]
    asked = subprocess.run(
        [*command, "--progress-spinner", "off", "--desc", "off"],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    return read(asked.stdout, pins=pinned(path))


def main(paths: Sequence[str]) -> int:
    """Audit each file, report, and return 1 if a vulnerability was found."""
    audits = {path: run(Path(path)) for path in paths}
    for path, audit in audits.items():
        print(f"{path}:\n{audit.report()}")
    return int(any(audit.vulnerable for audit in audits.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
