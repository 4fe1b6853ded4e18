"""Rules over the figures of a file. Pure: CLAIMS and what is known in, FINDINGS out; nothing is loaded, nothing changed."""

import pandas as pd

from indicators.findings import joined, none
from intake.checks.case import Case
from intake.checks.known import Known
from intake.checks.rules import LISTED


def check(claims: pd.DataFrame, known: Known) -> pd.DataFrame:
    """FINDINGS of all rules (`rules.LISTED`) for CLAIMS.

    A rule judges a file as it stands, rows that another rule refuses included. Raises KeyError for an indicator that the catalogue does
    not have, ValueError for text that names no period: mapping lets neither through.
    """
    if claims.empty:
        return none()
    case = Case(claims, known)
    return joined(find(case) for _, find in LISTED)
