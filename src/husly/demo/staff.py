"""Inspectors of the demonstration: five who work in different parts of the country, one away, one not impartial."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.access import SYSTEM, Actor, Role
from husly.kit.clock import danish_date
from husly.settings import Settings
from inspection.planning.models import DutyStation
from inspection.planning.solving.problem import Window
from inspection.staff.actions import Person, add_absence, declare_conflict, open_inspector, tell_hours, tell_region
from inspection.staff.models import AbsenceKind, ConflictGround
from inspection.staff.places import Gazetteer
from register.accommodations.models import Accommodation
from register.employers.models import Employer
from register.municipalities.queries import current_boundaries
from register.municipalities.table import municipalities

CAPITAL, ZEALAND, SOUTH, MIDDLE, NORTH = "1084", "1085", "1083", "1082", "1081"
"""Codes of the Danish regions."""


@dataclass(frozen=True)
class MadeUp:
    """One made-up inspector; an empty name is the inspector who can sign in."""

    name: str
    start: str
    regions: tuple[str, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    hours: tuple[int, int] = (8 * 60, 15 * 60 + 30)
    weekdays: int = 5
    is_home: bool = False


TEAM = (
    MadeUp("", "1550", (CAPITAL, ZEALAND), ("fire_safety", "interviewing"), ("da", "en", "pl")),
    MadeUp("Mette Mortensen", "8000", (MIDDLE,), ("structural", "sanitation"), ("da", "en", "ro"), is_home=True),
    MadeUp("Jørgen Juhl", "5000", (SOUTH,), ("electricity", "temporary_units"), ("da", "de", "lt")),
    MadeUp(
        "Sofia Skov",
        "9000",
        (NORTH, MIDDLE),
        ("exploitation_signs", "interviewing"),
        ("da", "en", "uk", "ru"),
        weekdays=4,
    ),
    MadeUp(
        "Niels Nygaard", "4700", (ZEALAND,), ("farms", "indoor_climate"), ("da", "en"), hours=(7 * 60, 14 * 60 + 30)
    ),
)


def load_staff(session: Session, *, settings: Settings, people: dict[Role, Actor], at: datetime) -> list[DutyStation]:
    """Add the inspectors; the first is the one who can sign in."""
    look = Gazetteer(current_boundaries(session, settings.data_path), settings.data_path)
    regions = {code: one.region_code for code, one in municipalities(settings.data_path).items()}
    team = [_open(session, one, look, regions, people[Role.INSPECTOR], at) for one in TEAM]
    on = danish_date(at)
    leader = people[Role.DECISION_MAKER]
    away = on + timedelta(days=17)
    add_absence(
        session, team[1].id, from_on=away, to_on=away + timedelta(days=2), kind=AbsenceKind.COURSE, by=leader, at=at
    )
    _conflict(session, team[2], at=at)
    return team


def _open(
    session: Session, one: MadeUp, look: Gazetteer, regions: dict[str, str], signed_in: Actor, at: datetime
) -> DutyStation:
    person = Person(
        name=one.name or signed_in.name,
        account_id=None if one.name else UUID(signed_in.id),
        skills=one.skills,
        languages=one.languages,
    )
    station = open_inspector(
        session, person=person, start=look.place(one.start), led_in=None, start_is_home=one.is_home, by=SYSTEM, at=at
    )
    hours = [Window(day, *one.hours) for day in range(one.weekdays)]
    tell_hours(session, station.id, hours=hours, by=SYSTEM, at=at)
    codes = [code for code, region in regions.items() if region in one.regions]
    tell_region(session, station.id, codes=codes, by=SYSTEM, at=at)
    return station


def _conflict(session: Session, station: DutyStation, *, at: datetime) -> None:
    """The inspector on Funen is married into a firm that houses people there."""
    statement = (
        select(Employer.id)
        .join(Accommodation, col(Accommodation.employer_id) == col(Employer.id))
        .where(col(Employer.cvr_number).is_not(None), Accommodation.municipality_code == station.municipality_code)
        .order_by(col(Employer.name), col(Employer.id))
    )
    employer_id = session.exec(statement).first()
    if employer_id is not None:
        declare_conflict(
            session,
            station.id,
            ground=ConflictGround.RELATIVE,
            reason="Ægtefællen er ansat i firmaets ledelse (opdigtet).",
            employer_id=employer_id,
            from_on=danish_date(at) - timedelta(days=30),
            by=SYSTEM,
            at=at,
        )
