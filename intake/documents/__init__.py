"""Configuration documents: catalogue, targets, communes and what is known of them, imported and versioned like reports.

    recognise -> check (what is wrong, what would change) -> apply; withdraw brings the document before it back

A document is a batch of its kind, with its file, its actor and its data version. In force is the newest of a kind that is
not withdrawn, whole: it replaces the one before it. Only indicators and data collections add to those that come with the
program, and targets to those that the catalogue names.
"""

from intake.documents.applying import (
    DocumentOvertakenError,
    DocumentRefusedError,
    apply,
    apply_all,
    apply_in,
    check,
    withdraw,
)
from intake.documents.changes import CHANGES, counted
from intake.documents.checked import CheckedDocument
from intake.documents.columns import KINDS, NAMES
from intake.documents.read import NoDocumentError, is_package, recognise

__all__ = [
    "CHANGES", "KINDS", "NAMES", "DocumentOvertakenError", "CheckedDocument", "DocumentRefusedError", "NoDocumentError", "apply", "apply_all", "apply_in",
    "check", "counted", "is_package", "recognise", "withdraw",
]  # fmt: skip
