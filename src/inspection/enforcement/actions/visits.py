"""Before and at the visit: its notice or the waiver of it, objections, and carrying it out (RSL §§ 2, 5, 6)."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.enforcement.actions.opening import check_visit_time
from inspection.enforcement.actions.steps import facts_at, open_file, require_state, stated, take, trace
from inspection.enforcement.from_register import draft_letter
from inspection.enforcement.models import Visit
from inspection.enforcement.transitions import CaseState, Move
from inspection.enforcement.waivers import NoticeWaiver, NoticeWaiverGround
from inspection.letters.actions import add_draft
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter


def draft_notice(
    session: Session,
    case_id: UUID,
    *,
    objection_due_on: date,
    facts: str,
    proportionality_reason: str,
    by: Actor,
    at: datetime,
) -> Letter:
    """Write the draft of a notice of visit (*varsling*); a draft that lies there already is replaced.

    ``facts`` is what the decision rests on, as the employer will read it: never a tip, never what a resident said.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    require_state(file, CaseState.PLANNED)
    if not danish_date(at) < objection_due_on < file.visit.visit_on:
        raise DomainError(
            "notice.objection_deadline",
            "The deadline for objections must lie after today and before the visit on {day}.",
            day=file.visit.visit_on.isoformat(),
        )
    file.visit.proportionality_reason = stated(
        "notice.proportionality", proportionality_reason, "State why less intrusive means are not sufficient."
    )
    choices = {
        "visit_on": file.visit.visit_on.isoformat(),
        "objection_due_on": objection_due_on.isoformat(),
        "facts": stated("notice.facts", facts, "Write which facts the visit rests on."),
        "caseworker": by.name,
    }
    return add_draft(session, file.case, LetterKind.VARSLING, choices, draft_letter(file, LetterKind.VARSLING), by, at)


def waive_notice(
    session: Session,
    case_id: UUID,
    *,
    ground: NoticeWaiverGround,
    reason: str,
    proportionality_reason: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Decide to go unannounced on a ground of RSL § 5(4), with its reason."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    visit = file.visit
    reason = stated(
        "notice.waiver_reason", reason, "Give the reason for going unannounced; a ground alone is not enough."
    )
    proportionality_reason = proportionality_reason.strip() or visit.proportionality_reason
    facts = replace(
        facts_at(file, at),
        notice_waiver=NoticeWaiver(ground, reason),
        proportionality_reason=proportionality_reason,
    )
    take(session, file, Move.DECIDE_UNANNOUNCED, facts, by=by, at=at, note=reason)
    visit.notice_waiver_ground, visit.notice_waiver_reason = ground, reason
    visit.proportionality_reason = proportionality_reason
    session.flush()


def record_objection(
    session: Session, case_id: UUID, *, received_on: date, objection: str, by: Actor, at: datetime
) -> None:
    """Note an objection to the visit; it must be answered before anyone goes (RSL § 5(3))."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    require_state(file, CaseState.NOTIFIED)
    if received_on > danish_date(at):
        raise DomainError("objection.future", "The objection cannot have come on a day that lies ahead.")
    file.visit.objection_received_on = received_on
    file.visit.objection = stated("objection.text", objection, "Write what the objection says.")
    file.visit.objection_upheld_on = None
    trace(session, file.case, "case.objection_recorded", by=by, at=at)


def uphold_visit(session: Session, case_id: UUID, *, answer: str, by: Actor, at: datetime) -> None:
    """Uphold the visit against an objection, with written reasons (*fastholdelse*, RSL § 5(3), FVL § 24)."""
    file = open_file(session, case_id, by=by, permission=Permission.ISSUE_DECISIONS)
    require_state(file, CaseState.NOTIFIED)
    if file.visit.objection_received_on is None:
        raise DomainError("objection.none", "There is no objection to answer.")
    file.visit.objection_answer = stated(
        "objection.answer", answer, "Give the reasons for which the decision is upheld."
    )
    file.visit.objection_upheld_on = danish_date(at)
    trace(session, file.case, "case.visit_upheld", by=by, at=at)


def replan_visit(
    session: Session, case_id: UUID, *, visit_on: date, from_min: int, to_min: int, by: Actor, at: datetime
) -> None:
    """Choose another day; a notice of the old day counts no more."""
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    check_visit_time(visit_on, from_min, to_min, today=danish_date(at))
    if file.case.state is not CaseState.PLANNED:
        take(session, file, Move.REPLAN_VISIT, facts_at(file, at), by=by, at=at, note=f"{visit_on.isoformat()}")
    visit = file.visit
    visit.visit_on, visit.from_min, visit.to_min = visit_on, from_min, to_min
    _forget_preparations(visit)
    draft = draft_letter(file, LetterKind.VARSLING)
    if draft is not None:
        draft.discarded_at = at
    trace(session, file.case, "case.visit_replanned", by=by, at=at, details={"visit_on": visit_on})


def _forget_preparations(visit: Visit) -> None:
    visit.notice_waiver_ground, visit.notice_waiver_reason = None, ""
    visit.objection_received_on, visit.objection, visit.objection_upheld_on, visit.objection_answer = None, "", None, ""


def record_visit(
    session: Session,
    case_id: UUID,
    *,
    visited_on: date,
    decision_handed_over: bool = False,
    identification_shown: bool = True,
    present: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Record that the visit was carried out; refused on a day its notice does not allow."""
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    facts = replace(facts_at(file, at), visit_on=visited_on, unannounced_decision_handed_over=decision_handed_over)
    take(session, file, Move.CARRY_OUT_VISIT, facts, by=by, at=at, note=present.strip())
    file.visit.visited_on = visited_on
    file.visit.decision_handed_over = decision_handed_over
    file.visit.identification_shown = identification_shown
    file.visit.present = present.strip()
    session.flush()
