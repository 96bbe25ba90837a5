"""Free lawful places in the register: what a dwelling could take from a day on, and what speaks against it.

Only the authority sees what is found here; one employer never learns of another's vacancies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from geopy.distance import geodesic
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from inspection.enforcement.models import InspectionCase
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.rehousing.matching import FARTHEST_KM, FreePlace, Relation, in_order
from inspection.rehousing.queries import reserved
from register.accommodations.models import Accommodation
from register.assessments.verdicts import outcomes_of
from register.declarations.models import Declaration
from register.declarations.queries import facts_of, list_rooms_of, list_stays
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.portfolio.queries import linked_to
from register.portfolio.sums import capacities_of
from register.rules.queries import local_packs
from register.upkeep.pauses import list_unused
from standards.capacity.occupancy import Stay, periods, with_others
from standards.engine.outcome import Outcome

MOST_LOOKED_AT = 300
"""Dwellings judged at most, the nearest first: some seconds' work."""

PROBLEMS = ("not_in_use", "paused", "breach", "capacity_unknown", "no_room", "open_case", "prohibited", "too_far")
"""What may speak against a place, by code."""

_DEGREES_NORTH, _DEGREES_EAST = 0.28, 0.56
"""A square that holds 30 km everywhere in Denmark."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for: around which dwelling, for whose workers, from and until when; ``order_id`` is left out of
    what other orders have reserved."""

    around: Dwelling
    employer_id: UUID
    from_on: date
    until_on: date | None = None
    order_id: UUID | None = None


@dataclass(frozen=True)
class Checked:
    """One dwelling as it stands: room for how many more, how far away, and what speaks against it."""

    dwelling: Dwelling
    relation: Relation
    employer: str
    free: int | None
    distance_km: float | None
    problems: tuple[str, ...]

    @property
    def place(self) -> FreePlace:
        """As a place with room; only where nothing speaks against it."""
        return FreePlace(
            self.dwelling.id,
            self.dwelling.address,
            self.relation,
            self.employer,
            self.free or 0,
            self.distance_km or 0.0,
        )


@dataclass(frozen=True)
class _Home:
    """One declaration in force of a dwelling."""

    declaration: Declaration
    accommodation: Accommodation
    employer: Employer


def free_places(session: Session, wanted: Wanted, *, pack_id: str, by: Actor) -> list[FreePlace]:
    """Every place that nothing speaks against, in the reader's area; the employer's own first, then the nearest."""
    near = _near(session, wanted.around)
    checked = check_dwellings(session, wanted, near, pack_id=pack_id, by=by)
    return in_order([one.place for one in checked if not one.problems])


def _near(session: Session, around: Dwelling) -> list[Dwelling]:
    if around.latitude is None or around.longitude is None:
        return []
    north, east = col(Dwelling.latitude) - around.latitude, col(Dwelling.longitude) - around.longitude
    statement = (
        select(Dwelling)
        .where(
            north.between(-_DEGREES_NORTH, _DEGREES_NORTH),
            east.between(-_DEGREES_EAST, _DEGREES_EAST),
            Dwelling.id != around.id,
        )
        .order_by(north * north + east * east * 0.3, col(Dwelling.id))
        .limit(MOST_LOOKED_AT)
    )
    return list(session.exec(statement))


def check_dwellings(
    session: Session, wanted: Wanted, dwellings: Sequence[Dwelling], *, pack_id: str, by: Actor
) -> list[Checked]:
    """How each dwelling stands. Housing outside the reader's area counts as not in use: nothing is told of it."""
    ids = [one.id for one in dwellings]
    homes = _homes(session, ids, wanted.from_on, by=by)
    linked = linked_to(session, wanted.employer_id)
    free, breached = _room(session, homes, wanted, pack_id)
    paused = _paused(session, homes, wanted.from_on)
    cases, prohibited = _open_cases(session, ids), _prohibited(session, ids)
    taken = reserved(session, ids, but_for=wanted.order_id)
    found = []
    for one in dwellings:
        here = homes.get(one.id, [])
        room = free.get(one.id)
        left = None if room is None else room - taken.get(one.id, 0)
        distance = _distance(wanted.around, one)
        held = {
            "not_in_use": not here or one.id == wanted.around.id,
            "paused": bool(here) and one.id in paused,
            "breach": one.id in breached,
            "capacity_unknown": bool(here) and left is None,
            "no_room": left is not None and left <= 0,
            "open_case": one.id in cases,
            "prohibited": one.id in prohibited,
            "too_far": distance is None or distance > FARTHEST_KM,
        }
        problems = tuple(code for code in PROBLEMS if held[code])
        relation, name = _whose(here, wanted.employer_id, linked)
        found.append(Checked(one, relation, name, left, distance, problems))
    return found


