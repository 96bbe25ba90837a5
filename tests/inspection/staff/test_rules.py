"""The rule of assignment in the register, and giving a case to somebody; on both databases."""

import pytest
from sqlmodel import Session

from case_ways import start
from conftest import AT
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.staff import rules
from inspection.staff.suggesting import Weights
from staff_made import AARHUS_LEADER, LEADER, ODENSE_LEADER, account, add_inspector, conflict

SECOND = Actor("second", "Dorte Afgørelse", (Grant(Role.DECISION_MAKER),))
CHANGED = Weights(region=10, load=50)


def test_a_rule_counts_once_a_second_person_adopts_it(session: Session) -> None:
    assert rules.weights_in_force(session) == (0, Weights())
    proposed = rules.propose_rule(session, weights=CHANGED, reason="Jævnere fordeling", by=LEADER, at=AT)
    assert rules.weights_in_force(session) == (0, Weights())
    with pytest.raises(DomainError) as error:
        rules.decide_rule(session, proposed.id, adopt=True, by=LEADER, at=AT)
    assert error.value.code == "rule.own"
    rules.decide_rule(session, proposed.id, adopt=True, by=SECOND, at=AT)
    assert rules.weights_in_force(session) == (1, CHANGED)
    with pytest.raises(DomainError) as error:
        rules.decide_rule(session, proposed.id, adopt=False, by=SECOND, at=AT)
    assert error.value.code == "rule.decided"


def test_a_withdrawn_rule_never_counts_and_keeps_its_version(session: Session) -> None:
    first = rules.propose_rule(session, weights=CHANGED, reason="Jævnere", by=LEADER, at=AT)
    rules.decide_rule(session, first.id, adopt=False, by=LEADER, at=AT)
    second = rules.propose_rule(session, weights=CHANGED, reason="Igen", by=LEADER, at=AT)
    assert (first.version, second.version) == (1, 2)
    assert rules.weights_in_force(session)[0] == 0


def test_a_rule_needs_a_reason_a_change_and_the_whole_country(session: Session) -> None:
    for weights, reason, code in ((CHANGED, " ", "rule.reason"), (Weights(), "Det samme", "rule.same")):
        with pytest.raises(DomainError) as error:
            rules.propose_rule(session, weights=weights, reason=reason, by=LEADER, at=AT)
        assert error.value.code == code
    with pytest.raises(NotAllowedError):
        rules.propose_rule(session, weights=CHANGED, reason="Odense først", by=ODENSE_LEADER, at=AT)


def test_the_last_cases_tell_where_they_are_and_who_got_them_and_nothing_of_the_parties(session: Session) -> None:
    way = start(session)
    ida = add_inspector(session)
    way.case.inspector_id = str(ida.id)
    session.flush()
    [one] = rules.list_last_cases(session, by=LEADER)
    assert one.station_id == ida.id
    assert one.need.place.municipality_code == "0461"
    assert "Gartneri" not in str(one.need)
    assert rules.list_last_cases(session, by=AARHUS_LEADER) == []


def test_a_case_is_given_to_somebody_else_but_to_nobody_conflicted(session: Session) -> None:
    way, person = start(session), account(session)
    ida, bo = add_inspector(session, account_id=person.id), add_inspector(session, "Bo Berg")
    rules.assign_case(session, way.case.id, ida.id, by=LEADER, at=AT)
    assert way.case.inspector_id == way.file.visit.inspector_id == str(person.id)
    conflict(session, bo, employer_id=way.case.employer_id)
    with pytest.raises(DomainError) as error:
        rules.assign_case(session, way.case.id, bo.id, by=LEADER, at=AT)
    assert error.value.code == "inspector.conflict"
    with pytest.raises(NotFoundError):
        rules.assign_case(session, way.case.id, bo.id, by=AARHUS_LEADER, at=AT)


def test_a_case_keeps_its_inspector_once_visited_and_while_it_stands_in_a_plan(session: Session) -> None:
    way, ida = start(session), add_inspector(session)
    way.case.planned_visit_id = way.case.id
    session.flush()
    with pytest.raises(DomainError) as error:
        rules.assign_case(session, way.case.id, ida.id, by=LEADER, at=AT)
    assert error.value.code == "case.in_a_plan"
    way.case.planned_visit_id = None
    way.notify()
    way.visit()
    with pytest.raises(DomainError) as error:
        rules.assign_case(session, way.case.id, ida.id, by=LEADER, at=AT)
    assert error.value.code == "case.moved_on"
