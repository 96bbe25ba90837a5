"""Keeping up to date who inspects: every change with its audit row. Leaders change all of it; the inspector tells of
absences and conflicts of interest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from inspection.planning.models import DutyStation
from inspection.planning.solving.problem import WORKING_WEEK, Window
from inspection.planning.stations import DAY_END_MIN, DAY_START_MIN
from inspection.planning.travel import Place
from inspection.staff.models import (
    LONGEST_REASON,
    AbsenceKind,
    ConflictGround,
    ConflictOfInterest,
    StationAbsence,
    StationHours,
    StationProfile,
)
from inspection.staff.profile import LONGEST_ABSENCE
from inspection.staff.queries import Coming, Kept, get_kept, list_coming
from register.dwellings.models import Dwelling
from register.employers.models import Employer

USUAL_HOURS = tuple(Window(one.weekday, DAY_START_MIN, DAY_END_MIN) for one in WORKING_WEEK)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who it is and what the person can do."""

    name: str
    account_id: UUID | None = None
    authority: str = ""
    skills: Sequence[str] = ()
    languages: Sequence[str] = ()


def open_inspector(
    session: Session,
    *,
    person: Person,
    start: Place,
    led_in: str | None,
    start_is_home: bool = False,
    by: Actor,
    at: datetime,
) -> DutyStation:
    """Add an inspector who starts and ends the day at a place, Monday to Friday, 8:00 to 15:30.

    ``led_in`` is the municipality whose leaders keep it up to date; None: the country's. Raises ``DomainError`` when
    the account has an active station already.
    """
    require(by, Permission.LEAD_STAFF, Subject(municipality_code=led_in))
    _check_account(session, person.account_id, None)
    station = DutyStation(
        name=person.name,
        account_id=person.account_id,
        latitude=start.lat,
        longitude=start.lon,
        municipality_code=start.municipality_code,
    )
    session.add(station)
    session.flush()
    profile = StationProfile(station_id=station.id, led_in=led_in, start_is_home=start_is_home, told_at=at)
    session.add(profile)
    _set_hours(session, station, USUAL_HOURS)
    _set_person(station, profile, person)
    session.flush()
    _trace(session, station, "opened", by=by, at=at, municipality=start.municipality_code)
    return station


def _check_account(session: Session, account_id: UUID | None, but: UUID | None) -> None:
    """Nobody can be in two places: one active station for an account."""
    if account_id is None:
        return
    taken = select(DutyStation).where(DutyStation.account_id == account_id, col(DutyStation.active))
    other = next((one for one in session.exec(taken) if one.id != but), None)
    if other is not None:
        raise DomainError(
            "station.account", "That account belongs to {name} already; deactivate that one first.", name=other.name
        )


def _open(
    session: Session, station_id: UUID, *, by: Actor, at: datetime, own: bool = False
) -> tuple[Kept, StationProfile]:
    """The station held to be changed, with its profile, made where nobody had told anything.

    Raises ``NotFoundError`` outside what the actor leads; with ``own`` the inspector may as well.
    """
    kept = get_kept(session, station_id, by=by, to_change=True)
    if not kept.leads and not own:
        raise NotFoundError("station")
    profile = kept.profile
    if profile is None:
        profile = StationProfile(station_id=station_id, led_in=kept.station.municipality_code, told_at=at)
        session.add(profile)
        station = kept.station
        hours = [Window(one.weekday, station.day_start_min, station.day_end_min) for one in WORKING_WEEK]
        _set_hours(session, station, hours)
    profile.told_at = at
    return kept, profile


def tell_person(session: Session, station_id: UUID, *, person: Person, by: Actor, at: datetime) -> None:
    """Who it is, for which authority, with which skills and languages."""
    kept, profile = _open(session, station_id, by=by, at=at)
    _check_account(session, person.account_id, station_id)
    _set_person(kept.station, profile, person)
    session.flush()
    _trace(session, kept.station, "person_told", by=by, at=at, skills=profile.skills, languages=profile.languages)


def _set_person(station: DutyStation, profile: StationProfile, person: Person) -> None:
    station.name, station.account_id = person.name, person.account_id
    profile.authority = person.authority
    profile.skills, profile.languages = sorted(set(person.skills)), sorted(set(person.languages))


