"""Where the towns of North West England are, and how far one is from another.

`towns.csv` has their latitude and longitude to a hundredth of a degree, about half a mile, from GeoNames
(www.geonames.org, CC BY 4.0) as of July 2026; a borough that people name instead has its largest town's.
"""

import csv
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

RADIUS = 3_959  # of the earth, in miles


def miles_between(here, there):
    """Whole miles in a straight line between two towns by name, or None where we do not know both."""
    return _miles(_key(here), _key(there))


@lru_cache(maxsize=1024)
def town_in(address):
    """The town in an address, by its last line that is one's name, or "" where there is none."""
    return next(filter(None, map(known, reversed(address.split(",")))), "")


def known(town):
    """The town as we write it, or "" where we do not know where it is."""
    return _towns().get(_key(town), ("",))[0]


def names():
    return [name for name, _, _ in _towns().values()]


@cache
def _towns():
    with (Path(__file__).parent / "towns.csv").open(newline="") as file:
        rows = [
            (row["town"], radians(float(row["latitude"])), radians(float(row["longitude"])))
            for row in csv.DictReader(file)
        ]
    return {_key(name): (name, latitude, longitude) for name, latitude, longitude in rows}


def _key(town):
    return " ".join(town.replace("-", " ").lower().split())


@cache
def _miles(here, there):
    if here not in _towns() or there not in _towns():
        return None
    (_, north, east), (_, other_north, other_east) = _towns()[here], _towns()[there]
    a = sin((other_north - north) / 2) ** 2
    a += cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return round(2 * RADIUS * asin(sqrt(a)))
