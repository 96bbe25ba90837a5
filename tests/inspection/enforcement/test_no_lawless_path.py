"""Whatever is recorded and tried, in whatever order: no order without hearing, no visit before its notice.

A clerk works step by step: sometimes records everything the next move wants, then spoils or changes one part
of what is known, then presses a button that is open. The two rules are written anew here, apart from the
demands.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from case_stories import STORY
from inspection.enforcement.actions.steps import lawful_target
from inspection.enforcement.case_facts import HearingFacts, NoticeFacts, OrderFacts, new_round
from inspection.enforcement.transitions import TRANSITIONS, CaseState, Move, moves_from
from inspection.enforcement.waivers import (
    HearingWaiver,
    HearingWaiverGround,
    NoticeWaiver,
    NoticeWaiverGround,
)

DAYS = st.integers(-3, 20)
REASONS = st.sampled_from(["", "  ", "Fordi."])
STORY_FACTS = {state: facts for state, _, facts in STORY}


def later(day, days):
    return None if days is None else day + timedelta(days=days)


def notice_changes(ahead, arrives, objection):
    def change(facts):
        visit_on = later(facts.as_of, ahead)
        notice = NoticeFacts(visit_on, facts.as_of, later(facts.as_of, arrives), later(facts.as_of, objection))
        return replace(facts, visit_on=visit_on, notice=notice)

    return change


def hearing_changes(days, arrives, replies, considered):
    def change(facts):
        hearing = HearingFacts(
            facts.as_of,
            later(facts.as_of, days),
            later(facts.as_of, arrives),
            replied_on=later(facts.as_of, replies),
            reply_considered=considered,
        )
        return replace(facts, hearing=hearing)

    return change


def sets(**parts):
    return lambda facts: replace(facts, **parts)


MAYBE_DAYS = st.none() | DAYS
CHANGES = st.one_of(
    st.just(sets()),
    st.builds(lambda days: lambda facts: replace(facts, as_of=later(facts.as_of, abs(days))), DAYS),
    st.builds(lambda days: lambda facts: replace(facts, visit_on=later(facts.as_of, days)), DAYS),
    st.builds(notice_changes, DAYS, MAYBE_DAYS, MAYBE_DAYS),
    st.builds(hearing_changes, DAYS, MAYBE_DAYS, MAYBE_DAYS, st.booleans()),
    st.builds(lambda g, r: sets(notice_waiver=NoticeWaiver(g, r)), st.sampled_from(NoticeWaiverGround), REASONS),
    st.builds(lambda g, r: sets(hearing_waiver=HearingWaiver(g, r)), st.sampled_from(HearingWaiverGround), REASONS),
    st.just(sets(hearing=None)),
    st.builds(lambda who: sets(order=OrderFacts("mette", who, True, True)), st.sampled_from([None, "mette", "jens"])),
    st.builds(
        lambda who, danger, heard: sets(
            order=OrderFacts(
                "mette", who, True, True, at_once=True, danger_stated=danger, heard_on_spot_or_waived=heard
            )
        ),
        st.sampled_from([None, "jens"]),
        st.booleans(),
        st.booleans(),
    ),
)
STEPS = st.tuples(st.sampled_from([True, True, False]), st.lists(CHANGES, max_size=2), st.integers(0, 5))


def was_heard_or_waived(facts):
    waiver, hearing = facts.hearing_waiver, facts.hearing
    if waiver is not None and waiver.reason.strip():
        return True
    if hearing is None:
        return False
    if hearing.replied_on is not None:
        return hearing.replied_on <= facts.as_of and hearing.reply_considered
    arrived_in_time = hearing.delivered_on is not None and hearing.delivered_on < hearing.runs_until
    return arrived_in_time and hearing.runs_until < facts.as_of


def notice_had_run_or_was_waived(facts):
    notice, waiver = facts.notice, facts.notice_waiver
    if notice.visit_on != facts.visit_on or facts.visit_on > facts.as_of:
        return False
    since, needed = (notice.delivered_on, 14) if notice.delivered_on else (notice.dispatched_on, 15)
    return facts.visit_on - since >= timedelta(days=needed) or bool(waiver and waiver.reason.strip())


def take_step(state, facts, step):
    """Return state and facts after one step, and the move that was made, or None."""
    catch_up, changes, button = step
    if catch_up and state in STORY_FACTS:
        facts = STORY_FACTS[state]
    for change in changes:
        facts = change(facts)
    open_moves = [check.move for check in moves_from(state, facts) if check.allowed]
    if not open_moves:
        return state, facts, None
    move = open_moves[button % len(open_moves)]
    return lawful_target(state, move, facts), facts, move


@settings(max_examples=300)
@given(st.sampled_from([CaseState.PLANNED, CaseState.HEARD]), st.lists(STEPS, min_size=3, max_size=14))
def test_no_path_issues_an_order_without_hearing_or_visits_before_the_notice_has_run(state, steps):
    facts = STORY_FACTS[state]
    for step in steps:
        before = state
        state, facts, move = take_step(state, facts, step)
        if move in (Move.ISSUE_ORDER, Move.ISSUE_AT_ONCE):
            assert was_heard_or_waived(facts) or (facts.order.at_once and facts.order.heard_on_spot_or_waived)
        if move is Move.ISSUE_AT_ONCE:
            assert facts.order.danger_stated
        if move is Move.ISSUE_ORDER:
            assert facts.order.approved_by == "jens"
        if move is Move.CARRY_OUT_VISIT and before is CaseState.NOTIFIED:
            assert notice_had_run_or_was_waived(facts)
        if move is Move.PLAN_REVISIT:
            facts = new_round(facts)


def test_an_order_is_issued_from_an_approved_draft_or_at_once_from_a_draft_and_corrected_once_issued():
    doors = [(row.source, row.move) for row in TRANSITIONS if row.target is CaseState.ORDER_ISSUED]
    assert doors == [
        (CaseState.ORDER_APPROVED, Move.ISSUE_ORDER),
        (CaseState.ORDER_DRAFTED, Move.ISSUE_AT_ONCE),
        (CaseState.ORDER_ISSUED, Move.CORRECT_ORDER),
        (CaseState.ORDER_DELIVERED, Move.CORRECT_ORDER),
    ]
