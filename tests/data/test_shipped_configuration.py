"""What comes with the program would pass as documents: Điện Biên's register, groups and places, the catalogue, collections."""

from pathlib import Path

import pytest

from data_access.engine import open_engine, reading
from intake.documents import KINDS
from intake.documents.checks import checked
from intake.documents.in_force import ShippedFiles, in_force
from intake.documents.references import references


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_of_the_program_have_no_mistake(kind: str, demo_data: Path):
    made = open_engine(f"sqlite:///{demo_data / 'atlas.sqlite'}")
    with reading(made) as connection:
        document = in_force(connection, kind, ShippedFiles())
        known = {each.code: each for each in in_force(connection, "catalogue", ShippedFiles()).indicators}
        found = checked(document, references(connection, known))
    made.dispose()
    said = found["rule"].tolist()
    assert said == ([] if document.tables or document.indicators else ["document_no_rows"])
    assert kind in ("aliases", "codes", "targets") or said == []
