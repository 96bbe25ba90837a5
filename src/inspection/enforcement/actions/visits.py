"""Before and at the visit: its notice or the waiver of it, objections, and carrying it out (RSL §§ 2, 5, 6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from inspection.enforcement.actions.opening import check_visit_time, require_unbiased_inspector
from inspection.enforcement.actions.steps import facts_at, open_file, require_state, stated, take, trace
from inspection.enforcement.from_register import draft_letter, issued_letter
from inspection.enforcement.notice_days import objection_day
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState, Move, permission_of
from inspection.enforcement.waivers import NoticeWaiver, NoticeWaiverGround
from inspection.letters.actions import add_draft
from inspection.letters.blocks import LetterKind
from inspection.letters.danish import danish_date as day_in_danish
from inspection.letters.models import Letter
from inspection.letters.standard import standard_facts, standard_proportionality, who_comes


def draft_notice(
    session: Session,
    case_id: UUID,
    *,
    objection_due_on: date,
    facts: str,
    proportionality_reason: str,
    comes: str = "",
    by: Actor,
    at: datetime,
) -> Letter:
    """Write the draft of a notice of visit (*varsling*); a draft that lies there already is replaced.

    ``facts`` is what the decision rests on, as the employer will read it: never a tip, never what a resident said.
    ``comes`` says who comes, by title; empty: as the draft before, else in general. A notice of another day that has
    left the house is withdrawn by the new one.
    """
    file = open_file(session, case_id, by=by, permission=permission_of(Move.GIVE_NOTICE))
    require_state(file, CaseState.PLANNED)
    objection_due_on = file.calendar.on_or_after(objection_due_on)  # no deadline ends on a day without work
    if not danish_date(at) < objection_due_on < file.visit.visit_on:
        raise DomainError(
            "notice.objection_deadline",
            "The deadline for objections must lie after today and before the visit on {day}.",
            day=file.visit.visit_on.isoformat(),
        )
    file.visit.proportionality_reason = stated(
        "notice.proportionality", proportionality_reason, "State why less intrusive means are not sufficient."
    )
    draft = draft_letter(file, LetterKind.VARSLING)
    choices = {
        "visit_on": file.visit.visit_on.isoformat(),
        "from_min": file.visit.from_min,
        "to_min": file.visit.to_min,
        "objection_due_on": objection_due_on.isoformat(),
        "facts": stated("notice.facts", facts, "Write which facts the visit rests on."),
        "who_comes": comes or ("" if draft is None else draft.choices.get("who_comes", "")),
        "caseworker": by.name,
    }
    letter = add_draft(session, file.case, LetterKind.VARSLING, choices, draft, by, at)
    earlier = issued_letter(file, LetterKind.VARSLING)
    letter.supersedes_id = None if earlier is None else earlier.id
    return letter


def draft_standard_notice(
    session: Session,
    case_id: UUID,
    *,
    crew: int = 1,
    interpreter: bool = False,
    partners: Sequence[str] = (),
    facts: str = "",
    by: Actor,
    at: datetime,
) -> Letter:
    """The draft of a notice in standard words, with a computed deadline for objections.

    ``facts`` are words that a person wrote before; without them those of the last notice of the round are kept. Raises
    ``DomainError`` where no day is left between today and the visit, since nobody could object then.
    """
    file = open_file(session, case_id, by=by, permission=permission_of(Move.GIVE_NOTICE))
    visit = file.visit
    try:
        objection_due_on = objection_day(visit.visit_on, today=danish_date(at), calendar=file.calendar)
    except ValueError:
        raise DomainError(
            "notice.no_time", "There is no day left to object before the visit. Choose a later day, or record a ground."
        ) from None
    return draft_notice(
        session,
        case_id,
        objection_due_on=objection_due_on,
        facts=facts
        or _facts_written(file)
        or standard_facts(file.dwelling.address, declared=file.is_declared, follows_up_order=file.follows_up_order),
        proportionality_reason=visit.proportionality_reason or standard_proportionality(),
        comes=who_comes(crew, interpreter=interpreter, partners=partners),
        by=by,
        at=at,
    )


def _facts_written(file: CaseFile) -> str:
    """The facts of the last notice of the round, drafted or sent; empty without any."""
    written = [one for one in file.letters if one.kind is LetterKind.VARSLING and one.round == file.case.round]
    return str(written[-1].choices.get("facts", "")) if written else ""


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
    file = open_file(session, case_id, by=by, permission=permission_of(Move.DECIDE_UNANNOUNCED))
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
    """Note an objection to the visit; it must be answered before anyone goes (RSL § 5(3)).

    The words of an earlier one stay below it, with the day on which they came.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    require_state(file, CaseState.NOTIFIED)
    if received_on > danish_date(at):
        raise DomainError("objection.future", "The objection cannot have come on a day that lies ahead.")
    visit, words = file.visit, stated("objection.text", objection, "Write what the objection says.")
    if visit.objection_received_on is not None:
        came = day_in_danish(visit.objection_received_on)
        words = f"{words}\n\nTidligere indsigelse, modtaget {came}: {visit.objection}"
    visit.objection_received_on, visit.objection, visit.objection_upheld_on = received_on, words, None
    trace(session, file.case, "case.objection_recorded", by=by, at=at)


