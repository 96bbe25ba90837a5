"""Papers around a visit: the report, a request for information and its reply, reasons for an oral decision."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.kit.i18n import mark
from husly.settings import Settings
from inspection.authorities.queries import guidance_of
from inspection.enforcement.actions.at_once import complaint_at_once
from inspection.enforcement.actions.orders import guidance_for
from inspection.enforcement.actions.steps import is_closed, open_file, stated, trace
from inspection.enforcement.deadlines import (
    later_reasons_due_on,
    later_reasons_request_due_on,
    report_request_due_on,
)
from inspection.enforcement.from_register import draft_letter
from inspection.enforcement.present import tells_of_residents
from inspection.enforcement.queries import CaseFile
from inspection.hearings.models import InformationReply
from inspection.letters.actions import add_draft
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter


def request_report(session: Session, case_id: UUID, *, requested_on: date, by: Actor, at: datetime) -> None:
    """Record that the party asks for a report of a visit without breach (RSL § 8); refused after its deadline."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    visited_on = file.visit.visited_on
    if visited_on is None:
        raise DomainError("report.no_visit", "There has been no visit in this round.")
    last = report_request_due_on(visited_on, calendar=file.calendar)
    if not visited_on <= requested_on <= danish_date(at):
        raise DomainError("report.request_day", "The request must lie between the visit and today.")
    if requested_on > last:
        raise DomainError(
            "report.request_late", "A report could be asked for until {day} (RSL § 8).", day=last.isoformat()
        )
    file.visit.report_requested_on = requested_on
    session.flush()
    trace(session, file.case, "case.report_requested", by=by, at=at, details={"requested_on": requested_on})


def _of_the_parties(participants: str) -> str:
    """Who took part as the party may read it. Raises ``DomainError`` where none are named, or residents are told of."""
    told = stated("report.participants", participants, mark("Write who took part, by title."))
    if tells_of_residents(told):
        raise DomainError(
            "report.residents",
            "The party reads who took part: name the authority's and the party's people, and no residents.",
        )
    return told


def draft_report(
    session: Session,
    case_id: UUID,
    *,
    hours: str,
    participants: str,
    photos: str = "",
    remarks: str = "",
    by: Actor,
    at: datetime,
) -> Letter:
    """Draft the report of the visit (*tilsynsrapport*). ``participants`` by title; ``photos`` one a line."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    if file.visit.visited_on is None:
        raise DomainError("report.no_visit", "There has been no visit in this round.")
    choices = {
        "hours": stated("report.hours", hours, mark("Write from when to when the visit lasted.")),
        "participants": _of_the_parties(participants),
        "photos": photos,
        "remarks": remarks.strip(),
        "caseworker": by.name,
    }
    draft = draft_letter(file, LetterKind.TILSYNSRAPPORT)
    return add_draft(session, file.case, LetterKind.TILSYNSRAPPORT, choices, draft, by, at)


def draft_information_request(
    session: Session,
    case_id: UUID,
    *,
    asked: str,
    why: str,
    by_duty: bool,
    due_on: date,
    by: Actor,
    at: datetime,
) -> Letter:
    """Draft a request for information (*oplysningsanmodning*); ``asked`` has one point a line."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    if is_closed(file.case.state):
        raise DomainError("case.closed", "The case is closed.")
    due_on = file.calendar.on_or_after(due_on)  # no deadline ends on a day without work
    if due_on <= danish_date(at):
        raise DomainError("information.deadline", "The deadline must lie ahead.")
    choices = {
        "asked": stated("information.asked", asked, mark("Write what is asked for.")),
        "why": stated("information.why", why, mark("Write why it is asked for.")),
        "by_duty": by_duty,
        "due_on": due_on.isoformat(),
        "caseworker": by.name,
    }
    draft = draft_letter(file, LetterKind.OPLYSNINGSANMODNING)
    return add_draft(session, file.case, LetterKind.OPLYSNINGSANMODNING, choices, draft, by, at)


