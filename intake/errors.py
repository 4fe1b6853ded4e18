"""Why an upload is not applied, or not found: nothing is wrong with the database, and nothing was changed."""

from base.errors import AtlasError
from base.texts import marked


class NothingToApplyError(AtlasError):
    """A file of which no figure is left, or about which something must still be declared."""

    source = marked("{file}: there is nothing to import. Answer what is asked, or correct the rows named in the check.")


class WarningsNotAcceptedError(AtlasError):
    """Warnings without a reason."""

    source = marked(
        "Nothing was imported: {n} warnings about {file} have no reason yet. Tick each and say why the figures are right, or correct the file."
    )


class UnknownDraftError(AtlasError):
    """There is no such upload: discarded, cleared away after its days, or on another machine."""

    source = marked("This upload is no longer there. Upload the file again.")


class DamagedDraftError(AtlasError):
    """What is kept of an upload can't be read."""

    source = marked(
        "What is kept of this upload is damaged, as a full disk or a power cut can leave it. Discard it and upload the file again."
    )


class DraftBusyError(AtlasError):
    """Something else is being done with the upload."""

    source = marked("{file} is being worked on at the moment. Wait until it is done.")
