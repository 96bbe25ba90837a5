"""Rules of assignment in the register: what they look at, proposed and adopted versions, giving a case to somebody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from husly.kit import audit
from husly.kit.access import Actor, Permission, Subject, require
from husly.kit.clock import danish_date
from husly.kit.database import take_turns
from husly.kit.errors import DomainError, NotFoundError
from inspection.authorities.belonging import seen_cases
from inspection.enforcement.actions.steps import moved_on, open_file, trace
from inspection.enforcement.models import InspectionCase, Visit
from inspection.enforcement.transitions import CaseState
from inspection.planning.models import DutyStation
from inspection.planning.solving.problem import Inspector
from inspection.planning.stations import inspector_of
from inspection.planning.travel import Place
from inspection.staff.conflicts import barred_at, require_unbiased
from inspection.staff.models import LONGEST_REASON, AssignmentRule, RuleState
from inspection.staff.profile import NOTHING_KNOWN
from inspection.staff.queries import list_led, profiles_of
from inspection.staff.suggesting import LOAD_DAYS, CaseNeed, Weights
from register.declarations.models import Declaration
from register.dwellings.models import Dwelling

LAST_CASES = 100
COUNTRY = Subject()
BEFORE_VISIT = (CaseState.PLANNED, CaseState.NOTIFIED, CaseState.UNANNOUNCED_DECIDED)

SKILL_OF_KIND = {
    **dict.fromkeys(("container", "caravan", "site_hut", "vehicle"), "temporary_units"),
    "farm": "farms",
    "building_site": "temporary_units",
    "workplace_room": "fire_safety",
    "commercial_building": "fire_safety",
}
"""Which skill helps at which kind of dwelling."""


@dataclass(frozen=True)
class PastCase:
    """A case as it was given out: who got it, by station; None for somebody without one."""

    case: InspectionCase
    need: CaseNeed
    station_id: UUID | None


def list_last_cases(
    session: Session, *, by: Actor, limit: int = LAST_CASES, case_id: UUID | None = None
) -> list[PastCase]:
    """The last cases within what the actor leads, newest first; or one of them."""
    this_round = sa.and_(col(Visit.case_id) == col(InspectionCase.id), col(Visit.round) == col(InspectionCase.round))
    current = sa.and_(
        col(Declaration.accommodation_id) == col(InspectionCase.accommodation_id), col(Declaration.is_current)
    )
    statement = (
        sa.select(InspectionCase, Visit, Dwelling, col(Declaration.kind))
        .join(Visit, this_round)
        .join(Dwelling, col(Dwelling.id) == col(InspectionCase.dwelling_id))
        .outerjoin(Declaration, current)
        .where(
            seen_cases(by, Permission.LEAD_STAFF),
            col(InspectionCase.inspector_id) != "",
            col(Dwelling.latitude).is_not(None),
        )
        .order_by(col(InspectionCase.opened_at).desc(), col(InspectionCase.id))
        .limit(limit)
    )
    if case_id is not None:
        statement = statement.where(col(InspectionCase.id) == case_id)
    rows = session.execute(statement).all()
    stations = _stations_by_inspector(session)
    days = [visit.visit_on for _case, visit, _dwelling, _kind in rows]
    barred = barred_at(session, {case.accommodation_id for case, *_rest in rows}, days=days)
    return [
        PastCase(case, _need(case, visit, dwelling, kind, barred), stations.get(case.inspector_id))
        for case, visit, dwelling, kind in rows
    ]


def _need(
    case: InspectionCase, visit: Visit, dwelling: Dwelling, kind: str | None, barred: Mapping[UUID, frozenset[str]]
) -> CaseNeed:
    skill = SKILL_OF_KIND.get(kind or "")
    return CaseNeed(
        id=str(case.id),
        opened_on=danish_date(case.opened_at),
        visit_on=visit.visit_on,
        place=Place(dwelling.latitude or 0.0, dwelling.longitude or 0.0, case.municipality_code),
        skills=frozenset() if skill is None else frozenset({skill}),
        barred=barred.get(case.accommodation_id, frozenset()),
    )


def _stations_by_inspector(session: Session) -> dict[str, UUID]:
    """Stations by the ids that cases keep: the station's own, or that of the account."""
    found: dict[str, UUID] = {}
    for station in session.exec(select(DutyStation).order_by(col(DutyStation.active))):
        found[str(station.id)] = station.id
        if station.account_id is not None:
            found[str(station.account_id)] = station.id
    return found


def team_of(session: Session, *, by: Actor, days: Sequence[date]) -> list[Inspector]:
    """The active inspectors that the actor leads, as they stand on the days."""
    stations = [station for station, _profile in list_led(session, by=by) if station.active]
    if not days:
        return []
    known = profiles_of(session, [one.id for one in stations], from_on=min(days), to_on=max(days))
    return [inspector_of(one, known.get(one.id, NOTHING_KNOWN), days=days) for one in stations]


