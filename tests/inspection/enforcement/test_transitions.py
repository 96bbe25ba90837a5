from contextvars import copy_context
from dataclasses import replace
from datetime import date, timedelta

import pytest

from case_stories import (
    APPROVED,
    DELIVERED,
    DRAFTED,
    FOUND,
    HEARING_OUT,
    NOTICED,
    ON_VISIT_DAY,
    REPORTED,
    STORY,
    VISIT,
)
from husly.kit.access import Permission
from husly.kit.errors import DomainError
from husly.kit.i18n import use_language
from inspection.enforcement.actions.steps import lawful_target
from inspection.enforcement.case_facts import (
    CaseFacts,
    Compliance,
    FollowUpFacts,
    HearingFacts,
    NoticeFacts,
    ObjectionFacts,
    new_round,
)
from inspection.enforcement.transitions import TRANSITIONS, CaseState, Move, moves_from, permission_of
from inspection.enforcement.waivers import (
    HearingWaiver,
    HearingWaiverGround,
    NoticeWaiver,
    NoticeWaiverGround,
)


def refusal(state, move, facts):
    with pytest.raises(DomainError) as caught:
        lawful_target(state, move, facts)
    return caught.value


def test_a_case_walks_lawfully_from_plan_to_closing():
    state = CaseState.PLANNED
    for expected, move, facts in STORY:
        assert state is expected
        state = lawful_target(state, move, facts)
    assert state is CaseState.CLOSED


def test_every_state_can_be_reached_and_only_the_ends_are_left_by_no_move():
    reached = {CaseState.PLANNED, CaseState.UNDER_REVIEW} | {row.target for row in TRANSITIONS}
    left = {row.source for row in TRANSITIONS}
    assert reached == set(CaseState)
    assert reached - left == {CaseState.CLOSED, CaseState.CLOSED_WITHOUT_BREACH}
    assert {row.move for row in TRANSITIONS} == set(Move)


def test_a_move_asks_for_the_same_permission_wherever_it_starts():
    assert all(row.permission is permission_of(row.move) for row in TRANSITIONS)
    assert permission_of(Move.APPROVE_ORDER) is permission_of(Move.ISSUE_ORDER) is Permission.ISSUE_DECISIONS


def test_a_row_made_by_a_second_person_has_the_demand_that_refuses_the_author():
    rows = [row for row in TRANSITIONS if row.second_person]
    assert {row.move for row in rows} == {Move.APPROVE_ORDER, Move.CORRECT_ORDER}
    assert all("second_person_approved" in {demand.reason.rule for demand in row.demands} for row in rows)


def test_a_move_leaves_a_state_in_one_direction_only():
    pairs = [(row.source, row.move) for row in TRANSITIONS]
    assert len(pairs) == len(set(pairs))


def test_every_demand_speaks_danish_and_english_and_cites_law_with_its_confidence():
    for row in TRANSITIONS:
        for demand in row.demands:
            assert demand.reason.da.endswith(".")
            assert demand.reason.en.endswith(".")
            assert bool(demand.reason.law) == bool(demand.confidence)
            assert demand.confidence in {"", "V", "V*", "P", "M"}


def test_moves_are_shown_before_anyone_presses_a_button():
    checks = {check.move: check for check in moves_from(CaseState.PLANNED, CaseFacts(as_of=VISIT))}
    assert [reason.rule for reason in checks[Move.GIVE_NOTICE].unmet] == [
        "proportionality_stated",
        "notice_sent_complete",
    ]
    assert not checks[Move.DECIDE_UNANNOUNCED].allowed


def test_a_refused_move_names_the_rule_and_the_law_in_both_languages():
    late = replace(ON_VISIT_DAY, notice=replace(NOTICED.notice, delivered_on=date(2026, 3, 3)))
    error = refusal(CaseState.NOTIFIED, Move.CARRY_OUT_VISIT, late)
    assert error.code == "notice_has_run_or_is_waived"
    assert "14 dage" in str(error)
    assert str(error).endswith("(RSL § 5, stk. 2).")
    english = copy_context()
    english.run(use_language, "en")
    assert "14 days" in str(english.run(refusal, CaseState.NOTIFIED, Move.CARRY_OUT_VISIT, late))


def test_a_move_outside_the_table_is_refused():
    assert refusal(CaseState.PLANNED, Move.ISSUE_ORDER, APPROVED).code == "case.moved_on"


def test_a_visit_waits_for_its_day():
    facts = replace(NOTICED, as_of=date(2026, 3, 15))
    assert refusal(CaseState.NOTIFIED, Move.CARRY_OUT_VISIT, facts).code == "visit_day_has_come"


def test_a_visit_moved_to_another_day_needs_a_new_notice():
    moved = replace(ON_VISIT_DAY, visit_on=date(2026, 3, 17), as_of=date(2026, 3, 17))
    assert refusal(CaseState.NOTIFIED, Move.CARRY_OUT_VISIT, moved).code == "notice_has_run_or_is_waived"


