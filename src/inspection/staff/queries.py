"""Reading who inspects; what leaders and the person may see, and what plans need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import SYSTEM, Actor, Permission, within
from husly.kit.accounts.models import Account
from husly.kit.errors import NotFoundError
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, PlanState, VisitPlan
from inspection.planning.solving.problem import Window
from inspection.planning.travel import Place
from inspection.staff.models import ConflictOfInterest, StationAbsence, StationHours, StationProfile
from inspection.staff.profile import Away, Profile
from register.accommodations.models import Accommodation
from register.dwellings.models import Dwelling
from register.employers.models import Employer


def id_of(text: str) -> UUID | None:
    """An id as cases keep it, read; None for one that is none, such as that of a command."""
    try:
        return UUID(text)
    except ValueError:
        return None


def list_to_send(session: Session, *, by: Actor) -> list[DutyStation]:
    """The active stations whose inspectors the actor may choose for a plan, by municipality and name."""
    chosen = _with_profile().where(_led(by, Permission.PLAN_VISITS), col(DutyStation.active))
    order = (col(DutyStation.municipality_code), col(DutyStation.name), col(DutyStation.id))
    return [row[0] for row in session.execute(chosen.order_by(*order))]


def _led(by: Actor, permission: Permission = Permission.LEAD_STAFF) -> sa.ColumnElement[bool]:
    """Stations that the actor leads: by ``led_in``, and by the place until anything was told."""
    unknown = col(StationProfile.station_id).is_(None)
    code = sa.case((unknown, col(DutyStation.municipality_code)), else_=col(StationProfile.led_in))
    return within(by, permission, employer_id=sa.null(), municipality_code=code)


def _with_profile() -> Any:
    joined = col(StationProfile.station_id) == col(DutyStation.id)
    return sa.select(DutyStation, StationProfile).outerjoin(StationProfile, joined)


def _kept() -> sa.ColumnElement[bool]:
    """Stations that somebody keeps: active, or with a profile; not those that were made up for one plan."""
    return sa.or_(col(DutyStation.active), col(StationProfile.station_id).is_not(None))


def list_led(session: Session, *, by: Actor) -> list[tuple[DutyStation, StationProfile | None]]:
    """Stations that the actor leads, the active ones first, by name."""
    order = (col(DutyStation.active).desc(), col(DutyStation.name), col(DutyStation.id))
    rows = session.execute(_with_profile().where(_led(by), _kept()).order_by(*order))
    return [(row[0], row[1]) for row in rows]


@dataclass(frozen=True)
class Kept:
    """One station, and how the reader stands to it."""

    station: DutyStation
    profile: StationProfile | None
    leads: bool
    is_own: bool


def get_kept(session: Session, station_id: UUID, *, by: Actor, to_change: bool = False) -> Kept:
    """One station that the actor leads, or whose inspector the actor is. Raises ``NotFoundError`` for any other."""
    statement = _with_profile().add_columns(_led(by).label("leads")).where(col(DutyStation.id) == station_id, _kept())
    if to_change:
        statement = statement.with_for_update(of=DutyStation)
    row = session.execute(statement).one_or_none()
    own = row is not None and row[0].account_id is not None and row[0].account_id == id_of(by.id)
    if row is None or not (row[2] or own):
        raise NotFoundError("station")
    return Kept(row[0], row[1], bool(row[2]), own)


def find_own(session: Session, by: Actor) -> DutyStation | None:
    """The actor's own station, the active one first."""
    statement = select(DutyStation).where(col(DutyStation.account_id) == id_of(by.id))
    return session.exec(statement.order_by(col(DutyStation.active).desc(), col(DutyStation.id))).first()


def find_account_id(session: Session, email: str) -> UUID | None:
    """The account of an e-mail address."""
    lower = sa.func.lower(col(Account.email)) == email.strip().lower()
    return session.exec(select(Account.id).where(lower, col(Account.active))).one_or_none()


def find_email(session: Session, account_id: UUID | None) -> str:
    """The address with which the inspector signs in."""
    account = None if account_id is None else session.get(Account, account_id)
    return "" if account is None else account.email


def list_hours(session: Session, station_id: UUID) -> list[StationHours]:
    """The working hours of each weekday that has any."""
    statement = select(StationHours).where(StationHours.station_id == station_id)
    return list(session.exec(statement.order_by(col(StationHours.weekday))))