def record_information(
    session: Session, case_id: UUID, letter_id: UUID, *, received_on: date, text: str, by: Actor, at: datetime
) -> InformationReply:
    """Record what came back on a request for information; a second one is added to the first."""
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    letter = file.letter(letter_id)
    if letter.kind is not LetterKind.OPLYSNINGSANMODNING or letter.issued_at is None:
        raise DomainError("information.none", "No such request has been sent.")
    if not danish_date(letter.issued_at) <= received_on <= danish_date(at):
        raise DomainError("information.day", "The reply must lie between the day of the request and today.")
    text = stated("information.reply", text, mark("Write what the reply says."))
    found = session.exec(select(InformationReply).where(InformationReply.letter_id == letter_id)).one_or_none()
    if found is None:
        found = InformationReply(
            letter_id=letter_id, received_on=received_on, text=text, recorded_at=at, recorded_by=by.id
        )
        session.add(found)
    else:
        found.text = f"{found.text}\n{text}"
    session.flush()
    trace(session, file.case, "case.information_received", by=by, at=at, details={"letter": letter_id})
    return found


def draft_later_reasons(
    session: Session,
    case_id: UUID,
    *,
    decided_on: date,
    requested_on: date,
    decision: str,
    facts: str,
    considerations: str = "",
    at_once: bool = False,
    settings: Settings,
    by: Actor,
    at: datetime,
) -> Letter:
    """Draft the reasons for a decision that was given orally (FVL § 23), asked for within 14 days of it.

    ``at_once`` says that an order at once is explained; one of that day in the case says so itself.
    """
    file = open_file(session, case_id, by=by, permission=Permission.ISSUE_DECISIONS)
    if not decided_on <= requested_on <= danish_date(at):
        raise DomainError("reasons.day", "The request must lie between the day of the decision and today.")
    last = later_reasons_request_due_on(decided_on, calendar=file.calendar)
    if requested_on > last:
        raise DomainError(
            "reasons.late", "Written reasons could be asked for until {day} (FVL § 23).", day=last.isoformat()
        )
    choices = {
        "decided_on": decided_on.isoformat(),
        "requested_on": requested_on.isoformat(),
        "due_on": later_reasons_due_on(requested_on, calendar=file.calendar).isoformat(),
        "decision": stated("reasons.decision", decision, mark("Write what was decided.")),
        "facts": stated("reasons.facts", facts, mark("Write the facts that the decision rests on.")),
        "considerations": considerations.strip(),
        "complaint": _complaint_of_explained(session, file, decided_on, at_once=at_once, settings=settings),
        "caseworker": by.name,
    }
    draft = draft_letter(file, LetterKind.BEGRUNDELSE_EFTERFOELGENDE)
    return add_draft(session, file.case, LetterKind.BEGRUNDELSE_EFTERFOELGENDE, choices, draft, by, at)


def _complaint_of_explained(
    session: Session, file: CaseFile, decided_on: date, *, at_once: bool, settings: Settings
) -> dict[str, Any]:
    """The complaint guidance of the decision that is explained: reasons change nothing in it (FVL § 25)."""
    if at_once or _was_at_once(file, decided_on):
        return dict(complaint_at_once(session, file.case, settings))
    own = guidance_of(session, file.case, LetterKind.BEGRUNDELSE_EFTERFOELGENDE, settings)
    return own or guidance_for(session, file.case, LetterKind.PAABUD, settings)


def _was_at_once(file: CaseFile, day: date) -> bool:
    """Whether an order at once was given on a day, by word of mouth or in writing."""
    order = file.order
    if order is not None and order.at_once and order.oral_at is not None and danish_date(order.oral_at) == day:
        return True
    issued = (one.issued_at for one in file.letters if one.kind is LetterKind.STRAKSPAABUD)
    return any(moment is not None and danish_date(moment) == day for moment in issued)
