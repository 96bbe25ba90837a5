"""Reads the rows of a case as the frozen facts that the table of lawful moves asks about."""

from dataclasses import replace
from datetime import date, datetime

from husly.kit.clock import danish_date
from inspection.enforcement.case_facts import (
    CaseFacts,
    Compliance,
    FollowUpFacts,
    HearingFacts,
    NoticeFacts,
    ObjectionFacts,
    OrderFacts,
)
from inspection.enforcement.models import FindingOutcome, OrderItem, Visit
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.running_dues import is_suspended, last_due
from inspection.enforcement.waivers import HearingWaiver, NoticeWaiver
from inspection.hearings.postponements import PostponementState
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter


def case_facts(file: CaseFile, as_of: date) -> CaseFacts:
    """What is known about the current round of a case on a day."""
    facts = _facts_of_case(file, as_of)
    visit = file.planned
    if visit is None:
        return facts
    decided_for, decided_on = _unannounced(file)
    return replace(
        facts,
        visit_on=visit.visited_on or visit.visit_on,
        proportionality_reason=visit.proportionality_reason,
        notice_waiver=_notice_waiver(visit),
        unannounced_decision_on=decided_for,
        unannounced_decision_issued_on=decided_on,
        unannounced_decision_handed_over=visit.decision_handed_over,
        objection=_objection(visit),
        hearing_waiver=_hearing_waiver(visit),
        notice=_notice(file),
        breach_found=_breach_found(file),
    )


def _facts_of_case(file: CaseFile, as_of: date) -> CaseFacts:
    """What is known whether or not a visit is decided."""
    case = file.case
    return CaseFacts(
        as_of=as_of,
        suspicion=case.suspicion,
        written_consent=case.written_consent,
        open_access_request=case.access_requested_on is not None and case.access_answered_on is None,
        hearing=_hearing(file),
        order=_order(file),
        follow_up=_follow_up(file),
        follows_up_order=file.follows_up_order,
        order_was_remitted=file.order_was_remitted,
        closure_reason=case.closure_reason,
        closure_code="" if case.closure_code is None else case.closure_code.value,
        open_items=_open_items(file),
        failed_letters=file.failed_letters,
        unfinished=file.unfinished,
        report_issued=_report_issued(file),
        open_contests=len(file.open_contests),
    )


def _open_items(file: CaseFile) -> int:
    """Items of the order in force that are not accepted; an order that never left or was withdrawn binds nobody."""
    order = file.order
    if order is None or order.withdrawn_at is not None or file.letter(order.letter_id).issued_at is None:
        return 0
    return sum(1 for item in file.items if not item.complied)


def issued_letter(file: CaseFile, kind: LetterKind) -> Letter | None:
    """The last issued letter of a kind in the current round."""
    found = [
        letter
        for letter in file.letters
        if letter.kind is kind and letter.round == file.case.round and letter.issued_at is not None
    ]
    return found[-1] if found else None


def _report_issued(file: CaseFile) -> bool:
    report = issued_letter(file, LetterKind.TILSYNSRAPPORT)
    return report is not None and report.withdrawn_at is None


def last_order_letter(file: CaseFile) -> Letter | None:
    """The letter of the order that was issued last and stands, of whichever round: a revisit closes what it began."""
    kinds = (LetterKind.PAABUD, LetterKind.STRAKSPAABUD)
    stand = [(one.issued_at, one) for one in file.letters if one.kind in kinds and one.withdrawn_at is None]
    issued = [(at, one) for at, one in stand if at is not None]
    return max(issued, key=lambda pair: pair[0])[1] if issued else None


def draft_letter(file: CaseFile, kind: LetterKind) -> Letter | None:
    """The draft of a kind in the current round."""
    found = [
        letter
        for letter in file.letters
        if letter.kind is kind and letter.round == file.case.round and letter.issued_at is None
    ]
    return found[-1] if found else None


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else danish_date(moment)


def _chosen_day(letter: Letter, key: str) -> date | None:
    value = letter.choices.get(key)
    return date.fromisoformat(value) if value else None


def _notice(file: CaseFile) -> NoticeFacts | None:
    letter = issued_letter(file, LetterKind.VARSLING)
    if letter is None:
        return None
    return NoticeFacts(
        visit_on=_chosen_day(letter, "visit_on") or file.visit.visit_on,
        dispatched_on=_day(letter.dispatched_at),
        delivered_on=letter.delivered_on,
        objection_due_on=_chosen_day(letter, "objection_due_on"),
    )


