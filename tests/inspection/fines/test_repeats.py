"""Earlier orders over linked firms: final ones counted, withdrawn ones never, pending ones apart."""

import pytest

from case_ways import APPROVER, INSPECTOR, start
from inspection.appeals.actions import Decided, Received, is_suspending, receive_appeal, take_appeal_step
from inspection.appeals.models import Appellant, Channel
from inspection.appeals.transitions import AppealMove
from inspection.enforcement.actions.orders import end_order
from inspection.enforcement.models import Addressee, DueChange, DueChangeKind, InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.fines.repeats import Standing, earlier_orders


@pytest.fixture
def way(session):
    way = start(session)
    way.to_delivered()
    return way


def found_in(way, day, **changed):
    """As another case of the same employer sees it, or of an owner."""
    case = way.case
    other = InspectionCase(case_number="2099-1", accommodation_id=case.accommodation_id, dwelling_id=case.dwelling_id,
                           employer_id=case.employer_id, municipality_code=case.municipality_code,
                           legal_basis=case.legal_basis, reason="x", state=CaseState.PLANNED, inspector_id="x",
                           opened_at=way.at(day), opened_by="x", **changed)  # fmt: skip
    return earlier_orders(way.session, other, by=INSPECTOR, as_of=way.on(day))


def test_an_order_is_final_once_nobody_can_complain_any_more(way):
    assert [one.standing for one in found_in(way, 40)] == [Standing.PENDING]
    assert [one.standing for one in found_in(way, 120)] == [Standing.FINAL]


def test_a_complaint_that_is_not_decided_keeps_it_apart(way):
    order = way.file.order
    way.session.add(DueChange(order_id=order.id, kind=DueChangeKind.SUSPENDED, since=way.on(40), reason="Klage",
                              at=way.at(40), by_id="x"))  # fmt: skip
    way.session.flush()
    assert [one.standing for one in found_in(way, 120)] == [Standing.PENDING]


def test_a_complaint_that_does_not_suspend_keeps_it_apart_as_well(way):
    letter = way.file.letter(way.file.order.letter_id)
    letter.choices = {**letter.choices, "complaint": {**letter.choices["complaint"], "suspends": False}}
    received = Received(letter.id, Appellant.ADDRESSEE, "Firma", Channel.MAIL, way.on(40), "")
    appeal = receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(40))
    assert not is_suspending(appeal)
    assert [one.standing for one in found_in(way, 120)] == [Standing.PENDING]


def test_a_withdrawn_order_never_counts(way):
    end_order(way.session, way.file, reason="Forkert adressat", by=APPROVER, at=way.at(50))
    assert found_in(way, 120) == []


@pytest.mark.parametrize("outcome", [AppealMove.ANNUL, AppealMove.REMIT])
def test_an_order_that_an_appeal_body_takes_away_never_counts(way, outcome):
    letter_id = way.file.order.letter_id
    received = Received(letter_id, Appellant.ADDRESSEE, "Firma", Channel.MAIL, way.on(40), "")
    appeal = receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(40))
    assert [one.standing for one in found_in(way, 120)] == [Standing.PENDING]
    for move in (AppealMove.ACCEPT, AppealMove.MAINTAIN, AppealMove.SEND, outcome):
        decided = Decided(way.on(50), reason="Høringen var mangelfuld.")
        take_appeal_step(way.session, way.case.id, appeal.id, move, decided, by=APPROVER, at=way.at(50))
    assert found_in(way, 120) == []


def test_an_order_that_is_upheld_counts_as_final(way):
    received = Received(way.file.order.letter_id, Appellant.ADDRESSEE, "Firma", Channel.MAIL, way.on(40), "")
    appeal = receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(40))
    for move in (AppealMove.ACCEPT, AppealMove.MAINTAIN, AppealMove.SEND, AppealMove.UPHOLD):
        decided = Decided(way.on(50), reason="Påbuddet er rigtigt.")
        take_appeal_step(way.session, way.case.id, appeal.id, move, decided, by=APPROVER, at=way.at(50))
    assert [one.standing for one in found_in(way, 120)] == [Standing.FINAL]


def test_an_order_older_than_three_years_is_left_out(way):
    assert found_in(way, 33 + 3 * 365 + 5) == []


OWNER = {"addressee": Addressee.OWNER, "owner_name": "Ejendomsselskabet"}
AT_HOME = {"owner_postal_address": "Ejervej 1, 5000 Odense C"}


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ({}, {"owner_cvr_number": "12345674"}, 0),
        (OWNER | {"owner_cvr_number": "12345674"}, {"owner_cvr_number": "12345674", "owner_name": "Nyt navn"}, 1),
        (OWNER | {"owner_cvr_number": "12345674"}, {"owner_cvr_number": "12345666"}, 0),
        (OWNER | {"owner_foreign_number": "PL 1"}, {"owner_foreign_number": "PL 1"}, 1),
        (OWNER | AT_HOME, AT_HOME, 1),
        (OWNER | AT_HOME, {"owner_postal_address": "Et andet sted"}, 0),
        (OWNER, {}, 0),
    ],
)
def test_the_case_of_an_owner_shows_the_orders_against_that_owner(way, was, now, shown):
    for name, value in was.items():
        setattr(way.case, name, value)
    way.session.flush()
    found = found_in(way, 40, **OWNER | now)
    assert len(found) == shown
    assert all((one.addressee, one.is_linked_firm) == ("Ejendomsselskabet", False) for one in found)


def test_an_order_against_the_owner_is_none_of_the_employers(way):
    for name, value in OWNER.items():
        setattr(way.case, name, value)
    way.session.flush()
    assert found_in(way, 40) == []
