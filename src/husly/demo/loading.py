"""Fill an empty database with a believable register, from a seed: any number of accommodations, in bulk.

No real person or firm: names come from a generator, streets are placed at random points inside municipalities. Base
rates: see ``husly.demo.housing``. A million accommodations must work, so rows go in by the ten thousand and by core
inserts, and one audit row stands for the whole load.
"""

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from husly.demo.firms import Firm, make_firms
from husly.demo.housing import make_housing
from husly.demo.places import Place, scatter_places
from husly.kit import audit
from husly.kit.access import SYSTEM
from husly.kit.audit import digest
from husly.kit.errors import DomainError
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room, RoomUse, Source
from register.declarations.receipts import receipt_number
from register.declarations.saving import DWELLING_COLUMNS, ROOM_COLUMNS
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling, PlacedBy
from register.employers.models import Employer
from register.municipalities.boundaries import Boundaries

BATCH = 10_000
SHARED_SHARE = 0.03
"""Share of accommodations that stand at a dwelling another employer already uses (features.md §5)."""

ACCOMMODATIONS_PER_EMPLOYER = 3

Progress = Callable[[int], None]
Rows = dict[type[SQLModel], list[dict[str, Any]]]


@dataclass(frozen=True)
class Loaded:
    """What was loaded."""

    employers: int
    dwellings: int
    accommodations: int
    residents: int


def load_register(
    session: Session,
    *,
    accommodations: int,
    seed: int,
    at: datetime,
    boundaries: Boundaries,
    data_path: Path,
    progress: Progress,
) -> Loaded:
    """Load ``accommodations`` of them with their dwellings, employers, declarations and rooms.

    Raises ``DomainError`` unless the register is empty. ``progress`` is told how many are done.
    """
    if session.execute(sa.select(sa.exists().where(sa.true()).select_from(Employer.__table__))).scalar_one():  # type: ignore[attr-defined]
        raise DomainError(
            "demo.not_empty", "The register is not empty; the demonstration loads into an empty one only."
        )
    rng = random.Random(seed)
    firms = make_firms(max(1, accommodations // ACCOMMODATIONS_PER_EMPLOYER), rng)
    _insert(session, Employer, [firm.row(at) for firm in firms])
    writer = _Writer(rng, firms, at)
    for first in range(0, accommodations, BATCH):
        count = min(BATCH, accommodations - first)
        places = scatter_places(count, boundaries=boundaries, data_path=data_path, rng=rng)
        rows = writer.batch(places, first)
        for table in (Dwelling, Accommodation, Declaration, Room):
            _insert(session, table, rows[table])
        progress(first + count)
    loaded = Loaded(len(firms), writer.dwellings, accommodations, writer.residents)
    audit.record(
        session,
        by=SYSTEM,
        at=at,
        action="demo.loaded",
        on=("register", seed),
        details={**loaded.__dict__, "seed": seed},
    )
    return loaded


def _insert(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    statement = sa.insert(table.__table__)  # type: ignore[attr-defined]  # the bare table: no work per row
    for first in range(0, len(rows), BATCH):
        session.execute(statement, rows[first : first + BATCH])


class _Writer:
    """Makes the rows of one batch after another, remembering what must stay unique."""

    def __init__(self, rng: random.Random, firms: Sequence[Firm], at: datetime) -> None:
        self.rng, self.firms, self.at = rng, firms, at
        self.keys: set[str] = set()
        self.dwellings = self.residents = 0

    def batch(self, places: Sequence[Place], first: int) -> Rows:
        rows: Rows = {Dwelling: [], Accommodation: [], Declaration: [], Room: []}
        for number, place in enumerate(places, start=first):
            shared = bool(rows[Dwelling]) and self.rng.random() < SHARED_SHARE
            dwelling = rows[Dwelling][-1] if shared else self._dwelling(place)
            if not shared:
                rows[Dwelling].append(dwelling)
            self._declare(rows, dwelling, number)
        self.dwellings += len(rows[Dwelling])
        return rows

    def _new_id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def _dwelling(self, place: Place) -> dict[str, Any]:
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

    def _declare(self, rows: Rows, dwelling: dict[str, Any], number: int) -> None:
        firm = self.rng.choice(self.firms)
        starts_on = self.at.date() - timedelta(days=self.rng.randint(5, 900))
        accommodation = {
            "id": self._new_id(),
            "dwelling_id": dwelling["id"],
            "employer_id": firm.id,
            "municipality_code": dwelling["municipality_code"],
            "starts_on": starts_on,
            "ends_on": None if self.rng.random() < 0.6 else self.at.date() + timedelta(days=self.rng.randint(10, 400)),
            "created_at": self.at,
        }
        rows[Accommodation].append(accommodation)
        facts, rooms = make_housing(self.rng)
        declaration = self._declaration(accommodation, facts, number)
        rows[Declaration].append(declaration)
        rows[Room] += list(_rooms(declaration["id"], rooms, self._new_id))
        self.residents += declaration["residents"]

    def _declaration(self, accommodation: dict[str, Any], facts: dict[str, Any], number: int) -> dict[str, Any]:
        starts_on: date = accommodation["starts_on"]
        age = self.rng.randint(0, max(0, (self.at.date() - starts_on).days))
        return {
            "id": self._new_id(),
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
            "content_hash": digest([number, json.dumps(facts, sort_keys=True)]),
            "submitted_at": self.at - timedelta(days=age),
            "submitted_by": SYSTEM.id,
        }


def _address(rng: random.Random, place: Place) -> dict[str, Any]:
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


def _rooms(
    declaration_id: UUID, rooms: Sequence[dict[str, Any]], new_id: Callable[[], UUID]
) -> Iterator[dict[str, Any]]:
    for position, room in enumerate(rooms):
        yield {
            "id": new_id(),
            "declaration_id": declaration_id,
            "position": position,
            "name": room.get("name") or f"Rum {position + 1}",
            "use": RoomUse(room["use"]),
            "area_m2": room.get("area_m2"),
            "ceiling_m": room.get("ceiling_m"),
            "residents": room.get("residents"),
            "beds": room.get("beds"),
            "facts": {key: value for key, value in room.items() if key not in ROOM_COLUMNS},
        }


# Invented street names: two parts that Danish streets are made of.
_FIRST_PARTS = (
    *("Birke", "Ege", "Elme", "Lærke", "Mølle", "Kirke", "Skov", "Eng", "Bøge", "Sø", "Strand", "Havne", "Industri"),
    *("Fabriks", "Gartner", "Hede", "Klit", "Kær", "Lynge", "Mose", "Nørre", "Sønder", "Øster", "Vester", "Park"),
    *("Plantage", "Ro", "Rønne", "Smede", "Stations", "Teglværks", "Tulipan", "Vinkel", "Ørne", "Åbrinke", "Hassel"),
)
_LAST_PARTS = ("vej", "gade", "allé", "stien", "vænget", "parken", "bakken", "toften", "lunden", "krogen", "dalen")
