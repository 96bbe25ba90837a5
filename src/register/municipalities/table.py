"""The shipped tables: municipalities by code, postal codes with a point and a municipality.

Files: ``data/municipalities`` (origin and licences in its README).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Municipality:
    """Kommune: code of four digits, name, region."""

    code: str
    name: str
    region_code: str
    region_name: str


@dataclass(frozen=True)
class Postcode:
    """Postnummer: its town and the municipality it mostly lies in; the point may be missing or misplaced."""

    code: str
    town: str
    municipality_code: str
    latitude: float | None
    longitude: float | None


@cache
def municipalities(data_path: Path) -> Mapping[str, Municipality]:
    """The 98 municipalities and Christiansø (0411), by code."""
    with (data_path / "municipalities" / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        found = [Municipality(r["code"], r["name"], r["region_code"], r["region_name"]) for r in rows]
    return {municipality.code: municipality for municipality in found}


@cache
def postcodes(data_path: Path) -> Mapping[str, Postcode]:
    """Postal codes by code; a point that GeoNames misplaced is left out."""
    with (data_path / "municipalities" / "postcodes.csv").open(encoding="utf-8", newline="") as file:
        found = [_postcode(row) for row in csv.DictReader(file)]
    return {postcode.code: postcode for postcode in found}


def _postcode(row: dict[str, str]) -> Postcode:
    plausible = row["point_plausible"] == "1" and row["lat"] and row["lon"]
    return Postcode(
        code=row["postcode"],
        town=row["name"],
        municipality_code=row["municipality_code"],
        latitude=float(row["lat"]) if plausible else None,
        longitude=float(row["lon"]) if plausible else None,
    )
