"""What an owner contests opens a case, which answers him; nothing declared changes, and nothing is deleted."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from conftest import AT
from housed import ODENSE, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.errors import DomainError
from inspection.enforcement import actions
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.queries import CaseFilter, get_case_file, list_cases
from inspection.enforcement.transitions import CaseState
from inspection.planning.offering.from_register import taken_dwellings
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.owners import actions as owners
from register.owners.models import ContestReason, OwnerContest

VISIT_ON = date(2026, 4, 7)
CASEWORKER = Actor(id="mette", name="Mette", grants=(Grant(Role.CASEWORKER, municipality_code=ODENSE[0]),))


def contested(session: Session, home: Accommodation, reason: ContestReason = ContestReason.NOT_AGREED) -> OwnerContest:
    notice = owners.name_owner(
        session, accommodation_id=home.id, name="Olga Ejer", postal_address="Skovvej 3", by=SYSTEM, at=AT
    )
    return owners.contest(session, notice, reasons=[reason], text="", at=AT)


def test_a_contest_opens_a_case_with_its_reason_and_changes_nothing_declared(session: Session) -> None:
    home = house(session)
    before = [one.model_dump() for one in session.exec(select(Declaration))]
    contest = contested(session, home)
    case = actions.take_up_contest(session, contest, at=AT)
    assert (case.state, case.accommodation_id) == (CaseState.UNDER_REVIEW, home.id)
    assert (contest.case_id, contest.case_number) == (case.id, case.case_number)
    file = get_case_file(session, case.id, by=CASEWORKER)
    assert [one.reasons for one in file.contests] == [["not_agreed"]]
    assert [one.model_dump() for one in session.exec(select(Declaration))] == before
    event = session.exec(select(AuditEvent).where(AuditEvent.action == "case.contested")).one()
    assert '"not_agreed"' in str(event.details)


def test_a_second_contest_lies_in_the_same_case_and_twice_the_same_opens_nothing(session: Session) -> None:
    home = house(session)
    first, second = contested(session, home), contested(session, home, ContestReason.MORE_THERE)
    case = actions.take_up_contest(session, first, at=AT)
    assert actions.take_up_contest(session, first, at=AT) is case
    assert actions.take_up_contest(session, second, at=AT) is case
    assert len(session.exec(select(InspectionCase)).all()) == 1


def test_the_case_stands_in_the_list_without_a_visit(session: Session) -> None:
    case = actions.take_up_contest(session, contested(session, house(session)), at=AT)
    rows, count = list_cases(session, by=CASEWORKER, wanted=CaseFilter())
    assert (count, rows[0].case, rows[0].visit, rows[0].next_due_on) == (1, case, None, None)


def test_closing_the_case_needs_an_answer_and_closes_the_contest_with_it(session: Session) -> None:
    contest = contested(session, house(session))
    case = actions.take_up_contest(session, contest, at=AT)
    with pytest.raises(DomainError) as refused:
        actions.close_case(session, case.id, reason="Aftalen er set.", by=CASEWORKER, at=AT)
    assert refused.value.code == "contests_are_answered"
    actions.close_case(session, case.id, reason="Aftalen er set.", answer="Vi har set den.", by=CASEWORKER, at=AT)
    assert case.state is CaseState.CLOSED
    assert (contest.answer, contest.closed_at, contest.closed_by) == ("Vi har set den.", AT, "mette")
    assert session.get(OwnerContest, contest.id) is contest


def test_a_visit_may_be_decided_and_the_case_goes_on_as_any_other(session: Session, split: None) -> None:
    case = actions.take_up_contest(session, contested(session, house(session)), at=AT)
    actions.decide_visit(session, case.id, visit_on=VISIT_ON, from_min=540, to_min=660, by=CASEWORKER, at=AT)
    file = get_case_file(session, case.id, by=CASEWORKER)
    assert (case.state, case.inspector_id) == (CaseState.PLANNED, "mette")
    assert file.visit.visit_on == VISIT_ON
    with pytest.raises(DomainError):
        actions.decide_visit(session, case.id, visit_on=VISIT_ON, from_min=540, to_min=660, by=CASEWORKER, at=AT)


def test_a_contest_shields_no_dwelling_from_planning_and_a_planned_visit_takes_it_along(
    session: Session, split: None
) -> None:
    home = house(session)
    case = actions.take_up_contest(session, contested(session, home), at=AT)
    assert session.execute(taken_dwellings(AT.date())).scalars().all() == []
    opened = actions.open_case(
        session,
        accommodation_id=home.id,
        visit_on=VISIT_ON,
        from_min=540,
        to_min=600,
        inspector_id="bo",
        reason="Udvalgt i planen",
        chosen=Chosen(reason=VisitReason.SCORE),
        by=CASEWORKER,
        at=AT + timedelta(days=1),
    )
    assert opened is case
    assert (case.state, case.inspector_id) == (CaseState.PLANNED, "bo")
    assert session.execute(taken_dwellings(AT.date())).scalars().all() == [home.dwelling_id]


def test_a_contest_comes_into_the_case_that_is_open_already(session: Session, split: None) -> None:
    home = house(session)
    hours = {"visit_on": VISIT_ON, "from_min": 540, "to_min": 600}
    case = actions.open_case(
        session,
        accommodation_id=home.id,
        inspector_id="bo",
        reason="Plan",
        chosen=Chosen(reason=VisitReason.REFERRAL),
        by=CASEWORKER,
        at=AT,
        **hours,
    )
    contest = contested(session, home)
    assert actions.take_up_contest(session, contest, at=AT) is case
    assert case.state is CaseState.PLANNED
    with pytest.raises(DomainError):
        actions.close_case(session, case.id, reason="Flyttet.", by=CASEWORKER, at=AT)
