"""Write `assets/demo/facilities.csv` anew: `python -m installation.demo`."""

from base.settings import ASSETS
from installation.demo.facilities import demo_facilities
from intake.documents.catalogue_file import read_catalogue

if __name__ == "__main__":
    facilities = demo_facilities(read_catalogue(ASSETS / "catalogue"), ASSETS)
    facilities.to_csv(ASSETS / "demo" / "facilities.csv", index=False, lineterminator="\n")
