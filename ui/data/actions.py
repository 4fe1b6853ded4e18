"""Everything on the Data page that changes something or shows what is not published. Each asks first who is asking.

The visitor is asked for in the run that acts, on the server: a button that was never drawn can't be pressed by a message.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from data_access.reports import batches, history
from intake import documents, drafts
from intake.checking import Checked
from intake.declared import Declared
from intake.drafts import Status
from intake.errors import DamagedDraftError, UnknownDraftError
from ui.frame import access, loaders
from ui.frame.loaders import Data

log = logging.getLogger(__name__)


def upload(name: str, content: bytes) -> str:
    """Keep a file and begin to check it; its token. Raises NotAllowedError, as all of these do."""
    who = access.require_officer()
    return drafts.create(loaders.engine(), name, content, actor=who.name)


def uploads() -> list[Status]:
    """Uploads that are not applied, newest first."""
    access.require_officer()
    return [_as_readable(now) for now in drafts.open_drafts(loaders.engine())]


def status(token: str) -> Status:
    """How an upload stands. Raises UnknownDraftError."""
    access.require_officer()
    return _as_readable(drafts.status(loaders.engine(), token))


def _as_readable(now: Status) -> Status:
    """`now`, damaged where what checking found can't be read: one such upload must not close the page for all others."""
    if now.state in ("checked", "failed"):
        try:
            _checked(now.token, now.declared.digest())
        except DamagedDraftError:
            log.warning("what was found in the upload %s is damaged", now.token, exc_info=True)
            return replace(now, state="damaged")
        except UnknownDraftError:
            # Nothing was found: a check that failed by itself left nothing, and can be begun again.
            return replace(now, state="interrupted" if now.state == "failed" else "damaged")
    return now


def checked(now: Status) -> Checked:
    """What checking found in the upload `now`, whose check has ended."""
    access.require_officer()
    return _checked(now.token, now.declared.digest())


@st.cache_resource(max_entries=4, show_spinner=False)
def _checked(token: str, digest: str) -> Checked:  # noqa: ARG001 declared otherwise, it is checked anew
    # A file may have a million rows: read once, not in every run. Whoever has it checked again forgets it here.
    return drafts.checked(token)


def check_again(token: str, declared: Declared) -> None:
    """Check an upload anew, with what is declared about it now."""
    access.require_officer()
    _checked.clear()
    drafts.declare(loaders.engine(), token, declared)


def apply(token: str, accepted: Mapping[str, str]) -> None:
    """Begin to apply an upload. accepted: the reason by code of each warning rule."""
    who = access.require_officer()
    drafts.apply(loaders.engine(), token, actor=who.name, accepted=accepted)


def discard(token: str) -> None:
    """Forget an upload."""
    access.require_officer()
    _checked.clear()
    drafts.discard(loaders.engine(), token)


def upload_file(token: str) -> Callable[[], tuple[str, bytes]]:
    """Gives name and bytes of an upload. Who asks is asked now: the click on a download is answered outside of any visit."""
    access.require_officer()
    return partial(drafts.original, token)


def batch_file(batch_id: int) -> Callable[[], tuple[str, bytes]]:
    """Gives name and bytes of the file of a batch, as it came. Who asks is asked now."""
    right = access.raw_figures()
    return partial(history.original, loaders.engine(), batch_id, right)


def batch_findings(data: Data, batch_id: int) -> pd.DataFrame:
    """What was found in the file of a batch, with who accepted it and why."""
    right = access.raw_figures()
    return data.batch_findings(batch_id, right)


def withdraw(batch_id: int, kind: str) -> int:
    """Take a batch of this kind out of force; the new data version."""
    who = access.require_officer()
    if kind in documents.KINDS:
        return documents.withdraw(loaders.engine(), batch_id, who.name)
    return batches.withdraw(loaders.engine(), batch_id, who.name)


def compared(data: Data, earlier: int, later: int) -> pd.DataFrame:
    """What differs between two data versions, as reported."""
    right = access.raw_figures()
    return data.compared(earlier, later, right)