def test_a_notice_that_lacks_something_is_no_notice():
    facts = replace(NOTICED, notice=replace(NOTICED.notice, missing_items=("purpose",)))
    assert refusal(CaseState.PLANNED, Move.GIVE_NOTICE, facts).code == "notice_sent_complete"


def test_an_unanswered_objection_stops_the_visit():
    facts = replace(ON_VISIT_DAY, objection=ObjectionFacts(date(2026, 3, 9)))
    assert refusal(CaseState.NOTIFIED, Move.CARRY_OUT_VISIT, facts).code == "objection_answered"
    answered = replace(facts, objection=ObjectionFacts(date(2026, 3, 9), date(2026, 3, 13)))
    assert lawful_target(CaseState.NOTIFIED, Move.CARRY_OUT_VISIT, answered) is CaseState.VISITED


@pytest.mark.parametrize("objection_due_on", [None, VISIT])
def test_the_time_to_object_ends_before_the_visit(objection_due_on):
    facts = replace(ON_VISIT_DAY, notice=replace(NOTICED.notice, objection_due_on=objection_due_on))
    assert refusal(CaseState.NOTIFIED, Move.CARRY_OUT_VISIT, facts).code == "objection_deadline_passed"


def test_suspicion_of_an_offence_stops_a_visit_unless_the_suspect_consents_in_writing():
    facts = replace(ON_VISIT_DAY, suspicion=True)
    assert refusal(CaseState.NOTIFIED, Move.CARRY_OUT_VISIT, facts).code == "no_suspicion_or_consent"
    consenting = replace(facts, written_consent=True)
    assert lawful_target(CaseState.NOTIFIED, Move.CARRY_OUT_VISIT, consenting) is CaseState.VISITED


def test_an_unannounced_visit_needs_a_reasoned_ground_and_the_decision_handed_over():
    waiver = NoticeWaiver(NoticeWaiverGround.PURPOSE_DEFEATED, "Beboerne flyttes, når et besøg varsles.")
    facts = CaseFacts(as_of=VISIT, visit_on=VISIT, proportionality_reason="x", notice_waiver=waiver)
    empty = replace(facts, notice_waiver=replace(waiver, reason=" "))
    assert refusal(CaseState.PLANNED, Move.DECIDE_UNANNOUNCED, empty).code == "notice_waiver_reasoned"
    state = lawful_target(CaseState.PLANNED, Move.DECIDE_UNANNOUNCED, facts)
    assert refusal(state, Move.CARRY_OUT_VISIT, facts).code == "decision_is_issued"
    late = replace(facts, unannounced_decision_on=VISIT, unannounced_decision_issued_on=VISIT + timedelta(days=1))
    assert (
        refusal(state, Move.CARRY_OUT_VISIT, replace(late, as_of=VISIT + timedelta(days=2))).code
        == "decision_is_issued"
    )
    issued = replace(facts, unannounced_decision_on=VISIT, unannounced_decision_issued_on=VISIT)
    assert refusal(state, Move.CARRY_OUT_VISIT, issued).code == "decision_handed_over"
    handed_over = replace(issued, unannounced_decision_handed_over=True)
    assert lawful_target(state, Move.CARRY_OUT_VISIT, handed_over) is CaseState.VISITED


def test_a_visit_without_breach_closes_the_case():
    facts = replace(ON_VISIT_DAY, breach_found=False)
    assert lawful_target(CaseState.VISITED, Move.CLOSE_WITHOUT_BREACH, facts) is CaseState.CLOSED_WITHOUT_BREACH
    assert refusal(CaseState.VISITED, Move.CLOSE_WITHOUT_BREACH, FOUND).code == "no_breach_is_recorded"


def test_a_hearing_lasts_until_the_end_of_its_deadline():
    for as_of in (date(2026, 3, 20), date(2026, 4, 7)):
        facts = replace(HEARING_OUT, as_of=as_of)
        assert refusal(CaseState.FINDINGS_RECORDED, Move.CONCLUDE_HEARING, facts).code == "hearing_is_over"


def test_a_postponed_hearing_lasts_longer():
    hearing = replace(HEARING_OUT.hearing, runs_until=date(2026, 4, 20))
    facts = replace(HEARING_OUT, hearing=hearing, as_of=date(2026, 4, 8))
    assert refusal(CaseState.FINDINGS_RECORDED, Move.CONCLUDE_HEARING, facts).code == "hearing_is_over"


def test_a_hearing_that_never_arrived_proves_nothing():
    hearing = replace(HEARING_OUT.hearing, delivered_on=None)
    facts = replace(HEARING_OUT, hearing=hearing, as_of=date(2026, 6, 1))
    assert refusal(CaseState.FINDINGS_RECORDED, Move.CONCLUDE_HEARING, facts).code == "hearing_is_over"


