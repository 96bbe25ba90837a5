"""What came in later never shows in what was known on an earlier day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from sqlmodel import Session, select

from housed import add_employer, declare, house
from husly.kit.access import SYSTEM
from inspection.enforcement.choosing import VisitReason
from inspection.enforcement.models import CaseMove, FollowUp, Order, OrderItem
from inspection.enforcement.transitions import CaseState, Move
from inspection.risk.features.from_register import count_accommodations, feature_frames
from past_housing import add_contest, add_evidence, add_link, add_order, add_planned, add_report, add_visit, noon
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.employers.models import Employer
from register.evidence.models import DeclarationEvidence
from register.owners.models import OwnerContest
from register.portfolio.models import EmployerLink, LinkKind
from register.residents.models import Outcome, Report, ReportKind, ReportState
from register.sheets.models import PlanCode
from register.upkeep.actions import tell_end
from register.upkeep.models import Confirmation

DAY = date(2026, 3, 2)
BEFORE, AFTER = DAY - timedelta(days=60), DAY + timedelta(days=1)


@dataclass
class Told:
    """A register of which much is known on the day."""

    session: Session
    home: Accommodation
    elsewhere: Accommodation
    linked: Employer


def told(session: Session) -> Told:
    employer, linked = add_employer(session), add_employer(session)
    home = house(session, employer=employer, starts_on=date(2025, 1, 1), submitted_at=noon(date(2025, 1, 1)))
    elsewhere = house(session, employer=employer, starts_on=date(2025, 1, 1), submitted_at=noon(date(2025, 1, 1)))
    add_visit(session, home, on=BEFORE, breaches=2)
    add_visit(session, house(session, employer=linked, submitted_at=noon(BEFORE)), on=BEFORE, breaches=1)
    add_order(session, home, on=BEFORE, due_on=DAY - timedelta(days=5))
    add_order(session, elsewhere, on=BEFORE, due_on=DAY + timedelta(days=5))
    add_link(session, linked, employer, LinkKind.SUCCESSOR, on=BEFORE)
    add_report(session, home, on=BEFORE, kinds=[ReportKind.FIRE_DANGER.value])
    add_contest(session, home, on=BEFORE)
    add_evidence(session, home, "photo_outside", on=BEFORE)
    return Told(session, home, elsewhere, linked)


def frame(session: Session) -> pl.DataFrame:
    found = pl.concat(list(feature_frames(session, as_of=DAY)))
    assert count_accommodations(session, as_of=DAY) == len(found)
    return found.sort("accommodation_id")


def a_new_version(one: Told) -> None:
    declare(one.session, one.home, version=2, residents=90, kind="vehicle", submitted_at=noon(AFTER), valid_from=BEFORE)


def a_confirmation(one: Told) -> None:
    version = one.session.exec(select(Declaration.id).where(Declaration.accommodation_id == one.elsewhere.id)).one()
    about = {"accommodation_id": one.elsewhere.id, "declaration_id": version}
    one.session.add(Confirmation(**about, confirmed_at=noon(AFTER), confirmed_by="test"))


def an_end_told_late(one: Told) -> None:
    tell_end(one.session, one.elsewhere.id, ends_on=DAY - timedelta(days=10), by=SYSTEM, at=noon(AFTER))


def another_declares_the_same_dwelling(one: Told) -> None:
    dwelling = one.session.get_one(Accommodation, one.home.id).dwelling_id
    late = Accommodation(
        dwelling_id=dwelling,
        employer_id=one.linked.id,
        municipality_code=one.home.municipality_code,
        starts_on=BEFORE,
        created_at=noon(AFTER),
    )
    one.session.add(late)
    one.session.flush()
    declare(one.session, late, residents=30, kind="container", submitted_at=noon(AFTER))


def a_plan_is_made(one: Told) -> None:
    code = PlanCode(accommodation_id=one.home.id, code="22222222222", created_at=noon(AFTER), generated_at=noon(AFTER))
    one.session.add(code)


def a_photo(one: Told) -> None:
    add_evidence(one.session, one.home, "photo_kitchen", on=AFTER)


def a_photo_is_withdrawn(one: Told) -> None:
    file = one.session.exec(select(DeclarationEvidence).where(DeclarationEvidence.item == "photo_outside")).one()
    file.withdrawn_at, file.withdrawn_by = noon(AFTER), "test"


def a_visit_with_breaches(one: Told) -> None:
    add_visit(one.session, one.home, on=AFTER, breaches=3)


def a_visit_without_a_breach(one: Told) -> None:
    add_visit(one.session, one.home, on=AFTER)


def an_earlier_visit_is_told_of_late(one: Told) -> None:
    case = add_visit(one.session, one.elsewhere, on=DAY, state=CaseState.VISITED, closed_at=None)
    one.session.add(
        CaseMove(
            case_id=case.id,
            position=1,
            round=1,
            move=Move.CARRY_OUT_VISIT,
            source=CaseState.NOTIFIED,
            target=CaseState.VISITED,
            at=noon(AFTER),
            by_id="x",
            by_name="x",
        )
    )


def an_order(one: Told) -> None:
    add_order(one.session, one.home, on=AFTER + timedelta(days=11), due_on=AFTER + timedelta(days=12))


def an_order_is_withdrawn(one: Told) -> None:
    for order in one.session.exec(select(Order).where(Order.drafted_at == noon(BEFORE))):
        order.withdrawn_at = noon(AFTER)


def an_order_is_reported_and_found_met(one: Told) -> None:
    orders = one.session.exec(select(Order).where(Order.drafted_at == noon(BEFORE))).all()
    for order in orders:
        one.session.add(FollowUp(order_id=order.id, reported_on=AFTER, report="x"))
        for item in one.session.exec(select(OrderItem).where(OrderItem.order_id == order.id)):
            item.complied, item.verified_on = True, AFTER


def a_link(one: Told) -> None:
    add_link(one.session, add_employer(one.session), one.linked, LinkKind.AGENCY_CLIENT, on=AFTER)


def a_link_ends(one: Told) -> None:
    link = one.session.exec(select(EmployerLink).where(EmployerLink.kind == LinkKind.SUCCESSOR)).one()
    link.ended_on, link.ended_by = AFTER, "test"


def a_report(one: Told) -> None:
    add_report(one.session, one.home, on=AFTER)


def a_report_of_days_ago(one: Told) -> None:
    add_report(one.session, one.home, on=DAY - timedelta(days=13))


def a_report_is_found_empty(one: Told) -> None:
    report = one.session.exec(select(Report).where(Report.received_on == BEFORE)).one()
    report.state, report.outcome, report.closed_on = ReportState.CLOSED, Outcome.NO_FAULT, AFTER


def a_contest(one: Told) -> None:
    add_contest(one.session, one.elsewhere, on=AFTER)


def a_contest_is_answered(one: Told) -> None:
    contest = one.session.exec(select(OwnerContest).where(OwnerContest.contested_at == noon(BEFORE))).one()
    contest.answer, contest.closed_at, contest.closed_by = "x", noon(AFTER), "test"


def a_case_is_opened(one: Told) -> None:
    add_planned(one.session, one.home, on=AFTER, reason=VisitReason.REFERRAL)


LATER: list[Callable[[Told], None]] = [
    a_new_version,
    a_confirmation,
    an_end_told_late,
    another_declares_the_same_dwelling,
    a_plan_is_made,
    a_photo,
    a_photo_is_withdrawn,
    a_visit_with_breaches,
    a_visit_without_a_breach,
    an_earlier_visit_is_told_of_late,
    an_order,
    an_order_is_withdrawn,
    an_order_is_reported_and_found_met,
    a_link,
    a_link_ends,
    a_report,
    a_report_of_days_ago,
    a_report_is_found_empty,
    a_contest,
    a_contest_is_answered,
    a_case_is_opened,
]


@pytest.mark.parametrize("later", LATER, ids=lambda later: later.__name__)
def test_what_came_in_later_does_not_show_before(session: Session, later: Callable[[Told], None]) -> None:
    one = told(session)
    before = frame(session)
    later(one)
    session.flush()
    session.expire_all()
    assert_frame_equal(frame(session), before, categorical_as_str=True)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(laters=st.lists(st.sampled_from(LATER), unique=True, min_size=2))
def test_no_number_of_later_facts_shows_before(session: Session, laters: list[Callable[[Told], None]]) -> None:
    undo = session.begin_nested()
    try:
        one = told(session)
        before = frame(session)
        for later in laters:
            later(one)
            session.flush()
        assert_frame_equal(frame(session), before, categorical_as_str=True)
    finally:
        undo.rollback()


def test_the_same_facts_do_show_once_they_came_in(session: Session) -> None:
    one = told(session)
    before = frame(session)
    for later in (a_visit_with_breaches, a_contest, a_link, a_photo, a_new_version):
        later(one)
    session.flush()
    after = pl.concat(list(feature_frames(session, as_of=AFTER))).sort("accommodation_id")
    changed = [name for name in before.columns if not before[name].equals(after[name])]
    assert {"previous_breaches", "contested_by_owner", "evidence_missing_share", "kind", "last_result"} - set(
        changed
    ) == {
        "last_result"  # it was a breach before
    }
