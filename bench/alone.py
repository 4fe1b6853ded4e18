"""A measurement in a process of its own, so that its peak memory is its own and a limit that it sets binds nobody else."""

import base64
import json
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from base.settings import ROOT

_Found = TypeVar("_Found")


def alone(measure: Callable[..., _Found], *, data: Path | None = None, **arguments: object) -> _Found:
    """What `measure` returns for `arguments`, with `data` as the data folder; arguments pass through JSON, a result through pickle.

    Raises RuntimeError if it fails; what it printed to stderr is there already.
    """
    code = (
        f"import base64, json, pickle, sys; from {measure.__module__} import {measure.__name__} as run; "
        "found = run(**json.loads(sys.argv[1])); print(base64.b64encode(pickle.dumps(found)).decode())"
    )
    environment = {**os.environ, **({"CHILD_ATLAS_DATA": str(data)} if data else {})}
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(arguments)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{measure.__module__}.{measure.__name__} ended with {done.returncode}")
    # Measurements may print before; the result is the last line.
    found: _Found = pickle.loads(base64.b64decode(done.stdout.splitlines()[-1]))
    return found


def peak_mb() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