def tell_places(
    session: Session, station_id: UUID, *, start: Place, start_is_home: bool, end: Place | None, by: Actor, at: datetime
) -> None:
    """Where the day begins, and where it ends if not there. The audit row names municipalities only."""
    kept, profile = _open(session, station_id, by=by, at=at)
    station = kept.station
    station.latitude, station.longitude, station.municipality_code = start.lat, start.lon, start.municipality_code
    profile.start_is_home = start_is_home
    profile.end_latitude, profile.end_longitude = (None, None) if end is None else (end.lat, end.lon)
    profile.end_municipality_code = None if end is None else end.municipality_code
    session.flush()
    told = {"start": start.municipality_code, "end": profile.end_municipality_code}
    _trace(session, station, "places_told", by=by, at=at, **told)


def tell_hours(session: Session, station_id: UUID, *, hours: Sequence[Window], by: Actor, at: datetime) -> None:
    """When the inspector works; none at all is allowed, and then no visits are planned."""
    kept, _profile = _open(session, station_id, by=by, at=at)
    _set_hours(session, kept.station, hours)
    told = {str(one.weekday): [one.from_min, one.to_min] for one in hours}
    _trace(session, kept.station, "hours_told", by=by, at=at, hours=told)


def _set_hours(session: Session, station: DutyStation, hours: Sequence[Window]) -> None:
    session.flush()
    session.execute(sa.delete(StationHours).where(col(StationHours.station_id) == station.id))
    session.add_all(
        StationHours(station_id=station.id, weekday=one.weekday, from_min=one.from_min, to_min=one.to_min)
        for one in hours
    )
    session.flush()


def tell_region(session: Session, station_id: UUID, *, codes: Sequence[str], by: Actor, at: datetime) -> None:
    """The municipalities the inspector works in; none means the whole country."""
    kept, profile = _open(session, station_id, by=by, at=at)
    profile.region = sorted(set(codes))
    session.flush()
    _trace(session, kept.station, "region_told", by=by, at=at, region=profile.region)


def add_absence(
    session: Session, station_id: UUID, *, from_on: date, to_on: date, kind: AbsenceKind, by: Actor, at: datetime
) -> StationAbsence:
    """Days on which no visits are planned. Raises ``DomainError`` for days that have passed, run backwards, or are
    longer than a year.
    """
    kept, _profile = _open(session, station_id, by=by, at=at, own=True)
    if to_on < from_on:
        raise DomainError("absence.backwards", "The absence ends before it begins.")
    if to_on < danish_date(at):
        raise DomainError("absence.passed", "The absence lies in the past.")
    if to_on - from_on > LONGEST_ABSENCE:
        raise DomainError("absence.long", "An absence lasts a year at most; deactivate the inspector instead.")
    made = StationAbsence(station_id=station_id, from_on=from_on, to_on=to_on, kind=kind, told_at=at, told_by=by.id)
    session.add(made)
    session.flush()
    _trace(session, kept.station, "absence_told", by=by, at=at, from_on=from_on, to_on=to_on)
    return made


