"""How well boundaries place addresses: ``python bench/official_boundaries.py [BOUNDARIES ADDRESSES]``.

BOUNDARIES is DAGI as GeoJSON; ADDRESSES a CSV of the address register with vejnavn, husnr, kommunekode, lon and lat.
With the 1:500,000 edition of 2014 and 1,327 addresses in 20 municipalities, 1,325 agreed; Gammel Havdrupvej 4 and
Sallevvej 39 lie on the border of Roskilde (0265) and Solrød (0269).

Without arguments: the shipped boundaries on the postal towns of the shipped table, next to the simplest way to place a
point, which is to take the municipality of the nearest other postal town.
"""

import csv
import sys
from pathlib import Path

import numpy as np

from register.municipalities.boundaries import boundaries_of, shipped_boundaries
from register.municipalities.official import read_official
from register.municipalities.table import municipalities, postcodes

DATA = Path(__file__).parents[1] / "data"


def main(boundaries: Path, addresses: Path) -> None:
    official = read_official(boundaries.read_bytes(), municipalities(DATA))
    with addresses.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    latitudes, longitudes = (np.array([float(row[name]) for row in rows]) for name in ("lat", "lon"))
    for name, found in (
        ("official", boundaries_of(official.areas, official=True)),
        ("shipped", shipped_boundaries(DATA)),
    ):
        codes = found.codes_at(latitudes, longitudes)
        wrong = [(row, code) for row, code in zip(rows, codes, strict=True) if code != row["kommunekode"]]
        share = 1 - len(wrong) / len(rows)
        print(f"{name}: {len(rows) - len(wrong)} of {len(rows)} agree with the address register ({share:.1%})")
        for row, code in wrong[:5]:
            print(f"  {row['vejnavn']} {row['husnr']}: {row['kommunekode']}, by the boundaries {code}")


def without_files() -> None:
    towns = [town for town in postcodes(DATA).values() if town.latitude is not None and town.municipality_code]
    latitudes, longitudes = (np.array([getattr(town, name) for town in towns]) for name in ("latitude", "longitude"))
    codes = np.array([town.municipality_code for town in towns])
    shrink = np.cos(np.radians(56))  # a degree of longitude is that much shorter than one of latitude
    apart = np.hypot(latitudes[:, None] - latitudes, (longitudes[:, None] - longitudes) * shrink)
    np.fill_diagonal(apart, np.inf)
    by_neighbour = float((codes[apart.argmin(axis=1)] == codes).mean())
    by_boundary = float((np.array(shipped_boundaries(DATA).codes_at(latitudes, longitudes)) == codes).mean())
    print(
        f"{len(towns)} postal towns: shipped boundaries {by_boundary:.1%}, nearest other town {by_neighbour:.1%} right"
    )
    print(f"wrong by the nearest town/wrong by boundaries: {(1 - by_neighbour) / max(1 - by_boundary, 1e-9):.1f}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        without_files()
    elif len(sys.argv) == 3:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        sys.exit(__doc__)
