"""A measurement in a process of its own, so that its peak memory is its own and a limit that it sets binds nobody else."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from base.settings import ROOT


def alone(measure: Callable[..., dict[str, Any]], *, data: Path | None = None, **arguments: object) -> dict[str, Any]:
    """What `measure` returns for `arguments`, with `data` as the data folder; both pass through JSON.

    Raises RuntimeError if it fails; what it printed to stderr is there already.
    """
    code = (
        f"import json, sys; from {measure.__module__} import {measure.__name__} as run; "
        "found = run(**json.loads(sys.argv[1])); print(json.dumps(found))"
    )
    environment = {**os.environ, **({"CHILD_ATLAS_DATA": str(data)} if data else {})}
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(arguments)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{measure.__module__}.{measure.__name__} ended with {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def peak_mb() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
