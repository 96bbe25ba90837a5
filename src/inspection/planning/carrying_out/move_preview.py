"""What would follow from moving a visit of an accepted plan: for its notice, its inspectors, the rules of plans.

Nothing is changed here; ``inspection.planning.carrying_out.rescheduling`` does it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.access import Actor, Permission
from husly.kit.clock import DAY_MIN, danish_date
from husly.kit.errors import DomainError, NotFoundError
from inspection.authorities.belonging import require_own
from inspection.enforcement.from_register import draft_letter, issued_letter
from inspection.enforcement.notice_moves import NoticeAfter, NoticeEffect, Told, notice_after
from inspection.enforcement.queries import BEFORE_VISIT, CaseFile, find_case_of_visit, get_case_file
from inspection.joint.nearness import DoorWarning
from inspection.joint.queries import warnings_for
from inspection.letters.blocks import LetterKind
from inspection.planning.carrying_out.occupied import standing_calls
from inspection.planning.carrying_out.suiting import Placing, breaches_at, inspectors_on
from inspection.planning.carrying_out.tour_drives import Call, TimedTour, overlapping
from inspection.planning.carrying_out.tour_rows import place_of, timed_with
from inspection.planning.changing.breaches import Breach, Rule, Severity, new_breaches
from inspection.planning.models import DutyStation, PlannedCompanion, PlannedVisit, PlanProblem, PlanState, VisitPlan
from inspection.planning.queries import get_plan
from inspection.planning.travel import Roads, TravelRules
from inspection.staff.queries import list_to_send


@dataclass(frozen=True)
class MovePreview:
    """What a move would mean. ``problems`` forbid it, ``remarks`` are to be known; both are sentences with a code."""

    visit: PlannedVisit
    file: CaseFile
    on: date
    from_min: int
    to_min: int
    stations: tuple[DutyStation, ...]
    """Who goes, the lead first."""
    notice: NoticeAfter
    problems: tuple[DomainError, ...] = ()
    remarks: tuple[DomainError, ...] = ()
    breaches: tuple[Breach, ...] = ()
    """Rules of plans that it touches and that the visit does not touch where it is."""
    doors: tuple[DoorWarning, ...] = ()
    """Other authorities at the same door within 30 days of the new day."""

    @property
    def is_allowed(self) -> bool:
        """Whether nothing forbids it."""
        return not self.problems and not any(one.severity is Severity.FORBIDDEN for one in self.breaches)

    @property
    def needs_reason(self) -> bool:
        """Whether it touches a rule that a person may set aside with a reason."""
        return self.is_allowed and bool(self.breaches)

    @property
    def needs_ground(self) -> bool:
        """Whether whoever moves it must say that the ground to come unannounced still holds."""
        return self.notice.effect is NoticeEffect.GROUND and self.on != self.visit.visit_on


@dataclass(frozen=True)
class _Asked:
    session: Session
    visit: PlannedVisit
    plan: VisitPlan
    file: CaseFile
    on: date
    from_min: int
    stations: tuple[DutyStation, ...]
    posting_days: int
    today: date
    roads: Roads
    problems: list[DomainError] = field(default_factory=list)
    remarks: list[DomainError] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)

    @property
    def to_min(self) -> int:
        """When the visit ends: it takes as long as before."""
        return self.from_min + self.visit.ends_min - self.visit.starts_min


def preview_move(
    session: Session,
    visit_id: UUID,
    *,
    on: date,
    from_min: int | None = None,
    station_ids: Sequence[UUID] | None = None,
    posting_days: int,
    travel: Roads | None = None,
    by: Actor,
    at: datetime,
) -> MovePreview:
    """What follows when a visit goes to another day, hour or person; nothing is changed.

    Without ``from_min`` the hour stays, without ``station_ids`` the same people go; the first of them leads.
    ``travel`` are the roads of plans; None: the rule of thumb.

    Raises ``NotFoundError`` for a visit outside the actor's area or without a case, ``DomainError`` when it is over.
    """
    roads = travel or TravelRules()
    asked = _ask(session, visit_id, on, from_min, station_ids, posting_days, by, at, roads)
    notice = notice_after(
        _told(asked.file),
        unannounced=asked.file.visit.notice_waiver_ground is not None or not asked.visit.announced,
        on=on,
        starts_min=asked.from_min,
        ends_min=asked.to_min,
        today=asked.today,
        posting_days=posting_days,
        calendar=asked.file.calendar,
    )
    _check_day(asked)
    _check_notice(asked, notice)
    _check_people(asked)
    doors = warnings_for(session, asked.file.dwelling.id, on, by=by, as_of=asked.today)
    return MovePreview(
        visit=asked.visit,
        file=asked.file,
        on=on,
        from_min=asked.from_min,
        to_min=asked.to_min,
        stations=asked.stations,
        notice=notice,
        problems=tuple(asked.problems),
        remarks=tuple(asked.remarks),
        breaches=_rules_touched(asked),
        doors=tuple(doors),
    )


def _rules_touched(asked: _Asked) -> tuple[Breach, ...]:
    """What the visit would touch at its new place and does not touch where it is."""
    visit, session = asked.visit, asked.session
    if not 0 <= asked.from_min < asked.to_min <= DAY_MIN:
        return ()
    now = Placing(
        on=visit.visit_on,
        from_min=visit.starts_min,
        to_min=visit.ends_min,
        stations=_stations(session, visit, None),
    )
    then = Placing(on=asked.on, from_min=asked.from_min, to_min=asked.to_min, stations=asked.stations)
    found = [*breaches_at(session, visit, then), *asked.breaches]
    return new_breaches(breaches_at(session, visit, now), found)


def _ask(
    session: Session,
    visit_id: UUID,
    on: date,
    from_min: int | None,
    station_ids: Sequence[UUID] | None,
    posting_days: int,
    by: Actor,
    at: datetime,
    roads: Roads,
) -> _Asked:
    visit = session.get(PlannedVisit, visit_id)
    case = None if visit is None else find_case_of_visit(session, visit.id)
    if visit is None or case is None:
        raise NotFoundError("visit")
    plan = get_plan(session, visit.plan_id, by=by, permission=Permission.PLAN_VISITS)
    file = get_case_file(session, case.id, by=by)
    require_own(file.case, by, Permission.PLAN_VISITS)
    gone = visit.dropped_at is not None or plan.state is not PlanState.ACCEPTED
    if gone or case.state not in BEFORE_VISIT:
        raise DomainError("visit.over", "The visit has left its plan or was made already, so it cannot be moved.")
    stations = _stations(session, visit, station_ids)
    _require_to_send(session, visit, stations, by)
    start = visit.starts_min if from_min is None else from_min
    return _Asked(session, visit, plan, file, on, start, stations, posting_days, danish_date(at), roads)


def _stations(session: Session, visit: PlannedVisit, station_ids: Sequence[UUID] | None) -> tuple[DutyStation, ...]:
    """Who is to go. Raises ``DomainError`` for nobody, or somebody twice; ``NotFoundError`` for an unknown one."""
    wanted = station_ids if station_ids is not None else [visit.duty_station_id, *companions_of(session, visit.id)]
    if not wanted or len(set(wanted)) < len(wanted):
        raise DomainError("visit.people", "Choose at least one inspector, and each only once.")
    found = [session.get(DutyStation, one) for one in wanted]
    if any(one is None for one in found):
        raise NotFoundError("station")
    return tuple(one for one in found if one is not None)


def _require_to_send(session: Session, visit: PlannedVisit, stations: Sequence[DutyStation], by: Actor) -> None:
    """Raise ``NotFoundError`` for whoever neither goes already nor may be sent by the mover: their days are secret."""
    going = {visit.duty_station_id, *companions_of(session, visit.id)}
    allowed = going | {one.id for one in list_to_send(session, by=by)}
    if any(one.id not in allowed for one in stations):
        raise NotFoundError("station")


def companions_of(session: Session, planned_visit_id: UUID) -> list[UUID]:
    """The duty stations of those who come along."""
    wanted = select(PlannedCompanion).where(PlannedCompanion.planned_visit_id == planned_visit_id)
    return [one.duty_station_id for one in session.exec(wanted.order_by(col(PlannedCompanion.duty_station_id)))]


def _told(file: CaseFile) -> Told | None:
    """What the last letter of the round says, drafted or issued; a draft written after an issued one counts."""
    draft, issued = draft_letter(file, LetterKind.VARSLING), issued_letter(file, LetterKind.VARSLING)
    letter = draft or issued
    if letter is None:
        return None
    hours = letter.choices.get("from_min", file.visit.from_min), letter.choices.get("to_min", file.visit.to_min)
    return Told(date.fromisoformat(letter.choices["visit_on"]), hours, issued is not None)


def _check_day(asked: _Asked) -> None:
    problems, on = asked.problems, asked.on
    if on < asked.today:
        problems.append(DomainError("visit.in_the_past", "{day} has passed; choose a later day.", day=on.isoformat()))
    elif not asked.file.calendar.is_open(on):
        problems.append(DomainError("visit.holiday", "{day} is no working day.", day=on.isoformat()))
    if not 0 <= asked.from_min < asked.to_min <= 24 * 60:
        problems.append(DomainError("visit.hours", "The visit must end after it begins, on the same day."))
    latest = latest_day(asked.session, asked.visit)
    if latest is not None and on > latest:
        problems.append(
            DomainError("visit.deadline", "The visit must be made by {day} at the latest.", day=latest.isoformat())
        )


def latest_day(session: Session, visit: PlannedVisit) -> date | None:
    """The last day on which the visit counts, as the problem of its plan has it; None where there is none."""
    problem = session.get(PlanProblem, visit.plan_id)
    candidates: list[dict[str, Any]] = [] if problem is None else problem.document["problem"]["candidates"]
    for one in candidates:
        if one.get("id") == str(visit.accommodation_id):
            return date.fromisoformat(one["latest_on"]) if one.get("latest_on") else None
    return None


def _check_notice(asked: _Asked, notice: NoticeAfter) -> None:
    if notice.effect is NoticeEffect.TOO_LATE:
        asked.problems.append(
            DomainError(
                "visit.notice",
                "A notice sent today would not have run 14 days on {day}. Choose a later day, or record in the case a "
                "ground to come without notice.",
                day=asked.on.isoformat(),
            )
        )
    if notice.effect is NoticeEffect.NEW_NOTICE:
        asked.remarks.append(
            DomainError(
                "visit.new_notice",
                "A notice of another time has left. A new one withdraws it, and is to be issued by {day}.",
                day="" if notice.send_by_on is None else notice.send_by_on.isoformat(),
            )
        )
    if asked.file.visit.objection_waits and notice.effect is not NoticeEffect.STANDS:
        asked.remarks.append(
            DomainError(
                "visit.objection_waits", "The objection stays with the visit and must be answered before the new day."
            )
        )


def _check_people(asked: _Asked) -> None:
    place = place_of(asked.session, asked.visit)
    mine = Call(asked.visit.id, place, asked.from_min, asked.to_min)
    for station in asked.stations:
        calls = standing_calls(asked.session, [station], asked.on, asked.on).get((station.id, asked.on), [])
        others = [one for one in calls if one.id != asked.visit.id]
        if overlapping(mine, others):
            asked.problems.append(
                DomainError("visit.overlap", "{name} has another visit in those hours.", name=station.name)
            )
            continue
        timed = timed_with(asked.session, station, [*others, mine], asked.roads)
        late = max((leg.late_min for leg in timed.legs), default=0)
        if late:
            asked.remarks.append(
                DomainError("visit.late", "{name} would come {late} minutes late.", name=station.name, late=late)
            )
        _check_length(asked, station, timed)


def _check_length(asked: _Asked, station: DutyStation, timed: TimedTour) -> None:
    """Overtime that the move brings about: by how much longer the inspector is out than without it."""
    (inspector,) = inspectors_on(asked.session, [station], asked.on)
    hours = inspector.hours_on(asked.on)
    if hours is None:
        return
    late = max(timed.return_min - hours[1], 0) + max(hours[0] - timed.depart_min, 0)
    if late:
        asked.breaches.append(Breach(rule=Rule.OVERTIME, inspector_id=str(station.id), on=asked.on, minutes=late))
