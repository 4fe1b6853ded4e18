"""Heavy libraries are loaded where they are used: commands and import workers start often, and a page draws before it judges."""

import subprocess
import sys

from base.settings import ROOT

_LOADED = """
import sys
import cli.__main__, intake.worker
print(*(each for each in ("geopandas", "plotly", "pydeck", "scipy.stats", "shapely", "statsmodels", "streamlit") if each in sys.modules))
import ui.frame.page
print(*(each for each in ("geopandas", "matplotlib", "pydeck", "pyproj") if each in sys.modules))
"""


def test_what_starts_often_starts_without_heavy_libraries():
    done = subprocess.run([sys.executable, "-c", _LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["", ""]
