"""Which visits are on whose days: own ones, those of others within the reader's plans, and whoever comes along.

A visit of a case is what counts, since it may have been moved after its plan was accepted; the plan adds the drive and
the companions. Drafts of plans are nobody's day yet.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission, within
from husly.kit.accounts.queries import list_account_names
from husly.kit.errors import NotFoundError
from inspection.authorities.belonging import own_cases, own_within
from inspection.enforcement.models import InspectionCase, Visit
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, PlanState, VisitPlan
from inspection.planning.travel import Place
from inspection.staff.queries import find_end
from register.dwellings.models import Dwelling
from register.employers.models import Employer


@dataclass(frozen=True)
class Person:
    """Whose day it is: an account, or a duty station that has none. ``station`` is where the day starts."""

    id: str
    name: str
    station: DutyStation | None
    keys: frozenset[str]
    """Under which ids visits name this person: the account and its duty stations."""
    station_ids: frozenset[UUID]
    end: Place | None = None
    """Where the day ends, if not where it begins."""


@dataclass(frozen=True, kw_only=True)
class DayVisit:
    """One visit on somebody's day. ``planned`` is None for one that was decided by hand, without a plan.

    ``companion`` is the person's own seat where another leads; ``companions`` are all who come along.
    """

    case: InspectionCase
    visit: Visit
    dwelling: Dwelling
    employer: Employer
    planned: PlannedVisit | None
    companion: PlannedCompanion | None
    lead: str
    companions: tuple[str, ...]


def find_person(session: Session, person_id: str, *, name: str = "") -> Person:
    """The account or duty station of an id. Raises ``NotFoundError`` where there is neither."""
    try:
        found_id = UUID(person_id)
    except ValueError:
        raise NotFoundError("inspector") from None
    mine = sa.or_(col(DutyStation.account_id) == found_id, col(DutyStation.id) == found_id)
    order = (col(DutyStation.active).desc(), col(DutyStation.name), col(DutyStation.id))
    stations = list(session.exec(select(DutyStation).where(mine).order_by(*order)))
    names = list_account_names(session, {found_id})
    if not (name or names or stations):
        raise NotFoundError("inspector")
    station = next((one for one in stations if one.active), None)
    return Person(
        id=person_id,
        name=name or names.get(found_id) or stations[0].name,
        station=station,
        keys=frozenset({person_id, *(str(one.id) for one in stations)}),
        station_ids=frozenset(one.id for one in stations),
        end=None if station is None else find_end(session, station.id),
    )


def account_behind(session: Session, person_id: str) -> str:
    """The account of a duty station that has one, since its days are the account's; any other id as it is."""
    station = session.get(DutyStation, UUID(person_id))
    return person_id if station is None or station.account_id is None else str(station.account_id)


def list_visits(session: Session, person: Person, *, first: date, last: date, by: Actor) -> list[DayVisit]:
    """The person's visits from a day to a day that the reader may see, by day and hour.

    One's own are seen within the municipalities of one's permission; those of others as their plans are.
    """
    statement = (
        _visits()
        .where(
            col(Visit.visit_on).between(first, last),
            sa.or_(col(Visit.inspector_id).in_(person.keys), _comes_along(person.station_ids)),
            _seen(by, own=by.id == person.id),
        )
        .order_by(col(Visit.visit_on), col(Visit.from_min), col(InspectionCase.case_number))
    )
    rows = session.execute(statement).all()
    planned_ids = [row[4].id for row in rows if row[4] is not None]
    along = _companions(session, planned_ids)
    names = lead_names(session, {row[1].inspector_id for row in rows})
    return [_day_visit(row, person, along, names) for row in rows]


def _visits() -> Any:
    """Visits to come or made of the rounds that cases are in, each with its place in an accepted plan."""
    this_round = sa.and_(col(Visit.case_id) == col(InspectionCase.id), col(Visit.round) == col(InspectionCase.round))
    of_plan = sa.and_(
        sa.or_(
            sa.and_(col(InspectionCase.planned_visit_id) == col(PlannedVisit.id), col(Visit.round) == 1),
            col(PlannedVisit.case_id) == col(InspectionCase.id),
        ),
        col(PlannedVisit.visit_on) == col(Visit.visit_on),
        col(PlannedVisit.plan_id).in_(sa.select(col(VisitPlan.id)).where(col(VisitPlan.state) == PlanState.ACCEPTED)),
    )
    return (
        sa.select(InspectionCase, Visit, Dwelling, Employer, PlannedVisit)
        .join(Visit, this_round)
        .join(Dwelling, col(Dwelling.id) == col(InspectionCase.dwelling_id))
        .join(Employer, col(Employer.id) == col(InspectionCase.employer_id))
        .outerjoin(PlannedVisit, of_plan)
        .where(sa.or_(col(InspectionCase.closed_at).is_(None), col(Visit.visited_on).is_not(None)))
    )