def _homes(session: Session, ids: Sequence[UUID], on: date, *, by: Actor) -> dict[UUID, list[_Home]]:
    ends_on = col(Accommodation.ends_on)
    scope = within(
        by,
        Permission.READ_CASES,
        employer_id=sa.null(),
        municipality_code=col(Accommodation.municipality_code),
    )
    statement = (
        select(Declaration, Accommodation, Employer)
        .join(Accommodation, col(Accommodation.id) == col(Declaration.accommodation_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .where(
            col(Declaration.is_current),
            col(Accommodation.dwelling_id).in_(ids),
            col(Accommodation.starts_on) <= on,
            sa.or_(ends_on.is_(None), ends_on >= on),
            scope,
        )
        .order_by(col(Accommodation.id))
    )
    found: dict[UUID, list[_Home]] = {}
    for declaration, accommodation, employer in session.exec(statement):
        found.setdefault(accommodation.dwelling_id, []).append(_Home(declaration, accommodation, employer))
    return found


def _room(
    session: Session, homes: Mapping[UUID, list[_Home]], wanted: Wanted, pack_id: str
) -> tuple[dict[UUID, int | None], set[UUID]]:
    """Lawful capacity less the most persons of all employers from the day on, and the dwellings in breach."""
    rows = [one for here in homes.values() for one in here]
    if not rows:
        return {}, set()
    on, stays = wanted.from_on, list_stays(session, list(homes))
    rooms = list_rooms_of(session, [one.declaration.id for one in rows])
    packs = local_packs(session, [pack_id], as_of=on)
    at = {code: packs.of(code)[0] for code in {one.accommodation.municipality_code for one in rows}}
    mine = [at[one.accommodation.municipality_code] for one in rows]
    facts = []
    for one in rows:
        told = facts_of(one.declaration, rooms[one.declaration.id])
        there = _most(stays[one.accommodation.dwelling_id], on, wanted.until_on)
        facts.append(with_others(told, max(there - (told.residents or 0), 0)))
    outcomes, capacities = outcomes_of(facts, mine, as_of=on), capacities_of(facts, mine, as_of=on)
    free: dict[UUID, int | None] = {}
    breached = set()
    for one, outcome, capacity in zip(rows, outcomes, capacities, strict=True):
        dwelling_id = one.accommodation.dwelling_id
        there = _most(stays[dwelling_id], on, wanted.until_on)
        left = None if capacity is None else capacity - there
        free[dwelling_id] = _least(free[dwelling_id], left) if dwelling_id in free else left
        if outcome is Outcome.BREACHED:
            breached.add(dwelling_id)
    return free, breached


def _least(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else min(first, second)


def _most(stays: Sequence[Stay], first: date, until: date | None) -> int:
    """The most persons on any day from the first on."""
    found = periods(stays)
    ahead = [
        one.persons
        for one in found
        if (one.ends_on is None or one.ends_on > first) and (until is None or one.starts_on <= until)
    ]
    return max(ahead, default=0)


def _paused(session: Session, homes: Mapping[UUID, list[_Home]], on: date) -> set[UUID]:
    ids = [one.accommodation.id for here in homes.values() for one in here]
    unused = list_unused(session, ids, first=on, last=on)
    return {dwelling for dwelling, here in homes.items() if all(one.accommodation.id in unused for one in here)}


def _open_cases(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    statement = select(InspectionCase.dwelling_id).where(
        col(InspectionCase.dwelling_id).in_(ids), col(InspectionCase.closed_at).is_(None)
    )
    return set(session.exec(statement))


def _prohibited(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    statement = (
        select(InspectionCase.dwelling_id)
        .join(Letter, col(Letter.case_id) == col(InspectionCase.id))
        .where(
            col(InspectionCase.dwelling_id).in_(ids),
            Letter.kind == LetterKind.FORBUD,
            col(Letter.issued_at).is_not(None),
            col(Letter.withdrawn_at).is_(None),
        )
    )
    return set(session.exec(statement))


def _whose(here: Sequence[_Home], employer_id: UUID, linked: set[UUID]) -> tuple[Relation, str]:
    """The nearest relation to whoever houses there, and the name of that firm."""
    found = [
        (
            Relation.SAME_EMPLOYER
            if one.employer.id == employer_id
            else Relation.LINKED_EMPLOYER
            if one.employer.id in linked
            else Relation.OTHER,
            one.employer.name,
        )
        for one in here
    ]
    return min(found, default=(Relation.OTHER, ""))


def _distance(one: Dwelling, other: Dwelling) -> float | None:
    """Kilometres in a straight line; None where a point is missing."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return round(float(geodesic((one.latitude, one.longitude), (other.latitude, other.longitude)).km), 1)