def _unannounced(file: CaseFile) -> tuple[date | None, date | None]:
    """The day of visit that the decision names, and the day on which it was issued."""
    letter = issued_letter(file, LetterKind.BESLUTNING_UVARSLET)
    return (None, None) if letter is None else (_chosen_day(letter, "visit_on"), _day(letter.issued_at))


def _notice_waiver(visit: Visit) -> NoticeWaiver | None:
    if visit.notice_waiver_ground is None:
        return None
    return NoticeWaiver(visit.notice_waiver_ground, visit.notice_waiver_reason)


def _hearing_waiver(visit: Visit) -> HearingWaiver | None:
    if visit.hearing_waiver_ground is None:
        return None
    return HearingWaiver(visit.hearing_waiver_ground, visit.hearing_waiver_reason)


def _objection(visit: Visit) -> ObjectionFacts | None:
    if visit.objection_received_on is None:
        return None
    return ObjectionFacts(visit.objection_received_on, visit.objection_upheld_on)


def _breach_found(file: CaseFile) -> bool | None:
    outcomes = {finding.outcome for finding in file.findings}
    if FindingOutcome.BREACHED in outcomes:
        return True
    return False if FindingOutcome.MET in outcomes else None  # nothing looked at is nothing known


def _hearing(file: CaseFile) -> HearingFacts | None:
    hearing = file.hearing
    if hearing is None:
        return None
    letter = file.letter(hearing.letter_id)
    issued_on = _day(letter.issued_at)
    if issued_on is None:
        return None
    return HearingFacts(
        issued_on=issued_on,
        runs_until=hearing.runs_until,
        delivered_on=letter.delivered_on,
        replied_on=hearing.replied_on,
        reply_considered=hearing.considered_at is not None,
        time_asked=any(one.state is PostponementState.ASKED for one in file.postponements),
        may_say_more=any(
            one.decided_at is not None and danish_date(one.decided_at) >= (hearing.replied_on or date.max)
            for one in file.postponements
            if one.state is PostponementState.GRANTED
        ),
    )


def _order(file: CaseFile) -> OrderFacts | None:
    order = file.order
    if order is None:
        return None
    letter = file.letter(order.letter_id)
    return OrderFacts(
        drafted_by=order.drafted_by,
        approved_by=order.approved_by,
        items_complete=bool(file.items) and all(_is_complete(file, item) for item in file.items),
        complaint_guidance_complete=complaint_is_complete(letter.choices.get("complaint")),
        issued_on=_day(letter.issued_at),
        delivered_on=letter.delivered_on,
        due_on=last_due(file.items, file.due_changes),
        suspended=is_suspended(file.due_changes),
        time_asked=file.time_asked,
        at_once=order.at_once,
        danger_stated=bool(order.danger_reason.strip()),
        heard_on_spot_or_waived=bool(order.hearing_waiver_reason.strip()) or order.heard_at is not None,
    )


def _is_complete(file: CaseFile, item: OrderItem) -> bool:
    finding = file.finding(item.finding_id)
    return all((finding.rule, finding.clause, finding.measured or finding.note, item.result.strip()))


def _follow_up(file: CaseFile) -> FollowUpFacts | None:
    if file.order is None or (file.follow_up is None and all(item.complied is None for item in file.items)):
        return None
    return FollowUpFacts(
        reported_on=None if file.follow_up is None else file.follow_up.reported_on,
        verified=overall_compliance([item.complied for item in file.items]),
        evidence_count=sum(1 for item in file.items if item.evidence.strip()),
    )


def overall_compliance(items: list[bool | None]) -> Compliance | None:
    """What was verified of a whole order, or None until every item is."""
    if not items or None in items:
        return None
    if all(items):
        return Compliance.COMPLIED
    return Compliance.PARTLY if any(items) else Compliance.NOT_COMPLIED


def complaint_is_complete(complaint: dict[str, object] | None) -> bool:
    """Whether body, days and suspensive effect of a complaint are all decided, or that nothing is told (FVL § 25)."""
    if complaint is not None and complaint.get("none_reason"):
        return True
    return complaint is not None and bool(
        complaint.get("body") and complaint.get("days") and complaint.get("suspends") is not None
    )
