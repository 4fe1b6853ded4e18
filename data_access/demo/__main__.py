"""Write `assets/demo/facilities.csv` anew: `python -m data_access.demo`."""

from base.settings import ASSETS
from data_access.catalogue_file import read_catalogue
from data_access.demo.facilities import demo_facilities

if __name__ == "__main__":
    facilities = demo_facilities(read_catalogue(ASSETS / "catalogue"), ASSETS)
    facilities.to_csv(ASSETS / "demo" / "facilities.csv", index=False, lineterminator="\n")
