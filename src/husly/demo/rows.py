"""The rows of a made-up register: addresses, accommodations, declarations and rooms, one batch after another."""

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from husly.demo.housing import make_housing
from husly.demo.places import Place
from husly.kit.access import SYSTEM
from register.declarations.models import Source
from register.declarations.receipts import receipt_number
from register.declarations.saving import DWELLING_COLUMNS, ROOM_COLUMNS
from register.dwellings.addresses import address_key
from register.dwellings.models import PlacedBy

SHARED_SHARE = 0.03
"""Share of accommodations that stand at a dwelling another employer already uses (features.md §5)."""

ROOM_ROW = ("id", "declaration_id", "position", "name", "use", "area_m2", "residents", "beds", "facts")
"""What stands in a room row, in this order, as both databases take it: ids in hexadecimal, facts as JSON."""

Row = dict[str, Any]


@dataclass
class Batch:
    """Rows by table, in the order in which they may be stored."""

    dwellings: list[Row] = field(default_factory=list)
    accommodations: list[Row] = field(default_factory=list)
    declarations: list[Row] = field(default_factory=list)
    rooms: list[tuple[Any, ...]] = field(default_factory=list)


class RowWriter:
    """Makes one batch after another, remembering what must stay unique."""

    def __init__(self, rng: random.Random, firm_ids: Sequence[UUID], at: datetime) -> None:
        self.rng, self.firm_ids, self.at = rng, firm_ids, at
        self.keys: set[str] = set()
        self.dwellings = self.residents = 0
        self._declaration_ids, self._room_ids = _serial_ids(rng), _serial_ids(rng)

    def batch(self, places: Sequence[Place], first: int) -> Batch:
        """An accommodation for each place, numbered from ``first``."""
        rows = Batch()
        for number, place in enumerate(places, start=first):
            shared = bool(rows.dwellings) and self.rng.random() < SHARED_SHARE
            if not shared:
                rows.dwellings.append(self._dwelling(place))
            self._declare(rows, rows.dwellings[-1], number)
        self.dwellings += len(rows.dwellings)
        return rows

    def _new_id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def _dwelling(self, place: Place) -> Row:
        while True:
            address = _address(self.rng, place)
            if address["address_key"] not in self.keys:
                break
        self.keys.add(address["address_key"])
        approximate = self.rng.random() < 0.04
        return address | {
            "id": self._new_id(),
            "municipality_code": place.municipality_code,
            "placed_by": PlacedBy.POSTCODE if approximate else PlacedBy.APPROXIMATE_BOUNDARY,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "point_is_approximate": approximate,
            "created_at": self.at,
        }

    def _declare(self, rows: Batch, dwelling: Row, number: int) -> None:
        starts_on = self.at.date() - timedelta(days=self.rng.randint(5, 900))
        accommodation = {
            "id": self._new_id(),
            "dwelling_id": dwelling["id"],
            "employer_id": self.rng.choice(self.firm_ids),
            "municipality_code": dwelling["municipality_code"],
            "starts_on": starts_on,
            "ends_on": None if self.rng.random() < 0.6 else self.at.date() + timedelta(days=self.rng.randint(10, 400)),
            "created_at": self.at,
        }
        rows.accommodations.append(accommodation)
        facts, rooms = make_housing(self.rng)
        declaration = self._declaration(accommodation, facts, number)
        rows.declarations.append(declaration)
        accommodation["created_at"] = declaration["submitted_at"]
        rows.rooms += self._rooms(declaration["id"].hex, rooms)
        self.residents += declaration["residents"]

    def _declaration(self, accommodation: Row, facts: Row, number: int) -> Row:
        starts_on: date = accommodation["starts_on"]
        age = self.rng.randint(0, max(0, (self.at.date() - starts_on).days))
        return {
            "id": UUID(next(self._declaration_ids)),
            "accommodation_id": accommodation["id"],
            "municipality_code": accommodation["municipality_code"],
            "version": 1,
            "is_current": True,
            "receipt_number": receipt_number(number),
            "source": Source.DEMO,
            "valid_from": starts_on,
            "residents": facts["residents"],
            "area_m2": facts.get("area_m2"),
            "kind": facts["kind"],
            "facts": {key: value for key, value in facts.items() if key not in DWELLING_COLUMNS},
            "content_hash": hashlib.sha256(f"{number} {facts}".encode()).hexdigest(),
            "submitted_at": self.at - timedelta(days=age),
            "submitted_by": SYSTEM.id,
        }

    def _rooms(self, declaration_id: str, rooms: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
        """Rows of ``ROOM_ROW``; the rooms of a dwelling are mostly alike, so JSON is made only where they differ."""
        last: Row = {}
        text = "{}"
        for position, room in enumerate(rooms):
            facts = {key: value for key, value in room.items() if key not in ROOM_COLUMNS}
            if facts != last:
                last, text = facts, json.dumps(facts)
            yield (
                next(self._room_ids),
                declaration_id,
                position,
                room["name"],
                room["use"],
                room["area_m2"],
                room.get("residents"),
                room.get("beds"),
                text,
            )


def _serial_ids(rng: random.Random) -> Iterator[str]:
    """Ids in hexadecimal that rise by one: a table of millions is then stored in its own order, which is far faster."""
    number = UUID(int=rng.getrandbits(128), version=4).int >> 48 << 48
    while True:
        yield f"{number:032x}"
        number += 1


def _address(rng: random.Random, place: Place) -> Row:
    street = f"{rng.choice(_FIRST_PARTS)}{rng.choice(_LAST_PARTS)}"
    house_number = f"{rng.randint(1, 180)}{rng.choice(('', '', '', '', 'A', 'B'))}"
    unit = rng.choice(("", "", "", "st", "1. tv", "1. th", "2. tv"))
    postcode = place.postcode.code
    return {
        "address_key": address_key(street=street, house_number=house_number, unit=unit, postcode=postcode),
        "street": street,
        "house_number": house_number,
        "unit": unit,
        "postcode": postcode,
        "postal_town": place.postcode.town,
        "dar_id": None,
    }


# Invented street names: two parts that Danish streets are made of.
_FIRST_PARTS = (
    *("Birke", "Ege", "Elme", "Lærke", "Mølle", "Kirke", "Skov", "Eng", "Bøge", "Sø", "Strand", "Havne", "Industri"),
    *("Fabriks", "Gartner", "Hede", "Klit", "Kær", "Lynge", "Mose", "Nørre", "Sønder", "Øster", "Vester", "Park"),
    *("Plantage", "Ro", "Rønne", "Smede", "Stations", "Teglværks", "Tulipan", "Vinkel", "Ørne", "Åbrinke", "Hassel"),
)
_LAST_PARTS = ("vej", "gade", "allé", "stien", "vænget", "parken", "bakken", "toften", "lunden", "krogen", "dalen")
