"""What was granted for an order, and what an appeal does to it, holds for the order that corrects it."""

import pytest
from sqlmodel import Session

from case_ways import APPROVER, AUTHOR, INSPECTOR, Way, start
from husly.kit.errors import DomainError
from inspection.appeals.actions import Decided, Received, decide_effect, receive_appeal, take_appeal_step
from inspection.appeals.models import Appeal, Appellant, Channel
from inspection.appeals.transitions import AppealMove
from inspection.enforcement import actions
from inspection.enforcement.models import Order
from inspection.enforcement.running_dues import last_due, running_dues
from inspection.enforcement.transitions import CaseState
from inspection.followup import actions as followup
from inspection.followup.extensions import ExtensionMove
from inspection.letters.issuing import approve_letter


@pytest.fixture
def way(session: Session) -> Way:
    made = start(session)
    made.to_delivered()
    return made


def appealed(way: Way, day: int = 40) -> Appeal:
    order = way.file.order
    assert order is not None
    received = Received(order.letter_id, Appellant.ADDRESSEE, "Firma", Channel.MAIL, way.on(day), "")
    return receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(day))


def extended(way: Way, until_day: int) -> None:
    who = {"by": INSPECTOR, "at": way.at(38)}
    until, case_id = way.on(until_day), way.case.id
    asked = followup.ask_extension(way.session, case_id, item_id=None, until=until, reason="Sygdom.", **who)
    followup.decide_extension(way.session, case_id, asked.id, ExtensionMove.GRANT, until=until, answer="Ja.", **who)


def corrected(way: Way, *, due_day: int, day: int = 45) -> Order:
    """The order corrected and issued anew, every item due on a day."""
    letter = actions.draft_correction(
        way.session,
        way.case.id,
        wrong="adressen var skrevet forkert",
        holds="adressen er Møllevangen 12",
        due_on={one.id: way.on(due_day) for one in way.file.findings},
        report_due_on=way.on(due_day),
        considerations="Beboernes sundhed vejer tungest.",
        settings=way.settings,
        by=AUTHOR,
        at=way.at(day),
    )
    approve_letter(way.session, letter.id, by=APPROVER, at=way.at(day))
    way.issue(letter, day, APPROVER)
    order = way.file.order
    assert order is not None
    return order


def end(way: Way, appeal: Appeal, move: AppealMove, day: int = 60, **said: object) -> None:
    for one in (AppealMove.ACCEPT, AppealMove.MAINTAIN, AppealMove.SEND, move):
        extra = said if one is move else {}
        decided = Decided(way.on(day), reason="Sådan er det afgjort.", **extra)  # type: ignore[arg-type]
        take_appeal_step(way.session, way.case.id, appeal.id, one, decided, by=APPROVER, at=way.at(day))


def test_a_corrected_order_keeps_the_time_that_was_granted(way: Way) -> None:
    extended(way, 100)
    with pytest.raises(DomainError) as refused:
        corrected(way, due_day=90)
    assert refused.value.code == "correction.granted"
    corrected(way, due_day=100)
    assert set(running_dues(way.file.items, way.file.due_changes).values()) == {way.on(100)}
    assert [one.kind.value for one in way.file.due_changes] == ["extended"]


def test_an_appeal_that_holds_an_order_back_holds_the_corrected_one_back_until_it_is_decided(way: Way) -> None:
    appeal = appealed(way)
    order = corrected(way, due_day=100)
    assert last_due(way.file.items, way.file.due_changes) is None
    end(way, appeal, AppealMove.UPHOLD)
    file = way.file
    assert file.order is not None
    assert file.order.id == order.id
    runs_to = last_due(file.items, file.due_changes)
    assert runs_to is not None
    assert runs_to >= way.on(100 + 15)  # fifteen days between the correction and the outcome


def test_an_outcome_that_changes_the_order_changes_the_one_that_corrects_it(way: Way) -> None:
    appeal = appealed(way)
    corrected(way, due_day=100)
    end(way, appeal, AppealMove.CHANGE, extended_to=way.on(140))
    assert last_due(way.file.items, way.file.due_changes) == way.on(140)


def test_an_order_annulled_after_its_correction_ends_with_the_case(way: Way) -> None:
    appeal = appealed(way)
    order = corrected(way, due_day=100)
    end(way, appeal, AppealMove.ANNUL)
    way.session.refresh(order)
    assert order.withdrawn_at == way.at(60)
    assert way.file.letter(order.letter_id).withdrawn_at == way.at(60)
    assert way.case.state is CaseState.CLOSED


def test_effect_granted_after_a_correction_stops_the_order_that_stands(way: Way) -> None:
    letter = way.file.letter(way.file.order.letter_id)  # type: ignore[union-attr]
    letter.choices = {**letter.choices, "complaint": {**letter.choices["complaint"], "suspends": False}}
    appeal = appealed(way)
    corrected(way, due_day=100)
    assert last_due(way.file.items, way.file.due_changes) is not None
    decide_effect(way.session, way.case.id, appeal.id, suspends=True, reason="Nyt.", by=APPROVER, at=way.at(46))
    assert last_due(way.file.items, way.file.due_changes) is None
