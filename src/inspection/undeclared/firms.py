"""What the register knows of each employer on a day that bears on housing nobody declared: beds, workers, places."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from husly.kit.clock import DANISH_TIME, danish_date
from inspection.undeclared.hints import Firm, Place
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, Room
from register.declarations.terms import stored_terms
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.lookups.models import Register, RegisterAnswer
from register.owners.models import ContestReason, OwnerContest
from register.portfolio.sums import Housing, sums_of
from register.upkeep.pauses import is_unused

ENDED_WITHIN_DAYS = 365
"""Housing that ended longer ago says nothing of where its workers sleep now."""


@dataclass(frozen=True, slots=True)
class Home:
    """One accommodation as declared on the day; ``ended_on`` where it was over by then."""

    accommodation_id: UUID
    dwelling_id: UUID
    place: Place
    point: tuple[float, float] | None
    is_counted: bool
    ended_on: date | None
    residents: int
    beds: int | None


@dataclass(slots=True)
class FirmFacts:
    """One employer; ``declared`` is (workers, the day it told of them), ``contests`` (id, place, day)."""

    firm: Firm
    sector_code: str | None = None
    postal_address: str = ""
    homes: list[Home] = field(default_factory=list)
    declared: tuple[int, date] | None = None
    employees: tuple[int, date] | None = None
    workplaces: dict[str, date] = field(default_factory=dict)
    contests: list[tuple[UUID, Place, date]] = field(default_factory=list)

    @property
    def in_use(self) -> list[Home]:
        """What is declared and in use on the day; housing under a pause gives nobody a bed."""
        return [home for home in self.homes if home.is_counted]

    @property
    def beds(self) -> int:
        """Beds of all of it; where no room tells of any, as many as live there."""
        return sums_of(_housing(self.firm, home) for home in self.in_use).beds

    @property
    def municipality_code(self) -> str | None:
        """Where most of its declared people are, lately if none are now."""
        homes = self.in_use or self.homes
        return max(homes, key=lambda home: (home.residents, str(home.accommodation_id))).place.municipality_code


def _housing(firm: Firm, home: Home) -> Housing:
    employer_id = firm.employer_id or home.accommodation_id
    beds = home.residents if home.beds is None else home.beds
    return Housing(employer_id, home.dwelling_id, home.accommodation_id, "", home.residents, beds, None, None)


def read_firms(session: Session, *, as_of: date) -> dict[UUID, FirmFacts]:
    """Every employer that the register knows, with what was declared and known by the end of the day."""
    found: dict[UUID, FirmFacts] = {}
    for one in session.execute(_employers()):
        firm = Firm(f"employer:{one.id}", one.cvr_number or one.foreign_number or "", one.name, one.id, None)
        found[one.id] = FirmFacts(firm, one.sector_code, one.postal_address or "")
    for employer_id, home, declared in _homes(session, as_of):
        facts = found[employer_id]
        facts.homes.append(home)
        _note_work(facts, declared, home)
    _note_contests(session, found, as_of)
    _note_employees(session, found, as_of)
    return found


def _employers() -> Any:
    return sa.select(
        col(Employer.id),
        col(Employer.name),
        col(Employer.cvr_number),
        col(Employer.foreign_number),
        col(Employer.sector_code),
        col(Employer.postal_address),
    )


def _end_of(as_of: date) -> datetime:
    return datetime.combine(as_of + timedelta(days=1), time(), DANISH_TIME)


def _homes(session: Session, as_of: date) -> Iterator[tuple[UUID, Home, Any]]:
    """(employer, home, its version then in force), the newest version of each that had come in by the day."""
    rows = session.execute(_statement(as_of).execution_options(yield_per=5000))
    for _, versions in groupby(rows, key=lambda row: row.id):
        row = list(versions)[-1]
        if row.ends_on is None or row.ends_on >= as_of - timedelta(days=ENDED_WITHIN_DAYS):
            yield row.employer_id, _home(row, as_of), row


def _statement(as_of: date) -> Any:
    beds = (
        sa.select(sa.func.sum(col(Room.beds)))
        .where(col(Room.declaration_id) == col(Declaration.id))
        .correlate(Declaration)
        .scalar_subquery()
    )
    return (
        sa.select(
            col(Accommodation.id),
            col(Accommodation.employer_id),
            col(Accommodation.dwelling_id),
            col(Accommodation.ends_on),
            col(Accommodation.municipality_code),
            col(Dwelling.address_key),
            col(Dwelling.street),
            col(Dwelling.house_number),
            col(Dwelling.unit),
            col(Dwelling.postcode),
            col(Dwelling.latitude),
            col(Dwelling.longitude),
            col(Declaration.residents),
            col(Declaration.terms),
            col(Declaration.submitted_at),
            beds.label("beds"),
            is_unused(as_of).label("is_unused"),
        )
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Declaration, col(Declaration.accommodation_id) == col(Accommodation.id))
        .where(
            col(Accommodation.starts_on) <= as_of,
            col(Declaration.submitted_at) < _end_of(as_of),
            col(Declaration.valid_from) <= as_of,
        )
        .order_by(col(Accommodation.id), col(Declaration.version))
    )


def _home(row: Any, as_of: date) -> Home:
    ended = row.ends_on is not None and row.ends_on < as_of
    return Home(
        accommodation_id=row.id,
        dwelling_id=row.dwelling_id,
        place=Place(row.address_key, row.street, row.house_number, row.unit, row.postcode, row.municipality_code),
        point=None if row.latitude is None else (row.latitude, row.longitude),
        is_counted=not ended and not row.is_unused,
        ended_on=row.ends_on if ended else None,
        residents=row.residents,
        beds=None if row.beds is None else int(row.beds),
    )


def _note_work(facts: FirmFacts, declared: Any, home: Home) -> None:
    """The workers last told of, and the workplaces of what is in use."""
    work = stored_terms(declared.terms).work if declared.terms else None
    if work is None or home.ended_on is not None:
        return
    on = danish_date(declared.submitted_at)
    if work.workers is not None and (facts.declared is None or facts.declared[1] <= on):
        facts.declared = (work.workers, on)
    for one in work.workplaces:
        if one.address:
            facts.workplaces[one.address] = max(on, facts.workplaces.get(one.address, on))


def _note_contests(session: Session, found: dict[UUID, FirmFacts], as_of: date) -> None:
    """Owners who say that more live there than declared, while nobody has answered."""
    homes = {home.accommodation_id: (facts, home) for facts in found.values() for home in facts.homes}
    statement = sa.select(
        col(OwnerContest.id),
        col(OwnerContest.accommodation_id),
        col(OwnerContest.reasons),
        col(OwnerContest.contested_at),
    ).where(
        col(OwnerContest.contested_at) < _end_of(as_of),
        sa.or_(col(OwnerContest.closed_at).is_(None), col(OwnerContest.closed_at) >= _end_of(as_of)),
    )
    for contest_id, accommodation_id, reasons, at in session.execute(statement):
        if ContestReason.MORE_THERE.value in reasons and accommodation_id in homes:
            facts, home = homes[accommodation_id]
            facts.contests.append((contest_id, home.place, danish_date(at)))


def _note_employees(session: Session, found: dict[UUID, FirmFacts], as_of: date) -> None:
    """Employees as the register of companies last told, where it was asked and told of them."""
    told = col(RegisterAnswer.content)["employees"].as_integer()
    statement = (
        sa.select(col(Employer.id), told, col(RegisterAnswer.retrieved_at))
        .join(RegisterAnswer, col(RegisterAnswer.subject) == col(Employer.cvr_number))
        .where(
            col(RegisterAnswer.source) == Register.COMPANY,
            told.is_not(None),
            col(RegisterAnswer.retrieved_at) < _end_of(as_of),
        )
    )
    for employer_id, employees, at in session.execute(statement):
        found[employer_id].employees = (employees, danish_date(at))
