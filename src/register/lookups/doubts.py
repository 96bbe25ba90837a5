"""What in a register looks doubtful: one place spelt in two ways, several employers at once,
more people than beds, an employer that is closed."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from register.lookups.workers import UNTOLD, Workforce

ALIKE = 0.85
"""Street names at least this alike (0 to 1) are taken for two spellings of one."""

_ENDINGS = {"v": "vej", "vej": "vej", "gd": "gade", "g": "gade", "gade": "gade", "all": "alle", "alle": "alle"}


class DoubtKind(StrEnum):
    """Why somebody should look."""

    MORE_PERSONS_THAN_BEDS = "more_persons_than_beds"
    MORE_WORKERS_THAN_BEDS = "more_workers_than_beds"
    NEAR_ADDRESS = "near_address"
    SEVERAL_EMPLOYERS = "several_employers"
    COMPANY_CLOSED = "company_closed"


@dataclass(frozen=True)
class Housed:
    """One accommodation as declared now; `beds` of all its rooms, None where none are told.

    `workforce` is its employer's, over all of that employer's housing in the country.
    `closed` is what the register of companies says of an employer that is no longer going; else empty.
    """

    accommodation_id: UUID
    dwelling_id: UUID
    employer_id: UUID
    street: str
    house_number: str
    unit: str
    postcode: str
    address: str
    starts_on: date
    ends_on: date | None
    residents: int
    beds: int | None
    workforce: Workforce = UNTOLD
    closed: str = ""


@dataclass(frozen=True)
class Doubt:
    """One doubt and whom it concerns, by accommodation."""

    kind: DoubtKind
    about: tuple[Housed, ...]


def folded(text: str) -> str:
    """A street name without case, accents, dots, spaces and abbreviated endings; å = aa, æ = ae, ø = oe."""
    lower = text.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    plain = "".join(char for char in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(char))
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    if len(words) > 1:
        words[-1] = _ENDINGS.get(words[-1], words[-1])
    return "".join(words)


def is_near(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two (street, unit) of the same number and postal code may be one place."""
    # Sorted, for the likeness of texts depends on their order.
    streets, units = sorted((folded(one[0]), folded(other[0]))), {folded(one[1]), folded(other[1])} - {""}
    alike = streets[0] == streets[1] or SequenceMatcher(a=streets[0], b=streets[1]).ratio() >= ALIKE
    return alike and len(units) <= 1


def find_doubts(housed: Sequence[Housed], *, as_of: date) -> list[Doubt]:
    """Every doubt about housing that has not ended by a day, in a fixed order."""
    current = [one for one in housed if one.ends_on is None or one.ends_on >= as_of]
    found = [
        *_crowded(current),
        *_short_of_beds(current),
        *_shared(current),
        *_near(current),
        *_closed(current),
    ]
    return sorted(found, key=lambda doubt: (doubt.kind, doubt.about[0].address, str(doubt.about[0].accommodation_id)))


def _crowded(housed: Sequence[Housed]) -> Iterator[Doubt]:
    for one in housed:
        if one.beds is not None and one.residents > one.beds:
            yield Doubt(DoubtKind.MORE_PERSONS_THAN_BEDS, (one,))


def _short_of_beds(housed: Sequence[Housed]) -> Iterator[Doubt]:
    """Employers with more workers than beds: some may live where nothing is declared."""
    by_employer: dict[UUID, list[Housed]] = defaultdict(list)
    for one in housed:
        if one.workforce.is_short_of_beds:
            by_employer[one.employer_id].append(one)
    for theirs in by_employer.values():
        yield Doubt(DoubtKind.MORE_WORKERS_THAN_BEDS, tuple(theirs))


def _closed(housed: Sequence[Housed]) -> Iterator[Doubt]:
    by_employer: dict[UUID, list[Housed]] = defaultdict(list)
    for one in housed:
        if one.closed:
            by_employer[one.employer_id].append(one)
    for there in by_employer.values():
        yield Doubt(DoubtKind.COMPANY_CLOSED, tuple(there))


def _shared(housed: Sequence[Housed]) -> Iterator[Doubt]:
    by_dwelling: dict[UUID, list[Housed]] = defaultdict(list)
    for one in housed:
        by_dwelling[one.dwelling_id].append(one)
    for there in by_dwelling.values():
        pairs = [pair for pair in combinations(there, 2) if _overlap(*pair)]
        together = {one.accommodation_id: one for pair in pairs for one in pair}
        if together:
            yield Doubt(DoubtKind.SEVERAL_EMPLOYERS, tuple(together.values()))


def _overlap(one: Housed, other: Housed) -> bool:
    ends = (one.ends_on or date.max, other.ends_on or date.max)
    return one.employer_id != other.employer_id and max(one.starts_on, other.starts_on) <= min(ends)


def _near(housed: Sequence[Housed]) -> Iterator[Doubt]:
    by_number: dict[tuple[str, str], dict[UUID, Housed]] = defaultdict(dict)
    for one in housed:
        by_number[one.postcode, folded(one.house_number)].setdefault(one.dwelling_id, one)
    for there in by_number.values():
        for one, other in combinations(there.values(), 2):
            if is_near((one.street, one.unit), (other.street, other.unit)):
                yield Doubt(DoubtKind.NEAR_ADDRESS, (one, other))