def _comes_along(station_ids: Collection[UUID]) -> sa.ColumnElement[bool]:
    return col(PlannedVisit.id).in_(
        sa.select(col(PlannedCompanion.planned_visit_id)).where(col(PlannedCompanion.duty_station_id).in_(station_ids))
    )


def _seen(by: Actor, *, own: bool) -> sa.ColumnElement[bool]:
    """One's own by municipality; those of others as the cases and plans of one's own authority (PLAN-03)."""
    municipality = col(InspectionCase.municipality_code)
    of_case = within(by, Permission.READ_PLANS, employer_id=sa.null(), municipality_code=municipality)
    if own:
        return of_case
    whose = {"authority": col(VisitPlan.authority), "municipality_code": col(VisitPlan.municipality_code)}
    plans = sa.select(col(VisitPlan.id)).where(own_within(by, Permission.READ_PLANS, **whose))
    unplanned = sa.and_(col(PlannedVisit.id).is_(None), of_case, own_cases(by, Permission.READ_PLANS))
    return sa.or_(unplanned, col(PlannedVisit.plan_id).in_(plans))


def _companions(
    session: Session, planned_ids: Sequence[UUID]
) -> dict[UUID, list[tuple[PlannedCompanion, DutyStation]]]:
    statement = (
        select(PlannedCompanion, DutyStation)
        .join(DutyStation, col(DutyStation.id) == col(PlannedCompanion.duty_station_id))
        .where(col(PlannedCompanion.planned_visit_id).in_(planned_ids))
        .order_by(col(DutyStation.name), col(DutyStation.id))
    )
    found: dict[UUID, list[tuple[PlannedCompanion, DutyStation]]] = {}
    for companion, station in session.exec(statement):
        found.setdefault(companion.planned_visit_id, []).append((companion, station))
    return found


def lead_names(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Names of whoever leads visits, by the id that a visit names: an account, else a duty station."""
    known = {one: found for one in ids if (found := _uuid(one)) is not None}
    accounts = list_account_names(session, set(known.values()))
    stations = session.exec(select(DutyStation).where(col(DutyStation.id).in_(set(known.values()) - set(accounts))))
    names = accounts | {one.id: one.name for one in stations}
    return {one: names[found] for one, found in known.items() if found in names}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day_visit(
    row: Any,
    person: Person,
    along: Mapping[UUID, Sequence[tuple[PlannedCompanion, DutyStation]]],
    names: Mapping[str, str],
) -> DayVisit:
    case, visit, dwelling, employer, planned = row
    others = along.get(planned.id, ()) if planned is not None else ()
    own = next((one for one, station in others if station.id in person.station_ids), None)
    return DayVisit(
        case=case,
        visit=visit,
        dwelling=dwelling,
        employer=employer,
        planned=planned,
        companion=None if visit.inspector_id in person.keys else own,
        lead=names.get(visit.inspector_id, ""),
        companions=tuple(station.name for _, station in others),
    )


def list_people(session: Session, *, first: date, last: date, by: Actor) -> list[tuple[str, str]]:
    """Whose days the reader may look at, by name: with a duty station in his area, or a visit in the period."""
    area = within(
        by, Permission.READ_PLANS, employer_id=sa.null(), municipality_code=col(DutyStation.municipality_code)
    )
    stations = session.exec(select(DutyStation).where(col(DutyStation.active), area))
    names = {str(one.account_id or one.id): one.name for one in stations}
    period = _visits().where(col(Visit.visit_on).between(first, last), _seen(by, own=False))
    going = set(session.execute(period.with_only_columns(col(Visit.inspector_id)).distinct()).scalars())
    found = lead_names(session, {*going, *names})
    return sorted({**names, **found}.items(), key=lambda pair: (pair[1], pair[0]))