def end_absence(session: Session, station_id: UUID, absence_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take an absence back. Raises ``DomainError`` when that was done already."""
    kept, _profile = _open(session, station_id, by=by, at=at, own=True)
    absence = session.get(StationAbsence, absence_id)
    if absence is None or absence.station_id != station_id:
        raise NotFoundError("absence")
    if absence.ended_at is not None:
        raise DomainError("absence.ended", "Somebody has taken it back already.")
    absence.ended_at, absence.ended_by = at, by.id
    session.flush()
    _trace(session, kept.station, "absence_ended", by=by, at=at, from_on=absence.from_on, to_on=absence.to_on)


def declare_conflict(
    session: Session,
    station_id: UUID,
    *,
    ground: ConflictGround,
    reason: str,
    employer_id: UUID | None = None,
    dwelling_id: UUID | None = None,
    from_on: date,
    to_on: date | None = None,
    by: Actor,
    at: datetime,
) -> ConflictOfInterest:
    """Say that the inspector may not act for an employer or at a dwelling (FVL §§ 3, 6 (1)).

    Raises ``DomainError`` without a reason, for days that run backwards, or unless one employer or one dwelling is
    named.
    """
    kept, _profile = _open(session, station_id, by=by, at=at, own=True)
    if (employer_id is None) == (dwelling_id is None):
        raise DomainError("conflict.about", "Name either an employer or a dwelling.")
    about = session.get(Employer, employer_id) if employer_id else session.get(Dwelling, dwelling_id)
    if about is None:
        raise NotFoundError("conflict")
    if to_on is not None and to_on < from_on:
        raise DomainError("conflict.backwards", "The last day lies before the first.")
    take_turns(session, f"conflicts of {station_id}")
    made = ConflictOfInterest(
        station_id=station_id,
        employer_id=employer_id,
        dwelling_id=dwelling_id,
        ground=ground,
        reason=_said(reason),
        from_on=from_on,
        to_on=to_on,
        declared_at=at,
        declared_by=by.id,
        declared_by_name=by.name,
    )
    session.add(made)
    session.flush()
    details: dict[str, Any] = {"conflict": made.id, "ground": ground.value, "from_on": from_on, "to_on": to_on}
    _trace(session, kept.station, "conflict_declared", by=by, at=at, **details)
    return made


def end_conflict(
    session: Session, station_id: UUID, conflict_id: UUID, *, reason: str, by: Actor, at: datetime
) -> None:
    """Let the inspector act there again, with the reason. It stays on record.

    Raises ``NotFoundError`` for anybody but a leader, ``DomainError`` for one's own conflict (FVL § 6 (3)), and when it
    has ended already.
    """
    kept, _profile = _open(session, station_id, by=by, at=at)
    if kept.is_own:
        raise DomainError(
            "conflict.own", "Somebody else decides whether your own conflict of interest has ended (FVL § 6)."
        )
    conflict = session.get(ConflictOfInterest, conflict_id)
    if conflict is None or conflict.station_id != station_id:
        raise NotFoundError("conflict")
    if conflict.ended_at is not None:
        raise DomainError("conflict.ended", "Somebody has ended it already.")
    conflict.ended_at, conflict.ended_by, conflict.ended_because = at, by.id, _said(reason)
    session.flush()
    _trace(session, kept.station, "conflict_ended", by=by, at=at, conflict=conflict_id)


def _said(reason: str) -> str:
    reason = " ".join(reason.replace("\x00", "").split())
    if not 3 <= len(reason) <= LONGEST_REASON:
        raise DomainError("conflict.reason", "Write why, in 3 to {most} characters.", most=LONGEST_REASON)
    return reason


def deactivate(session: Session, station_id: UUID, *, by: Actor, at: datetime) -> list[Coming]:
    """Plan no more visits for an inspector; returns those of accepted plans that somebody else must now make."""
    kept, _profile = _open(session, station_id, by=by, at=at)
    if not kept.station.active:
        raise DomainError("station.inactive", "The inspector is deactivated already.")
    kept.station.active = False
    session.flush()
    left = list_coming(session, station_id, from_on=danish_date(at))
    _trace(session, kept.station, "deactivated", by=by, at=at, visits=len(left))
    return left


def activate(session: Session, station_id: UUID, *, by: Actor, at: datetime) -> None:
    """Plan visits for an inspector again."""
    kept, _profile = _open(session, station_id, by=by, at=at)
    if kept.station.active:
        raise DomainError("station.active", "The inspector is active already.")
    _check_account(session, kept.station.account_id, station_id)
    kept.station.active = True
    session.flush()
    _trace(session, kept.station, "activated", by=by, at=at)


def note_reading(session: Session, station: DutyStation, *, by: Actor, at: datetime) -> None:
    """Write down that somebody read where an inspector starts and what is declared of conflicts."""
    _trace(session, station, "read", by=by, at=at)


def _trace(session: Session, station: DutyStation, what: str, *, by: Actor, at: datetime, **details: Any) -> None:
    told: Mapping[str, Any] = details
    audit.record(session, by=by, at=at, action=f"station.{what}", on=("duty_station", station.id), details=told)