def test_a_hearing_from_before_the_visit_does_not_count():
    facts = replace(
        FOUND,
        as_of=date(2026, 5, 1),
        hearing=HearingFacts(date(2026, 3, 1), date(2026, 3, 20), date(2026, 3, 1)),
    )
    assert refusal(CaseState.FINDINGS_RECORDED, Move.CONCLUDE_HEARING, facts).code == "hearing_is_over"


def test_an_early_reply_ends_the_hearing_and_has_to_be_considered():
    hearing = replace(HEARING_OUT.hearing, replied_on=date(2026, 3, 20))
    facts = replace(DRAFTED, as_of=date(2026, 3, 20), hearing=hearing)
    assert lawful_target(CaseState.FINDINGS_RECORDED, Move.CONCLUDE_HEARING, facts) is CaseState.HEARD
    assert refusal(CaseState.HEARD, Move.DRAFT_ORDER, facts).code == "reply_is_considered"


def test_a_hearing_may_be_waived_on_a_ground_with_a_reason():
    waiver = HearingWaiver(HearingWaiverGround.OVERRIDING_INTEREST, "Gasvarmeren lækker.")
    assert (
        lawful_target(CaseState.FINDINGS_RECORDED, Move.WAIVE_HEARING, replace(FOUND, hearing_waiver=waiver))
        is CaseState.HEARD
    )
    unreasoned = replace(FOUND, hearing_waiver=replace(waiver, reason=""))
    assert refusal(CaseState.FINDINGS_RECORDED, Move.WAIVE_HEARING, unreasoned).code == "hearing_waiver_reasoned"


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"hearing": None}, "heard_or_waived"),
        ({"open_access_request": True}, "no_open_access_request"),
        ({"order": replace(APPROVED.order, items_complete=False)}, "order_items_complete"),
        ({"order": replace(APPROVED.order, complaint_guidance_complete=False)}, "complaint_guidance_present"),
        ({"order": replace(APPROVED.order, approved_by="mette")}, "second_person_approved"),
        ({"order": replace(APPROVED.order, approved_by=None)}, "second_person_approved"),
    ],
)
def test_an_order_leaves_only_when_every_demand_is_met(change, rule):
    assert refusal(CaseState.ORDER_APPROVED, Move.ISSUE_ORDER, replace(APPROVED, **change)).code == rule


def test_silence_counts_as_non_compliance_only_after_the_running_deadline():
    assert refusal(CaseState.ORDER_DELIVERED, Move.RECORD_SILENCE, DELIVERED).code == "order_deadline_passed"
    late = replace(DELIVERED, as_of=date(2026, 5, 30))
    assert lawful_target(CaseState.ORDER_DELIVERED, Move.RECORD_SILENCE, late) is CaseState.NOT_COMPLIED
    suspended = replace(late, order=replace(late.order, due_on=None))
    assert refusal(CaseState.ORDER_DELIVERED, Move.RECORD_SILENCE, suspended).code == "order_deadline_passed"


def test_compliance_is_verified_on_evidence_not_on_the_word_of_the_addressee():
    word_only = replace(REPORTED, follow_up=FollowUpFacts(date(2026, 5, 19), Compliance.COMPLIED))
    error = refusal(CaseState.COMPLIANCE_REPORTED, Move.VERIFY_COMPLIED, word_only)
    assert error.code == "full_compliance_verified"


@pytest.mark.parametrize(
    ("compliance", "move", "target"),
    [
        (Compliance.PARTLY, Move.VERIFY_PARTLY, CaseState.PARTLY_COMPLIED),
        (Compliance.NOT_COMPLIED, Move.VERIFY_NOT_COMPLIED, CaseState.NOT_COMPLIED),
    ],
)
def test_a_shortfall_is_verified_after_the_deadline(compliance, move, target):
    facts = replace(REPORTED, follow_up=FollowUpFacts(date(2026, 5, 19), compliance))
    assert refusal(CaseState.COMPLIANCE_REPORTED, move, facts).code == "order_deadline_passed"
    assert lawful_target(CaseState.COMPLIANCE_REPORTED, move, replace(facts, as_of=date(2026, 5, 30))) is target


def test_a_revisit_starts_with_nothing_of_the_last_round():
    facts = new_round(replace(DELIVERED, notice=NoticeFacts(VISIT)))
    assert facts == CaseFacts(as_of=DELIVERED.as_of, follows_up_order=True)
    found_in_order = replace(facts, breach_found=False)
    assert lawful_target(CaseState.VISITED, Move.CONFIRM_COMPLIANCE_ON_VISIT, found_in_order) is CaseState.COMPLIED
    first_visit = replace(ON_VISIT_DAY, breach_found=False)
    error = refusal(CaseState.VISITED, Move.CONFIRM_COMPLIANCE_ON_VISIT, first_visit)
    assert error.code == "visit_follows_up_order"
