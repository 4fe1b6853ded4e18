"""A process that may not take all of the machine's memory: what a damaged or hostile file asks for ends with MemoryError."""

import logging
import sys

log = logging.getLogger(__name__)


def limit_memory(most_bytes: int) -> None:
    """This process may take `most_bytes` of address space at most, or less where it was told so already.

    Windows has no such limit: there what is read is bounded by the limits of each format alone.
    """
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = most_bytes if hard == resource.RLIM_INFINITY else min(most_bytes, hard)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ValueError, OSError):
        log.exception("the memory of this process could not be limited")
