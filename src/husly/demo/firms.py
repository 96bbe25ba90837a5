"""Invented firms for the demonstration."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from faker import Faker

from husly.demo.employers import make_cvr_number

FOREIGN_SHARE = 0.33
"""Of the firms with missing or poor plans in 2021, 65 of 198 were foreign (FIX-01)."""

SECTORS = ("412000", "432200", "011300", "013000", "016100", "101110", "494100", "551010", "561110", "812210", "783000")
"""DB07 codes of sectors that house workers: building, farming, meat, haulage, hotels, cleaning, agencies."""


@dataclass(frozen=True, slots=True)
class Firm:
    """An employer that does not exist."""

    id: UUID
    name: str
    cvr_number: str | None
    foreign_number: str | None
    rut_number: str | None
    sector_code: str
    contact_name: str

    def row(self, at: datetime) -> dict[str, Any]:
        """The firm as a row of the employer table."""
        return {
            **{name: getattr(self, name) for name in self.__slots__},
            "contact_email": "kontakt@firma.husly.example",
            "contact_phone": "00 00 00 00",
            "postal_address": "Prøvevej 1, 2100 København Ø",
            "created_at": at,
        }


def make_firms(count: int, rng: random.Random) -> list[Firm]:
    """``count`` firms with valid, made-up numbers; a third of them foreign, most of those with a RUT number."""
    faker = Faker("da_DK")
    faker.seed_instance(rng.getrandbits(32))
    names = [faker.company() for _ in range(min(count, 3000))]
    people = [faker.name() for _ in range(min(count, 3000))]
    numbers: dict[str, None] = {}
    while len(numbers) < count:
        numbers[make_cvr_number(rng)] = None
    return [_firm(number, cvr_number, rng, names, people) for number, cvr_number in enumerate(numbers)]


def _firm(number: int, cvr_number: str, rng: random.Random, names: list[str], people: list[str]) -> Firm:
    foreign = rng.random() < FOREIGN_SHARE
    return Firm(
        id=UUID(int=rng.getrandbits(128), version=4),
        name=rng.choice(names),
        cvr_number=None if foreign else cvr_number,
        foreign_number=f"PRØVE-{number:07d}" if foreign else None,
        rut_number=f"RUT-{number:07d}" if foreign and rng.random() < 0.85 else None,
        sector_code=rng.choice(SECTORS),
        contact_name=rng.choice(people),
    )
