"""Each step of a case: lawful ones move it, unlawful ones change nothing and say why."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, Way, start
from conftest import AT
from housing import CASE_SETTINGS, COPENHAGEN, declare
from husly.kit import audit
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from husly.kit.outbox import OutboxMessage
from inspection.enforcement import actions
from inspection.enforcement.actions.follow_up import Verified
from inspection.enforcement.case_facts import Compliance
from inspection.enforcement.checklist import FindingEntry
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import ClosureCode, FindingKind, FindingOutcome, Visit
from inspection.enforcement.queries import CaseFilter, get_case_file, list_cases
from inspection.enforcement.transitions import CaseState, Move
from inspection.enforcement.waivers import HearingWaiverGround, NoticeWaiverGround
from inspection.letters.danish import danish_date as day_in_danish
from inspection.letters.issuing import record_delivery

ODENSE_CASEWORKER = Actor("odense", "Karin Kommune", (Grant(Role.CASEWORKER, municipality_code="0461"),))
AARHUS_CASEWORKER = Actor("aarhus", "Aage Aarhus", (Grant(Role.CASEWORKER, municipality_code="0751"),))


def refusal(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def test_a_case_gets_the_next_number_of_its_year_and_a_planned_visit(session: Session) -> None:
    first, second = start(session), start(session)
    assert (first.case.case_number, second.case.case_number) == ("2026-000001", "2026-000002")
    assert first.case.state is CaseState.PLANNED
    assert first.file.visit.visit_on == first.on(VISIT_DAY)


def test_one_planned_visit_opens_one_case(session: Session) -> None:
    way = start(session)
    visit = session.exec(select(Visit).where(Visit.case_id == way.case.id)).one()
    visit.planned_visit_id = way.case.planned_visit_id = way.case.id
    session.flush()
    again = actions.open_case(
        session,
        accommodation_id=way.case.accommodation_id,
        visit_on=way.on(30),
        from_min=540,
        to_min=600,
        inspector_id="x",
        reason="Plan",
        chosen=Chosen(reason=VisitReason.REFERRAL),
        planned_visit_id=way.case.id,
        by=INSPECTOR,
        at=AT,
    )
    assert again.id == way.case.id


@pytest.mark.parametrize(
    ("day", "hours", "code"),
    [(-1, (540, 600), "visit.in_the_past"), (732, (540, 600), "visit.too_far"), (9, (600, 540), "visit.hours")],
)
def test_a_visit_that_cannot_be_is_refused(session: Session, day: int, hours: tuple[int, int], code: str) -> None:
    accommodation = declare(session)
    with pytest.raises(DomainError) as error:
        actions.open_case(
            session,
            accommodation_id=accommodation.id,
            visit_on=(AT + timedelta(days=day)).date(),
            from_min=hours[0],
            to_min=hours[1],
            inspector_id="x",
            reason="Plan",
            chosen=Chosen(reason=VisitReason.REFERRAL),
            by=INSPECTOR,
            at=AT,
        )
    assert refusal(error) == code


def test_the_whole_way_from_notice_to_closing(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    assert way.case.state is CaseState.ORDER_DELIVERED
    who = {"by": INSPECTOR, "at": way.at(60)}
    actions.report_compliance(session, way.case.id, reported_on=way.on(60), report="To er flyttet.", **who)
    items = {item.id: Verified(True, "Foto") for item in way.file.items}
    assert actions.verify_compliance(session, way.case.id, items=items, **who) is Compliance.COMPLIED
    with pytest.raises(DomainError) as error:
        actions.close_case(session, way.case.id, reason="Alt er i orden.", **who)
    assert refusal(error) == "visit_report_is_issued"
    way.report(60)
    assert actions.close_case(session, way.case.id, reason="Alt er i orden.", **who) is CaseState.CLOSED
    moves = [move.move for move in way.file.moves]
    assert moves == [
        None,
        Move.GIVE_NOTICE,
        Move.CARRY_OUT_VISIT,
        Move.RECORD_FINDINGS,
        Move.CONCLUDE_HEARING,
        Move.DRAFT_ORDER,
        Move.APPROVE_ORDER,
        Move.ISSUE_ORDER,
        Move.RECORD_DELIVERY,
        Move.REPORT_COMPLIANCE,
        Move.VERIFY_COMPLIED,
        Move.CLOSE,
    ]
    session.flush()
    assert audit.verify(session)[1] is None


def test_a_visit_13_days_after_the_notice_arrived_is_refused(session: Session) -> None:
    way = start(session)
    letter = way.issue(way.draft_notice(), 0)
    way.arrive(letter, VISIT_DAY - 13)
    with pytest.raises(DomainError) as error:
        way.visit()
    assert refusal(error) == "notice_has_run_or_is_waived"
    assert way.case.state is CaseState.NOTIFIED


def test_a_visit_14_days_after_the_notice_arrived_is_lawful(session: Session) -> None:
    way = start(session)
    way.arrive(way.issue(way.draft_notice(), 0), VISIT_DAY - 14)
    way.visit()
    assert way.case.state is CaseState.VISITED


def test_a_notice_that_would_come_too_late_is_not_issued(session: Session) -> None:
    way = start(session)
    letter = way.draft_notice()
    with pytest.raises(DomainError) as error:
        way.issue(letter, VISIT_DAY - 14)
    assert refusal(error) == "notice_too_short"
    assert letter.issued_at is None


def test_an_objection_stops_the_visit_until_it_is_answered(session: Session) -> None:
    way = start(session)
    way.notify()
    who = {"by": INSPECTOR, "at": way.at(5)}
    actions.record_objection(session, way.case.id, received_on=way.on(5), objection="Dagen passer ikke.", **who)
    with pytest.raises(DomainError) as error:
        way.visit()
    assert refusal(error) == "objection_answered"
    letter = actions.uphold_visit(session, way.case.id, answer="Besøget kan ikke vente.", by=APPROVER, at=way.at(6))
    with pytest.raises(DomainError) as error:
        way.visit()  # a draft answers nothing
    assert refusal(error) == "objection_answered"
    way.issue(letter, 6, APPROVER)
    way.visit()
    assert way.case.state is CaseState.VISITED


def test_an_objection_that_is_answered_after_the_day_of_the_visit_was_not_answered_before_it(session: Session) -> None:
    way = start(session)
    way.notify()
    actions.record_objection(
        session, way.case.id, received_on=way.on(5), objection="Dagen passer ikke.", by=INSPECTOR, at=way.at(5)
    )
    letter = actions.uphold_visit(session, way.case.id, answer="Det kan ikke vente.", by=APPROVER, at=way.at(6))
    with pytest.raises(DomainError) as error:
        way.issue(letter, VISIT_DAY + 1, APPROVER)
    assert refusal(error) == "visit_day_passed"
    way.file.visit.objection_upheld_on = way.on(VISIT_DAY + 1)  # one that left before this was asked
    with pytest.raises(DomainError) as error:
        actions.record_visit(session, way.case.id, visited_on=way.on(VISIT_DAY), by=INSPECTOR, at=way.at(VISIT_DAY + 2))
    assert refusal(error) == "objection_answered"


def test_a_decision_is_not_handed_over_at_a_visit_before_it_was_issued(session: Session) -> None:
    way = start(session)
    who = {"by": INSPECTOR, "at": way.at(1)}
    ground = NoticeWaiverGround.PURPOSE_DEFEATED
    actions.waive_notice(session, way.case.id, ground=ground, reason="x", proportionality_reason="x", **who)
    letter = actions.draft_unannounced_decision(session, way.case.id, **who)
    with pytest.raises(DomainError) as error:
        way.issue(letter, VISIT_DAY + 1)
    assert refusal(error) == "visit_day_passed"
    way.issue(letter, VISIT_DAY)
    letter.issued_at = way.at(VISIT_DAY + 1)  # one that left before this was asked
    session.flush()
    with pytest.raises(DomainError) as error:
        actions.record_visit(
            session,
            way.case.id,
            visited_on=way.on(VISIT_DAY),
            decision_handed_over=True,
            by=INSPECTOR,
            at=way.at(VISIT_DAY + 2),
        )
    assert refusal(error) == "decision_is_issued"


def test_an_unannounced_visit_needs_its_reason_and_its_decision_handed_over(session: Session) -> None:
    way = start(session)
    who = {"by": INSPECTOR, "at": AT}
    ground = NoticeWaiverGround.PURPOSE_DEFEATED
    with pytest.raises(DomainError) as error:
        actions.waive_notice(session, way.case.id, ground=ground, reason=" ", proportionality_reason="x", **who)
    assert refusal(error) == "notice.waiver_reason"
    actions.waive_notice(
        session, way.case.id, ground=ground, reason="Senge fjernes.", proportionality_reason="x", **who
    )
    letter = actions.draft_unannounced_decision(session, way.case.id, by=INSPECTOR, at=way.at(1))
    with pytest.raises(DomainError) as error:
        way.visit()
    assert refusal(error) == "decision_is_issued"
    way.issue(letter, 2)
    assert letter.outbox_message_id is None  # nothing may reach the party before somebody stands at the door
    with pytest.raises(DomainError) as error:
        way.arrive(letter, 3)
    assert refusal(error) == "decision.before_visit"
    session.refresh(letter)
    letter.delivered_on = None
    with pytest.raises(DomainError) as error:
        way.visit()
    assert refusal(error) == "decision_handed_over"
    actions.record_visit(
        session,
        way.case.id,
        visited_on=way.on(VISIT_DAY),
        decision_handed_over=True,
        by=INSPECTOR,
        at=way.at(VISIT_DAY),
    )
    assert way.case.state is CaseState.VISITED
    assert letter.delivered_on == way.on(VISIT_DAY)


def test_suspicion_of_an_offence_stops_the_notice(session: Session) -> None:
    way = start(session)
    letter = way.draft_notice()
    actions.note_suspicion(session, way.case.id, suspicion=True, by=INSPECTOR, at=AT)
    with pytest.raises(DomainError) as error:
        way.issue(letter, 0)
    assert refusal(error) == "no_suspicion_or_consent"


def test_another_day_needs_another_notice(session: Session) -> None:
    way = start(session)
    way.notify()
    actions.replan_visit(
        session, way.case.id, visit_on=way.on(40), from_min=600, to_min=700, by=INSPECTOR, at=way.at(3)
    )
    assert way.case.state is CaseState.PLANNED
    with pytest.raises(DomainError):
        actions.record_visit(session, way.case.id, visited_on=way.on(40), by=INSPECTOR, at=way.at(40))


def test_an_unanswered_objection_goes_with_a_moved_visit(session: Session) -> None:
    way = start(session)
    way.notify()
    who = {"by": INSPECTOR, "at": way.at(5)}
    actions.record_objection(session, way.case.id, received_on=way.on(5), objection="Dagen passer ikke.", **who)
    actions.replan_visit(session, way.case.id, visit_on=way.on(40), from_min=600, to_min=700, **who)
    visit = way.file.visit
    assert (visit.objection, visit.objection_received_on) == ("Dagen passer ikke.", way.on(5))
    letter = actions.draft_standard_notice(session, way.case.id, by=INSPECTOR, at=way.at(6))
    record_delivery(session, way.issue(letter, 6).id, delivered_on=way.on(7), by=INSPECTOR, at=way.at(7))
    made = {"visited_on": way.on(40), "by": INSPECTOR, "at": way.at(40)}
    with pytest.raises(DomainError) as error:
        actions.record_visit(session, way.case.id, **made)
    assert refusal(error) == "objection_answered"
    answer = actions.uphold_visit(session, way.case.id, answer="Det kan ikke vente.", by=APPROVER, at=way.at(8))
    way.issue(answer, 8, APPROVER)
    actions.record_visit(session, way.case.id, **made)
    assert way.case.state is CaseState.VISITED


def test_an_answered_objection_is_kept_when_the_visit_moves_and_another_one_comes(session: Session) -> None:
    way = start(session)
    way.notify()
    who = {"by": INSPECTOR, "at": way.at(5)}
    actions.record_objection(session, way.case.id, received_on=way.on(5), objection="Dagen passer ikke.", **who)
    answer = actions.uphold_visit(session, way.case.id, answer="Det kan ikke vente.", by=APPROVER, at=way.at(6))
    way.issue(answer, 6, APPROVER)
    actions.replan_visit(session, way.case.id, visit_on=way.on(40), from_min=600, to_min=700, **who)
    visit = way.file.visit
    kept = (visit.objection, visit.objection_received_on, visit.objection_upheld_on, visit.objection_answer)
    assert kept == ("Dagen passer ikke.", way.on(5), way.on(6), "Det kan ikke vente.")
    way.issue(actions.draft_standard_notice(session, way.case.id, by=INSPECTOR, at=way.at(8)), 8)
    later = {"received_on": way.on(9), "by": INSPECTOR, "at": way.at(9)}
    actions.record_objection(session, way.case.id, objection="Heller ikke den dag.", **later)
    came = day_in_danish(way.on(5))
    assert way.file.visit.objection == (
        f"Heller ikke den dag.\n\nTidligere indsigelse, modtaget {came}: Dagen passer ikke."
    )
    assert way.file.visit.objection_waits


def test_findings_stand_beside_what_was_declared(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find(".window")
    by_rule = {finding.requirement_id.rpartition(".")[2]: finding for finding in way.file.findings}
    assert by_rule["window"].declared == "Ja"
    assert by_rule["window"].outcome is FindingOutcome.BREACHED
    assert by_rule["cap"].declared == "3 personer pr. beboelsesrum"
    assert by_rule["cap"].declared_outcome == "breached"
    assert by_rule["cap"].outcome is FindingOutcome.MET


def test_a_declaration_made_after_the_visit_does_not_change_what_was_declared(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    dwelling = {"kind": "house", "residents": 2, "area_m2": 84, "habitable_rooms": 2}
    declare(session, at=way.at(VISIT_DAY + 1), dwelling=dwelling, rooms=[])
    way.find()
    cap = next(finding for finding in way.file.findings if finding.requirement_id.endswith(".cap"))
    assert cap.declared == "3 personer pr. beboelsesrum"


def test_a_finding_that_contradicts_itself_is_refused(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    entries = [
        FindingEntry(entry.requirement_id, FindingOutcome.BREACHED, FindingKind.COMPUTED, 2.0)
        for entry in way.entries()
        if entry.requirement_id.endswith(".cap")
    ]
    with pytest.raises(DomainError) as error:
        actions.save_findings(
            session, way.case.id, entries=entries, pack_ids=CASE_SETTINGS.packs, by=INSPECTOR, at=way.at(VISIT_DAY)
        )
    assert refusal(error) == "finding.contradiction"


def test_a_visit_without_breach_closes_the_case(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find("nothing at all")
    assert way.case.state is CaseState.VISITED
    actions.close_case(session, way.case.id, reason="Intet fundet.", by=INSPECTOR, at=way.at(VISIT_DAY))
    assert way.case.state is CaseState.CLOSED_WITHOUT_BREACH
    assert way.case.closed_at == way.at(VISIT_DAY)


def test_no_order_without_a_hearing(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    with pytest.raises(DomainError) as error:
        way.draft_order()
    assert refusal(error) == "case.moved_on"
    with pytest.raises(DomainError) as error:
        actions.conclude_hearing(session, way.case.id, by=INSPECTOR, at=way.at(VISIT_DAY))
    assert refusal(error) == "hearing_is_over"


def test_a_hearing_ends_when_its_deadline_has_passed_and_not_before(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    way.send_hearing()
    last = way.file.hearing.due_on  # type: ignore[union-attr]
    days = (last - way.on(0)).days
    with pytest.raises(DomainError):
        actions.conclude_hearing(session, way.case.id, by=INSPECTOR, at=way.at(days))
    actions.conclude_hearing(session, way.case.id, by=INSPECTOR, at=way.at(days + 1))
    assert way.case.state is CaseState.HEARD


@pytest.mark.parametrize("days", [0, -3, 366, 9999])
def test_a_number_of_days_that_nobody_can_mean_is_refused_by_name(session: Session, days: int) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    with pytest.raises(DomainError) as error:
        actions.draft_hearing(
            session,
            way.case.id,
            days=days,
            contemplated_due_on=way.on(400),
            urgency_reason="frosten kommer",
            by=INSPECTOR,
            at=way.at(VISIT_DAY),
        )
    assert refusal(error) == "hearing.days"


def test_a_case_whose_findings_lead_nowhere_is_closed_with_its_reason_and_its_code(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    way.report()
    given = {"by": INSPECTOR, "at": way.at(VISIT_DAY + 1)}
    with pytest.raises(DomainError) as error:
        actions.close_case(session, way.case.id, reason=" ", code=ClosureCode.MOVED_OUT, **given)
    assert refusal(error) == "case.closure"
    actions.close_case(session, way.case.id, reason="Firmaet er ophørt.", code=ClosureCode.MOVED_OUT, **given)
    assert (way.case.state, way.case.closure_code) == (CaseState.CLOSED, ClosureCode.MOVED_OUT)


def test_a_case_is_not_closed_over_a_reply_that_nobody_has_considered(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    way.report()
    way.send_hearing()
    who = {"by": INSPECTOR, "at": way.at(28)}
    actions.record_reply(session, way.case.id, replied_on=way.on(28), reply="Vi er flyttet.", **who)
    with pytest.raises(DomainError) as error:
        actions.close_case(session, way.case.id, reason="Flyttet.", code=ClosureCode.MOVED_OUT, **who)
    assert refusal(error) == "reply_is_considered"


def test_a_hearing_is_left_out_only_on_a_ground_with_its_reason(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    ground = HearingWaiverGround.OVERRIDING_INTEREST
    with pytest.raises(DomainError) as error:
        actions.waive_hearing(session, way.case.id, ground=ground, reason="", by=APPROVER, at=way.at(VISIT_DAY))
    assert refusal(error) == "hearing.waiver_reason"
    with pytest.raises(NotAllowedError):
        actions.waive_hearing(session, way.case.id, ground=ground, reason="Fare", by=INSPECTOR, at=way.at(VISIT_DAY))
    actions.waive_hearing(session, way.case.id, ground=ground, reason="Fare", by=APPROVER, at=way.at(VISIT_DAY))
    assert way.case.state is CaseState.HEARD


def test_a_reply_must_be_considered_before_an_order(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    way.report()
    way.send_hearing()
    who = {"by": INSPECTOR, "at": way.at(28)}
    actions.record_reply(session, way.case.id, replied_on=way.on(28), reply="Nej.", **who)
    actions.conclude_hearing(session, way.case.id, **who)
    with pytest.raises(DomainError) as error:
        way.draft_order()
    assert refusal(error) == "reply_is_considered"


def test_whoever_wrote_an_order_cannot_approve_it(session: Session) -> None:
    way = start(session)
    way.to_heard()
    way.draft_order(by=AUTHOR)
    with pytest.raises(DomainError) as error:
        way.approve(by=AUTHOR)
    assert refusal(error) == "second_person_approved"
    assert way.case.state is CaseState.ORDER_DRAFTED


def test_an_inspector_cannot_approve_or_issue_an_order(session: Session) -> None:
    way = start(session)
    way.to_heard()
    order = way.draft_order()
    with pytest.raises(NotAllowedError):
        way.approve(by=INSPECTOR)
    way.approve()
    with pytest.raises(NotAllowedError):
        way.issue(way.file.letter(order.letter_id), 30, INSPECTOR)


def test_an_order_is_not_issued_before_it_is_approved(session: Session) -> None:
    way = start(session)
    way.to_heard()
    order = way.draft_order()
    with pytest.raises(DomainError) as error:
        way.issue(way.file.letter(order.letter_id), 30, APPROVER)
    assert refusal(error) == "second_person_approved"


def test_a_returned_draft_is_kept_and_a_new_one_can_be_written(session: Session) -> None:
    way = start(session)
    way.to_heard()
    first = way.draft_order()
    actions.return_draft(session, way.case.id, note="Fristen er for kort.", by=APPROVER, at=way.at(30))
    assert way.case.state is CaseState.HEARD
    second = way.draft_order()
    assert way.file.order is not None
    assert way.file.order.id == second.id != first.id


def test_an_open_request_for_access_holds_the_order_back(session: Session) -> None:
    way = start(session)
    way.to_heard()
    way.draft_order()
    actions.note_access_request(session, way.case.id, requested_on=way.on(29), by=INSPECTOR, at=way.at(29))
    with pytest.raises(DomainError) as error:
        way.approve()
    assert refusal(error) == "no_open_access_request"
    actions.answer_access(session, way.case.id, answered_on=way.on(30), by=INSPECTOR, at=way.at(30))
    way.approve()
    assert way.case.state is CaseState.ORDER_APPROVED


def test_without_complaint_guidance_no_order_is_approved(session: Session) -> None:
    undecided = CASE_SETTINGS.model_copy(update={"complaint_body": ""})
    way = Way(session, start(session).case, undecided)
    way.to_heard()
    way.draft_order()
    with pytest.raises(DomainError) as error:
        way.approve()
    assert refusal(error) == "complaint_guidance_present"


def test_partial_compliance_is_verified_item_by_item_after_the_deadline(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    who = {"by": INSPECTOR, "at": way.at(60)}
    actions.report_compliance(session, way.case.id, reported_on=way.on(60), report="Næsten.", **who)
    first, second = way.file.items
    items = {first.id: Verified(True, "Foto"), second.id: Verified(False, "")}
    with pytest.raises(DomainError) as error:
        actions.verify_compliance(session, way.case.id, items=items, **who)
    assert refusal(error) == "order_deadline_passed"
    later = {"by": INSPECTOR, "at": way.at(90)}
    assert actions.verify_compliance(session, way.case.id, items=items, **later) is Compliance.PARTLY
    visit = actions.plan_revisit(session, way.case.id, visit_on=way.on(120), from_min=540, to_min=600, **later)
    assert (way.case.state, way.case.round, visit.round) == (CaseState.PLANNED, 2, 2)
    assert way.file.findings == ()
    assert way.file.follows_up_order


def test_an_item_is_not_met_without_evidence(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    who = {"by": INSPECTOR, "at": way.at(60)}
    actions.report_compliance(session, way.case.id, reported_on=way.on(60), report="Alt er gjort.", **who)
    items = {item.id: Verified(True, " ") for item in way.file.items}
    with pytest.raises(DomainError) as error:
        actions.verify_compliance(session, way.case.id, items=items, **who)
    assert refusal(error) == "follow_up.evidence"


def test_silence_is_recorded_only_after_the_deadline(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    with pytest.raises(DomainError):
        actions.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(80))
    actions.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(90))
    actions.report_to_police(session, way.case.id, note="Anmeldt 1. juni.", by=APPROVER, at=way.at(91))
    assert way.case.state is CaseState.REPORTED_TO_POLICE


def test_a_case_of_another_municipality_does_not_exist(session: Session) -> None:
    way = start(session)
    way.notify()
    assert get_case_file(session, way.case.id, by=ODENSE_CASEWORKER).case.id == way.case.id
    with pytest.raises(NotFoundError):
        get_case_file(session, way.case.id, by=AARHUS_CASEWORKER)
    with pytest.raises(NotFoundError):
        actions.note_suspicion(session, way.case.id, suspicion=True, by=AARHUS_CASEWORKER, at=AT)
    copenhagen = declare(session, address=COPENHAGEN)
    with pytest.raises(NotAllowedError):
        actions.open_case(
            session,
            accommodation_id=copenhagen.id,
            visit_on=way.on(30),
            from_min=540,
            to_min=600,
            inspector_id="x",
            reason="Plan",
            chosen=Chosen(reason=VisitReason.REFERRAL),
            by=ODENSE_CASEWORKER,
            at=AT,
        )


def test_an_employer_sees_no_case_not_even_its_own(session: Session) -> None:
    way = start(session)
    employer = Actor("firm", "Anna", (Grant(Role.EMPLOYER, employer_id=way.case.employer_id),))
    assert list_cases(session, by=employer, wanted=CaseFilter()) == ([], 0)
    with pytest.raises(NotFoundError):
        get_case_file(session, way.case.id, by=employer)


def test_the_list_shows_the_next_deadline_and_finds_those_passed(session: Session) -> None:
    way = start(session)
    rows, count = list_cases(session, by=INSPECTOR, wanted=CaseFilter())
    assert (count, rows[0].next_due_on) == (1, way.on(VISIT_DAY))
    way.to_delivered()
    rows, _ = list_cases(session, by=INSPECTOR, wanted=CaseFilter(overdue_on=way.on(81)))
    assert rows[0].next_due_on == way.on(80)
    assert list_cases(session, by=INSPECTOR, wanted=CaseFilter(overdue_on=way.on(80)))[1] == 0
    assert list_cases(session, by=INSPECTOR, wanted=CaseFilter(state="planned"))[1] == 0
    assert list_cases(session, by=INSPECTOR, wanted=CaseFilter(search="møllevangen"))[1] == 1
    assert list_cases(session, by=INSPECTOR, wanted=CaseFilter(municipality_code="0101"))[1] == 0


def test_each_move_leaves_an_audit_row_with_the_case_number(session: Session) -> None:
    way = start(session)
    way.notify()
    rows = session.exec(select(audit.AuditEvent).where(audit.AuditEvent.object_id == str(way.case.id))).all()
    assert {"case.opened", "case.give_notice", "letter.issued", "letter.delivered"} <= {row.action for row in rows}
    assert all(way.case.case_number in row.details for row in rows)


def test_an_issued_letter_waits_in_the_outbox_once(session: Session) -> None:
    way = start(session)
    letter = way.notify()
    messages = session.exec(select(OutboxMessage)).all()
    assert [message.payload["letter_id"] for message in messages] == [str(letter.id)]
    with pytest.raises(DomainError) as error:
        way.issue(letter, 1)
    assert refusal(error) == "letter.issued"