def loads_of(session: Session, *, on: date) -> dict[str, int]:
    """How many cases were opened for each station within the last 28 days."""
    stations = _stations_by_inspector(session)
    since = on - timedelta(days=LOAD_DAYS + 1)
    opened = select(InspectionCase.inspector_id, InspectionCase.opened_at).where(
        col(InspectionCase.opened_at) >= datetime(since.year, since.month, since.day, tzinfo=UTC)
    )
    return Counter(
        str(stations[inspector])
        for inspector, at in session.exec(opened)
        if inspector in stations and danish_date(at) >= on - timedelta(days=LOAD_DAYS)
    )


def weights_in_force(session: Session) -> tuple[int, Weights]:
    """The version that counts and its weights; version 0 comes with Husly."""
    adopted = select(AssignmentRule).where(AssignmentRule.state == RuleState.ADOPTED)
    newest = session.exec(adopted.order_by(col(AssignmentRule.version).desc()).limit(1)).one_or_none()
    return (0, Weights()) if newest is None else (newest.version, Weights(**newest.weights))


def list_rules(session: Session) -> list[AssignmentRule]:
    """Every version, the newest first."""
    return list(session.exec(select(AssignmentRule).order_by(col(AssignmentRule.version).desc())))


def propose_rule(session: Session, *, weights: Weights, reason: str, by: Actor, at: datetime) -> AssignmentRule:
    """Keep weights as a proposal with the next version. A right of the whole country's leaders."""
    require(by, Permission.LEAD_STAFF, COUNTRY)
    reason = " ".join(reason.replace("\x00", "").split())
    if not 3 <= len(reason) <= LONGEST_REASON:
        raise DomainError("rule.reason", "Write why, in 3 to {most} characters.", most=LONGEST_REASON)
    if weights == weights_in_force(session)[1]:
        raise DomainError("rule.same", "These weights are in force already: change at least one.")
    take_turns(session, "assignment rules")
    last = session.exec(select(sa.func.max(AssignmentRule.version))).one() or 0
    rule = AssignmentRule(
        version=last + 1,
        weights=weights.as_dict(),
        reason=reason,
        proposed_at=at,
        proposed_by=by.id,
        proposed_by_name=by.name,
    )
    session.add(rule)
    session.flush()
    _trace_rule(session, rule, "proposed", by=by, at=at, weights=rule.weights)
    return rule


def decide_rule(session: Session, rule_id: UUID, *, adopt: bool, by: Actor, at: datetime) -> AssignmentRule:
    """Adopt a proposal, or withdraw it. Raises ``DomainError`` when that was done, or for adopting one's own."""
    require(by, Permission.LEAD_STAFF, COUNTRY)
    rule = session.exec(select(AssignmentRule).where(AssignmentRule.id == rule_id).with_for_update()).one_or_none()
    if rule is None:
        raise NotFoundError("rule")
    if rule.state is not RuleState.PROPOSED:
        raise DomainError("rule.decided", "Somebody has decided on this rule already.")
    if adopt and rule.proposed_by == by.id:
        raise DomainError("rule.own", "You proposed this rule: somebody else adopts it.")
    rule.state = RuleState.ADOPTED if adopt else RuleState.WITHDRAWN
    rule.decided_at, rule.decided_by, rule.decided_by_name = at, by.id, by.name
    session.flush()
    _trace_rule(session, rule, rule.state.value, by=by, at=at)
    return rule


def assign_case(session: Session, case_id: UUID, station_id: UUID, *, by: Actor, at: datetime) -> InspectionCase:
    """Give a case that waits for its visit to another inspector.

    Raises ``NotFoundError`` for an inspector the actor does not lead, ``DomainError`` for one with a conflict of
    interest (FVL § 3), once the visit was made, and for a visit that stands in a plan: that is moved there.
    """
    file = open_file(session, case_id, by=by, permission=Permission.LEAD_STAFF)
    station = next((one for one, _profile in list_led(session, by=by) if one.id == station_id and one.active), None)
    if station is None:
        raise NotFoundError("station")
    if file.case.state not in BEFORE_VISIT:
        raise moved_on()
    if file.case.planned_visit_id is not None and file.case.round == 1:
        raise DomainError("case.in_a_plan", "The visit stands in a plan: move it there.")
    inspector_id = str(station.account_id or station.id)
    about = {"employer_id": file.case.employer_id, "dwelling_id": file.case.dwelling_id}
    require_unbiased(session, (inspector_id, str(station.id)), **about, on=file.visit.visit_on)
    before = file.case.inspector_id
    file.case.inspector_id = file.visit.inspector_id = inspector_id
    session.flush()
    trace(session, file.case, "case.assigned", by=by, at=at, before=before, after=inspector_id)
    return file.case


def _trace_rule(session: Session, rule: AssignmentRule, what: str, *, by: Actor, at: datetime, **details: Any) -> None:
    told = {"version": rule.version} | details
    audit.record(session, by=by, at=at, action=f"assignment_rule.{what}", on=("assignment_rule", rule.id), details=told)
