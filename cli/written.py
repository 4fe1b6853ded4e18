"""A file that a command leaves behind: whole, or not at all."""

import os
import tempfile
from pathlib import Path


def write(target: Path, content: bytes) -> None:
    """Put `content` at `target`, whose folder is made if need be; until it is whole a former file stays. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        # mkstemp makes files for the owner alone; this one is to be passed on.
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