def uphold_visit(session: Session, case_id: UUID, *, answer: str, summary: str = "", by: Actor, at: datetime) -> Letter:
    """Draft the letter that upholds the visit against an objection (*fastholdelse*, RSL § 5(3), FVL § 24).

    ``summary`` says what the objection is, else its own words stand. The objection counts as answered once the letter
    is issued, and not before.
    """
    file = open_file(session, case_id, by=by, permission=Permission.ISSUE_DECISIONS)
    require_state(file, CaseState.NOTIFIED)
    if file.visit.objection_received_on is None:
        raise DomainError("objection.none", "There is no objection to answer.")
    file.visit.objection_answer = stated(
        "objection.answer", answer, "Give the reasons for which the decision is upheld."
    )
    choices = {
        "objection": summary.strip() or file.visit.objection,
        "received_on": file.visit.objection_received_on.isoformat(),
        "reasons": file.visit.objection_answer,
        "caseworker": by.name,
    }
    draft = draft_letter(file, LetterKind.FASTHOLDELSE)
    letter = add_draft(session, file.case, LetterKind.FASTHOLDELSE, choices, draft, by, at)
    trace(session, file.case, "case.visit_upheld", by=by, at=at)
    return letter


def draft_unannounced_decision(
    session: Session, case_id: UUID, *, facts: str = "", comes: str = "", by: Actor, at: datetime
) -> Letter:
    """Draft the decision that is handed over at an unannounced visit (*beslutning om uvarslet tilsyn*, RSL § 5(4)-(6)).

    It is issued before the visit and never sent: nothing may reach the party before somebody stands at the door.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    require_state(file, CaseState.UNANNOUNCED_DECIDED)
    visit = file.visit
    choices = {
        "visit_on": visit.visit_on.isoformat(),
        "from_min": visit.from_min,
        "to_min": visit.to_min,
        "facts": facts.strip()
        or standard_facts(file.dwelling.address, declared=file.is_declared, follows_up_order=file.follows_up_order),
        "who_comes": comes.strip(),
        "caseworker": by.name,
    }
    draft = draft_letter(file, LetterKind.BESLUTNING_UVARSLET)
    return add_draft(session, file.case, LetterKind.BESLUTNING_UVARSLET, choices, draft, by, at)


def replan_visit(
    session: Session,
    case_id: UUID,
    *,
    visit_on: date,
    from_min: int,
    to_min: int,
    inspector_id: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Choose another day; a notice of the old day counts no more. Without ``inspector_id`` the same person goes.

    An objection stays with the visit: unanswered, it must be answered before the new day; answered, it is kept.
    Refused for an inspector with a conflict of interest there (FVL § 3).
    """
    file = open_file(session, case_id, by=by, permission=permission_of(Move.REPLAN_VISIT))
    check_visit_time(visit_on, from_min, to_min, today=danish_date(at))
    goes = inspector_id or file.visit.inspector_id
    require_unbiased_inspector(session, file.case, goes, on=visit_on)
    if file.case.state is not CaseState.PLANNED:
        take(session, file, Move.REPLAN_VISIT, facts_at(file, at), by=by, at=at, note=f"{visit_on.isoformat()}")
    visit = file.visit
    visit.visit_on, visit.from_min, visit.to_min = visit_on, from_min, to_min
    assign(file, goes)
    visit.notice_waiver_ground, visit.notice_waiver_reason = None, ""
    for kind in (LetterKind.VARSLING, LetterKind.FASTHOLDELSE, LetterKind.BESLUTNING_UVARSLET):
        draft = draft_letter(file, kind)
        if draft is not None:
            draft.discarded_at = at
    trace(session, file.case, "case.visit_replanned", by=by, at=at, details={"visit_on": visit_on})


def assign(file: CaseFile, inspector_id: str) -> None:
    """Let somebody carry out the visit of the round, and the case with it. The caller leaves the trace."""
    file.visit.inspector_id = file.case.inspector_id = inspector_id


def assign_visit(session: Session, case_id: UUID, *, inspector_id: str, by: Actor, at: datetime) -> None:
    """Send somebody else on the same visit: day, hours and notice stay as they are."""
    file = open_file(session, case_id, by=by, permission=Permission.RECORD_VISITS)
    require_state(file, CaseState.PLANNED, CaseState.NOTIFIED, CaseState.UNANNOUNCED_DECIDED)
    before = file.visit.inspector_id
    assign(file, inspector_id)
    trace(session, file.case, "case.visit_assigned", by=by, at=at, before=before, after=inspector_id)


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
    """Record that the visit was carried out; refused on a day its notice does not allow, and to whoever had a conflict
    of interest there on that day (FVL § 3).
    """
    file = open_file(session, case_id, by=by, permission=permission_of(Move.CARRY_OUT_VISIT))
    require_unbiased_inspector(session, file.case, file.visit.inspector_id, by.id, on=visited_on)
    facts = replace(facts_at(file, at), visit_on=visited_on, unannounced_decision_handed_over=decision_handed_over)
    take(session, file, Move.CARRY_OUT_VISIT, facts, by=by, at=at, note=present.strip())
    file.visit.visited_on = visited_on
    file.visit.decision_handed_over = decision_handed_over
    file.visit.identification_shown = identification_shown
    file.visit.present = present.strip()
    handed = issued_letter(file, LetterKind.BESLUTNING_UVARSLET)
    if decision_handed_over and handed is not None and handed.delivered_on is None:
        handed.delivered_on = visited_on
    session.flush()