def list_absences(session: Session, station_id: UUID, *, from_on: date) -> list[StationAbsence]:
    """Absences that stand and have not passed."""
    statement = select(StationAbsence).where(
        StationAbsence.station_id == station_id, col(StationAbsence.ended_at).is_(None), StationAbsence.to_on >= from_on
    )
    return list(session.exec(statement.order_by(col(StationAbsence.from_on), col(StationAbsence.id))))


def list_conflicts(
    session: Session, station_id: UUID
) -> list[tuple[ConflictOfInterest, Employer | None, Dwelling | None]]:
    """Every conflict that was ever declared, those that stand first."""
    statement = (
        sa.select(ConflictOfInterest, Employer, Dwelling)
        .outerjoin(Employer, col(Employer.id) == col(ConflictOfInterest.employer_id))
        .outerjoin(Dwelling, col(Dwelling.id) == col(ConflictOfInterest.dwelling_id))
        .where(col(ConflictOfInterest.station_id) == station_id)
        .order_by(
            col(ConflictOfInterest.ended_at).is_not(None),
            col(ConflictOfInterest.declared_at).desc(),
            col(ConflictOfInterest.id),
        )
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def profiles_of(session: Session, station_ids: Sequence[UUID], *, from_on: date, to_on: date) -> dict[UUID, Profile]:
    """What is known of inspectors over a period, by station; those of whom nothing was told are left out."""
    told = list(session.exec(select(StationProfile).where(col(StationProfile.station_id).in_(station_ids))))
    hours = session.exec(select(StationHours).where(col(StationHours.station_id).in_(station_ids))).all()
    away = session.exec(
        select(StationAbsence).where(
            col(StationAbsence.station_id).in_(station_ids),
            col(StationAbsence.ended_at).is_(None),
            StationAbsence.from_on <= to_on,
            StationAbsence.to_on >= from_on,
        )
    ).all()
    return {
        one.station_id: _profile(
            one,
            [row for row in hours if row.station_id == one.station_id],
            [row for row in away if row.station_id == one.station_id],
        )
        for one in told
    }


def find_end(session: Session, station_id: UUID) -> Place | None:
    """Where an inspector's day ends, if not where it begins."""
    told = session.get(StationProfile, station_id)
    return None if told is None else _end(told)


def _profile(told: StationProfile, hours: Iterable[StationHours], away: Iterable[StationAbsence]) -> Profile:
    return Profile(
        hours=tuple(sorted(Window(row.weekday, row.from_min, row.to_min) for row in hours)),
        away=tuple(Away(row.from_on, row.to_on) for row in away),
        end=_end(told),
        region=frozenset(told.region),
        skills=frozenset(told.skills),
        languages=frozenset(told.languages),
        authority=told.authority,
    )


def _end(told: StationProfile) -> Place | None:
    if told.end_latitude is None or told.end_longitude is None:
        return None
    return Place(told.end_latitude, told.end_longitude, told.end_municipality_code or "")


@dataclass(frozen=True)
class Coming:
    """A visit of an accepted plan that an inspector is still to make."""

    visit: PlannedVisit
    dwelling: Dwelling
    employer: Employer


def list_coming(session: Session, station_id: UUID, *, from_on: date) -> list[Coming]:
    """The visits of accepted plans from a day on, led or accompanied, by day."""
    accompanied = sa.select(col(PlannedCompanion.planned_visit_id)).where(
        col(PlannedCompanion.duty_station_id) == station_id
    )
    statement = (
        sa.select(PlannedVisit, Dwelling, Employer)
        .join(VisitPlan, col(VisitPlan.id) == col(PlannedVisit.plan_id))
        .join(Accommodation, col(Accommodation.id) == col(PlannedVisit.accommodation_id))
        .join(Dwelling, col(Dwelling.id) == col(Accommodation.dwelling_id))
        .join(Employer, col(Employer.id) == col(Accommodation.employer_id))
        .where(
            col(VisitPlan.state) == PlanState.ACCEPTED,
            col(PlannedVisit.dropped_at).is_(None),
            col(PlannedVisit.visit_on) >= from_on,
            sa.or_(col(PlannedVisit.duty_station_id) == station_id, col(PlannedVisit.id).in_(accompanied)),
        )
        .order_by(col(PlannedVisit.visit_on), col(PlannedVisit.starts_min), col(PlannedVisit.id))
    )
    return [Coming(*row) for row in session.execute(statement)]


def leads(by: Actor) -> bool:
    """Whether somebody leads inspectors anywhere."""
    return by is SYSTEM or any(Permission.LEAD_STAFF in grant.permissions for grant in by.grants)
