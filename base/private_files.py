"""Who on this machine may read what we write."""

import os


def private_files() -> None:
    """From now on files that this process and its children make are for its own account alone: the database holds counts
    that are never published. Files that are there already keep their rights.
    """
    os.umask(0o077)
