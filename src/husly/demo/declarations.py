"""Made-up declarations at the addresses of a file: employers, rooms and facilities are invented."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, TextIO

from husly.demo.employers import make_employers
from husly.demo.housing import make_housing
from register.declarations.forms import ADDRESS_KEYS, EMPLOYER_KEYS, PERIOD_KEYS
from standards.facts.catalogue import DWELLING_FACTS, ROOM_FACTS

NEEDED = ("vejnavn", "husnr", "postnr", "postnrnavn", "kommunekode", "lon", "lat")
DWELLINGS_PER_EMPLOYER = 3
KNOWN_END_SHARE = 0.3
"""Share of accommodations of which the employer states when they end."""
FIRST_DAY, LAST_DAY = date(2025, 7, 1), date(2026, 10, 1)

Document = dict[str, Any]


class AddressFileError(Exception):
    """The address file cannot be used; the message says why."""


@dataclass(frozen=True)
class Addresses:
    """The usable rows of an address file, and those left out, by row number, with the reason."""

    usable: list[dict[str, str]]
    left_out: list[tuple[int, str]]


def read_addresses(path: Path) -> Addresses:
    """Read a CSV with the columns of ``NEEDED`` (others are ignored). Raises ``AddressFileError``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise AddressFileError(f"{path} lacks the columns {', '.join(missing)}.")
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AddressFileError(f"{path} cannot be read: {error}") from None
    usable: list[dict[str, str]] = []
    left_out: list[tuple[int, str]] = []
    for number, row in enumerate(rows, start=2):
        empty = [name for name in ("vejnavn", "husnr", "postnr") if not (row[name] or "").strip()]
        if empty:
            left_out.append((number, f"{row['vejnavn']} {row['husnr']}: no {', '.join(empty)}"))
        else:
            usable.append(row)
    return Addresses(usable, left_out)


def make_declarations(addresses: Sequence[dict[str, str]], rng: Random) -> Iterator[Document]:
    """One declaration document per address; an employer has about three dwellings."""
    if not addresses:
        return
    employers = list(make_employers(rng, -(-len(addresses) // DWELLINGS_PER_EMPLOYER)))
    days = (LAST_DAY - FIRST_DAY).days
    for row in addresses:
        dwelling, rooms = make_housing(rng)
        starts_on = FIRST_DAY + timedelta(days=rng.randrange(days))
        known_end = rng.random() < KNOWN_END_SHARE
        ends_on = (starts_on + timedelta(days=dwelling["stay_days"])).isoformat() if known_end else None
        yield {
            "employer": rng.choice(employers),
            "address": _address(row),
            "period": {"starts_on": starts_on.isoformat(), "ends_on": ends_on},
            "dwelling": dwelling,
            "rooms": rooms,
        }


def _address(row: dict[str, str]) -> Document:
    address: Document = {
        "street": row["vejnavn"],
        "house_number": row["husnr"],
        "postcode": row["postnr"],
        "postal_town": row["postnrnavn"],
        "municipality_code": row["kommunekode"],
    }
    if row["lat"] and row["lon"]:
        address |= {"latitude": float(row["lat"]), "longitude": float(row["lon"])}
    return {key: value for key, value in address.items() if value != ""}


def write_json(documents: Iterator[Document], file: TextIO) -> None:
    """Write documents as ``{"declarations": [...]}``, one a line."""
    file.write('{"declarations": [\n')
    for number, document in enumerate(documents):
        before = ",\n" if number else ""
        file.write(before + json.dumps(document, ensure_ascii=False))
    file.write("\n]}\n")


def write_csv(documents: Iterator[Document], file: TextIO) -> None:
    """Write documents in the layout of ``husly declarations import``: one room a row, Danish decimals, ja and nej.

    A fact that no document tells has no column.
    """
    told = list(documents)
    of_dwellings = {key for document in told for key in document["dwelling"]}
    of_rooms = {key for document in told for room in document["rooms"] for key in room}
    parts = (("employer", EMPLOYER_KEYS), ("address", ADDRESS_KEYS), ("period", PERIOD_KEYS))
    shared = [(part, key) for part, keys in parts for key in keys]
    shared += [("dwelling", fact.key) for fact in DWELLING_FACTS if fact.key in of_dwellings]
    own = [fact.key for fact in ROOM_FACTS if fact.key in of_rooms]
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow([f"{part}.{key}" for part, key in shared] + [f"room.{key}" for key in own])
    for document in told:
        cells = [_cell(document[part].get(key)) for part, key in shared]
        for room in document["rooms"] or [{}]:
            writer.writerow(cells + [_cell(room.get(key)) for key in own])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if abs(value) < 1000 and value == round(value, 1) else str(value)
    return ",".join(value) if isinstance(value, list) else str(value)
