"""Moving a visit of an accepted plan: its day, hours and inspectors, and what that does to its notice.

``move_accepted_visit`` does what ``planning.carrying_out.move_preview`` told, in the caller's transaction: plan, tours,
case and letter together.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete

from husly.kit import audit
from husly.kit.access import Actor
from husly.kit.errors import DomainError
from inspection.enforcement.actions import assign_visit, draft_standard_notice, replan_visit, waive_notice
from inspection.enforcement.from_register import draft_letter
from inspection.enforcement.notice_moves import NoticeEffect
from inspection.enforcement.queries import find_case_of_visit, lock_case
from inspection.joint.queries import partners_named
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.planning.carrying_out.move_preview import MovePreview, companions_of, preview_move
from inspection.planning.carrying_out.tour_rows import retime_tour
from inspection.planning.drives import drives_of
from inspection.planning.editing.actions import LONGEST_REASON
from inspection.planning.editing.desk import take_up
from inspection.planning.editing.models import EditKind, PlanEdit
from inspection.planning.editing.queries import list_edits
from inspection.planning.models import PlannedCompanion, VisitPlan
from inspection.planning.solving.documents import encoded
from inspection.planning.travel import Roads, TravelRules


def move_accepted_visit(
    session: Session,
    visit_id: UUID,
    *,
    on: date,
    from_min: int | None = None,
    station_ids: Sequence[UUID] | None = None,
    ground_holds: bool = False,
    reason: str = "",
    posting_days: int,
    travel: Roads | None = None,
    by: Actor,
    at: datetime,
) -> MovePreview:
    """Move a visit: the plan with both tours, the case, and its notice as ``preview_move`` says.

    ``ground_holds`` is the word of whoever moves an unannounced visit to another day, ``reason`` why a rule is set
    aside; it stands in the plan. Raises ``DomainError`` with the first problem of the preview, ``plan.forbidden`` or
    ``plan.reason`` for the rules of plans, or ``visit.ground`` without that word.
    """
    case = find_case_of_visit(session, visit_id)
    if case is not None:
        lock_case(session, case.id)
    found = preview_move(
        session,
        visit_id,
        on=on,
        from_min=from_min,
        station_ids=station_ids,
        posting_days=posting_days,
        travel=travel,
        by=by,
        at=at,
    )
    if found.problems:
        raise found.problems[0]
    _check_reason(found, reason)
    if found.needs_ground and not ground_holds:
        raise DomainError(
            "visit.ground", "The visit is unannounced. Say that its ground (RSL § 5(4)) holds on the new day too."
        )
    came_from = {"station": str(found.visit.duty_station_id), "on": found.visit.visit_on.isoformat()}
    before = {"on": found.visit.visit_on, "from_min": found.visit.starts_min, "to_min": found.visit.ends_min}
    _move_case(session, found, by=by, at=at)
    _move_plan(session, found, travel or TravelRules())
    _note(session, found, came_from, reason, by=by, at=at)
    details: dict[str, Any] = {"visit": visit_id, "notice": found.notice.effect.value, "before": before}
    details |= {"on": found.on, "from_min": found.from_min, "to_min": found.to_min}
    audit.record(
        session, by=by, at=at, action="plan.visit_moved", on=("visit_plan", found.visit.plan_id), details=details
    )
    return found


def _check_reason(found: MovePreview, reason: str) -> None:
    if not found.is_allowed:
        raise DomainError("plan.forbidden", "The visit cannot be placed there: see which rule forbids it.")
    if found.needs_reason and not reason.strip():
        raise DomainError("plan.reason", "Say why the rule is set aside; the reason stands in the plan.")
    if len(reason) > LONGEST_REASON:
        raise DomainError("plan.long_reason", "Say it in at most {most} characters.", most=LONGEST_REASON)


def _note(
    session: Session, found: MovePreview, came_from: dict[str, str], reason: str, *, by: Actor, at: datetime
) -> None:
    """The move among what was changed by hand in the plan, with the rules set aside."""
    plan = session.get_one(VisitPlan, found.visit.plan_id)
    plan.version += 1
    goes_to = {"station": str(found.stations[0].id), "on": found.on.isoformat()}
    session.add(
        PlanEdit(
            plan_id=plan.id,
            number=len(list_edits(session, plan.id)) + 1,
            kind=EditKind.MOVED,
            about={"visits": [str(found.visit.accommodation_id)], "from": came_from, "to": goes_to},
            reason=" ".join(reason.replace("\x00", "").split()),
            breaches=[encoded(one) for one in found.breaches],
            version=plan.version,
            at=at,
            by_id=by.id,
            by_name=by.name,
        )
    )
    session.flush()


def _move_case(session: Session, found: MovePreview, *, by: Actor, at: datetime) -> None:
    file, lead = found.file, found.stations[0]
    who: dict[str, Any] = {"by": by, "at": at}
    inspector_id = str(lead.account_id or lead.id)
    if found.notice.effect is NoticeEffect.STANDS:
        if inspector_id != file.visit.inspector_id:
            assign_visit(session, file.case.id, inspector_id=inspector_id, **who)
        return
    draft, visit = draft_letter(file, LetterKind.VARSLING), file.visit
    ground, reason = visit.notice_waiver_ground, visit.notice_waiver_reason
    from_min, to_min = found.notice.hours
    replan_visit(
        session,
        file.case.id,
        visit_on=found.on,
        from_min=from_min,
        to_min=to_min,
        inspector_id=inspector_id,
        **who,
    )
    if ground is not None:
        waive_notice(session, file.case.id, ground=ground, reason=reason, **who)
    elif found.notice.effect is not NoticeEffect.GROUND:
        _draft_anew(session, found, draft, who)


def _draft_anew(session: Session, found: MovePreview, draft: Letter | None, who: dict[str, Any]) -> None:
    draft_standard_notice(
        session,
        found.file.case.id,
        crew=len(found.stations),
        interpreter=found.visit.interpreter,
        partners=partners_named(session, found.file.case, found.on),
        facts="" if draft is None else str(draft.choices.get("facts", "")),
        **who,
    )


def _move_plan(session: Session, found: MovePreview, roads: Roads) -> None:
    """The planned visit and the tours that lose or gain it; no other visit changes its hours."""
    visit = found.visit
    tours = {(visit.duty_station_id, visit.visit_on)}
    tours |= {(one, visit.visit_on) for one in companions_of(session, visit.id)}
    tours |= {(one.id, found.on) for one in found.stations}
    session.exec(delete(PlannedCompanion).where(col(PlannedCompanion.planned_visit_id) == visit.id))
    lead, *others = found.stations
    visit.position = -visit.position  # out of the way of the tour that it joins
    visit.visit_on, visit.duty_station_id = found.on, lead.id
    visit.starts_min, visit.ends_min = found.from_min, found.to_min
    visit.moves += 1
    session.flush()
    session.add_all(
        PlannedCompanion(
            planned_visit_id=visit.id,
            duty_station_id=one.id,
            position=1,
            arrive_min=found.from_min,
            travel_min=0,
            travel_km=0.0,
        )
        for one in others
    )
    session.flush()
    plan = session.get_one(VisitPlan, visit.plan_id)
    for station_id, on in sorted(tours, key=str):
        retime_tour(session, plan, station_id, on, roads)
    desk = take_up(session, plan, travel=roads)
    if desk is not None:
        plan.summary = plan.summary | {"drives": drives_of(desk.current, desk.kept.problem).document()}
